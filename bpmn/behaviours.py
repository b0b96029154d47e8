"""What a multi-instance activity throws when one of its instances is done (`behavior`), at deployment."""

from collections.abc import Iterator, Mapping

from bpmn.findings import Finding, finding
from bpmn.references import shared_definitions
from bpmn.scopes import ACTIVITIES, Scope, event_definitions, kind_of
from bpmn.xml import Node, local, tag, text_of

MAY_THROW = ("message", "signal", "escalation", "error")
REFERENCES = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}
BEHAVIOURS = ("All", *REFERENCES, "Complex")
COMPLEX = "complexBehaviorDefinition"
DECLARED = {kind: f"{kind}Ref" for kind in MAY_THROW}


def bad_behaviours(scope: Scope, declared: Mapping[str, Mapping[str, Node]]) -> Iterator[Finding]:
    for node in scope.of_kind(*sorted(ACTIVITIES)):
        many = node.find(tag("multiInstanceLoopCharacteristics"))
        if many is not None:
            yield from _bad_behaviour(many, declared)


def thrown_by(many: Node) -> list[tuple[Node | None, list[Node]]]:
    """(condition, event definitions) of each event that it throws; no condition where it is thrown always.

    What it refers to and is not there is left out.
    """
    if many.get("behavior") == "Complex":
        found = many.findall(tag(COMPLEX))
        return [(each.find(tag("condition")), _inside(each)) for each in found]
    attribute = REFERENCES.get(many.get("behavior", "All"))
    if attribute is None:
        return []
    shared = shared_definitions(many.getroottree().getroot())
    ref = many.get(attribute, "").rpartition(":")[2]
    return [(None, [shared[ref]])] if ref in shared else []


def _inside(behaviour: Node) -> list[Node]:
    event = behaviour.find(tag("event"))
    return [] if event is None else event_definitions(event)


def _bad_behaviour(many: Node, declared: Mapping[str, Mapping[str, Node]]) -> Iterator[Finding]:
    behaviour = many.get("behavior", "All")
    if behaviour not in BEHAVIOURS:
        yield finding("loop-behaviour", many, text=behaviour, known="、".join(BEHAVIOURS))
        return
    yield from _unused(many, behaviour)
    thrown = thrown_by(many)
    if behaviour in REFERENCES and not thrown:
        yield finding("behaviour-event", many, text=behaviour, what=REFERENCES[behaviour])
    if behaviour == "Complex" and not thrown:
        yield finding("behaviour-event", many, text=behaviour, what=COMPLEX)
    for condition, definitions in thrown:
        if behaviour == "Complex" and not (text_of(condition) and definitions):
            yield finding("behaviour-event", many, text=behaviour, what="condition 和 event")
        for definition in definitions:
            yield from _bad_thrown(many, definition, declared)


def _unused(many: Node, behaviour: str) -> Iterator[Finding]:
    for name, attribute in REFERENCES.items():
        if many.get(attribute) is not None and behaviour != name:
            yield finding("behaviour-unused", many, what=attribute, text=name)
    if behaviour != "Complex" and many.find(tag(COMPLEX)) is not None:
        yield finding("behaviour-unused", many, what=COMPLEX, text="Complex")


def _bad_thrown(many: Node, definition: Node, declared: Mapping[str, Mapping[str, Node]]) -> Iterator[Finding]:
    kind = kind_of(definition)
    if kind not in MAY_THROW:
        yield finding("behaviour-throws", many, name=local(definition))
    elif definition.get(DECLARED[kind], "").rpartition(":")[2] not in declared[kind]:
        yield finding(
            "behaviour-throws", many, name=f"{local(definition)} {definition.get(DECLARED[kind], '')}".strip()
        )
