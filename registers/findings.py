"""What persons found of comparisons: a hit confirmed or overruled, a paper in place of an answer; and the figures.

A comparison never refuses anybody; what counts is written here with a name and a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg.rows import class_row

from registers.comparisons import RECEIPT, Connection
from registers.verdict import Outcome

FIND = """
update comparison set finding = %(finding)s, finding_reason = %(reason)s, found_by = %(by)s, found_at = %(at)s
 where district = %(district)s and instance = %(instance)s and verdict = 'hit' and finding is null
   and late = %(late)s and (%(job)s::bigint is null or (job = %(job)s and name = %(name)s))
"""
RECEIVE = f"""
insert into comparison (district, job, name, source, instance, person, stage, asked_at, verdict, detail, evidence_ref,
                        answered_at, found_by)
select distinct on (c.name) c.district, %(job)s::bigint, c.name, '{RECEIPT}', c.instance, c.person, c.stage, %(at)s,
       %(verdict)s, %(detail)s, %(reference)s, %(at)s, %(by)s
  from comparison c
 where c.district = %(district)s and c.instance = %(instance)s and (c.verdict is null or c.verdict = 'unknown')
   and not exists (select from comparison o where o.district = c.district and o.instance = c.instance
                      and o.name = c.name and o.asked_at > c.asked_at)
 order by c.name, c.source
on conflict do nothing
"""
COUNTS = """
select name, count(*) as asked, count(answered_at) as answered, count(*) filter (where verdict = 'hit') as hits,
       count(*) filter (where verdict = 'unknown') as unknown, count(*) filter (where late) as late,
       count(*) filter (where finding = 'confirmed') as confirmed,
       count(*) filter (where finding = 'overruled') as overruled
  from comparison where district = any(%s) and asked_at >= %s and asked_at < %s group by name order by name
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """`about`: one late comparison (its job and check); None for all hits of the case that came in time."""

    finding: Literal["confirmed", "overruled"]
    reason: str
    by: str
    at: datetime
    about: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A paper that stands in for answers. `reference`: its number; `detail`: how it was come by; `job` keeps it."""

    job: int
    verdict: Outcome
    detail: str
    reference: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """Comparisons of one check. False hits: `overruled` of `confirmed` and `overruled` together."""

    name: str
    asked: int
    answered: int
    hits: int
    unknown: int
    late: int
    confirmed: int
    overruled: int


def find(connection: Connection, instance: int, found: Finding) -> int:
    """Writes the finding beside the hits it is about that have none; gives how many."""
    job, name = found.about or (None, None)
    about = {"district": instance >> 40, "instance": instance, "late": job is not None, "job": job, "name": name}
    what = {"finding": found.finding, "reason": found.reason, "by": found.by, "at": found.at}
    return connection.execute(FIND, about | what).rowcount


def receive(connection: Connection, instance: int, receipt: Receipt) -> int:
    """Writes the paper down for each check that has no answer, or unknown, at last; gives for how many."""
    about = {"district": instance >> 40, "instance": instance}
    what = {name: getattr(receipt, name) for name in ("job", "verdict", "detail", "reference", "by", "at")}
    return connection.execute(RECEIVE, about | what).rowcount


def counts(connection: Connection, districts: Sequence[int], since: datetime, until: datetime) -> list[Count]:
    """What was asked in this time, by check (metrics.md section 3)."""
    with connection.cursor(row_factory=class_row(Count)) as cursor:
        return cursor.execute(COUNTS, (list(districts), since, until)).fetchall()
