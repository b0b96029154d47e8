"""A flat process as a graph: what stands in it and how it is drawn. Knows neither how it runs nor any engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from operator import eq, gt
from typing import Any

from tests.engine.runtime.drawing import HEAD

BROKEN = '<error id="broken" errorCode="broken"/>'
RESTING = ("user", "message", "timer", "event")
"""Kinds of nodes at which a token rests until something comes from outside."""


@dataclass(frozen=True, slots=True)
class Node:
    """`host`: of a boundary event. `number`: of a complex gateway, how many flows must have a token.

    `trigger`: of a boundary event, message or timer; of a `condition` to wait for, what must hold.
    """

    id: str
    kind: str
    host: str = ""
    trigger: str = ""
    interrupts: bool = True
    number: int = 0

    @property
    def shows(self) -> str:
        """What it shows outside while it waits."""
        if self.kind == "boundary":
            return "timer" if self.trigger == "timer" else "subscription"
        return {"user": "task", "message": "subscription", "timer": "timer"}.get(self.kind, "")

    @property
    def hears(self) -> bool:
        """Does it wait for a message?"""
        return "message" in (self.kind, self.trigger)


@dataclass(frozen=True, slots=True)
class Arc:
    """A sequence flow. `when`: nothing, `default`, or a condition like `p=1` or `p>0`."""

    source: str
    target: str
    when: str = ""

    def holds(self, values: Mapping[str, int]) -> bool:
        return not self.when or is_true(self.when, values)


def is_true(when: str, values: Mapping[str, int]) -> bool:
    compare = eq if "=" in when else gt
    return bool(compare(values[when[0]], int(when[2:])))


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]

    @cached_property
    def by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def out(self) -> dict[str, list[int]]:
        return {node.id: [n for n, arc in enumerate(self.arcs) if arc.source == node.id] for node in self.nodes}

    @cached_property
    def into(self) -> dict[str, list[int]]:
        return {node.id: [n for n, arc in enumerate(self.arcs) if arc.target == node.id] for node in self.nodes}

    @cached_property
    def boundaries(self) -> dict[str, list[Node]]:
        return {node.id: [each for each in self.nodes if each.host == node.id] for node in self.nodes}

    @property
    def start(self) -> Node:
        return next(node for node in self.nodes if node.kind == "start")

    def after(self, id: str, over_boundaries: bool = True) -> Iterator[str]:
        """The nodes that a token may go to from `id`, boundary events of it among them."""
        yield from (self.arcs[n].target for n in self.out[id])
        yield from (boundary.id for boundary in self.boundaries[id] if over_boundaries)

    def written(self) -> str:
        """As Python, to be kept as a test."""
        return f"Graph(\n    ({_rows(self.nodes)}),\n    ({_rows(self.arcs)}),\n)"


def _rows(items: tuple[Any, ...]) -> str:
    return "".join(f"\n        {_short(item)}," for item in items) + "\n    "


def _short(item: Any) -> str:
    """Without what stands there anyway."""
    told = [
        f"{field.name}={value!r}" for field in fields(item) if (value := getattr(item, field.name)) != field.default
    ]
    return f"{type(item).__name__}({', '.join(told)})"


def declared(graph: Graph) -> str:
    messages = "".join(f'<message id="m_{node.id}" name="m_{node.id}"/>' for node in graph.nodes if node.hears)
    return messages + BROKEN


def drawn(graph: Graph) -> str:
    """The inside of the process."""
    arcs = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{arc.source}" targetRef="{arc.target}">{_condition(arc)}</sequenceFlow>'
        for n, arc in enumerate(graph.arcs)
    )
    return "".join(_drawn_node(graph, node) for node in graph.nodes) + arcs


def document(graph: Graph) -> str:
    """The whole file, to be looked at in an editor."""
    return f'{HEAD}{declared(graph)}<process id="p0" isExecutable="true">{drawn(graph)}</process></definitions>'


def _condition(arc: Arc) -> str:
    if arc.when in ("", "default"):
        return ""
    return f"<conditionExpression>{_written(arc.when)}</conditionExpression>"


def _written(when: str) -> str:
    return when.replace(">", " &gt; ").replace("=", " = ")


def _drawn_node(graph: Graph, node: Node) -> str:
    default = next((f' default="f{n}"' for n in graph.out[node.id] if graph.arcs[n].when == "default"), "")
    match node.kind:
        case "start" | "end":
            return f'<{node.kind}Event id="{node.id}"/>'
        case "terminate":
            return f'<endEvent id="{node.id}"><terminateEventDefinition/></endEvent>'
        case "error":
            return f'<endEvent id="{node.id}"><errorEventDefinition errorRef="broken"/></endEvent>'
        case "user":
            return f'<userTask id="{node.id}"{default}/>'
        case "pass":
            return f'<task id="{node.id}"{default}/>'
        case "event":
            return f'<eventBasedGateway id="{node.id}"/>'
        case "message" | "timer":
            return f'<intermediateCatchEvent id="{node.id}">{_trigger(node)}</intermediateCatchEvent>'
        case "condition":
            asked = f"<condition>{_written(node.trigger)}</condition>"
            definition = f"<conditionalEventDefinition>{asked}</conditionalEventDefinition>"
            return f'<intermediateCatchEvent id="{node.id}">{definition}</intermediateCatchEvent>'
        case "boundary":
            cancel = str(node.interrupts).lower()
            attributes = f'attachedToRef="{node.host}" cancelActivity="{cancel}"'
            return f'<boundaryEvent id="{node.id}" {attributes}>{_trigger(node)}</boundaryEvent>'
        case "complex":
            activation = f"<activationCondition>activationCount &gt;= {node.number}</activationCondition>"
            return f'<complexGateway id="{node.id}"{default}>{activation}</complexGateway>'
    return f'<{node.kind}Gateway id="{node.id}"{default}/>'


def _trigger(node: Node) -> str:
    if "timer" in (node.kind, node.trigger):
        return "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
    return f'<messageEventDefinition messageRef="m_{node.id}"/>'
