"""Reads DMN files: decisions and services, ready to be taken. Refuses what it cannot take, with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bpmn.decisions.building import KINDS, Building, Nodes
from bpmn.decisions.decision import Decision
from bpmn.decisions.files import File, read_files
from bpmn.decisions.places import name_of
from bpmn.decisions.results import DecisionError
from bpmn.xml import local

MOST_NODES = 2_000
Decisions: TypeAlias = Mapping[str, Decision]
"""Decisions and decision services by id, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`faults`: everything that cannot be taken; a decision with a fault raises it when it is evaluated."""

    decisions: Decisions
    faults: tuple[DecisionError, ...]


def read(xml: bytes, beside: Mapping[str, bytes] | None = None) -> Decisions:
    """The decisions of a file by id. `beside`: the files it may import, by name. Raises DecisionError."""
    found = examine(xml, beside)
    if found.faults:
        raise found.faults[0]
    return found.decisions


def examine(xml: bytes, beside: Mapping[str, bytes] | None = None) -> Reading:
    """The same with every fault that is found. Raises DecisionError where the file cannot be read at all."""
    files = read_files(xml, beside or {})
    nodes, faults = indexed(files.values())
    building = Building(files, nodes, faults=faults)
    building.build()
    main = [*files][-1]
    return Reading(building.entries(main), tuple(building.faults))


def indexed(files: Iterable[File]) -> tuple[Nodes, list[DecisionError]]:
    """The nodes by file and id, or name where they have no id; of two with the same the first, the other is a fault."""
    found: Nodes = {}
    faults: list[DecisionError] = []
    for file in files:
        for node in file.root:
            if not isinstance(node.tag, str) or local(node) not in KINDS:
                continue
            key = (file.namespace, node.get("id") or name_of(node))
            if len(found) > MOST_NODES:
                raise DecisionError(f"一个文件和它导入的文件里，决策、输入、模型和服务不能超过 {MOST_NODES} 个")
            if key in found or not key[1]:
                faults.append(DecisionError(f"{name_of(node) or local(node)} 应有自己的 id", key[1]))
            else:
                found[key] = (node, file)
    return found, faults
