"""Reads `itemDefinition` elements: the types that a file declares, those that name themselves among them."""

from collections.abc import Callable, Mapping

from bpmn import feel
from bpmn.decisions.places import Place, child, children, compiled, name_of, text_in
from bpmn.decisions.results import DecisionError
from bpmn.decisions.types import Type, Types, fields, list_of, restricted, simple
from bpmn.xml import Node, text_of


def read_types(root: Node, imported: Mapping[str, Types], known: frozenset[str]) -> Types:
    """The types declared in a file, and those of the files it imports with their prefix. Raises DecisionError."""
    declared = {f"{prefix}.{name}": type for prefix, types in imported.items() for name, type in types.declared.items()}
    items = {name_of(node): node for node in children(root, "itemDefinition")}
    types = Types(declared)
    open: list[str] = []
    check_circles(items)

    def named(reference: str) -> Type | None:
        name = " ".join(reference.split())
        if name in items and name not in declared:
            if name in open:
                return later(name, declared)
            open.append(name)
            found = read_item(items[name], Place("", known, types), named)
            declared[name] = found or Type(name, lambda value: True)
            open.pop()
        return types.named(name)

    for name in items:
        named(name)
    return types


def check_circles(items: Mapping[str, Node]) -> None:
    """Raises DecisionError for types that are each other and nothing else. Within an entry a type may name itself."""
    for start in items:
        seen = {start}
        name = alias_of(items[start])
        while name in items:
            if name in seen:
                raise DecisionError(f"类型 {start} 引用自己，成了圈")
            seen.add(name)
            name = alias_of(items[name])


def alias_of(node: Node) -> str:
    """What a type is by another name; empty where it has entries of its own."""
    return "" if child(node, "itemComponent") is not None else " ".join(text_of(child(node, "typeRef")).split())


def later(name: str, declared: Mapping[str, Type]) -> Type:
    """A type that is being read: asked for when values come."""
    return Type(name, lambda value: declared[name].fits(value), lambda value: declared[name].inward(value))


def read_item(node: Node, place: Place, named: Callable[[str], Type | None]) -> Type | None:
    name, many = name_of(node), (node.get("isCollection") or "") in ("true", "1")
    found = base(node, place, named)
    allowed = text_in(child(node, "allowedValues"))
    if allowed:
        found = restricted(found, name, tests(allowed, name, place))
    if many:
        found = list_of(name, found)
    constraint = text_in(child(node, "typeConstraint"))
    return restricted(found, name, tests(constraint, name, place)) if constraint else found


def base(node: Node, place: Place, named: Callable[[str], Type | None]) -> Type | None:
    """Before restrictions, of one element."""
    reference = text_of(child(node, "typeRef")) if child(node, "typeRef") is not None else node.get("typeRef", "")
    parts = [*children(node, "itemComponent")]
    if child(node, "functionItem") is not None:
        return function_item(node, named)
    if parts:
        return fields(name_of(node), {name_of(part): read_item(part, place, named) for part in parts})
    try:
        return named(reference)
    except KeyError:
        raise DecisionError(f"类型 {name_of(node)} 引用的类型 {reference} 没有定义") from None


def function_item(node: Node, named: Callable[[str], Type | None]) -> Type:
    """A function; as the type of a service or of a knowledge model it says what that gives."""
    function = child(node, "functionItem")
    output = (function.get("outputTypeRef") if function is not None else "") or ""
    gives = named(output) if output else None
    return Type(name_of(node), simple("function", "function").fits, is_function=True, gives=gives)


def tests(text: str, name: str, place: Place) -> feel.UnaryTests:
    return compiled(feel.compile_unary, text, place.at(f"类型 {name}"))
