"""Reads DMN files: decisions and services, ready to be taken. Refuses what it cannot take, with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bpmn.decisions.building import KINDS, Building, Nodes
from bpmn.decisions.decision import Decision
from bpmn.decisions.files import File, read_files
from bpmn.decisions.results import DecisionError
from bpmn.xml import local

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
    building = Building(files, indexed(files.values()))
    building.build()
    main = [*files][-1]
    return Reading(building.entries(main), tuple(building.faults))


def indexed(files: Iterable[File]) -> Nodes:
    """The nodes by file and id. Raises DecisionError where two are the same, or one has no id."""
    found: Nodes = {}
    for file in files:
        for node in file.root:
            if not isinstance(node.tag, str) or local(node) not in KINDS:
                continue
            key = (file.namespace, node.get("id", ""))
            if key in found or not key[1]:
                raise DecisionError("每个决策、输入数据和业务知识模型应有自己的 id")
            found[key] = (node, file)
    return found
