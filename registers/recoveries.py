"""Money paid too much: how much, from whom, and how it comes back: kept back from later rolls, repaid, written off.

What was stopped and what was recovered are kept apart: the first was never paid, the second was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from registers.benefits import Connection, Refused, Signed, refuse_amount
from registers.identity import bucket_of
from registers.parameters import Approval
from registers.rolls import By

PAYMENTS = """
select q.month, sum(q.amount) as paid,
       coalesce((select case when a.state = 'in_payment' then a.amount end
                   from benefit b cross join lateral (
                        select state, amount from benefit_act
                         where bucket = b.bucket and benefit = b.id and month <= q.month
                         order by number desc limit 1) a
                  where b.bucket = q.bucket and b.person = q.person and b.matter = q.matter and b.from_month <= q.month
                    and (b.until is null or q.month < b.until)
                  order by b.id desc limit 1), 0) as due
  from roll_part q join roll_line l
       on l.bucket = q.bucket and l.person = q.person and l.matter = q.matter and l.month = q.roll_month
 where q.bucket = %s and q.person = %s and q.matter = %s and q.month >= %s and l.state = 'paid'
 group by q.bucket, q.person, q.matter, q.month order by q.month
"""
COLUMNS = "id, person, matter, benefit, total, covered, instalment, from_month, state"
GET = f"select {COLUMNS} from recovery where bucket = %s and id = %s"
PUT = """
insert into recovery (bucket, id, person, matter, benefit, total, state, reason, instance, at, by)
values (%s, %s, %s, %s, %s, %s, 'unpaid', %s, %s, %s, %s)
"""
PLAN = "update recovery set instalment = %s, from_month = %s, state = 'instalments' where bucket = %s and id = %s"
ENTRY = """
insert into recovery_entry (bucket, recovery, id, kind, amount, reason, at, by, approved_by)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing
"""
PENDING = """
select coalesce(sum(l.withheld), 0) from roll_line l join roll r on r.id = l.roll
 where l.bucket = %s and l.recovery = %s and l.state <> 'unpaid' and r.state <> 'closed'
"""
COVER = """
update recovery set covered = covered + %(amount)s,
       state = case when covered + %(amount)s < total then state when %(kind)s = 'written_off' then 'written_off'
                    else 'paid' end
 where bucket = %(bucket)s and id = %(id)s
"""
SETTLE_WITHHELD = """
insert into recovery_entry (bucket, recovery, id, kind, amount, reason, at, by)
select bucket, recovery, 'roll:' || roll, 'withheld', withheld, '', %(at)s, %(by)s from roll_line
 where roll = %(roll)s and state = 'paid' and withheld > 0
on conflict do nothing
"""
COVER_WITHHELD = """
update recovery r set covered = r.covered + e.amount,
       state = case when r.covered + e.amount < r.total then r.state else 'paid' end
  from recovery_entry e
 where e.bucket = r.bucket and e.recovery = r.id and e.id = 'roll:' || %s
"""
STOPPED = "select coalesce(sum(amount), 0) from benefit_act where act = 'stop' and month >= %s and month < %s"
BY_KIND = "select kind, sum(amount) from recovery_entry where at >= %s and at < %s group by kind"


@dataclass(frozen=True, slots=True)
class Payment:
    """One month: what was paid for it, and what is due by all that is known now."""

    month: date
    paid: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class Recovery:
    """`covered`: what came back or was written off. `state`: unpaid, instalments, paid or written_off."""

    id: int
    person: str
    matter: str
    benefit: int
    total: Decimal
    covered: Decimal
    instalment: Decimal | None
    from_month: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """In yuan. `stopped`: by the month, of benefits stopped; the others: sums that came back or never will."""

    stopped: Decimal
    withheld: Decimal
    repaid: Decimal
    written_off: Decimal


def payments(connection: Connection, holder: tuple[str, str], since: date) -> Sequence[Payment]:
    """`holder`: person and matter. The months paid from `since` on: what the rule `overpaid` asks for."""
    person, matter = holder
    with connection.cursor(row_factory=class_row(Payment)) as cursor:
        return cursor.execute(PAYMENTS, (bucket_of(person), person, matter, since)).fetchall()


def overpaid(found: Sequence[Payment]) -> Decimal:
    """As `overpaid` of benefits.dmn: by the month, what was paid above what is due."""
    return sum((max(Decimal(0), each.paid - each.due) for each in found), Decimal(0))


def demand(
    connection: Connection, asked: tuple[str, str, int], total: Decimal, reason: str, signed: Signed
) -> Recovery:
    """`asked`: person, matter and benefit. Opens a recovery, once under its id. Raises Refused."""
    person, matter, benefit = asked
    refuse_amount(total)
    _refuse_silence(reason)
    bucket = bucket_of(person)
    with connection.transaction():
        if _one(connection, (bucket, signed.id)) is None:
            row = (person, matter, benefit, total, reason, signed.instance, signed.at, signed.by)
            connection.execute(PUT, (bucket, signed.id, *row))
    return get(connection, person, signed.id)


def demand_since(
    connection: Connection, asked: tuple[str, str, int], since: date, reason: str, signed: Signed
) -> Decimal:
    """`asked` as with `demand`. What was paid too much since a month is to come back, once under the id.

    Gives how much. Zero, and no recovery, where it was stopped in time. Raises Refused.
    """
    owed = overpaid(payments(connection, asked[:2], since))
    if owed > 0:
        demand(connection, asked, owed, reason, signed)
    return owed


def plan(connection: Connection, of: tuple[str, int], instalment: Decimal, from_month: date) -> Recovery:
    """`of`: person and recovery. So much is kept back of each roll from a month on. Raises Refused where it ended."""
    refuse_amount(instalment)
    person, id = of
    with connection.transaction():
        found = _held(connection, person, id)
        if found.state in ("paid", "written_off"):
            raise Refused(f"Expected a recovery that is open, but {id} is {found.state}")
        connection.execute(PLAN, (instalment, from_month, bucket_of(person), id))
    return get(connection, person, id)


def repay(connection: Connection, of: tuple[str, int], entry: str, amount: Decimal, by: By) -> Recovery:
    """Money that the person paid back, once under the id of the entry. Raises Refused for more than is open."""
    refuse_amount(amount)
    with connection.transaction():
        found = _held(connection, *of)
        if _enter(connection, found, ("repaid", entry, amount), ("", by.at, by.name, None)):
            pending = _pending(connection, found)
            if amount > found.total - found.covered - pending:
                raise Refused(f"尚欠 {found.total - found.covered} 元，名册正在扣回 {pending} 元，不能再收 {amount} 元")
    return get(connection, *of)


def write_off(connection: Connection, of: tuple[str, int], entry: str, reason: str, approval: Approval) -> Recovery:
    """Gives up what is open: another person approves it. Raises Refused while a roll keeps something back."""
    _refuse_silence(reason)
    signed = (reason, approval.at, approval.entered_by, approval.approved_by)
    with connection.transaction():
        found = _held(connection, *of)
        rest = ("written_off", entry, found.total - found.covered)
        if rest[2] > 0 and _enter(connection, found, rest, signed) and _pending(connection, found):
            raise Refused("名册正在扣回，关账以后再核销")
    return get(connection, *of)


def _enter(
    connection: Connection,
    of: Recovery,
    what: tuple[str, str, Decimal],
    signed: tuple[str, datetime, str, str | None],
) -> bool:
    """Enters what came back or was given up, and covers it; False where that entry was made before."""
    (kind, entry, amount), bucket = what, bucket_of(of.person)
    if connection.execute(ENTRY, (bucket, of.id, entry, kind, amount, *signed)).rowcount == 0:
        return False
    if amount > of.total - of.covered:
        raise Refused(f"尚欠 {of.total - of.covered} 元，不能再收 {amount} 元")
    connection.execute(COVER, {"amount": amount, "kind": kind, "bucket": bucket, "id": of.id})
    return True


def _pending(connection: Connection, of: Recovery) -> Decimal:
    (pending,) = connection.execute(PENDING, (bucket_of(of.person), of.id)).fetchone() or (Decimal(0),)
    return Decimal(pending)


def settle_states(connection: Connection, roll: int) -> None:
    """What a roll kept back counts as come back, once it is closed."""
    connection.execute(COVER_WITHHELD, (str(roll),))


def amounts(connection: Connection, span: tuple[date, date], moments: tuple[datetime, datetime]) -> Amounts:
    """From the first up to before the second: months for what was stopped, moments for what came back."""
    (stopped,) = connection.execute(STOPPED, span).fetchone() or (Decimal(0),)
    by_kind: dict[str, Any] = dict(connection.execute(BY_KIND, moments).fetchall())
    kinds = (by_kind.get(kind, Decimal(0)) for kind in ("withheld", "repaid", "written_off"))
    return Amounts(stopped, *kinds)


def get(connection: Connection, person: str, id: int) -> Recovery:
    found = _one(connection, (bucket_of(person), id))
    if found is None:
        raise LookupError(f"Expected a recovery, but there is no {id}")
    return found


def _held(connection: Connection, person: str, id: int) -> Recovery:
    """Under its lock. Raises LookupError."""
    connection.execute(f"{GET} for update", (bucket_of(person), id))
    return get(connection, person, id)


def _one(connection: Connection, row: tuple[int, int]) -> Recovery | None:
    with connection.cursor(row_factory=class_row(Recovery)) as cursor:
        return cursor.execute(GET, row).fetchone()


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise Refused("Expected a reason, but it is empty")
