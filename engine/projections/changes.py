"""Row changes, the only kinds there are. A table is named as in the store; a row by its id, a counter by its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Put:
    """A whole new row; one that is there already is replaced (only reference tables do that)."""

    table: str
    id: Any
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Set:
    """Some columns of a row that is there."""

    table: str
    id: Any
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drop:
    table: str
    id: Any


@dataclass(frozen=True, slots=True)
class Add:
    """Adds to the counters of a row that is made if it is not there."""

    table: str
    id: tuple[Any, ...]
    counters: Mapping[str, int]


Change = Put | Set | Drop | Add
