"""Says in our words, in the tree, what other vendors' attributes say of calls: which version, and what goes in."""

from collections.abc import Iterator

from bpmn.dialects.activities import say
from bpmn.dialects.parameters import put_pair
from bpmn.dialects.texts import translated
from bpmn.dialects.vendors import elements, is_foreign, word, written
from bpmn.findings import Finding, finding
from bpmn.xml import Node, add_extension, extension, local

BINDINGS = ("latest", "deployment", "version")
KEYS = ("#{execution.processBusinessKey}", "${execution.processBusinessKey}")


def translate_call(node: Node) -> Iterator[Finding]:
    if local(node) != "callActivity":
        return
    yield from _binding(node)
    for found in elements(node, "in", "out"):
        yield from _mapping(node, found)
    if word(node, "inheritVariables") == "true":
        _all(node, "in")


def _binding(node: Node) -> Iterator[Finding]:
    """The other engines call the latest version where nothing is said; we would bind at deployment."""
    binding = word(node, "calledElementBinding")
    version = word(node, "calledElementVersion") if binding == "version" else None
    if word(node, "calledElementType") not in (None, "key"):
        yield finding("call-foreign", node, name="calledElementType")
    if binding not in (*BINDINGS, None) or (binding == "version" and not (version or "").isdecimal()):
        yield finding("call-foreign", node, name=f"calledElementBinding {binding}")
    elif binding:
        yield from say(node, "call", {"binding": binding, "version": version}, "calledElementBinding")
    elif is_foreign(node.getroottree().getroot()) and node.get("calledElement"):
        yield from say(node, "call", {"binding": _unsaid(node)}, "calledElement")


def _unsaid(node: Node) -> str:
    return "deployment" if word(node, "sameDeployment") == "true" else "latest"


def _mapping(node: Node, found: Node) -> Iterator[Finding]:
    source, target = found.get("source") or found.get("sourceExpression"), found.get("target")
    kind = "input" if local(found) == "in" else "output"
    if found.get("local") == "true":
        yield finding("foreign-mapping", node, name=f"{written(found)} local", instead="写明要传的变量")
    elif source and target:
        text, wrong = translated(node, written(found), source)
        yield from wrong
        if text is not None:
            put_pair(node, kind, text, target)
    elif found.get("businessKey"):
        if found.get("businessKey") not in KEYS:
            yield finding("foreign-ignored", node, name=f"{written(found)} businessKey", instead="办件号由平台给出")
    elif found.get("variables") == "all":
        _all(node, local(found))
    else:
        yield finding("foreign-mapping", node, name=written(found), instead="写明 source 和 target")


def _all(node: Node, way: str) -> None:
    """`in variables="all"`: whatever is visible goes along."""
    call = extension(node, "call")
    if call is None:
        call = add_extension(node, "call", binding=_unsaid(node))
    call.set("inputs" if way == "in" else "outputs", "all")
