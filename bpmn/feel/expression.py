"""What a text becomes: an Expression, or the tests of a decision table's cell. Compiled once, then only called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import DecimalException
from typing import Any, TypeAlias, TypeVar

from bpmn.feel import calls, comparing, loops, simple
from bpmn.feel import nodes as tree
from bpmn.feel.bounds import METER, NESTING, STEPS
from bpmn.feel.builtins import BUILTINS, SPECIAL
from bpmn.feel.comparing import Test, any_of
from bpmn.feel.cursor import Cursor, Names, Words, words
from bpmn.feel.errors import FeelError, FeelSyntaxError
from bpmn.feel.grammar import expression, tests
from bpmn.feel.scope import Found, Frame, Rule, Run, build

RULES: dict[type, Rule] = {
    tree.Literal: simple.literal,
    tree.Name: simple.name,
    tree.Path: simple.named_path,
    tree.Chain: simple.chain,
    tree.Negate: simple.minus,
    tree.If: simple.conditional,
    tree.ListOf: simple.list_of,
    tree.RangeOf: simple.range_of,
    tree.UnaryRange: simple.unary_range,
    tree.InstanceOf: simple.instance_of,
    tree.Compare: comparing.compare,
    tree.Logic: comparing.logic,
    tree.In: comparing.membership,
    tree.For: loops.repeated,
    tree.Quantified: loops.quantified,
    tree.Filter: loops.filtered,
    tree.Call: calls.call,
    tree.FunctionOf: calls.function,
    tree.ContextOf: calls.context,
}
T = TypeVar("T")
Types: TypeAlias = Mapping[str, Callable[[Any], bool]]
NO_TYPES: Types = {}
FAULTS = (RecursionError, DecimalException, OverflowError)
"""What evaluating may meet in spite of the bounds: the caller's stack nearly used up, a number that is none."""
FUNCTIONS: Words = words((*BUILTINS, *SPECIAL))
SINGLES = tuple(name for name in (*BUILTINS, *SPECIAL) if " " not in name)


@dataclass(frozen=True, slots=True)
class Expression:
    """`names` are the variables it reads; `possible` those in filters, which may be entries of the items instead."""

    text: str
    names: frozenset[str]
    possible: frozenset[str]
    compiled: Run

    def __call__(self, variables: Mapping[str, object]) -> Any:
        """The value; a missing variable is null. Raises FeelError beyond the bounds."""
        METER.left = STEPS
        try:
            return self.compiled(variables)
        except FAULTS as error:
            raise no_result(self.text, error) from error

    def holds(self, variables: Mapping[str, object]) -> bool:
        """Whether the value is true; null and everything else is not."""
        return self(variables) is True


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """The tests of a cell. `always` is the empty cell and "-"."""

    text: str
    names: frozenset[str]
    possible: frozenset[str]
    compiled: Test | None

    @property
    def always(self) -> bool:
        return self.compiled is None

    def __call__(self, value: object, variables: Mapping[str, object]) -> bool:
        """Whether the value passes. Raises FeelError beyond the bounds."""
        if self.compiled is None:
            return True
        METER.left = STEPS
        try:
            return self.compiled(value, variables) is True
        except FAULTS as error:
            raise no_result(self.text, error) from error


def no_result(text: str, error: Exception) -> FeelError:
    why = "嵌套太深" if isinstance(error, RecursionError) else "数值超出范围"
    return FeelError(f"无法计算 {text[:60]}：{why}")


def compile(text: str, known: Iterable[str] = (), types: Types = NO_TYPES) -> Expression:
    """Reads an expression. `known`: names the surroundings supply that have spaces or signs in them, or are functions.

    `types`: by name, what each type of the surroundings asks of a value that is not null. Raises FeelSyntaxError.
    """
    return guarded(text, lambda: whole(*prepared(text, known, types)))


def compile_unary(text: str, known: Iterable[str] = (), types: Types = NO_TYPES) -> UnaryTests:
    """Reads the tests of a cell: "-", "< 5", "[1..3]", "not(...)", lists of them, expressions with ?.

    Raises FeelSyntaxError.
    """
    if text.strip() in ("", "-"):
        return UnaryTests(text, frozenset(), frozenset(), None)
    return guarded(text, lambda: whole_cell(*prepared(text, known, types)))


def is_builtin(name: str) -> bool:
    """Whether the language has a function of this name."""
    return name in BUILTINS or name in SPECIAL


def guarded(text: str, read: Callable[[], T]) -> T:
    """What `read` gives; nesting that the counters let through is a syntax error too."""
    METER.left = STEPS
    try:
        return read()
    except RecursionError:
        raise FeelSyntaxError(text, 0, f"嵌套超过 {NESTING} 层") from None


def prepared(text: str, known: Iterable[str], types: Types = NO_TYPES) -> tuple[Cursor, Frame]:
    """A cursor at the start of the text, and a frame in which nothing is bound yet."""
    promised = frozenset(known)
    cursor = Cursor(text, Names(promised, FUNCTIONS, SINGLES, frozenset(types)), expression)
    return cursor, Frame(text, RULES, Found(), promised=promised, types=types)


def whole(cursor: Cursor, frame: Frame) -> Expression:
    found = expression_here(cursor, frame)
    ended(cursor)
    return found


def expression_here(cursor: Cursor, frame: Frame) -> Expression:
    """The expression that begins at the cursor; leaves the cursor behind it."""
    start = cursor.token.at
    frame = replace(frame, found=Found())
    run = build(expression(cursor), frame)
    text = cursor.text[start : cursor.token.at].strip()
    return Expression(text, frozenset(frame.found.names), frozenset(frame.found.possible), run)


def whole_cell(cursor: Cursor, frame: Frame) -> UnaryTests:
    test = any_of(cell(cursor), frame)
    return UnaryTests(cursor.text, frozenset(frame.found.names), frozenset(frame.found.possible), test)


def cell(cursor: Cursor) -> tuple[tree.Node, ...]:
    """Tests divided by commas, or all of them inside one not(...)."""
    if cursor.token.text == "not" and cursor.ahead(1).text == "(":
        cursor.index += 2
        negated = tree.Not(tests(cursor))
        if cursor.accept(")") and cursor.token.kind == "end":
            return (negated,)
        cursor.index = 0
    found = tests(cursor)
    ended(cursor)
    return found


def ended(cursor: Cursor) -> None:
    if cursor.token.kind != "end":
        raise cursor.unknown_call() or cursor.fault("应为运算符或结尾")
