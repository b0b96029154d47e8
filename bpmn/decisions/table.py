"""A decision table: columns, rules, and how they are evaluated. Knows compiled cells, not XML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpmn import feel
from bpmn.decisions.policies import POLICIES, Columns, Hit, nothing, value_of
from bpmn.decisions.results import DecisionError, Result, Row

STOPS_AT_FIRST = ("FIRST", "")


@dataclass(frozen=True, slots=True)
class Input:
    """`convert` reads a text as the date, time or duration that the column is declared to be; None leaves it."""

    label: str
    expression: feel.Expression
    convert: feel.Expression | None


@dataclass(frozen=True, slots=True)
class Output:
    label: str
    default: feel.Expression | None


@dataclass(frozen=True, slots=True)
class Rule:
    """`tests` are the cells that ask anything, with their columns; `row` is the rule as written."""

    row: Row
    tests: tuple[tuple[int, feel.UnaryTests], ...]
    outputs: tuple[feel.Expression, ...]


@dataclass(frozen=True, slots=True)
class Table:
    decision: str
    policy: tuple[str, str]
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    columns: Columns
    rules: tuple[Rule, ...]

    def evaluate(self, variables: Mapping[str, Any]) -> Result:
        """Raises DecisionError for clashing rules and for cells that go beyond the language's bounds."""
        values = [self.input(column, variables) for column in self.inputs]
        matched = self.matched(values, variables)
        inputs = {column.label: value for column, value in zip(self.inputs, values, strict=True)}
        output = self.decide(matched, variables) if matched else self.default(variables)
        rows = tuple(rule.row for rule in matched)
        return Result(self.decision, output, inputs, rows, policy=" ".join(self.policy).strip())

    def input(self, column: Input, variables: Mapping[str, Any]) -> Any:
        try:
            value = column.expression(variables)
            return column.convert({"text": value}) if column.convert and isinstance(value, str) else value
        except feel.FeelError as error:
            raise DecisionError(str(error), self.decision, (), column.label) from error

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
                if not test(values[column], variables):
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
                values.append(cell(variables))
            except feel.FeelError as error:
                raise DecisionError(str(error), self.decision, (rule.row.number,), output.label) from error
        return values

    def default(self, variables: Mapping[str, Any]) -> Any:
        """The default outputs where the table has any, else what the policy gives for no rule."""
        if not any(output.default for output in self.outputs):
            return nothing(self.policy)
        try:
            values = tuple(output.default(variables) if output.default else None for output in self.outputs)
        except feel.FeelError as error:
            raise DecisionError(str(error), self.decision) from error
        return value_of(Hit(0, values), self.columns)
