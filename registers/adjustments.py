"""What a changed amount or limit means for those who hold a benefit: which, how much from when on, and the back-pay.

One person proposes the whole list, another approves it; then each gets an act, once, and the next roll pays the rest.
Knows no rule: whoever calls gives what a sheet amounts to under other parameters.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from typing import Any

from registers import parameters
from registers.benefits import Connection
from registers.identity import bucket_of
from registers.parameters import Parameter

BATCH = 1000  # benefits at a time
# In payment month by month as all acts leave it, the sheet that gave the amount, and what rolls have paid for it.
MONTHS = """
with settled as materialized (
    select q.bucket, q.person, q.matter, q.month, sum(q.amount) as amount
      from roll_part q join roll_line l on l.bucket = q.bucket and l.person = q.person
           and l.matter = q.matter and l.month = q.roll_month
     where l.state not in ('held', 'unpaid') and q.month >= %(month)s
     group by 1, 2, 3, 4)
select b.id, b.person, b.matter, k.month, a.amount, f.sheet, coalesce(s.amount, 0),
       exists (select 1 from benefit_act z where z.bucket = b.bucket and z.benefit = b.id and z.number > a.number
                  and z.act <> 'stop' and (z.state = 'suspended' or z.month > %(last)s))
  from benefit b
 cross join lateral (
       select generate_series(greatest(b.from_month, %(month)s::date),
                              least(%(last)s::date, (b.until - interval '1 month')::date), interval '1 month')::date
           as month) k
 cross join lateral (
       select state, amount, number from benefit_act
        where bucket = b.bucket and benefit = b.id and month <= k.month order by number desc limit 1) a
  left join lateral (
       select sheet from benefit_act z
        where z.bucket = b.bucket and z.benefit = b.id and z.number <= a.number and z.sheet is not null
          and z.amount = a.amount
        order by z.number desc limit 1) f on true
  left join settled s on s.bucket = b.bucket and s.person = b.person and s.matter = b.matter and s.month = k.month
 where b.from_month <= %(last)s and a.state = 'in_payment' and {whose}
 order by b.bucket, b.id, k.month
"""
OF_RULE = "b.rule = %(rule)s and starts_with(b.area, %(area)s)"
OF_ONE = "b.bucket = %(bucket)s and b.id = %(benefit)s"
SHEETS = """
select id, rule, area, residence, content from calculation_sheet where district = any(%s) and id = any(%s)
"""
AREAS = "select distinct area from parameter where %s = any(rules) and withdrawn_at is null"

Calculate = Callable[[str, Sequence[Mapping[str, Any]]], Decimal | None]
"""A sheet's text, and parameters as it names them -> what its rule gives with these, None where nothing is due."""


@dataclass(frozen=True, slots=True)
class Asked:
    """From which month on, and the last month to look at (the one that is paid next)."""

    rule: str
    area: str
    month: date
    last: date


@dataclass(frozen=True, slots=True)
class Affected:
    """A benefit that is due something else. `changes`: the amount from a month on; `old`: before the first of them.

    `paid`: how many of the months were paid, `back_pay`: what is missing for these. `by_hand`: why nobody but a person
    can say what is due; then there are no changes.
    """

    benefit: int
    person: str
    matter: str
    old: Decimal
    changes: tuple[tuple[date, Decimal], ...] = ()
    paid: int = 0
    back_pay: Decimal = Decimal(0)
    by_hand: str = ""

    @property
    def new(self) -> Decimal:
        return self.changes[-1][1] if self.changes else self.old


@dataclass(frozen=True, slots=True)
class Month:
    """`settled`: what was paid for it. `is_shadowed`: what was said since then of later months would be undone."""

    benefit: int
    person: str
    matter: str
    month: date
    amount: Decimal
    sheet: int | None
    settled: Decimal
    is_shadowed: bool


def affected(connection: Connection, asked: Asked, calculate: Calculate) -> Iterator[Affected]:
    """In order of the bucket and the benefit. Raises Gap where a month has no parameters."""
    about = {"rule": asked.rule, "area": asked.area, "month": asked.month, "last": asked.last}
    yield from _looked_at(connection, (OF_RULE, about), calculate)


def of_one(
    connection: Connection, person: str, benefit: int, span: tuple[date, date], calculate: Calculate
) -> Affected | None:
    """The same of one benefit, from the first month to the last; None where all is as it should be."""
    about = {"bucket": bucket_of(person), "benefit": benefit, "month": span[0], "last": span[1]}
    return next(_looked_at(connection, (OF_ONE, about), calculate), None)


def _looked_at(
    connection: Connection, whose: tuple[str, Mapping[str, Any]], calculate: Calculate
) -> Iterator[Affected]:
    again = Again(connection, calculate)
    with connection.transaction(), connection.cursor("months") as cursor:
        cursor.itersize = 10 * BATCH
        cursor.execute(MONTHS.format(whose=whose[0]), whose[1])
        each = (list(rows) for _, rows in groupby((Month(*row) for row in cursor), lambda row: row.benefit))
        while some := list(islice(each, BATCH)):
            again.load({row.sheet for rows in some for row in rows if row.sheet is not None})
            yield from (found for rows in some if (found := _compared(rows, again)) is not None)


class Again:
    """Amounts calculated anew, each combination of facts and parameters once."""

    def __init__(self, connection: Connection, calculate: Calculate):
        self._connection, self._calculate = connection, calculate
        self._sheets: dict[int, tuple[str, str, str, str]] = {}
        self._areas: dict[str, Sequence[str]] = {}
        self._valid: dict[tuple[str, str, str, date], Sequence[Parameter]] = {}

    def load(self, sheets: set[int]) -> None:
        rows = self._connection.execute(SHEETS, (sorted({id >> 40 for id in sheets}), sorted(sheets))).fetchall()
        self._sheets = {id: rest for id, *rest in rows}

    def amount(self, sheet: int, month: date) -> Decimal | None:
        rule, area, residence, content = self._sheets[sheet]
        known = self._parameters(rule, self._nearest(rule, area), residence, month)
        return self._calculate(content, [each.told() for each in known])

    def _nearest(self, rule: str, area: str) -> str:
        """The longest area that has parameters of its own: what holds there holds in all that lies in it."""
        if rule not in self._areas:
            rows = self._connection.execute(AREAS, (rule[:6],)).fetchall()
            self._areas[rule] = [code for (code,) in rows]
        return max((code for code in self._areas[rule] if area.startswith(code)), key=len, default=area)

    def _parameters(self, rule: str, area: str, residence: str, month: date) -> Sequence[Parameter]:
        key = (rule, area, residence, month)
        if key not in self._valid:
            found = parameters.valid(self._connection, rule[:6], (area, residence), month)
            self._valid[key] = [*found.values()]
        return self._valid[key]


def _compared(rows: Sequence[Month], again: Again) -> Affected | None:
    first = rows[0]
    whom = Affected(first.benefit, first.person, first.matter, first.amount)
    if any(row.sheet is None for row in rows):
        return replace(whom, by_hand="没有核算表")
    due = [(row, again.amount(row.sheet, row.month)) for row in rows if row.sheet is not None]
    if any(not amount for _, amount in due):
        return replace(whom, by_hand="按新标准不再符合，须核实")
    wanted = [(row, _fair(row, amount)) for row, amount in due if amount is not None]
    if all(row.amount == amount for row, amount in wanted):
        return None
    if any(row.is_shadowed for row in rows):
        return replace(whom, by_hand="这几个月以后另有暂停或变更")
    return _told(whom, wanted)


def _fair(row: Month, amount: Decimal) -> Decimal:
    """A lower amount begins with the first month that is not paid: what was right then is not asked back."""
    return row.amount if amount < row.amount and row.settled else amount


def _told(whom: Affected, wanted: Sequence[tuple[Month, Decimal]]) -> Affected:
    begin = next(number for number, (row, amount) in enumerate(wanted) if row.amount != amount)
    since = wanted[begin:]
    changes: list[tuple[date, Decimal]] = []
    for row, amount in since:
        if not changes or changes[-1][1] != amount:
            changes.append((row.month, amount))
    missing = [max(Decimal(0), amount - row.settled) for row, amount in since if row.settled]
    old = since[0][0].amount
    return replace(whom, old=old, changes=tuple(changes), paid=len(missing), back_pay=sum(missing, Decimal(0)))
