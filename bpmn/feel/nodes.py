"""The tree of an expression: plain frozen records, no behaviour."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    value: object


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Path:
    source: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one precedence from left to right: a + b - c."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Negate:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    """`word` is "and" or "or"."""

    word: str
    clauses: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class If:
    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class In:
    """Also `between`: then the one test is a closed range."""

    value: "Node"
    tests: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Comparator:
    """A test without a left side: < 5, != "a"."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """The tests of a cell turned round: not(1, 2)."""

    tests: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ContextOf:
    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class RangeOf:
    low: "Node"
    high: "Node"
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Filter:
    source: "Node"
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Binding:
    """`name in source`, or `name in source..until`."""

    name: str
    source: "Node"
    until: "Node | None"


@dataclass(frozen=True, slots=True)
class For:
    bindings: tuple[Binding, ...]
    body: "Node"


@dataclass(frozen=True, slots=True)
class Quantified:
    """`word` is "some" or "every"."""

    word: str
    bindings: tuple[Binding, ...]
    body: "Node"


@dataclass(frozen=True, slots=True)
class UnaryRange:
    """A range with one end: (< 10), (!= "a")."""

    sign: str
    end: "Node"


@dataclass(frozen=True, slots=True)
class TypeForm:
    """`kind` as `values.kind` names it, "any", or "named" for a type of the surroundings, which `name` then is.

    `of`: the type of a list's or range's elements, or of a function's result; `entries`: those of a context, by name,
    or of a function's parameters, without names. `open`: nothing was said about them.
    """

    kind: str
    name: str
    at: int
    of: "TypeForm | None" = None
    entries: "tuple[tuple[str, TypeForm], ...]" = ()
    open: bool = True


@dataclass(frozen=True, slots=True)
class InstanceOf:
    value: "Node"
    form: TypeForm


@dataclass(frozen=True, slots=True)
class Call:
    function: "Node"
    arguments: tuple["Node", ...]
    names: tuple[str, ...]
    """One a argument where they are named, else empty."""
    at: int


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """`types`: one a parameter, None where none is written."""

    parameters: tuple[str, ...]
    types: tuple[TypeForm | None, ...]
    body: "Node"


Node: TypeAlias = (
    Literal
    | Name
    | Path
    | Chain
    | Negate
    | Compare
    | Logic
    | If
    | In
    | Comparator
    | Not
    | ListOf
    | ContextOf
    | RangeOf
    | UnaryRange
    | Filter
    | For
    | Quantified
    | InstanceOf
    | Call
    | FunctionOf
)
