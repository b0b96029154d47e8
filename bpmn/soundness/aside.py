"""Branches of boundary events that do not interrupt, where they run into the main way and what follows comes twice."""

from collections.abc import Iterator, Mapping

from bpmn.graph import successors, walked
from bpmn.scopes import ACTIVITIES, Scope
from bpmn.soundness.net import JOINS, interrupts
from bpmn.soundness.trouble import Trouble
from bpmn.xml import local


def strayed(scope: Scope) -> Iterator[Trouble]:
    """At the first element that both ways come to and that does something."""
    events = [event for event in scope.of_kind("boundaryEvent") if not interrupts(event)]
    following = successors(scope) if events else {}
    for event in events:
        host = event.get("attachedToRef", "")
        onward = [flow.get("targetRef", "") for flow in scope.out_of(host)]
        id = _met(scope, following, event.get("id", ""), [each for each in onward if each in scope.nodes])
        if id is not None:
            yield Trouble("doubled", id, event.get("id", ""))


def _met(scope: Scope, following: Mapping[str, list[str]], event: str, onward: list[str]) -> str | None:
    joins = frozenset(id for id, node in scope.nodes.items() if local(node) in JOINS and len(scope.into(id)) > 1)
    main = set(walked(onward, following, joins))
    common = (id for id in walked([event], following, joins) if id in main)
    return next((id for id in common if local(scope.nodes[id]) in ACTIVITIES), None)
