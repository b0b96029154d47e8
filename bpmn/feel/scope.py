"""Where names are looked up when running, and what is known about them when compiling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from bpmn.feel.bounds import TREE_DEPTH
from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.nodes import Node

T = TypeVar("T")
Variables: TypeAlias = Mapping[str, object]
Run: TypeAlias = Callable[[Any], Any]
"""What a node becomes: variables in, value out."""


class Scope(dict[str, object]):
    """Names of an inner scope; what is not here is asked of the outer."""

    __slots__ = ("outer",)

    def __init__(self, outer: Variables) -> None:
        self.outer = outer

    def __missing__(self, name: str) -> object:
        return self.outer[name]


@dataclass(slots=True)
class Found:
    """What compiling has seen so far; `nodes` is the price of a loop's body."""

    names: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    inner: set[str] = field(default_factory=set)
    """Names used that a loop, function, context or test binds."""
    nodes: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known where a node stands: names bound around it, whether a filter's items may bind more."""

    text: str
    rules: "Mapping[type, Rule]"
    found: Found
    local: frozenset[str] = frozenset()
    promised: frozenset[str] = frozenset()
    """Names the surroundings will supply, functions among them."""
    types: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    """What each type of the surroundings asks of a value that is not null."""
    filtered: bool = False
    depth: int = 0

    def deeper(self) -> "Frame":
        if self.depth >= TREE_DEPTH:
            raise FeelSyntaxError(self.text, 0, f"表达式超过 {TREE_DEPTH} 层")
        return replace(self, depth=self.depth + 1)

    def binding(self, *names: str) -> "Frame":
        return replace(self, local=self.local.union(names))

    def filtering(self) -> "Frame":
        return replace(self, local=self.local | {"item"}, filtered=True)

    def meet(self, name: str) -> None:
        """Notes a name that is used here."""
        if name in self.local:
            self.found.inner.add(name)
        else:
            (self.found.possible if self.filtered else self.found.names).add(name)


Rule: TypeAlias = Callable[[Any, Frame], Run]
"""How one type of node is compiled."""


def build(node: Node, frame: Frame) -> Run:
    """The node as a closure; raises FeelSyntaxError where it cannot mean anything."""
    frame.found.nodes += 1
    return frame.rules[type(node)](node, frame.deeper())


def noticing(name: str, frame: Frame, make: Callable[[], T]) -> tuple[T, bool]:
    """What `make` compiles, and whether the bound name was used in it."""
    inner = frame.found.inner
    before = name in inner
    inner.discard(name)
    made = make()
    used = name in inner
    if before:
        inner.add(name)
    return made, used


def weighed(node: Node, frame: Frame) -> tuple[Run, int]:
    """The node as a closure, and what running it once costs."""
    before = frame.found.nodes
    run = build(node, frame)
    return run, frame.found.nodes - before
