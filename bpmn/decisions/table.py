"""A decision table: columns, rules, and how they are evaluated. Knows compiled cells, not XML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn import feel
from bpmn.decisions.notes import Notes
from bpmn.decisions.policies import POLICIES, Columns, Hit, nothing, value_of
from bpmn.decisions.results import DecisionError, Row
from bpmn.decisions.types import Type, brought, coerced

STOPS_AT_FIRST = ("FIRST", "")


@dataclass(frozen=True, slots=True)
class Input:
    """`allowed`: the values that may be asked about at all."""

    label: str
    expression: feel.Expression
    type: Type | None
    allowed: feel.UnaryTests | None


@dataclass(frozen=True, slots=True)
class Output:
    label: str
    default: feel.Expression | None
    type: Type | None
    allowed: feel.UnaryTests | None


@dataclass(frozen=True, slots=True)
class Rule:
    """`tests` are the cells that ask anything, with their columns; `row` is the rule as written."""

    row: Row
    tests: tuple[tuple[int, Callable[[Any, Any], bool | None]], ...]
    outputs: tuple[feel.Expression, ...]


@dataclass(frozen=True, slots=True)
class Table:
    decision: str
    policy: tuple[str, str]
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    columns: Columns
    rules: tuple[Rule, ...]

    def take(self, variables: Mapping[str, Any], notes: Notes) -> Any:
        """Raises DecisionError for clashing rules and for cells that go beyond the language's bounds."""
        feel.spend(len(self.rules))
        values = [self.input(column, variables) for column in self.inputs]
        matched = self.matched(values, variables)
        output = self.decide(matched, variables) if matched else self.default(variables)
        if notes.steps is not None:
            inputs = {column.label: value for column, value in zip(self.inputs, values, strict=True)}
            notes.table(" ".join(self.policy).strip(), output, inputs, tuple(rule.row for rule in matched))
        return output

    def input(self, column: Input, variables: Mapping[str, Any]) -> Any:
        try:
            value = column.expression.compiled(variables)
            if column.type is not None:
                value = coerced(brought(value, column.type), column.type)
            allowed = column.allowed.compiled if column.allowed is not None else None
            if allowed is None or value is None or allowed(value, variables) is True:
                return value
        except feel.FeelError as error:
            raise DecisionError(str(error), self.decision, (), column.label) from error
        raise DecisionError("输入不在允许的取值之中", self.decision, (), column.label)

    def matched(self, values: list[Any], variables: Mapping[str, Any]) -> list[Rule]:
        found: list[Rule] = []
        for rule in self.rules:
            if self.matches(rule, values, variables):
                found.append(rule)
                if self.policy == STOPS_AT_FIRST:
                    break
        return found

    def matches(self, rule: Rule, values: list[Any], variables: Mapping[str, Any]) -> bool:
        column = 0
        try:
            for column, test in rule.tests:
                if test(values[column], variables) is not True:
                    return False
        except feel.FeelError as error:
            raise DecisionError(str(error), self.decision, (rule.row.number,), self.inputs[column].label) from error
        return True

    def decide(self, matched: list[Rule], variables: Mapping[str, Any]) -> Any:
        hits = [Hit(rule.row.number, tuple(self.cells(rule, variables))) for rule in matched]
        try:
            return POLICIES[self.policy](hits, self.columns)
        except DecisionError as error:
            raise DecisionError(error.reason, self.decision, error.rules, error.column) from None
        except feel.FeelError as error:
            raise DecisionError(str(error), self.decision, tuple(hit.rule for hit in hits)) from error

    def cells(self, rule: Rule, variables: Mapping[str, Any]) -> list[Any]:
        values: list[Any] = []
        for output, cell in zip(self.outputs, rule.outputs, strict=True):
            try:
                values.append(self.given(output, cell, variables, (rule.row.number,)))
            except feel.FeelError as error:
                raise DecisionError(str(error), self.decision, (rule.row.number,), output.label) from error
        return values

    def given(self, output: Output, cell: feel.Expression, variables: Mapping[str, Any], rules: tuple[int, ...]) -> Any:
        """The value of one output, of its type and among those allowed."""
        value = coerced(cell.compiled(variables), output.type)
        allowed = output.allowed.compiled if output.allowed is not None else None
        if allowed is not None and value is not None and allowed(value, variables) is not True:
            raise DecisionError("结果不在允许的取值之中", self.decision, rules, output.label)
        return value

    def default(self, variables: Mapping[str, Any]) -> Any:
        """The default outputs where the table has any, else what the policy gives for no rule."""
        if not any(output.default for output in self.outputs):
            return nothing(self.policy)
        try:
            values = tuple(
                self.given(output, output.default, variables, ()) if output.default else None for output in self.outputs
            )
        except feel.FeelError as error:
            raise DecisionError(str(error), self.decision) from error
        return value_of(Hit(0, values), self.columns)
