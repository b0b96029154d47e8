"""What people see, by the same reads as the API: worklists, cases, the journal. Nothing else reads the store."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.domain.commands import SYSTEM, Actor
from engine.domain.facts import Fact
from engine.store.facts_json import decode
from engine.store.reads import areas, cases, matters, worklist
from engine.store.store import Store
from registers import notices

Row = Mapping[str, Any]
MANY, ALL = 200, 10_000
OPEN = "select id, instance, name, groups, excluded, area, form from task where instance = any(%(ids)s) order by id"
COUNTED = ("select * from case_figure order by id", "select * from case_card order by instance, task, which")
CASES = """
select i.id, c.item, i.outcome, f.worked_minutes, f.promised_minutes from instance i
  join "case" c on c.district = i.district and c.id = i.id
  left join case_figure f on f.district = i.district and f.id = i.id where c.item is not null order by i.id
"""
OWNERLESS = """
select name from task where assignee is null and cardinality(groups) = 0 and cardinality(users) = 0
"""


class Seen:
    def __init__(self, store: Store):
        self.store = store

    def worklist(self, actor: Actor) -> Sequence[Row]:
        """What somebody is offered or holds, the most urgent first."""
        return worklist.page(self.store, actor, worklist.Wanted(scope="all", limit=MANY)).rows

    def matter(self, id: int) -> Row:
        row = cases.find(self.store, SYSTEM, id)
        assert row is not None, f"Expected a case or ticket {id}"
        return row

    def tasks(self, id: int) -> list[Row]:
        return matters.parts(self.store, id)["tasks"]

    def open_in(self, ids: Sequence[int]) -> list[Row]:
        """The open tasks of many cases."""
        with self.store.reading() as connection:
            return list(connection.execute(OPEN, {"ids": ids}))

    def areas(self) -> dict[str, int]:
        """The number of the district of every area, by code."""
        return areas.numbers(self.store)

    def cases(self) -> list[Row]:
        """Every case of an item, with the time that was worked on it, in order."""
        with self.store.reading() as connection:
            return list(connection.execute(CASES))

    def instances(self) -> list[Row]:
        with self.store.reading() as connection:
            return list(connection.execute("select id, definition from instance order by id"))

    def definitions(self) -> dict[int, str]:
        """The key of every version of a process."""
        with self.store.reading() as connection:
            return {row["id"]: row["key"] for row in connection.execute("select id, key from definition")}

    def dated(self, id: int) -> list[tuple[datetime, tuple[Fact, ...]]]:
        """The facts of one instance, a tuple a command, with its time."""
        return [(row["at"], decode(row["facts"])) for row in matters.journal(self.store, id)]

    def shown_to(self, actor: Actor) -> set[int]:
        """The cases that somebody may open."""
        return {row["id"] for row in cases.page(self.store, actor, cases.Wanted(limit=ALL))}

    def papers(self, id: int) -> list[str]:
        return [row["name"] for row in matters.parts(self.store, id)["attachments"]]

    def notices(self, id: int) -> list[str]:
        with self.store.writing() as connection:
            return [notice.title for notice in notices.of_case(connection, id)]

    def about(self, id: int) -> list[int]:
        """The instances about this one, in the order in which they began."""
        return sorted(row["id"] for row in matters.about(self.store, id))

    def active(self) -> list[Row]:
        return cases.page(self.store, SYSTEM, cases.Wanted(status="active", limit=MANY))

    def variables(self, id: int) -> Mapping[str, Any]:
        """As the audit tells them; personal ones are references."""
        return matters.told_variables(self.store, id)

    def journal(self, ids: Iterable[int]) -> list[tuple[Fact, ...]]:
        """The facts of these instances of one district, a tuple a command, in the order of its journal."""
        rows = sorted((row["position"], row["facts"]) for id in ids for row in matters.journal(self.store, id))
        return [decode(facts) for _, facts in rows]

    def counted(self) -> list[list[tuple[Any, ...]]]:
        """What figures are counted from: the rows of cases, and the cards."""
        with self.store.writing() as connection:
            return [connection.execute(text).fetchall() for text in COUNTED]

    def ownerless(self) -> list[str]:
        with self.store.reading() as connection:
            return [row["name"] for row in connection.execute(OWNERLESS)]
