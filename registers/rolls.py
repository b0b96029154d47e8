"""The monthly roll of a matter and area: its list locked on a day, what is due to each, another person's approval.

Every step may be run again: it finds what it did. Nobody is on two rolls of one month: the database refuses that.
What is due for a month is asked of the acts known when the list was locked; months not paid before come along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from psycopg.rows import class_row

from registers import months
from registers.benefits import Connection, Refused

State = Literal["locked", "calculated", "checked", "approved", "closed"]

LOCK_ALL = "lock table roll in share row exclusive mode"  # few open rolls, and neighbours have to be looked at
COLUMNS = "id, month, matter, area, state, made_by, locked_at, approved_by"
GET = f"select {COLUMNS} from roll where id = %s"
NEIGHBOURS = f"""
select {COLUMNS} from roll
 where matter = %(matter)s and (starts_with(area, %(area)s) or starts_with(%(area)s, area)) order by month desc limit 1
"""
PUT = """
insert into roll (id, month, matter, area, state, made_by, locked_at) values (%s, %s, %s, %s, 'locked', %s, %s)
"""
EVENT = """
insert into roll_event (roll, number, event, detail, at, by)
select %(roll)s, coalesce(max(number), 0) + 1, %(event)s, %(detail)s, %(at)s, %(by)s
  from roll_event where roll = %(roll)s
"""
# A part is one month's money: this month's, or what an earlier month was due and no roll has paid or is paying.
CALCULATE = """
with settled as materialized (
    select q.bucket, q.person, q.month, sum(q.amount) as amount
      from roll_part q join roll_line l on l.bucket = q.bucket and l.person = q.person
           and l.matter = q.matter and l.month = q.roll_month
     where q.matter = %(matter)s and q.roll_month < %(month)s and l.state not in ('held', 'unpaid')
     group by 1, 2, 3),
part as (
    insert into roll_part (bucket, person, matter, roll_month, month, roll, benefit, amount)
    select b.bucket, b.person, b.matter, %(month)s, k.month, %(roll)s, b.id, a.amount - coalesce(s.amount, 0)
      from benefit b
     cross join lateral (
           select generate_series(b.from_month, least(%(month)s::date, (b.until - interval '1 month')::date),
                                  interval '1 month')::date as month) k
     cross join lateral (
           select state, amount from benefit_act
            where bucket = b.bucket and benefit = b.id and month <= k.month and at <= %(locked_at)s
            order by number desc limit 1) a
      left join settled s on s.bucket = b.bucket and s.person = b.person and s.month = k.month
     where b.matter = %(matter)s and starts_with(b.area, %(area)s) and b.from_month <= %(month)s
       and a.state = 'in_payment' and a.amount > coalesce(s.amount, 0)
    returning bucket, person, matter, benefit, amount),
due as (select bucket, person, matter, max(benefit) as benefit, sum(amount) as due from part group by 1, 2, 3)
insert into roll_line (bucket, person, matter, month, roll, benefit, due, withheld, recovery, amount, state)
select d.bucket, d.person, d.matter, %(month)s, %(roll)s, d.benefit, d.due, coalesce(r.taken, 0), r.id,
       d.due - coalesce(r.taken, 0), 'listed'
  from due d left join lateral (
       select id, least(instalment, total - covered, d.due) as taken from recovery
        where bucket = d.bucket and person = d.person and matter = d.matter and state = 'instalments'
          and from_month <= %(month)s
        order by id limit 1) r on true
"""
ANALYZE = "analyze roll_line, roll_part"  # a month's rows came at once: without, the next month takes minutes
# Whoever repays or writes off meanwhile waits, and then sees what this roll keeps back.
HOLD_RECOVERIES = "update recovery set state = state where matter = %s and state = 'instalments'"
NOTHING_TO_SEND = "update roll_line set state = 'paid' where roll = %s and state = 'listed' and amount = 0"
SUMS = "select count(*), coalesce(sum(amount), 0) from roll_line where roll = %s and month = %s"
SET_STATE = "update roll set state = %s where id = %s"
APPROVE = "update roll set state = 'approved', approved_by = %s, approved_at = %s where id = %s"


@dataclass(frozen=True, slots=True)
class Roll:
    """`area`: a code, and all that lies in it."""

    id: int
    month: date
    matter: str
    area: str
    state: State
    made_by: str
    locked_at: datetime
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A roll to be opened, under the caller's id. `month`: its first day."""

    id: int
    month: date
    matter: str
    area: str


@dataclass(frozen=True, slots=True)
class By:
    """Who does a step, and when."""

    name: str
    at: datetime


def lock(connection: Connection, asked: Asked, by: By) -> Roll:
    """Locks the list: what is said of benefits later waits for the next month. Raises Refused for a month twice, a
    month left out, or where the month before is not closed, in this area or one that overlaps it."""
    if asked.month.day != 1 or not asked.matter.strip() or not asked.area.strip():
        raise Refused("Expected a month as its first day, a matter and an area")
    with connection.transaction():
        connection.execute(LOCK_ALL)
        earlier = _one(connection, GET, (asked.id,))
        if earlier is None:
            _refuse_neighbour(connection, asked)
            connection.execute(PUT, (asked.id, asked.month, asked.matter, asked.area, by.name, by.at))
            note(connection, asked.id, ("locked", ""), by)
        elif (earlier.month, earlier.matter, earlier.area) != (asked.month, asked.matter, asked.area):
            raise Refused(f"Expected a new id, but {asked.id} is another roll's")
    return get(connection, asked.id)


def _refuse_neighbour(connection: Connection, asked: Asked) -> None:
    about = {"matter": asked.matter, "area": asked.area}
    last = _one(connection, NEIGHBOURS, about)
    if last is None:
        return
    words = f"{last.matter}（{last.area}）{months.text(last.month)} 的名册"
    if asked.month <= last.month:
        raise Refused(f"已有{words}，{months.text(asked.month)} 不能再立")
    if last.state != "closed":
        raise Refused(f"{words}还没有关账，不能立 {months.text(asked.month)} 的")
    if asked.month != months.later(last.month, 1):
        raise Refused(f"上一份是{words}，应先立 {months.text(months.later(last.month, 1))} 的，不能跳月")


def calculate(connection: Connection, roll: int, by: By) -> tuple[int, Decimal]:
    """Puts on the list who is due what; gives how many and how much. An instalment of a recovery is kept back."""
    if get(connection, roll).state == "locked":
        connection.execute(ANALYZE)
    with connection.transaction():
        found = held(connection, roll)
        if found.state == "locked":
            about = {"roll": roll, "month": found.month, "matter": found.matter, "area": found.area}
            connection.execute(HOLD_RECOVERIES, (found.matter,))
            connection.execute(CALCULATE, {**about, "locked_at": found.locked_at})
            connection.execute(SET_STATE, ("calculated", roll))
            note(connection, roll, ("calculated", "{} 笔 {} 元".format(*sums(connection, found))), by)
    return sums(connection, found)


def approve(connection: Connection, roll: int, by: By) -> Roll:
    """Another person than who made it. Raises Refused otherwise, and where the list was not checked again."""
    with connection.transaction():
        found = held(connection, roll)
        if found.state in ("approved", "closed") and found.approved_by == by.name:
            return found
        expect(found, "checked")
        if by.name == found.made_by:
            raise Refused(f"Expected another person to approve, but {by.name} made the roll")
        connection.execute(APPROVE, (by.name, by.at, roll))
        connection.execute(NOTHING_TO_SEND, (roll,))
        note(connection, roll, ("approved", ""), by)
    return get(connection, roll)


def held(connection: Connection, roll: int) -> Roll:
    """The roll, under its lock until the transaction ends. Raises LookupError."""
    return _found(_one(connection, f"{GET} for update", (roll,)), roll)


def get(connection: Connection, roll: int) -> Roll:
    return _found(_one(connection, GET, (roll,)), roll)


def expect(roll: Roll, *states: State) -> None:
    if roll.state not in states:
        raise Refused(f"Expected a roll that is {' or '.join(states)}, but roll {roll.id} is {roll.state}")


def sums(connection: Connection, roll: Roll) -> tuple[int, Decimal]:
    count, total = connection.execute(SUMS, (roll.id, roll.month)).fetchone() or (0, Decimal(0))
    return count, total


def note(connection: Connection, roll: int, what: tuple[str, str], by: By) -> None:
    """One more line of what happened to a roll: the event and its details. Called under the roll's lock."""
    event, detail = what
    connection.execute(EVENT, {"roll": roll, "event": event, "detail": detail, "at": by.at, "by": by.name})


def _one(connection: Connection, statement: str, about: Sequence[Any] | Mapping[str, Any]) -> Roll | None:
    with connection.cursor(row_factory=class_row(Roll)) as cursor:
        return cursor.execute(statement, about).fetchone()


def _found(roll: Roll | None, id: int) -> Roll:
    if roll is None:
        raise LookupError(f"Expected a roll, but there is no {id}")
    return roll
