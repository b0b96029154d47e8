"""What a decision beside a process asks for and gives, read from its file. Evaluates nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bpmn import feel
from bpmn.resources import Beside
from bpmn.xml import Malformed, Node, local, read_xml, text_of

UNARY = ("inputEntry", "inputValues", "outputValues")
BINDING = ("contextEntry", "formalParameter", "iterator", "binding", "variable", "informationItem")


@dataclass(frozen=True, slots=True)
class Asked:
    """`names`: variables that the decision and those before it read. `outputs`: the columns of its result."""

    names: frozenset[str]
    outputs: tuple[str, ...]


def asked_by(decision: str, beside: Beside) -> Asked | None:
    """None where there is no such decision, or what it reads cannot be told."""
    file = beside.decisions.get(decision)
    source = beside.sources.get(file or "")
    return _asked(source, decision) if source else None


@lru_cache(maxsize=64)
def _asked(source: bytes, decision: str) -> Asked | None:
    try:
        root = read_xml(source)
    except Malformed:
        return None
    needed = _needed(root, decision)
    if not needed or any(_is_boxed(node) for node in needed):
        return None
    bound = {node.get("name") or "" for node in needed} | {
        each.get("name") or "" for node in needed for each in parts(node, "variable")
    }
    if any(not name.isidentifier() for name in _inputs(root)):
        return None
    names = frozenset[str]().union(*(_names(text) for node in needed for text in _texts(node)))
    own = next(node for node in needed if node.get("id") == decision)
    outputs = tuple(each.get("name") or "" for each in parts(own, "output"))
    return Asked(names - bound, outputs)


def parts(node: Node, name: str) -> Iterator[Node]:
    """All below with this local name, whatever version of DMN they are of."""
    return (each for each in node.iter("{*}*") if local(each) == name)


def _is_boxed(node: Node) -> bool:
    return any(
        True
        for name in ("context", "invocation", "functionDefinition", "knowledgeRequirement", "for", "filter")
        for _ in parts(node, name)
    )


def _inputs(root: Node) -> list[str]:
    return [
        each.get("name") or "x"
        for each in root.iter("{*}*")
        if local(each) in ("inputData", "decision", "itemComponent")
    ]


def _needed(root: Node, decision: str) -> list[Node]:
    """The decision and all that it is built on."""
    nodes = {each.get("id"): each for each in parts(root, "decision")}
    found: dict[str, Node] = {}
    waiting = [decision]
    while waiting:
        id = waiting.pop()
        if id in found or id not in nodes:
            continue
        found[id] = nodes[id]
        waiting += [(each.get("href") or "").rpartition("#")[2] for each in parts(nodes[id], "requiredDecision")]
    return list(found.values())


def _texts(node: Node) -> Iterator[tuple[str, bool]]:
    """Each text, and whether it is a cell of conditions."""
    for each in parts(node, "text"):
        holder = each.getparent()
        if holder is not None and local(holder) != "annotationEntry":
            yield text_of(each), local(holder) in UNARY


def _names(text: tuple[str, bool]) -> frozenset[str]:
    read, is_cell = text
    try:
        return feel.compile_unary(read).names - {"?"} if is_cell else feel.compile(read).names
    except feel.FeelSyntaxError:
        return frozenset()
