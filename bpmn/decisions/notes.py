"""Takes down how a decision is taken, part by part, and how deep its functions call each other."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from bpmn import feel
from bpmn.decisions.results import DecisionError, Row, Step

MOST = 200
"""Steps kept of one decision; a loop over a knowledge model would make too many."""
DEEPEST = 64
"""Calls of knowledge models, services and boxed functions inside one another."""


class Notes:
    """`where`: the entries and functions around, from the outside."""

    __slots__ = ("depth", "steps", "where")

    def __init__(self, steps: list[Step] | None = None, where: tuple[str, ...] = (), depth: int = 0) -> None:
        self.steps = steps
        self.where = where
        self.depth = depth

    def within(self, part: str) -> "Notes":
        return Notes(self.steps, (*self.where, part), self.depth)

    def called(self, name: str) -> "Notes":
        """Inside a function. Raises DecisionError where functions call each other too deep."""
        if self.depth >= DEEPEST:
            raise DecisionError(f"{name} 的调用嵌套超过 {DEEPEST} 层")
        return Notes(self.steps, (*self.where, f"{name}()"), self.depth + 1)

    def quiet(self) -> "Notes":
        """For what is done many times: takes nothing down."""
        return Notes(None, self.where, self.depth)

    def add(self, text: str, value: Any, inputs: Mapping[str, Any] | None = None) -> None:
        if self.steps is not None and len(self.steps) < MOST:
            self.steps.append(Step(self.where, text, value, inputs=inputs or {}))

    def unfit(self, words: str) -> None:
        """What became null because it is not of its type."""
        if self.steps is not None and len(self.steps) < MOST:
            self.steps.append(Step(self.where, "", None, remark=words))

    def table(self, policy: str, value: Any, inputs: Mapping[str, Any], rules: tuple[Row, ...]) -> None:
        if self.steps is not None and len(self.steps) < MOST:
            self.steps.append(Step(self.where, policy, value, True, inputs, rules))


Box: TypeAlias = Callable[[Mapping[str, Any], Notes], Any]
"""What a piece of logic becomes: variables in, a value of the language out. Raises DecisionError."""


def names_held(names: tuple[str, ...], variables: Mapping[str, Any]) -> dict[str, Any]:
    """What the variables are that a text reads, but for functions."""
    found = {name: held(variables, name) for name in names}
    return {name: value for name, value in found.items() if not isinstance(value, feel.Function)}


def held(variables: Mapping[str, Any], name: str) -> Any:
    """By subscript, so that outer scopes are asked too."""
    try:
        return variables[name]
    except KeyError:
        return None
