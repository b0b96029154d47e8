"""Comparisons that were made: one row a check, source and job that asked, kept for whoever asks why, and counted.

An answer is taken once; only unknown gives way to a later answer. The person is a blind index, never a number.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

import psycopg
from psycopg.rows import class_row

from registers.verdict import Evidence, Outcome, Verdict

Connection = psycopg.Connection[Any]
SHARED, RECEIPT = "shared", "receipt"  # sources that are no department: the shared datasets, a paper that was shown
FIELDS = """district, job, name, source, instance, person, stage, asked_at, tries, ask_again_at, fault, verdict, detail,
 as_of, fresh, evidence, evidence_ref, answered_at, settled, late, confirmers, confirm_area, finding, finding_reason,
 found_by, found_at, sealed"""
OF_JOB = f"select {FIELDS} from comparison where district = %s and job = %s order by name, source"
OF_CASE = f"select {FIELDS} from comparison where district = %s and instance = %s order by asked_at, job, name, source"
FIND = f"select {FIELDS} from comparison where district = %s and job = %s and name = %s and source = %s"
ASK = """
insert into comparison (district, job, instance, name, source, person, stage, asked_at, confirmers, confirm_area)
select job.*, r.name, r.source, r.person, %(stage)s, %(at)s, %(confirmers)s::json, %(area)s
  from (select %(district)s::integer, %(job)s::bigint, %(instance)s::bigint) job,
       json_to_recordset(%(rows)s::json) as r(name text, source text, person text)
on conflict do nothing
"""
ANSWER = """
update comparison c set verdict = r.verdict, detail = r.detail, as_of = r.as_of, fresh = r.fresh, evidence = r.evidence,
       evidence_ref = r.evidence_ref,
       sealed = decode(r.sealed, 'hex'), answered_at = %(at)s, settled = %(settled)s, fault = null, ask_again_at = null
  from json_to_recordset(%(rows)s::json) as r(name text, source text, verdict text, detail text, as_of date,
       fresh boolean, evidence json, evidence_ref text, sealed text)
 where c.district = %(district)s and c.job = %(job)s and c.name = r.name and c.source = r.source
   and (c.verdict is null or (c.verdict = 'unknown' and r.verdict <> 'unknown'))
"""
FAIL = """
update comparison set tries = tries + 1, fault = %(fault)s, ask_again_at = %(again)s
 where district = %(district)s and job = %(job)s and name = %(name)s and source = %(source)s and verdict is null
"""
UNSETTLED = f"""
select {FIELDS} from comparison where district = any(%s) and not settled order by district, job, name, source limit %s
"""
SETTLE = """
update comparison set settled = true, late = late or %(late)s
 where district = %(district)s and job = %(job)s and name = %(name)s and source = %(source)s and verdict = %(verdict)s
"""
NOTE = """
update comparison set fault = %(fault)s
 where district = %(district)s and job = %(job)s and name = %(name)s and source = %(source)s and verdict is null
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: `name` a check of checks.csv, of `source` (a department's code, or shared), about a person."""

    name: str
    source: str
    person: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: the job of a case at a stage; `confirmers` and `area` say who verifies a hit that comes too late."""

    job: int
    instance: int
    stage: str
    at: datetime
    confirmers: Any = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An answer. `evidence_ref`: what the department calls its record; `evidence`: the records of shared datasets.

    `sealed`: in hexadecimal, what stands in the clear nowhere (see secrecy).
    """

    name: str
    source: str
    verdict: Outcome
    detail: str
    as_of: date | None = None
    fresh: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    evidence_ref: str | None = None
    sealed: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row. Waiting for an answer while `verdict` is None; `fault` says what went wrong with the last try."""

    district: int
    job: int
    name: str
    source: str
    instance: int
    person: str
    stage: str
    asked_at: datetime
    tries: int
    ask_again_at: datetime | None
    fault: str | None
    verdict: Outcome | None
    detail: str | None
    as_of: date | None
    fresh: bool | None
    evidence: Sequence[dict[str, Any]] | None
    evidence_ref: str | None
    answered_at: datetime | None
    settled: bool
    late: bool
    confirmers: Any
    confirm_area: str | None
    finding: Literal["confirmed", "overruled"] | None
    finding_reason: str | None
    found_by: str | None
    found_at: datetime | None
    sealed: bytes | None = None

    @property
    def request(self) -> str:
        return request_of(self.job, self.name, self.source)


def request_of(job: int, name: str, source: str) -> str:
    """The id under which a department is asked: always the same, so that asking twice is asking once."""
    return f"{job}-{name}-{source}"


def ask(connection: Connection, asking: Asking, asked: Iterable[Asked]) -> None:
    """Notes what is asked; what the job asked before stays as it is."""
    rows = json.dumps([asdict(one) for one in asked])
    about = {"district": asking.job >> 40, "rows": rows, "confirmers": json.dumps(asking.confirmers)}
    same = {name: getattr(asking, name) for name in ("job", "instance", "stage", "at", "area")}
    connection.execute(ASK, about | same)


def answer(connection: Connection, job: int, told: Iterable[Told], at: datetime, settled: bool = True) -> int:
    """Takes answers that are not there yet; gives how many. `settled`: whoever waits for them knows already."""
    rows = json.dumps([asdict(one) for one in told], default=str)
    about = {"district": job >> 40, "job": job, "rows": rows, "at": at, "settled": settled}
    return connection.execute(ANSWER, about).rowcount


def fail(connection: Connection, key: tuple[int, str, str], fault: str, again: datetime) -> None:
    """A try brought no answer. `key`: job, name, source; `again`: when to ask again."""
    connection.execute(FAIL, {**_key(key), "fault": fault, "again": again})


def note(connection: Connection, key: tuple[int, str, str], fault: str) -> None:
    """What came is no answer; it still waits for one."""
    connection.execute(NOTE, {**_key(key), "fault": fault})


def unsettled(connection: Connection, districts: Sequence[int], most: int) -> list[Comparison]:
    """Answers that came by themselves, of which nobody was told yet."""
    return _rows(connection, UNSETTLED, (list(districts), most))


def settle(connection: Connection, rows: Iterable[Comparison], late: bool = False) -> None:
    """These answers, as they were read, are known to whom they concern. `late`: the case had gone on."""
    for row in rows:
        about = _key((row.job, row.name, row.source))
        connection.execute(SETTLE, {**about, "verdict": row.verdict, "late": late})


def of_job(connection: Connection, job: int) -> list[Comparison]:
    return _rows(connection, OF_JOB, (job >> 40, job))


def of_case(connection: Connection, instance: int) -> list[Comparison]:
    """The oldest first."""
    return _rows(connection, OF_CASE, (instance >> 40, instance))


def find(connection: Connection, request: str) -> Comparison | None:
    """By the id that the department was given."""
    job, _, rest = request.partition("-")
    name, _, source = rest.rpartition("-")
    if not (job.isascii() and job.isdigit() and len(job) <= 16):
        return None
    found = _rows(connection, FIND, (int(job) >> 40, int(job), name, source))
    return found[0] if found else None


def told_of(verdict: Verdict) -> Told:
    """The verdict of the shared datasets as an answer: as old as the oldest that it rests on."""
    days = [one.as_of for one in verdict.evidence]
    return Told(
        name=verdict.check,
        source=SHARED,
        verdict=verdict.outcome,
        detail=verdict.detail,
        as_of=min(days) if days else None,
        fresh=all(one.fresh for one in verdict.evidence) if days else None,
        evidence=verdict.evidence,
    )


def _key(key: tuple[int, str, str]) -> dict[str, Any]:
    job, name, source = key
    return {"district": job >> 40, "job": job, "name": name, "source": source}


def _rows(connection: Connection, statement: str, values: tuple[Any, ...]) -> list[Comparison]:
    with connection.cursor(row_factory=class_row(Comparison)) as cursor:
        return cursor.execute(statement, values).fetchall()
