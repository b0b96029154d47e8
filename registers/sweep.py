"""Looks for beneficiaries who are dead, imprisoned or paid twice: all at once, one query over holders and records.

What is found is a doubt, once a person, matter, month and kind; it takes nothing away, a person verifies it. One
running record of the matter itself is taken for the holder's own: departments deliver what they pay too.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from registers import catalogue, payloads
from registers.benefits import Connection
from registers.compare import Age, compare, weekdays
from registers.records import REACH
from registers.verdict import Record, Shared, Verdict, runs_on

KINDS = ("death", "prison", "duplicate_benefit")
BATCH = 1000

HOLDERS = """
select b.bucket, b.person, b.matter, b.id as benefit from benefit b
 where b.from_month <= %(month)s and (b.until is null or %(month)s < b.until)
"""
ON_ROLL = """
select l.bucket, l.person, l.matter, l.benefit from roll_line l where l.roll = %(roll)s
"""
SEEN = """
select h.bucket, h.person, h.matter, h.benefit, r.dataset, r.payload::text, r.as_of
  from ({holders}) h join record r on r.bucket = h.bucket and r.person = h.person
 where r.dataset = any(%(datasets)s)
 order by h.bucket, h.person, h.matter, h.benefit, r.dataset, r.number
"""
PUT = """
insert into doubt (bucket, person, matter, month, kind, benefit, detail, evidence, found_at)
values (%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s) on conflict do nothing
"""
BY_KIND = "select kind, count(*) from doubt where month = %s group by kind order by kind"
COUNT = "select count(*) from ({holders}) h"


@dataclass(frozen=True, slots=True)
class Sweep:
    """`month`: what the money is for. `today` tells how old the data are; `roll`: only who is on it."""

    month: date
    today: date
    at: datetime
    roll: int | None = None
    age: Age = weekdays

    @property
    def holders(self) -> str:
        return HOLDERS if self.roll is None else ON_ROLL


@dataclass(frozen=True, slots=True)
class Swept:
    """`found`: doubts of the month by kind. `unanswered`: the checks whose data are missing or too old, in words."""

    looked_at: int
    found: Mapping[str, int] = field(default_factory=dict)
    unanswered: Mapping[str, str] = field(default_factory=dict)


def sweep(connection: Connection, asked: Sweep) -> Swept:
    """Compares all holders of that month with the datasets and keeps the doubts; run again, it finds them there."""
    with connection.transaction():
        reach = reached(connection)
        doubts = _doubts(connection, asked, reach)
        while batch := list(islice(doubts, BATCH)):
            with connection.cursor() as cursor:
                cursor.executemany(PUT, batch)
    about = {"month": asked.month, "roll": asked.roll}
    (looked_at,) = connection.execute(COUNT.format(holders=asked.holders), about).fetchone() or (0,)
    found = dict(connection.execute(BY_KIND, (asked.month,)).fetchall())
    return Swept(looked_at, found, unanswered(reach, asked))


def unanswered(reach: Mapping[str, date], asked: Sweep) -> dict[str, str]:
    """The checks that nothing can be said of, though somebody had no record."""
    nothing = Shared(asked.today, (), reach)
    verdicts = [compare(kind, {"benefit": ""}, nothing, asked.age) for kind in KINDS]
    return {verdict.check: verdict.detail for verdict in verdicts if verdict.outcome == "unknown"}


def reached(connection: Connection) -> dict[str, date]:
    """How far each dataset of these checks reaches."""
    return dict(connection.execute(REACH, (_datasets(),)).fetchall())


def _datasets() -> list[str]:
    return [name for kind in KINDS for name in catalogue.serving(kind)]


def _doubts(connection: Connection, asked: Sweep, reach: Mapping[str, date]) -> Iterator[tuple[Any, ...]]:
    about = {"month": asked.month, "roll": asked.roll, "datasets": _datasets()}
    with connection.cursor("seen") as cursor:
        cursor.itersize = 10 * BATCH
        cursor.execute(SEEN.format(holders=asked.holders), about)
        for (bucket, person, matter, benefit), rows in groupby(cursor, itemgetter(0, 1, 2, 3)):
            for verdict in _hits(matter, rows, Shared(asked.today, (), reach), asked.age):
                evidence = json.dumps([asdict(each) for each in verdict.evidence], default=str)
                about_whom = (bucket, person, matter, asked.month, verdict.check, benefit)
                yield (*about_whom, verdict.detail, evidence, asked.at)


def _hits(matter: str, rows: Iterable[tuple[Any, ...]], shared: Shared, age: Age) -> Iterator[Verdict]:
    known = catalogue.datasets()
    of_kind: dict[str, list[Record]] = {kind: [] for kind in KINDS}
    for *_, name, payload, as_of in rows:
        of_kind[known[name].check].append(Record(name, payloads.load(known[name], payload), as_of))
    of_kind["duplicate_benefit"] = _of_others(matter, of_kind["duplicate_benefit"], shared.today)
    for kind, records in of_kind.items():
        if records:
            verdict = compare(kind, {"benefit": matter}, Shared(shared.today, tuple(records), shared.reach), age)
            if verdict.outcome == "hit":
                yield verdict


def _of_others(matter: str, records: list[Record], today: date) -> list[Record]:
    own = next((r for r in records if r.payload["benefit"] == matter and runs_on(r, today)), None)
    return [record for record in records if record is not own]
