"""What a told way says of the choices on it: from ids back to what the designer wrote. Runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bpmn.decisions import Decision, Result
from engine.domain.facts import Choice, ElementsPassed
from engine.runtime.definitions import Program
from engine.runtime.specs.activities import BusinessRuleTask
from engine.runtime.specs.gateways import EventBasedGateway
from engine.runtime.specs.node import Flow, FlowNode
from engine.runtime.variables import NOW

Programs = Callable[[int], Program]


@dataclass(frozen=True, slots=True)
class Way:
    """A flow that was taken: its own name or that of where it leads. `condition` is None for the default."""

    flow: str
    to: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a token left `element` as it did. `others`: conditions that did not hold. `first`: the event that came first.

    `values`: what the conditions read, by name, as it was then; what is long is missing.
    """

    element: str
    name: str
    ways: tuple[Way, ...] = ()
    others: tuple[str, ...] = ()
    values: Mapping[str, Any] | None = None
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that was taken at `element`, with all its reasons, and what it read."""

    element: str
    name: str
    result: Result
    values: Mapping[str, Any]


def reasons(programs: Programs, definition: int, passed: ElementsPassed) -> Iterator[Reason]:
    """In the order in which the tokens went; elements that the definition does not have any more are left out."""
    own = programs(definition)
    for choice in passed.choices:
        program = own if choice.definition is None else programs(choice.definition)
        node = node_of(program, choice.element)
        if node is not None and choice.flows:
            yield _chosen(node, choice)
    for element in passed.elements:
        node = node_of(own, element)
        for gateway in _raced_behind(node) if node else ():
            yield Reason(gateway.name, _called(gateway), first=_called(node))


def decided(programs: Programs, definition: int, passed: ElementsPassed, at: datetime) -> Iterator[Taken]:
    """The decisions of a way, taken again on what they read then, at that moment."""
    for told in passed.decisions:
        program = programs(told.definition or definition)
        node = node_of(program, told.element)
        decision = _decision(program, node, told.version) if isinstance(node, BusinessRuleTask) else None
        if node is not None and decision is not None:
            yield Taken(node.name, _called(node), decision.evaluate({**told.values, NOW: at}), told.values)


def _decision(program: Program, task: BusinessRuleTask, version: int | None) -> Decision | None:
    if version is None:
        return task.beside
    found = program.find_decision(task.ref.decision, version)
    return None if found is None else found[1]


def node_of(program: Program, element: str) -> FlowNode | None:
    specs = (spec.task_specs.get(element) for spec in program.specs.values())
    return next((node for node in specs if node is not None), None)


def _chosen(node: FlowNode, choice: Choice) -> Reason:
    taken = [flow for flow in node.outgoing if flow.id in choice.flows]
    left = [flow.condition.text for flow in node.outgoing if flow not in taken and flow.condition is not None]
    return Reason(node.name, _called(node), tuple(map(_way, taken)), tuple(left), choice.values)


def _way(flow: Flow) -> Way:
    condition = None if flow.is_default or flow.condition is None else flow.condition.text
    return Way(flow.id, flow.name or _called(flow.target), condition)


def _called(node: FlowNode | None) -> str:
    return "" if node is None else str(node.element.name or node.name)


def _raced_behind(node: FlowNode) -> Iterator[FlowNode]:
    """The event gateway that `node` stands behind, if only the first event counts there."""
    return (
        flow.source for flow in node.incoming if isinstance(flow.source, EventBasedGateway) and not flow.source.parallel
    )
