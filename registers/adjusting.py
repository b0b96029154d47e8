"""Puts an adjustment into force: a list of benefits and amounts that one person proposes and another approves.

Each benefit gets its acts once; the next roll pays what is missing. Calculates nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from registers.adjustments import Affected, Asked, Calculate, affected, of_one
from registers.benefit_acts import Act, act
from registers.benefits import Benefit, Connection, Refused, Signed
from registers.identity import bucket_of
from registers.rolls import By

COLUMNS = "id, rule, area, month, benefits, back_pay, proposed_by, proposed_at, approved_by, approved_at"
GET = f"select {COLUMNS} from adjustment where id = %s"
LISTED = f"select {COLUMNS} from adjustment where area like any(%s) order by id desc limit %s"
LOCK = "lock table adjustment in share row exclusive mode"  # one at a time: few are made, and two would overtake
PUT = """
insert into adjustment (id, rule, area, month, benefits, back_pay, proposed_by, proposed_at)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""
PUT_LINE = """
insert into adjustment_line (bucket, adjustment, benefit, month, person, matter, amount)
values (%s, %s, %s, %s, %s, %s, %s)
"""
LINES = """
select bucket, adjustment, benefit, month, person, matter, amount from adjustment_line where adjustment = %s
 order by bucket, benefit, month
"""
HOLD = """
select count(*) from (
    select 1 from benefit b
     where exists (select 1 from adjustment_line l where l.bucket = b.bucket and l.benefit = b.id and l.adjustment = %s)
     order by b.bucket, b.id for update) held
"""
# The sheet stays the one that the facts come from; ids below zero are those of no job.
APPLY = """
with line as materialized (
    select l.bucket, l.benefit, l.month, l.amount, b.acts, b.until,
           row_number() over (partition by l.bucket, l.benefit order by l.month) as number
      from adjustment_line l join benefit b on b.bucket = l.bucket and b.id = l.benefit
     where l.adjustment = %(id)s),
said as (
    insert into benefit_act (bucket, benefit, number, id, act, month, state, amount, until, reason, calculation,
                             instance, at, by)
    select l.bucket, l.benefit, l.acts + l.number, -(%(id)s * 1000 + l.number), 'change', l.month, 'in_payment',
           l.amount, l.until, %(reason)s,
           json_build_object('adjustment', %(id)s::bigint, 'sheet', a.calculation -> 'sheet'), 0, %(at)s, %(by)s
      from line l cross join lateral (
           select calculation from benefit_act
            where bucket = l.bucket and benefit = l.benefit and month <= l.month and sheet is not null
            order by number desc limit 1) a)
update benefit b set acts = b.acts + l.count, amount = l.amount
  from (select distinct on (bucket, benefit) bucket, benefit, amount, number as count from line
         order by bucket, benefit, number desc) l
 where b.bucket = l.bucket and b.id = l.benefit
"""
RESTING = """
select json_build_object('sheet', calculation -> 'sheet')::text from benefit_act
 where bucket = %s and benefit = %s and sheet is not null order by number desc limit 1
"""
APPROVE = "update adjustment set approved_by = %s, approved_at = %s where id = %s"
Line = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """`benefits`: how many are changed; `back_pay`: what is missing in sum for months that were paid, in yuan."""

    id: int
    rule: str
    area: str
    month: date
    benefits: int
    back_pay: Decimal
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None


def propose(connection: Connection, id: int, asked: Asked, calculate: Calculate, by: By) -> Adjustment:
    """Lists what would change, once under its id. Raises Refused where nothing would, or another list waits."""
    with connection.transaction():
        connection.execute(LOCK)
        if (earlier := _find(connection, id)) is not None:
            return earlier
        found = [each for each in affected(connection, asked, calculate) if each.changes]
        if not found:
            raise Refused(f"{asked.rule}（{asked.area}）自 {asked.month:%Y-%m} 没有要调整的")
        back_pay = sum((each.back_pay for each in found), Decimal(0))
        about = (asked.rule, asked.area, asked.month, len(found), back_pay)
        connection.execute(PUT, (id, *about, by.name, by.at))
        with connection.cursor() as cursor:
            cursor.executemany(PUT_LINE, _lines(id, found))
    return get(connection, id)


def approve(connection: Connection, id: int, last: date, calculate: Calculate, by: By) -> Adjustment:
    """As another person; again changes nothing. `last`: the month that is paid next.

    Raises Refused where the list is not what it would be today: then it is proposed anew.
    """
    with connection.transaction():
        connection.execute(LOCK)
        found = get(connection, id)
        if found.approved_by is not None:
            return found
        if by.name == found.proposed_by:
            raise Refused(f"Expected another person to approve, but {by.name} proposed it")
        connection.execute(HOLD, (id,))
        asked = Asked(found.rule, found.area, found.month, last)
        if [*_lines(id, affected(connection, asked, calculate))] != connection.execute(LINES, (id,)).fetchall():
            raise Refused(f"调整单 {id} 提出以后待遇或标准有变，应重新提出")
        reason = f"{found.rule} 标准调整，{found.proposed_by} 提出，{by.name} 批准"
        connection.execute(APPLY, {"id": id, "reason": reason, "at": by.at, "by": by.name})
        connection.execute(APPROVE, (by.name, by.at, id))
    return get(connection, id)


def rerun(connection: Connection, of: Benefit, span: tuple[date, date], calculate: Calculate, signed: Signed) -> bool:
    """Gives a benefit that is paid again the amounts of its months, by the parameters of each; False without any.

    `span`: the first month and the last. It follows from an act that was decided, so nobody approves it once more.
    """
    found = of_one(connection, of.person, of.id, span, calculate)
    if found is None or not found.changes:
        return False
    with connection.transaction():
        for number, (month, amount) in enumerate(found.changes, 1):
            said = Act("change", month, amount, "补发按各月的标准重算", _resting(connection, of))
            act(connection, (of.person, of.matter), said, replace(signed, id=-(signed.id * 1000 + number)))
    return True


def _resting(connection: Connection, of: Benefit) -> str | None:
    """The sheet on which it rests, for the act that follows."""
    row = connection.execute(RESTING, (bucket_of(of.person), of.id)).fetchone()
    return None if row is None else str(row[0])


def _lines(id: int, found: Sequence[Affected] | Iterator[Affected]) -> Iterator[Line]:
    for each in found:
        for month, amount in each.changes:
            yield bucket_of(each.person), id, each.benefit, month, each.person, each.matter, amount


def listed(connection: Connection, areas: Sequence[str], most: int) -> list[Adjustment]:
    """The newest first, of these areas and all that lies in them."""
    with connection.cursor(row_factory=class_row(Adjustment)) as cursor:
        return cursor.execute(LISTED, ([f"{area}%" for area in areas], most)).fetchall()


def get(connection: Connection, id: int) -> Adjustment:
    """Raises LookupError."""
    found = _find(connection, id)
    if found is None:
        raise LookupError(f"Expected an adjustment, but there is no {id}")
    return found


def _find(connection: Connection, id: int) -> Adjustment | None:
    with connection.cursor(row_factory=class_row(Adjustment)) as cursor:
        return cursor.execute(GET, (id,)).fetchone()
