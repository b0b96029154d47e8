"""Personal values for those who may see them: opened for a case's handlers, masked for all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.domain.commands import Actor
from engine.domain.ids import district_of
from engine.domain.references import is_reference
from engine.store.sealed import open_
from engine.store.store import Store

MASKS = """
select id, mask, value = '' as erased from sealed
 where district = %(district)s and instance = %(instance)s and id = any(%(ids)s)
"""
HANDLES = """
select exists (select from instance where district = %(district)s and id = %(instance)s and status = 'active'
                  and started_by = %(me)s)
    or exists (select from task where district = %(district)s and instance = %(instance)s
                  and (assignee = %(me)s or owner = %(me)s)) as handles
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Names whose value is shown (`opened`), is only a mask (`masked`), or is lost to everybody (`erased`)."""

    variables: dict[str, Any]
    opened: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()


def handles(store: Store, viewer: Actor, instance: int) -> bool:
    """Handlers hold one of its open tasks, or have started it while it is open."""
    values = {"district": district_of(instance), "instance": instance, "me": viewer.id}
    with store.reading() as connection:
        row = connection.execute(HANDLES, values).fetchone()
    return bool(row and row["handles"])


def show(store: Store, viewer: Actor, instance: int, variables: Mapping[str, Any]) -> Shown:
    """Each reference gives way to its value, or to its mask; where it was erased to None, or to the words for that."""
    sealed = {name: value["sealed"] for name, value in variables.items() if is_reference(value)}
    if not sealed:
        return Shown(dict(variables))
    if handles(store, viewer, instance):
        return _opened(store, instance, variables, sealed)
    with store.reading() as connection:
        values = {"district": district_of(instance), "instance": instance, "ids": list(sealed.values())}
        rows = {row["id"]: row for row in connection.execute(MASKS, values)}
    shown = {name: (rows[id]["mask"] if id in rows else None) or "***" for name, id in sealed.items()}
    erased = tuple(name for name, id in sealed.items() if id in rows and rows[id]["erased"])
    return Shown({**variables, **shown}, masked=tuple(name for name in sealed if name not in erased), erased=erased)


def _opened(store: Store, instance: int, variables: Mapping[str, Any], sealed: Mapping[str, int]) -> Shown:
    with store.reading() as connection:
        values = open_(connection, store.vault, [variables[name] for name in sealed], instance)
    shown = {name: values.get(id) for name, id in sealed.items()}
    erased = tuple(name for name, id in sealed.items() if id not in values)
    return Shown({**variables, **shown}, tuple(name for name in sealed if name not in erased), erased=erased)
