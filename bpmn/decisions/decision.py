"""A decision and what it is built on; taking it takes those first. Knows logic only by what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bpmn import feel
from bpmn.decisions.results import DecisionError, Result, Step


class Logic(Protocol):
    """A table, an expression: variables in, a result out. Raises DecisionError."""

    def evaluate(self, variables: Mapping[str, Any]) -> Result: ...


@dataclass(frozen=True, slots=True)
class Formula:
    """A literal expression."""

    decision: str
    expression: feel.Expression

    def evaluate(self, variables: Mapping[str, Any]) -> Result:
        try:
            output = self.expression(variables)
        except feel.FeelError as error:
            raise DecisionError(str(error), self.decision) from error
        inputs = {name: held(variables, name) for name in sorted(self.expression.names)}
        return Result(self.decision, output, inputs, (), steps=(Step((), self.expression.text, output),))


def held(variables: Mapping[str, Any], name: str) -> Any:
    """By subscript, so that outer scopes are asked too."""
    try:
        return variables[name]
    except KeyError:
        return None


@dataclass(frozen=True, slots=True)
class Decision:
    """`variable` is the name of its output for those built on it; `upstream` are taken before it, in order."""

    id: str
    name: str
    variable: str
    logic: Logic
    upstream: "tuple[Decision, ...]" = ()

    def evaluate(self, variables: Mapping[str, Any]) -> Result:
        """The output for these variables, with the reasons. Raises DecisionError."""
        if not self.upstream:
            return replace(self.logic.evaluate(variables), name=self.name)
        seen = feel.Scope(variables)
        results: list[Result] = []
        for decision in self.upstream:
            result = decision.logic.evaluate(seen)
            seen[decision.variable] = result.output
            results.append(replace(result, name=decision.name))
        return replace(self.logic.evaluate(seen), required=tuple(results), name=self.name)
