"""The requirement graph at work: what each node of it gives, and how what it requires comes into its scope."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bpmn import feel
from bpmn.decisions.boxes import fitting
from bpmn.decisions.functions import Lambda, Parameter, fitted
from bpmn.decisions.notes import Box, Notes, held
from bpmn.decisions.types import Type, brought, coerced

NOW = "$now"
"""The moment, which every piece of logic may ask for."""
Key: TypeAlias = tuple[str, str]
"""A node: the namespace of its file, its id."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a node requires, by the name it has there; `prefix` is that of the import it comes from, or empty."""

    key: Key
    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class InputData:
    """`label`: its description in the file, for people."""

    name: str
    type: Type | None
    label: str = ""

    def given(self, variables: Mapping[str, Any]) -> Any:
        """Its value among the variables, as one of its type; null where there is none."""
        return coerced(brought(held(variables, self.name), self.type), self.type)


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision: its logic and what that requires. `variable` is the name of its value for those built on it.

    `outputs`: the columns of a table whose file declares no variable. Other tools give those built on it the columns.
    """

    key: Key
    name: str
    variable: Parameter
    logic: Box
    needs: tuple[Need, ...]
    outputs: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.key[1]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function that sees its parameters and what it requires, and nothing else."""

    name: str
    logic: Lambda
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Serving:
    """A decision service. `plan`: the decisions to be taken, in order; those that are `given` are not among them."""

    id: str
    name: str
    inputs: tuple[Key, ...]
    given: tuple[Key, ...]
    outputs: tuple[Key, ...]
    plan: tuple[Key, ...]
    gives: Type | None


Graph: TypeAlias = Mapping[Key, InputData | Deciding | Knowledge | Serving]


@dataclass(slots=True)
class Taking:
    """One evaluation. `values`: of the inputs and decisions so far."""

    graph: Graph
    variables: Mapping[str, Any]
    values: dict[Key, Any]

    def take(self, decision: Deciding, notes: Notes) -> Any:
        """The decision's value; all that it requires has been taken."""
        value = fitting(decision.logic(self.scope(decision.needs, notes), notes), decision.variable.type, notes)
        self.values[decision.key] = value
        return value

    def scope(self, needs: tuple[Need, ...], notes: Notes) -> Mapping[str, Any]:
        if not needs:
            return self.variables
        seen = feel.Scope(self.variables)
        for need in needs:
            value = self.value(need.key, notes)
            if need.prefix:
                beside = seen.get(need.prefix)
                seen[need.prefix] = {**beside, need.name: value} if isinstance(beside, dict) else {need.name: value}
            else:
                seen[need.name] = value
                for name, part in self.columns(need.key, value):
                    seen.setdefault(name, part)
        return seen

    def columns(self, key: Key, value: Any) -> Iterator[tuple[str, Any]]:
        """The output columns of a table by their names, where it has no variable to be known by."""
        node = self.graph.get(key)
        if isinstance(node, Deciding):
            yield from ((name, column_of(value, name, len(node.outputs) == 1)) for name in node.outputs)

    def value(self, key: Key, notes: Notes) -> Any:
        if key in self.values:
            return self.values[key]
        match self.graph.get(key):
            case InputData() as node:
                self.values[key] = node.given(self.variables)
                return self.values[key]
            case Knowledge(name, logic, needs):
                inner = Taking(self.graph, self.clock(), {})
                return logic.function(name, lambda here: inner.scope(needs, here), notes)
            case Serving() as node:
                return served(node, self.graph, self.clock(), notes)
        return None

    def clock(self) -> dict[str, Any]:
        """What functions see of the variables: the moment alone."""
        now = held(self.variables, NOW)
        return {} if now is None else {NOW: now}

    def outputs(self, service: Serving) -> Any:
        """The value of its one output decision, or a context of several."""
        deciding = {key: self.graph[key] for key in service.outputs}
        found = {node.variable.name: self.values[key] for key, node in deciding.items() if isinstance(node, Deciding)}
        return coerced(next(iter(found.values())) if len(found) == 1 else found, service.gives)


def column_of(value: Any, name: str, alone: bool) -> Any:
    """One column of what a table gives: a value, a context of its columns, or a list of either."""
    if isinstance(value, list):
        return [column_of(one, name, alone) for one in value]
    return value if alone else value.get(name) if isinstance(value, Mapping) else None


def served(service: Serving, graph: Graph, clock: Mapping[str, Any], notes: Notes) -> feel.Function:
    """The service as a function of its input data and input decisions, in this order."""
    parameters = [(key, parameter_of(graph[key])) for key in (*service.inputs, *service.given)]

    def apply(*values: Any) -> Any:
        here = notes.called(service.name)
        arguments = fitted(tuple(parameter for _, parameter in parameters), values)
        if arguments is None:
            return None
        taking = Taking(graph, {**clock, **arguments}, {key: arguments[one.name] for key, one in parameters})
        for key in service.plan:
            decision = graph[key]
            if isinstance(decision, Deciding):
                feel.spend(1)
                taking.take(decision, here.within(decision.name))
        return taking.outputs(service)

    return feel.Function(tuple(parameter.name for _, parameter in parameters), apply)


def parameter_of(node: InputData | Deciding | Knowledge | Serving) -> Parameter:
    match node:
        case InputData(name, type):
            return Parameter(name, type)
        case Deciding():
            return node.variable
    return Parameter(node.name, None)
