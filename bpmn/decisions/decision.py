"""A decision or a decision service, ready to be taken on variables. Knows what comes before it, not how it is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import DecimalException
from typing import Any

from bpmn import feel
from bpmn.decisions.explaining import shown
from bpmn.decisions.nodes import Deciding, Graph, InputData, Key, Serving, Taking
from bpmn.decisions.notes import Notes, held
from bpmn.decisions.results import DecisionError, InputError, Result, Step
from bpmn.decisions.types import brought, coerced

FAULTS = (RecursionError, DecimalException, OverflowError)
"""What evaluating may meet in spite of the bounds."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`inputs`: the input data of it and of all that it requires. `plan`: the decisions before it, in order."""

    id: str
    name: str
    key: Key
    graph: Graph
    plan: tuple[Key, ...]
    inputs: tuple[InputData, ...]

    @property
    def is_service(self) -> bool:
        return isinstance(self.graph[self.key], Serving)

    def evaluate(self, variables: Mapping[str, Any]) -> Result:
        """The output for these variables, with the reasons. A missing variable is null. Raises DecisionError."""
        feel.refill()
        taking = Taking(self.graph, variables, {})
        try:
            return self.served(taking) if self.is_service else self.decided(taking)
        except feel.FeelError as error:
            raise DecisionError(str(error), self.id) from error
        except FAULTS as error:
            why = "嵌套太深" if isinstance(error, RecursionError) else "数值超出范围"
            raise DecisionError(f"无法计算：{why}", self.id) from error
        except DecisionError as error:
            if error.decision:
                raise
            raise DecisionError(error.reason, self.id, error.rules, error.column) from error

    def tried(self, variables: Mapping[str, Any]) -> Result:
        """The same for trying out: every input that is drawn must be there. Raises InputError too."""
        wrong = (*self.missing(variables), *self.unfit(variables))
        if wrong:
            raise InputError(self.id, wrong)
        return self.evaluate(variables)

    def decided(self, taking: Taking) -> Result:
        required = tuple(self.taken(taking, key) for key in self.plan)
        return self.taken(taking, self.key, required)

    def served(self, taking: Taking) -> Result:
        """Its input decisions are variables of its own; its result is that of its output decisions."""
        service = self.graph[self.key]
        if not isinstance(service, Serving):
            raise TypeError(service)
        for key in service.given:
            decision = self.graph[key]
            if isinstance(decision, Deciding):
                given = InputData(decision.variable.name, decision.variable.type)
                taking.values[key] = given.given(taking.variables)
        required = tuple(self.taken(taking, key) for key in self.plan)
        return Result(self.id, taking.outputs(service), {}, (), required, self.name)

    def taken(self, taking: Taking, key: Key, required: tuple[Result, ...] = ()) -> Result:
        """One decision of the graph, its steps taken down."""
        decision = taking.graph[key]
        if not isinstance(decision, Deciding):
            raise TypeError(decision)
        steps: list[Step] = []
        value = taking.take(decision, Notes(steps))
        own = next((step for step in reversed(steps) if not step.where and step.text), None)
        if own is None or not own.is_table:
            inputs = own.inputs if own is not None else {}
            return Result(decision.id, value, inputs, (), required, decision.name, "", tuple(steps))
        others = tuple(step for step in steps if step is not own)
        return Result(decision.id, value, own.inputs, own.rules, required, decision.name, own.text, others)

    def unfit(self, variables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The inputs that are not of their declared type, and why."""
        for node in self.inputs:
            value = held(variables, node.name)
            if value is not None and coerced(brought(value, node.type), node.type) is None and node.type is not None:
                yield node.name, f"应为 {node.type.name}，却是 {shown(value)}"

    def missing(self, variables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The inputs that are not among the variables at all."""
        for node in self.inputs:
            try:
                variables[node.name]
            except KeyError:
                yield node.name, "没有提供"
