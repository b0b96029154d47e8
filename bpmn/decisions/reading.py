"""Reads DMN files: decisions, what they require, and their logic. Refuses what it cannot take, with the reason."""

from collections.abc import Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from bpmn import feel
from bpmn.decisions.decision import Decision, Formula, Logic
from bpmn.decisions.results import DecisionError
from bpmn.decisions.tables import Place, check_language, child, children, compiled, read_table, text_in
from bpmn.xml import Malformed, Node, local, read_xml

Decisions: TypeAlias = Mapping[str, Decision]
"""By id, in the order of the file."""
UNSUPPORTED = frozenset(
    ("context", "invocation", "relation", "list", "functionDefinition", "conditional", "for", "filter", "every", "some")
)
NAMED = frozenset(("inputData", "decision", "variable", "itemComponent"))


def read(xml: bytes) -> Decisions:
    """The decisions of a file by id. Raises DecisionError; loads nothing from anywhere."""
    try:
        root = read_xml(xml)
    except Malformed as error:
        raise DecisionError(str(error)) from error
    if local(root) != "definitions" or "/DMN/" not in str(root.tag).upper():
        raise DecisionError("文件不是 DMN：根元素应为 DMN 的 definitions")
    known = names_of(root)
    nodes = {node.get("id", ""): node for node in children(root, "decision")}
    if "" in nodes or len(nodes) != len([*children(root, "decision")]):
        raise DecisionError("每个决策应有自己的 id")
    plain = {identity: decision_of(node, Place(identity, known)) for identity, node in nodes.items()}
    return linked(plain, {identity: required(node, identity, nodes) for identity, node in nodes.items()})


def names_of(root: Node) -> frozenset[str]:
    """Names that expressions may use; those of several words can be read only because they are known."""
    found = {node.get("name", "") for node in root.iter() if isinstance(node.tag, str) and local(node) in NAMED}
    return frozenset(" ".join(name.split()) for name in found if not name.isidentifier() and name.strip())


def decision_of(node: Node, place: Place) -> Decision:
    if child(node, "knowledgeRequirement") is not None:
        raise place.error("尚不支持引用业务知识模型")
    variable = child(node, "variable")
    name = node.get("name") or place.decision
    seen_as = (variable.get("name") if variable is not None else None) or name
    return Decision(place.decision, name, " ".join(seen_as.split()), logic_of(node, place))


def logic_of(node: Node, place: Place) -> Logic:
    for part in node:
        match local(part) if isinstance(part.tag, str) else "":
            case "decisionTable":
                return read_table(part, place)
            case "literalExpression":
                return formula(part, place)
            case kind if kind in UNSUPPORTED:
                raise place.error(f"尚不支持 {kind} 形式的决策，请用决策表或表达式")
    raise place.error("决策没有决策表，也没有表达式")


def formula(node: Node, place: Place) -> Formula:
    check_language(node, place)
    return Formula(place.decision, compiled(feel.compile, text_in(node), place))


def required(node: Node, decision: str, nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """The ids of the decisions this one requires. Raises DecisionError where the file has no such decision."""
    found: list[str] = []
    for requirement in children(node, "informationRequirement"):
        for link in children(requirement, "requiredDecision"):
            identity = (link.get("href") or "").rpartition("#")[2]
            if identity not in nodes:
                raise DecisionError(f"所需的决策 {identity} 不在文件中", decision)
            found.append(identity)
    return tuple(found)


def linked(plain: Mapping[str, Decision], requires: Mapping[str, tuple[str, ...]]) -> Decisions:
    """The decisions with all that comes before each. Raises DecisionError for a circle."""
    try:
        order = [*TopologicalSorter(requires).static_order()]
    except CycleError as error:
        raise DecisionError(f"决策互相依赖，成了圈：{' → '.join(error.args[1])}") from None
    before: dict[str, frozenset[str]] = {}
    for identity in order:
        direct = requires[identity]
        before[identity] = frozenset(direct).union(*(before[one] for one in direct))
    return {identity: upstream(identity, plain, before[identity], order) for identity in plain}


def upstream(identity: str, plain: Mapping[str, Decision], before: frozenset[str], order: list[str]) -> Decision:
    return replace(plain[identity], upstream=tuple(plain[one] for one in order if one in before))
