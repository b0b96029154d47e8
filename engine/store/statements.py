"""The text of every array statement, made once from the tables: one place knows the columns.

The shapes are those that one PostgreSQL runs as fast as any, and that a distributed one sends to one place (scale-out
rule 15): an insert joins the head of its district, every statement names its districts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from engine.store import arrays
from engine.store.arrays import Kind
from engine.store.tables import metadata

# The first that fits: BigInteger and SmallInteger are Integers to SQLAlchemy, JSONB is JSON.
KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (BigInteger, arrays.BIGINT),
    (SmallInteger, arrays.SMALLINT),
    (Integer, arrays.INTEGER),
    (Boolean, arrays.BOOLEAN),
    (TIMESTAMP, arrays.MOMENT),
    (Date, arrays.DAY),
    (Text, arrays.TEXT),
    (LargeBinary, arrays.BYTES),
    (JSONB, arrays.JSONB),
    (JSON, arrays.JSON),
    (Numeric, arrays.NUMBER),
    (ARRAY, arrays.TEXTS),
)
PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Statement:
    """`kinds`: of the arrays it takes, in order. A hot statement takes the array of its districts last."""

    text: str
    kinds: tuple[Kind, ...]


def kind_of(column: Column[Any]) -> Kind:
    return next(kind for type_, kind in KINDS if isinstance(column.type, type_))


def is_hot(table: Table) -> bool:
    return bool(table.info["hot"])


def key_of(table: Table) -> tuple[str, ...]:
    """The columns that a change's `id` gives; the district of a hot row follows from its id."""
    names = tuple(column.name for column in table.primary_key)
    return ("id",) if names == ("district", "id") else names


@cache
def insert(name: str, columns: tuple[str, ...], schema: str = PUBLIC) -> Statement:
    """Whole rows; of a reference table also in place of the rows that are there. Takes the key, then `columns`."""
    table, names = metadata.tables[name], _written(name, columns)
    values = ", ".join(_value(table, column) for column in names)
    into = f"insert into {_quoted(schema, name)} ({_list(names)})"
    if not is_hot(table):
        conflict = _replaced(table, columns)
        return Statement(f"{into} select {values} from {_rows(table, names)} {conflict}", _kinds(table, names))
    values = values.replace('u."district"', "h.district", 1)
    joined = f"from head h join {_rows(table, names)} on h.district = u.district where h.district = any(%b)"
    return Statement(f"{into} select {values} {joined}", _kinds(table, names))


@cache
def update(name: str, columns: tuple[str, ...], schema: str = PUBLIC) -> Statement:
    """Some columns of rows that are there. Takes the key, then `columns`."""
    table = metadata.tables[name]
    names = (*key_of(table), *columns)
    target = _quoted(schema, name)
    values = ", ".join(f'"{column}" = {_value(table, column)}' for column in columns)
    found = " and ".join(f't."{column}" = u."{column}"' for column in key_of(table))
    text = f"update {target} t set {values} from {_rows(table, names)} where {_routed(table)}{found}"
    return Statement(text, _kinds(table, names))


@cache
def delete(name: str, schema: str = PUBLIC) -> Statement:
    table = metadata.tables[name]
    key = key_of(table)
    target = _quoted(schema, name)
    if key == ("id",) and is_hot(table):
        text = f"delete from {target} t where t.id = any(%b) and t.district = any(%b)"
        return Statement(text, (arrays.BIGINT,))
    found = " and ".join(f't."{column}" = u."{column}"' for column in key)
    text = f"delete from {target} t using {_rows(table, key)} where {_routed(table)}{found}"
    return Statement(text, _kinds(table, key))


@cache
def add(name: str, columns: tuple[str, ...], schema: str = PUBLIC) -> Statement:
    """Adds to counters; a row that is not there begins at nothing. Takes the key, then `columns`."""
    table = metadata.tables[name]
    names, target = (*key_of(table), *columns), _quoted(schema, name)
    values = ", ".join(["h.district", *(f'u."{column}"' for column in names[1:])])
    sums = ", ".join(f'"{column}" = c."{column}" + excluded."{column}"' for column in columns)
    joined = f"from head h join {_rows(table, names)} on h.district = u.district where h.district = any(%b)"
    conflict = f"on conflict ({_list(key_of(table))}) do update set {sums}"
    text = f"insert into {target} as c ({_list(names)}) select {values} {joined} {conflict}"
    return Statement(text, _kinds(table, names))


def _written(name: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    key = key_of(metadata.tables[name])
    return ("district", "id", *columns) if key == ("id",) and is_hot(metadata.tables[name]) else (*key, *columns)


def _rows(table: Table, names: Sequence[str]) -> str:
    """The rows as they come: one array a column."""
    casts = ", ".join(f"%b::{kind_of(table.c[name]).name}" for name in names)
    return f"unnest({casts}) u({_list(names)})"


def _value(table: Table, name: str) -> str:
    column, cast = table.c[name], kind_of(table.c[name]).cast
    value = f'u."{name}"::{cast}' if cast else f'u."{name}"'
    default = column.server_default
    if default is None or column.nullable:
        return value
    return f"coalesce({value}, {default.arg})"  # type: ignore[attr-defined]


def _replaced(table: Table, columns: tuple[str, ...]) -> str:
    target = f"on conflict ({_list(key_of(table))})"
    if not columns:
        return f"{target} do nothing"
    return f"{target} do update set " + ", ".join(f'"{column}" = excluded."{column}"' for column in columns)


def _routed(table: Table) -> str:
    """The districts of a hot statement are its last parameter, so they stand at its end; see `_kinds`."""
    return "t.district = any(%b) and " if is_hot(table) else ""


def _kinds(table: Table, names: Sequence[str]) -> tuple[Kind, ...]:
    return tuple(kind_of(table.c[name]) for name in names)


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _quoted(schema: str, name: str) -> str:
    return f'"{schema}"."{name}"'
