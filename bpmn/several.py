"""Events with several triggers, at deployment: which may stand together, and which can be waited for together."""

from collections.abc import Iterator, Sequence

from bpmn.findings import Finding, finding
from bpmn.scopes import Scope, event_definitions, event_kinds, kind_of
from bpmn.xml import Node, extension, local, tag

ALONE = ("link", "compensate", "cancel")  # where it catches: a jump, a handler and a rollback are nothing to wait for
THROWN_ALONE = ("link",)
LAST = ("error", "cancel", "terminate")  # nothing can be thrown after it
TOGETHER = ("message", "signal", "timer", "conditional")
THROWING = ("intermediateThrowEvent", "endEvent")


def is_parallel(node: Node) -> bool:
    """Must all its triggers come?"""
    return node.get("parallelMultiple") in ("true", "1") and len(event_definitions(node)) > 1


def bad_several(scope: Scope, node: Node, names: dict[str, str]) -> Iterator[Finding]:
    """`names`: what each kind of event is called."""
    found = event_definitions(node)
    kinds = event_kinds(node)
    throws = local(node) in THROWING
    for definition, kind in zip(found, kinds, strict=True):
        if kind in (THROWN_ALONE if throws else ALONE):
            yield finding("not-in-several", definition, kind=names[kind])
        elif throws and kind in LAST and definition is not found[-1]:
            yield finding("not-last", definition, kind=names[kind])
    if is_parallel(node) and not throws:
        yield from _bad_together(scope, node, found, names)


def _bad_together(scope: Scope, node: Node, found: Sequence[Node], names: dict[str, str]) -> Iterator[Finding]:
    begins = local(node) == "startEvent" and scope.kind == "process"
    for definition in found:
        kind = kind_of(definition)
        if kind not in (("message",) if begins else TOGETHER):
            yield finding("not-together", definition, kind=names[kind], place="流程的开始" if begins else "一个事件里")
        elif definition.find(tag("timeCycle")) is not None:
            yield finding("cycle-not-here", definition)
    if begins and not has_key(scope, node):
        yield finding("keyless-together", node)


def has_key(scope: Scope, node: Node) -> bool:
    """By `city:correlation` or by BPMN's correlation subscription of the process."""
    word = extension(node, "correlation")
    return (word is not None and bool(word.get("key"))) or scope.node.find(tag("correlationSubscription")) is not None
