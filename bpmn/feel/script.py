"""Scripts: assignments of expressions, one a line or divided by semicolons. Nothing else can be said in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.feel.bounds import METER, STEPS
from bpmn.feel.builtins.contexts import put_deep
from bpmn.feel.cursor import Cursor
from bpmn.feel.errors import FeelError
from bpmn.feel.expression import FAULTS, Expression, expression_here, guarded, no_result, prepared
from bpmn.feel.scope import Frame, Scope


@dataclass(frozen=True, slots=True)
class Assignment:
    """`path` is the variable and, for a.b.c, the entries below it."""

    path: tuple[str, ...]
    expression: Expression


@dataclass(frozen=True, slots=True)
class Script:
    """`targets` are the variables it assigns, once each; `names` and `possible` those it reads from outside."""

    text: str
    assignments: tuple[Assignment, ...]
    targets: tuple[str, ...]
    names: frozenset[str]
    possible: frozenset[str]

    def run(self, variables: Mapping[str, object]) -> dict[str, object]:
        """The assigned variables with their values; each line sees those before it. Raises FeelError."""
        METER.left = STEPS
        scope = Scope(variables)
        try:
            for assignment in self.assignments:
                assign(scope, assignment.path, assignment.expression.compiled(scope))
        except FAULTS as error:
            raise no_result(self.text, error) from error
        return dict(scope)


def assign(scope: Scope, path: tuple[str, ...], value: object) -> None:
    """Sets a variable, or an entry in a copy of the context it holds; raises FeelError where it holds another thing."""
    name, *keys = path
    if not keys:
        scope[name] = value
        return
    try:
        held: Any = scope[name]
    except KeyError:
        held = None
    if held is not None and not isinstance(held, Mapping):
        raise FeelError(f"变量 {name} 不是上下文，不能给 {'.'.join(path)} 赋值")
    scope[name] = put_deep(held or {}, keys, value)


def compile_script(text: str, known: Iterable[str] = ()) -> Script:
    """Reads "name = expression" lines; `a.b = expression` sets one entry. Raises FeelSyntaxError."""
    return guarded(text, lambda: statements(*prepared(text, known)))


def statements(cursor: Cursor, frame: Frame) -> Script:
    found: list[Assignment] = []
    while cursor.token.kind != "end":
        if cursor.accept(";"):
            continue
        if found and not separated(cursor):
            raise cursor.fault("应为换行或分号")
        found.append(statement(cursor, frame.binding(*(one.path[0] for one in found))))
    targets = tuple(dict.fromkeys(one.path[0] for one in found))
    names = frozenset[str]().union(*(one.expression.names for one in found))
    possible = frozenset[str]().union(*(one.expression.possible for one in found))
    return Script(cursor.text, tuple(found), targets, names, possible)


def separated(cursor: Cursor) -> bool:
    """Whether a line break or a semicolon stands before this token."""
    before = cursor.tokens[cursor.index - 1]
    return before.text == ";" or "\n" in cursor.text[before.at + len(before.text) : cursor.token.at]


def statement(cursor: Cursor, frame: Frame) -> Assignment:
    path = [cursor.known_name() or target(cursor)]
    while cursor.accept("."):
        path.append(target(cursor))
    cursor.expect("=")
    return Assignment(tuple(path), expression_here(cursor, frame))


def target(cursor: Cursor) -> str:
    if cursor.token.kind != "name":
        raise cursor.fault("应为变量名")
    return cursor.step().text
