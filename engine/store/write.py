"""Writes row changes: folds them to one change a row, and sends one array statement a table and shape.

Knows the order of tables, which is the order of locks: an instance before what hangs on it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Table

from engine.domain.ids import district_of
from engine.projections.changes import Add, Change, Drop, Put, Set
from engine.store import arrays, statements
from engine.store.statements import PUBLIC, Statement
from engine.store.tables import metadata
from engine.store.wire import Connection

Rows = dict[Any, Change]
ORDER = {
    name: number
    for number, name in enumerate(
        ("instance", "task", "timer", "time_limit", "job", "message", "subscription", "incident", "case", "ticket")
    )
}


def fold(changes: Iterable[Change]) -> dict[str, Rows]:
    """One change a row, by table and id; a row that came and went leaves nothing to do."""
    tables: dict[str, Rows] = {}
    for change in changes:
        rows = tables.setdefault(change.table, {})
        before = rows.get(change.id)
        merged = change if before is None else _merged(before, change)
        if merged is None:
            del rows[change.id]
        else:
            rows[change.id] = merged
    return tables


def send(connection: Connection, tables: Mapping[str, Rows], schema: str = PUBLIC) -> None:
    """Queues the statements; in pipeline mode nothing has been waited for when it returns."""
    for name in sorted(tables, key=lambda name: ORDER.get(name, len(ORDER))):
        _send_table(connection, name, tables[name], schema)


def _merged(before: Change, change: Change) -> Change | None:
    match before, change:
        case Put(table, id, row), Set(columns=columns):
            return Put(table, id, {**row, **columns})
        case Set(table, id, old), Set(columns=columns):
            return Set(table, id, {**old, **columns})
        case Put(table), Drop() if statements.is_hot(metadata.tables[table]):
            return None
        case Drop(table, id), Put(row=row) if statements.is_hot(metadata.tables[table]):
            return Set(table, id, _whole(table, row))
        case Drop(), Set():
            return before
        case Add(table, id, old), Add(counters=counters):
            return Add(table, id, {name: old.get(name, 0) + counters.get(name, 0) for name in {**old, **counters}})
    return change


def _whole(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    names = (column.name for column in metadata.tables[table].columns if not column.primary_key)
    return {name: row.get(name) for name in names}


def _send_table(connection: Connection, name: str, rows: Rows, schema: str) -> None:
    groups: dict[tuple[type[Change], tuple[str, ...]], list[Change]] = {}
    for change in rows.values():
        kind = change.__class__
        shape = () if kind is Put or kind is Drop else tuple(sorted(_values(change)))
        groups.setdefault((kind, shape), []).append(change)
    for kind in (Drop, Set, Add, Put):
        for (found, _), changes in groups.items():
            if found is kind:
                _send_group(connection, kind, changes, schema)


def _send_group(connection: Connection, kind: type[Change], changes: Sequence[Change], schema: str) -> None:
    """Changes of one kind and table; all but whole rows have the same columns."""
    name, ids, values = changes[0].table, [change.id for change in changes], [_values(change) for change in changes]
    columns = tuple(sorted(set(chain.from_iterable(values)))) if kind is Put else tuple(sorted(values[0]))
    statement = _STATEMENTS[kind](name, columns, schema)
    table = metadata.tables[name]
    packed = [k.pack(c) for k, c in zip(statement.kinds, _columns(table, kind, ids, columns, values), strict=True)]
    if statements.is_hot(table):
        packed.append(arrays.INTEGER.pack(sorted(set(map(_district, ids)))))
    connection.execute(statement.text, packed)


def _columns(
    table: Table, kind: type[Change], ids: list[Any], names: Sequence[str], values: Sequence[Mapping[str, Any]]
) -> list[Sequence[Any]]:
    """The arrays of a statement: the key's columns, then those of the values."""
    key: list[Sequence[Any]] = [ids] if len(statements.key_of(table)) == 1 else list(zip(*ids, strict=True))
    if kind is Put and statements.is_hot(table) and len(key) == 1:
        key.insert(0, [district_of(id) for id in ids])
    return [*key, *([row.get(name) for row in values] for name in names)]


def _district(id: int | tuple[Any, ...]) -> int:
    return id[0] if isinstance(id, tuple) else district_of(id)


def _values(change: Change) -> Mapping[str, Any]:
    match change:
        case Put(row=values) | Set(columns=values) | Add(counters=values):
            return values
        case Drop():
            return {}


def _delete(name: str, columns: tuple[str, ...], schema: str) -> Statement:
    return statements.delete(name, schema)


_STATEMENTS: dict[type[Change], Callable[[str, tuple[str, ...], str], Statement]] = {
    Drop: _delete,
    Set: statements.update,
    Add: statements.add,
    Put: statements.insert,
}
