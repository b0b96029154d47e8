"""What people see: worklists, cases, tickets, the journal. The only place in the stories that reads the store."""

from collections.abc import Iterable
from typing import Any

from engine.domain.commands import Actor
from engine.domain.facts import Fact
from engine.domain.ids import district_of
from engine.store.facts_json import decode
from engine.store.reads import worklist
from engine.store.store import Store
from registers import notices

MATTER = """
select i.id, i.name, i.title, i.kind, i.about, i.outcome, i.status, coalesce(c.light, t.light, 'none') as light,
       coalesce(c.due_at, t.due_at) as due_at, coalesce(c.statutory_at, t.statutory_at) as statutory_at,
       coalesce(c.paused_for, t.paused_for) as paused_for, coalesce(c.milestone, t.milestone) as milestone,
       coalesce(c.provisional, t.provisional, false) as provisional
  from instance i left join "case" c on c.district = i.district and c.id = i.id
  left join ticket t on t.district = i.district and t.id = i.id
 where i.district = %s and i.id = %s
"""
TASKS = "select * from task where district = %s and instance = %s order by id"
PAPERS = "select name from attachment where district = %s and instance = %s order by id"
ABOUT = "select id from instance where district = %s and about = %s order by id"
ACTIVE = "select id, key, about from instance where status = 'active' order by id"
JOURNAL = "select facts::text as facts from journal where district = %s and instance = any(%s) order by position"
OWNERLESS = """
select name from task
 where assignee is null and cardinality(groups) = 0 and cardinality(users) = 0
"""


class Seen:
    def __init__(self, store: Store):
        self.store = store

    def worklist(self, actor: Actor) -> list[Any]:
        return worklist.page(self.store, actor, worklist.Wanted(scope="all", limit=200)).rows

    def matter(self, id: int) -> dict[str, Any]:
        return self._rows(MATTER, district_of(id), id)[0]

    def tasks(self, id: int) -> list[dict[str, Any]]:
        return self._rows(TASKS, district_of(id), id)

    def papers(self, id: int) -> list[str]:
        return [row["name"] for row in self._rows(PAPERS, district_of(id), id)]

    def notices(self, id: int) -> list[str]:
        with self.store.writing() as connection:
            return [notice.title for notice in notices.of_case(connection, id)]

    def about(self, id: int) -> list[int]:
        """The instances about this one."""
        return [row["id"] for row in self._rows(ABOUT, district_of(id), id)]

    def active(self) -> list[dict[str, Any]]:
        return self._rows(ACTIVE)

    def facts(self, id: int) -> list[tuple[Fact, ...]]:
        return self.journal([id])

    def journal(self, ids: Iterable[int]) -> list[tuple[Fact, ...]]:
        """The facts of these instances, a tuple a command, in the order of their district's journal."""
        wanted = list(ids)
        return [decode(row["facts"]) for row in self._rows(JOURNAL, district_of(wanted[0]), wanted)]

    def ownerless(self) -> list[str]:
        return [row["name"] for row in self._rows(OWNERLESS)]

    def _rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        with self.store.reading() as connection:
            return connection.execute(statement, values).fetchall()
