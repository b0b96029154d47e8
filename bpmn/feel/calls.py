"""Compiles calls of built-ins and of function values, function definitions and contexts."""

from datetime import datetime
from typing import Any

from bpmn.feel.bounds import spend
from bpmn.feel.builtins import BUILTINS
from bpmn.feel.builtins.signature import Builtin, choose
from bpmn.feel.errors import FeelError, FeelSyntaxError
from bpmn.feel.nodes import Call, ContextOf, FunctionOf, Literal, Name, Path
from bpmn.feel.scope import Frame, Run, Scope, build, weighed
from bpmn.feel.values import Function, kind

NOW = "$now"
"""The variable in which the engine supplies the moment, in the city's zone. The wall clock is never read."""
CONSTANT = frozenset(("date", "time", "date and time", "duration", "years and months duration"))


def call(node: Call, frame: Frame) -> Run:
    name = node.function.name if isinstance(node.function, Name) else ""
    if not name or name in frame.local or name in frame.promised:
        return call_value(node, frame)
    if name in ("now", "today"):
        return clock(node, frame, name)
    if name == "is defined":
        return is_defined(node, frame)
    if name not in BUILTINS:
        raise FeelSyntaxError(frame.text, node.at, f"没有名为 {name} 的函数")
    return call_builtin(node, frame, name)


def call_builtin(node: Call, frame: Frame, name: str) -> Run:
    """The arguments are put into the order of the signature; constant dates are read once, here."""
    builtin = choose(BUILTINS[name], len(node.arguments), node.names)
    if builtin is None:
        expected = "，或 ".join(one.written for one in BUILTINS[name])
        raise FeelSyntaxError(frame.text, node.at, f"应为 {expected}")
    arguments = builtin.arrange([build(argument, frame) for argument in node.arguments], node.names)
    run = invocation(builtin, arguments)
    if name in CONSTANT and all(isinstance(argument, Literal) for argument in node.arguments):
        value = run({})
        return lambda v: value
    return run


def invocation(builtin: Builtin, arguments: list[Run | None]) -> Run:
    apply = builtin.apply
    if len(arguments) == 1 and arguments[0] is not None:
        first = arguments[0]
        return lambda v: apply([first(v)])
    return lambda v: apply([None if argument is None else argument(v) for argument in arguments])


def clock(node: Call, frame: Frame, name: str) -> Run:
    if node.arguments:
        raise FeelSyntaxError(frame.text, node.at, f"应为 {name}()")

    def run(v: Any) -> Any:
        try:
            now = v[NOW]
        except KeyError:
            now = None
        if not isinstance(now, datetime):
            raise FeelError("没有提供当前时间")
        return now if name == "now" else now.date()

    return run


def is_defined(node: Call, frame: Frame) -> Run:
    """Whether there is such a name or entry, be it null."""
    if len(node.arguments) != 1:
        raise FeelSyntaxError(frame.text, node.at, "应为 is defined(value)")
    match node.arguments[0]:
        case Name(name):
            frame.meet(name)
            return lambda v: holds_key(v, name)
        case Path(source, name):
            inner = build(source, frame)
            return lambda v: holds_key(inner(v), name)
    value = build(node.arguments[0], frame)
    return lambda v: value(v) is not None


def holds_key(value: Any, name: str) -> bool:
    """Asks by subscript, so that outer scopes are asked too."""
    if not isinstance(value, dict) and kind(value) != "context":
        return False
    try:
        value[name]
    except KeyError:
        return False
    return True


def call_value(node: Call, frame: Frame) -> Run:
    function = build(node.function, frame)
    arguments = [build(argument, frame) for argument in node.arguments]
    names = node.names

    def run(v: Any) -> Any:
        found = function(v)
        if not isinstance(found, Function) or len(found.parameters) != len(arguments):
            return None
        values = [argument(v) for argument in arguments]
        if not names:
            return found.call(*values)
        if set(names) != set(found.parameters):
            return None
        return found.call(*(values[names.index(parameter)] for parameter in found.parameters))

    return run


def function(node: FunctionOf, frame: Frame) -> Run:
    body, weight = weighed(node.body, frame.binding(*node.parameters))
    parameters = node.parameters

    def run(v: Any) -> Any:
        def apply(*values: Any) -> Any:
            spend(weight)
            inner = Scope(v)
            inner.update(zip(parameters, values, strict=True))
            return body(inner)

        return Function(parameters, apply)

    return run


def context(node: ContextOf, frame: Frame) -> Run:
    """Later entries see the earlier ones by name."""
    entries: list[tuple[str, Run]] = []
    for key, value in node.entries:
        if any(key == earlier for earlier, _ in entries):
            raise FeelSyntaxError(frame.text, 0, f"条目 {key} 重复")
        named = frame.binding(key) if isinstance(value, FunctionOf) else frame
        entries.append((key, build(value, named)))
        frame = frame.binding(key)

    def run(v: Any) -> Any:
        inner = Scope(v)
        for key, value in entries:
            inner[key] = value(inner)
        return dict(inner)

    return run
