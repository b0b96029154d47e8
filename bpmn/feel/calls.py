"""Compiles calls of built-ins and of function values, function definitions and contexts."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bpmn.feel.bounds import enter_call, leave_call, spend
from bpmn.feel.builtins import BUILTINS, SPECIAL
from bpmn.feel.builtins.signature import Builtin, choose, first_fitting
from bpmn.feel.errors import FeelError, FeelSyntaxError
from bpmn.feel.nearness import no_function
from bpmn.feel.nodes import Call, ContextOf, FunctionOf, Literal, Name, Node, Path
from bpmn.feel.regex import PatternError, compiled
from bpmn.feel.scope import Frame, Run, Scope, build, weighed
from bpmn.feel.typeforms import Unfit, typed
from bpmn.feel.values import Function, kind

NOW = "$now"
"""The variable in which the engine supplies the moment, in the city's zone. The wall clock is never read."""
PATTERNED = frozenset(("matches", "replace", "split", "extract"))
CONSTANT = frozenset(("date", "time", "date and time", "duration", "years and months duration"))


def call(node: Call, frame: Frame) -> Run:
    name = node.function.name if isinstance(node.function, Name) else ""
    if name in frame.promised and name not in frame.local and choose(BUILTINS.get(name, ()), *shape(node)):
        return call_either(node, frame, name)
    if not name or name in frame.local or name in frame.promised:
        return call_value(node, frame)
    if name in ("now", "today"):
        return clock(node, frame, name)
    if name == "is defined":
        return is_defined(node, frame)
    if name not in BUILTINS:
        known = (*BUILTINS, *SPECIAL, *sorted(frame.promised | frame.local))
        raise FeelSyntaxError(frame.text, node.at, no_function(name, known))
    return call_builtin(node, frame, name)


def shape(node: Call) -> tuple[int, tuple[str, ...]]:
    return len(node.arguments), node.names


def call_either(node: Call, frame: Frame, name: str) -> Run:
    """A name of the surroundings that a built-in has too: theirs if it is a function there, else the built-in."""
    theirs, ours = call_value(node, frame), call_builtin(node, frame, name)
    return lambda v: theirs(v) if holds_key(v, name) and isinstance(v[name], Function) else ours(v)


def call_builtin(node: Call, frame: Frame, name: str) -> Run:
    """The arguments are put into the order of the signature; constant dates are read once, here."""
    fitting = choose(BUILTINS[name], *shape(node))
    if not fitting:
        expected = "，或 ".join(one.written for one in BUILTINS[name])
        raise FeelSyntaxError(frame.text, node.at, f"应为 {expected}")
    if name in PATTERNED:
        check_pattern(node, frame, fitting[0])
    arguments = [argument(one, frame) for one in node.arguments]
    arranged = [builtin.arrange(arguments, node.names) for builtin in fitting]
    run = invocation(fitting[0], arranged[0]) if len(fitting) == 1 else overloaded(fitting, arranged)
    if name in CONSTANT and all(isinstance(argument, Literal) for argument in node.arguments):
        value = run({})
        return lambda v: value
    return run


def invocation(builtin: Builtin, arguments: list[Run | None]) -> Run:
    apply = builtin.apply
    if len(arguments) == 1 and arguments[0] is not None:
        first = arguments[0]
        return lambda v: apply([first(v)])
    return lambda v: apply([None if one is None else one(v) for one in arguments])


def check_pattern(node: Call, frame: Frame, builtin: Builtin) -> None:
    """A pattern that stands in the text is read now; raises FeelSyntaxError with what is wrong with it."""
    found: list[Node | None] = builtin.arrange([*node.arguments], node.names)
    given = dict(zip((one.name for one in builtin.parameters), found, strict=True))
    pattern, flags = given.get("pattern") or given.get("delimiter"), given.get("flags") or Literal("")
    if not isinstance(pattern, Literal) or not isinstance(flags, Literal) or not isinstance(pattern.value, str):
        return
    try:
        compiled(pattern.value, str(flags.value or ""))
    except PatternError as error:
        raise FeelSyntaxError(frame.text, node.at, f"正则表达式“{pattern.value[:40]}”无法使用，{error}") from None


def overloaded(builtins: list[Builtin], arranged: list[list[Run | None]]) -> Run:
    """Signatures with as many parameters: the kinds of the values decide. Each argument is evaluated once."""

    def run(v: Any) -> Any:
        values = {id(one): one(v) for one in arranged[0] if one is not None}
        return first_fitting(builtins, [[values.get(id(one)) for one in some] for some in arranged])

    return run


def argument(node: Node, frame: Frame) -> Run:
    """An argument; a built-in's name stands for the function where no variable has that name."""
    if not isinstance(node, Name) or node.name not in BUILTINS or node.name in frame.local | frame.promised:
        return build(node, frame)
    frame = replace(frame, filtered=True)
    value = build(node, frame)
    function = as_function(BUILTINS[node.name])
    return lambda v: function if (found := value(v)) is None else found


def as_function(builtins: tuple[Builtin, ...]) -> Function:
    """A built-in as a value; it takes what its first signature takes."""
    first = builtins[0]
    names = tuple(one.name for one in first.parameters if not one.optional)
    return Function(names, lambda *values: first.apply(first.arrange([*values], ())), first.spread)


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
    arguments = [argument(one, frame) for one in node.arguments]
    names = node.names

    def run(v: Any) -> Any:
        found = function(v)
        if not isinstance(found, Function) or (len(found.parameters) != len(arguments) and not found.spread):
            return None
        values = [one(v) for one in arguments]
        if not names:
            return found.call(*values)
        if set(names) != set(found.parameters):
            return None
        return found.call(*(values[names.index(parameter)] for parameter in found.parameters))

    return run


def function(node: FunctionOf, frame: Frame) -> Run:
    """A value that is not of its parameter's type makes the call null."""
    body, weight = weighed(node.body, frame.binding(*node.parameters))
    parameters = node.parameters
    taking = [as_it_is if form is None else typed(form, frame) for form in node.types]

    def run(v: Any) -> Any:
        def apply(*values: Any) -> Any:
            spend(weight)
            inner = Scope(v)
            try:
                for name, take, value in zip(parameters, taking, values, strict=True):
                    inner[name] = take(value)
            except Unfit:
                return None
            enter_call()
            try:
                return body(inner)
            finally:
                leave_call()

        return Function(parameters, apply)

    return run


def as_it_is(value: Any) -> Any:
    return value


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
