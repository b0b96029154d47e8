"""Columns of rows as binary PostgreSQL arrays, packed in one go; knows types, no tables.

psycopg's own list dumper goes through every element and escapes texts with a regular expression, which costs more than
all the rest of a write. A value of a wrong type raises struct.error, TypeError or AttributeError; nothing is sent then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from struct import Struct, pack
from typing import Any

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

from engine.store.facts_json import dumps

NULL = b"\xff\xff\xff\xff"
HEADER = Struct("!iiIii").pack
LENGTH = Struct("!i").pack
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2000, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)


class Packed:
    """An array ready to be sent. One subclass a type, by which psycopg finds the dumper."""

    __slots__ = ("content",)

    def __init__(self, content: bytes):
        self.content = content


Pack = Callable[[Sequence[Any]], Packed]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """An array type: `name` in a cast, how a column of values is packed, and what an element is cast to at last."""

    name: str
    pack: Pack
    cast: str | None = None


def _fixed(element: int, width: int, code: str, wrap: type[Packed], convert: Convert | None = None) -> Pack:
    """Packs numbers of one width; a column with nulls goes element by element."""
    single = Struct(f"!i{code}").pack

    def packed(values: Sequence[Any]) -> Packed:
        count = len(values)
        if None in values:
            cells = [NULL if v is None else single(width, convert(v) if convert else v) for v in values]
            return wrap(HEADER(1, 1, element, count, 1) + b"".join(cells))
        flat = [width] * (2 * count)
        flat[1::2] = [convert(value) for value in values] if convert else values
        return wrap(HEADER(1, 0, element, count, 1) + pack("!" + ("i" + code) * count, *flat))

    return packed


def _varying(element: int, wrap: type[Packed], convert: Callable[[Any], bytes]) -> Pack:
    def packed(values: Sequence[Any]) -> Packed:
        cells = [HEADER(1, int(None in values), element, len(values), 1)]
        for value in values:
            if value is None:
                cells.append(NULL)
                continue
            content = convert(value)
            cells.append(LENGTH(len(content)))
            cells.append(content)
        return wrap(b"".join(cells))

    return packed


def _moment(value: datetime) -> int:
    return (value - EPOCH) // MICROSECOND


def _day(value: date) -> int:
    return value.toordinal() - FIRST_DAY


def _text(value: str | bytes) -> bytes:
    return value if value.__class__ is bytes else value.encode()  # type: ignore[union-attr]


@lru_cache(maxsize=4096)
def _texts(values: tuple[str, ...]) -> bytes:
    """A text[] inside an array: its literal, since arrays of arrays must be rectangular. The statement casts it."""
    quoted = ",".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return f"{{{quoted}}}".encode()


def _list(values: Sequence[str]) -> bytes:
    return _texts(tuple(values))


def _number(value: Decimal | int) -> bytes:
    return str(value).encode()


def _json(value: Any) -> bytes:
    """Bytes are JSON already."""
    return value if value.__class__ is bytes else dumps(value)


def _jsonb(value: Any) -> bytes:
    return b"\x01" + _json(value)


class _Dumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Packed) -> bytes:
        return obj.content


def _wrapper(oid: int) -> type[Packed]:
    """A subclass of Packed that psycopg sends as an array of this type."""
    wrap = type(f"Packed{oid}", (Packed,), {"__slots__": ()})
    psycopg.adapters.register_dumper(wrap, type(f"Dump{oid}", (_Dumper,), {"oid": oid}))
    return wrap


_PACKED_TEXT = _wrapper(1009)
BIGINT = Kind("bigint[]", _fixed(20, 8, "q", _wrapper(1016)))
INTEGER = Kind("integer[]", _fixed(23, 4, "i", _wrapper(1007)))
SMALLINT = Kind("smallint[]", _fixed(21, 2, "h", _wrapper(1005)))
BOOLEAN = Kind("boolean[]", _fixed(16, 1, "?", _wrapper(1000)))
MOMENT = Kind("timestamptz[]", _fixed(1184, 8, "q", _wrapper(1185), _moment))
DAY = Kind("date[]", _fixed(1082, 4, "i", _wrapper(1182), _day))
TEXT = Kind("text[]", _varying(25, _PACKED_TEXT, _text))
TEXTS = Kind("text[]", _varying(25, _PACKED_TEXT, _list), "text[]")
NUMBER = Kind("text[]", _varying(25, _PACKED_TEXT, _number), "numeric")
BYTES = Kind("bytea[]", _varying(17, _wrapper(1001), bytes))
JSON = Kind("json[]", _varying(114, _wrapper(199), _json))
JSONB = Kind("jsonb[]", _varying(3802, _wrapper(3807), _jsonb))
