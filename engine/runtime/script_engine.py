"""Gives the runtime FEEL: what the model's texts compute. Knows no other language, and no Python is evaluated."""

from collections.abc import Callable, Mapping
from typing import Any

from bpmn.decisions import Decision, DecisionError, InputError, Result
from bpmn.feel import FeelError, compile_script, plain
from bpmn.feel import compile as compile_feel
from engine.runtime.incidents import Incident


class Formula:
    """One compiled expression. FeelSyntaxError (a ValueError) at deployment, Incident at run time."""

    __slots__ = ("names", "run", "text")

    def __init__(self, text: str):
        self.text = text.strip().removeprefix("=").strip()
        compiled = compile_feel(self.text)
        self.names = compiled.names
        self.run: Callable[[Mapping[str, Any]], Any] = compiled

    def __call__(self, variables: Mapping[str, Any]) -> Any:
        """The value inside the language."""
        try:
            return self.run(variables)
        except FeelError as error:
            raise Incident(f"{self.text} 无法计算：{error}") from error

    def holds(self, variables: Mapping[str, Any]) -> bool:
        """A condition holds if it is true, and not if it is null or anything else."""
        return self(variables) is True

    def value(self, variables: Mapping[str, Any]) -> Any:
        """The value as plain data, fit for a variable."""
        try:
            return plain(self.run(variables))
        except FeelError as error:
            raise Incident(f"{self.text} 无法计算：{error}") from error


class Script:
    """Assignments of expressions; each sees what those before it wrote."""

    __slots__ = ("script",)

    def __init__(self, written: str):
        self.script = compile_script(written)

    def run(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The assigned variables as plain data."""
        try:
            return {name: plain(value) for name, value in self.script.run(variables).items()}
        except FeelError as error:
            raise Incident(f"脚本无法计算：{error}") from error


def decided(decision: Decision, variables: Mapping[str, Any]) -> tuple[Any, Result]:
    """What a DMN decision gives, as plain data, and how it came about. Incident for inputs that it cannot take."""
    unfit = tuple(decision.unfit(variables))
    if unfit:
        raise Incident(f"决策无法计算：{InputError(decision.id, unfit)}")
    try:
        result = decision.evaluate(variables)
        return plain(result.output), result
    except (FeelError, DecisionError) as error:
        raise Incident(f"决策无法计算：{error}") from error


Text = str | Formula


def text(written: str) -> Text:
    """A literal, or after `=` an expression."""
    return Formula(written) if written.lstrip().startswith("=") else written.strip()


def string(source: Text, variables: Mapping[str, Any]) -> str | None:
    """The text as a string; numbers are written out; None where there is nothing. Incident for a list or context."""
    if isinstance(source, str):
        return source
    value = source.value(variables)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, dict)):
        raise Incident(f"{source.text} 应为文字，却是 {type(value).__name__}")
    return str(value).lower() if isinstance(value, bool) else str(value)


def strings(source: Text, variables: Mapping[str, Any]) -> tuple[str, ...]:
    """One string, or the strings of a list."""
    if isinstance(source, str):
        return (source,)
    value = source.value(variables)
    items = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(item, str) for item in items):
        raise Incident(f"{source.text} 应为文字或文字列表，却是 {value!r}")
    return tuple(items)


class ScriptEngine:
    """Stands where the library keeps its Python evaluator, so that none can be reached."""

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> Any:
        return Formula(expression).value(task.data)
