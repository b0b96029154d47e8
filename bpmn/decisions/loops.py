"""Boxed for, filter, some and every. Each round pays; a list that is none makes the whole null."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from bpmn import feel
from bpmn.decisions.notes import Box, Notes
from bpmn.decisions.places import Place, child
from bpmn.decisions.types import coerced
from bpmn.xml import Node, local

ReadPart: TypeAlias = Callable[[Node | None, Place, str], Box]
"""Reads the expression in an element, which must be there; the text says what it is for."""
WALKED = feel.compile("for item in walked return item").compiled
"""A range as the list of its values."""


def source_of(node: Node, place: Place, read: ReadPart) -> Box:
    """What is walked: a list, or null."""
    part = child(node, "in")
    box = read(part, place, f"{local(node)} 的 in")
    type = place.type_of(part.get("typeRef", "")) if part is not None else None

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        value = coerced(box(variables, notes.within("in")), type)
        if isinstance(value, feel.Range):
            value = WALKED({"walked": value})
        return value if isinstance(value, list | tuple) else None

    return take


def iterator_of(node: Node, place: Place) -> str:
    name = " ".join((node.get("iteratorVariable") or "").split())
    if not name:
        raise place.error(f"{local(node)} 没有写循环变量（iteratorVariable）")
    return name


def rounds(values: list[Any], name: str, variables: Mapping[str, Any]) -> Iterator[feel.Scope]:
    """A scope for each value."""
    for value in values:
        feel.spend(1)
        inner = feel.Scope(variables)
        inner[name] = value
        yield inner


def read_for(node: Node, place: Place, read: ReadPart) -> Box:
    """The values of the body; in it `partial` is the list of those before."""
    name, source = iterator_of(node, place), source_of(node, place, read)
    body = read(child(node, "return"), place, "for 的 return")

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        values = source(variables, notes)
        if values is None:
            return None
        found: list[Any] = []
        quiet = notes.quiet()
        for inner in rounds(values, name, variables):
            inner["partial"] = found
            found.append(body(inner, quiet))
        notes.add(f"逐个计算，共 {len(found)} 项", found)
        return found

    return take


def read_filter(node: Node, place: Place, read: ReadPart) -> Box:
    """The items that match; null where a match is neither true nor false."""
    source = source_of(node, place, read)
    match = read(child(node, "match"), place, "filter 的 match")

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        values = source(variables, notes)
        if values is None:
            return None
        found: list[Any] = []
        quiet = notes.quiet()
        for inner in rounds(values, "item", variables):
            item = inner["item"]
            if isinstance(item, Mapping):
                inner.update({name: value for name, value in item.items() if name != "item"})
            answer = match(inner, quiet)
            if not isinstance(answer, bool):
                return None
            if answer:
                found.append(item)
        notes.add(f"筛选，留下 {len(found)} 项", found)
        return found

    return take


def read_quantified(node: Node, place: Place, read: ReadPart) -> Box:
    """some: whether one satisfies; every: whether all do; null where an answer is neither true nor false."""
    word, name, source = local(node), iterator_of(node, place), source_of(node, place, read)
    satisfies = read(child(node, "satisfies"), place, f"{word} 的 satisfies")

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        values = source(variables, notes)
        if values is None:
            return None
        quiet = notes.quiet()
        answers = [satisfies(inner, quiet) for inner in rounds(values, name, variables)]
        if not all(isinstance(answer, bool) for answer in answers):
            return None
        found = any(answers) if word == "some" else all(answers)
        notes.add(f"{'有一项满足' if word == 'some' else '每一项都满足'}，共 {len(answers)} 项", found)
        return found

    return take
