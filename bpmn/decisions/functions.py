"""Functions of a decision file: boxed definitions, the logic of knowledge models, and invocations by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn import feel
from bpmn.decisions.loops import ReadPart
from bpmn.decisions.notes import Box, Notes
from bpmn.decisions.places import Place, child, children, compiled, name_of, text_in
from bpmn.decisions.types import Type, coerced
from bpmn.xml import Node, local

COST = 5
"""Steps that a call pays beside those of its body."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type | None


def fitted(parameters: tuple[Parameter, ...], values: tuple[Any, ...]) -> dict[str, Any] | None:
    """The arguments as the parameters want them; None where one cannot be of its type: then nothing is called."""
    found: dict[str, Any] = {}
    for parameter, value in zip(parameters, values, strict=True):
        found[parameter.name] = coerced(value, parameter.type)
        if found[parameter.name] is None and value is not None:
            return None
    return found


@dataclass(frozen=True, slots=True)
class Lambda:
    """Parameters, a body, and what type its values are."""

    parameters: tuple[Parameter, ...]
    body: Box
    gives: Type | None = None

    def function(self, name: str, around: Callable[[Notes], Mapping[str, Any]], notes: Notes) -> feel.Function:
        """A value to be called; `around` is what its body sees beside the parameters."""

        def apply(*values: Any) -> Any:
            feel.spend(COST)
            arguments = fitted(self.parameters, values)
            if arguments is None:
                return None
            here = notes.called(name)
            inner = feel.Scope(around(here))
            inner.update(arguments)
            return coerced(self.body(inner, here), self.gives)

        return feel.Function(tuple(parameter.name for parameter in self.parameters), apply)


def read_lambda(node: Node, place: Place, read: ReadPart) -> Lambda:
    """What an element with formal parameters and a body defines."""
    kind = (node.get("kind") or "FEEL").strip()
    if kind.upper() != "FEEL":
        raise place.error(f"{kind} 函数不能执行，请改写成 FEEL")
    parameters = tuple(parameter_of(one, place) for one in children(node, "formalParameter"))
    if len({parameter.name for parameter in parameters}) < len(parameters):
        raise place.error("函数的参数重名")
    return Lambda(parameters, read(node, place.knowing(parameter.name for parameter in parameters), "函数"))


def parameter_of(node: Node, place: Place) -> Parameter:
    return Parameter(name_of(node), place.type_of(node.get("typeRef", "")))


def read_function(node: Node, place: Place, read: ReadPart) -> Box:
    defined = read_lambda(node, place, read)
    return lambda variables, notes: defined.function(
        notes.where[-1] if notes.where else "函数", lambda _: variables, notes
    )


def read_invocation(node: Node, place: Place, read: ReadPart) -> Box:
    """A call by the names of the parameters: of a knowledge model, a service, a function value, or a built-in."""
    bindings = [binding_of(one, place, read) for one in children(node, "binding")]
    names = tuple(parameter.name for parameter, _ in bindings)
    called = next((part for part in node if isinstance(part.tag, str) and local(part) == "literalExpression"), None)
    name = " ".join(text_in(called).split())
    call = invoking(name, names, place) if name else invoking_value(read(node, place, "调用"), names)

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        values = {
            parameter.name: coerced(box(variables, notes.within(f"参数 {parameter.name}")), parameter.type)
            for parameter, box in bindings
        }
        return call(variables, notes, values)

    return take


def binding_of(node: Node, place: Place, read: ReadPart) -> tuple[Parameter, Box]:
    parameter = child(node, "parameter")
    if parameter is None:
        raise place.error("调用的绑定没有写参数")
    return parameter_of(parameter, place), read(node, place, f"参数 {name_of(parameter)}")


def invoking(name: str, names: tuple[str, ...], place: Place) -> Any:
    """The call of what a text names."""
    if feel.is_builtin(name) and name not in place.known:
        text = f"{name}({', '.join(f'{one}: {one}' for one in names)})"
        builtin = compiled(feel.compile, text, place).compiled
        return lambda variables, notes, values: builtin(values)
    run = compiled(feel.compile, name, place).compiled
    return invoking_value(lambda variables, notes: run(variables), names)


def invoking_value(box: Box, names: tuple[str, ...]) -> Any:
    """Null where it is no function, or has other parameters."""

    def call(variables: Mapping[str, Any], notes: Notes, values: Mapping[str, Any]) -> Any:
        function = box(variables, notes.quiet())
        if not isinstance(function, feel.Function) or set(names) != set(function.parameters):
            return None
        return function.call(*(values[parameter] for parameter in function.parameters))

    return call
