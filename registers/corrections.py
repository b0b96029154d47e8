"""Corrections of calculated amounts: one person proposes with a reason, another decides. The sheet stays as it is.

A confirmed one holds over the sheet. A benefit that rests on the sheet is changed by an act of the same moment.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from registers import sheets
from registers.benefit_acts import Act, act
from registers.benefits import Connection, Refused, Signed
from registers.rolls import By

COLUMNS = "id, sheet, instance, kept, amount, reason, proposed_by, proposed_at, confirmed, decided_by, decided_at"
HOLD = "select 1 from calculation_sheet where district = %s and id = %s for update"
GET = f"select {COLUMNS} from correction where district = %s and id = %s"
OF_SHEET = f"select {COLUMNS} from correction where district = %s and sheet = %s order by proposed_at, id"
PUT = """
insert into correction (district, id, sheet, instance, kept, amount, reason, proposed_by, proposed_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
DECIDE = """
update correction set confirmed = %s, decided_by = %s, decided_at = %s where district = %s and id = %s
"""
RESTING = """
select b.person, b.matter, b.from_month, b.state from benefit b join benefit_act a
       on a.bucket = b.bucket and a.benefit = b.id
 where a.sheet = %s
 order by a.number desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """`kept`: what held before; `confirmed` None while nobody has decided."""

    id: int
    sheet: int
    instance: int
    kept: Decimal
    amount: Decimal
    reason: str
    proposed_by: str
    proposed_at: datetime
    confirmed: bool | None
    decided_by: str | None
    decided_at: datetime | None


def propose(connection: Connection, sheet: int, amount: Decimal, reason: str, signed: Signed) -> Correction:
    """Once under its id. Raises Refused without a reason or a difference, or while another one is undecided."""
    if not reason.strip():
        raise Refused("Expected a reason, but it is empty")
    if amount < 0 or amount != amount.quantize(Decimal("0.01")):
        raise Refused(f"Expected an amount in yuan to the cent, but got {amount}")
    with connection.transaction():
        connection.execute(HOLD, (sheet >> 40, sheet))
        earlier = [each for each in of_sheet(connection, sheet) if signed.id == each.id or each.confirmed is None]
        if earlier and earlier[0].id == signed.id:
            return earlier[0]
        if earlier:
            raise Refused(f"这张核算表已有 {earlier[0].proposed_by} 提出的更正，先定下来再提")
        kept, found = amount_of(connection, sheet), sheets.get(connection, sheet)
        if kept is None or amount == kept:
            raise Refused(f"Expected another amount than {kept}, but got {amount}")
        row = (sheet, found.instance, kept, amount, reason.strip(), signed.by, signed.at)
        connection.execute(PUT, (signed.id >> 40, signed.id, *row))
    return get(connection, signed.id)


def decide(connection: Connection, correction: int, confirmed: bool, by: By) -> Correction:
    """By another person than who proposed it; the same answer again changes nothing. Raises Refused."""
    with connection.transaction():
        found = get(connection, correction)
        connection.execute(HOLD, (found.sheet >> 40, found.sheet))
        found = get(connection, correction)
        if found.confirmed is not None:
            if (found.confirmed, found.decided_by) == (confirmed, by.name):
                return found
            raise Refused(f"这一更正已由 {found.decided_by} 定过")
        if by.name == found.proposed_by:
            raise Refused(f"Expected another person to decide, but {by.name} proposed it")
        connection.execute(DECIDE, (confirmed, by.name, by.at, correction >> 40, correction))
        if confirmed:
            _change_benefit(connection, found, by)
    return get(connection, correction)


def _change_benefit(connection: Connection, found: Correction, by: By) -> None:
    row = connection.execute(RESTING, (found.sheet,)).fetchone()
    if row is None:
        return
    person, matter, from_month, state = row
    words = f"核算更正：{found.reason}（{found.proposed_by} 提出）"
    if state == "stopped":
        raise Refused(f"{matter}已停发，更正后的多发少发另行追缴或补发")
    if found.amount == 0:
        raise Refused(f"{matter}已入册，更正为零的应停发")
    month = _month_of(connection, found.sheet, from_month)
    signed = Signed(found.id, found.instance, by.name, by.at)
    act(connection, (person, matter), Act("change", month, found.amount, words), signed)


def _month_of(connection: Connection, sheet: int, from_month: date) -> date:
    return max(sheets.get(connection, sheet).month, from_month)


def amount_of(connection: Connection, sheet: int) -> Decimal | None:
    """What holds: the last confirmed correction, or what the sheet says."""
    confirmed = [each.amount for each in of_sheet(connection, sheet) if each.confirmed]
    return confirmed[-1] if confirmed else sheets.get(connection, sheet).amount


def refuse_other(connection: Connection, sheet: tuple[int, str], amount: Decimal) -> Decimal:
    """What may be paid on a sheet (id, hash): a sum that stands in its result, or the confirmed correction instead.

    Gives the amount that holds. Raises Refused for any other: nobody bends it on the way to the roll.
    """
    found = sheets.get(connection, sheet[0])
    if found.sha256 != sheet[1]:
        raise Refused(f"Expected the hash of sheet {found.id}, but it is another")
    confirmed = [each.amount for each in of_sheet(connection, found.id) if each.confirmed]
    if amount not in (*_sums(json.loads(found.content, parse_float=Decimal)["result"]), *confirmed):
        raise Refused(f"金额 {amount} 元不是核算表 {found.id} 算出的，人不能改；有错的由两人更正")
    return confirmed[-1] if confirmed else amount


def _sums(result: Any) -> Iterator[Decimal]:
    """Every number of a result; a rule may give several, as a sum and by the month."""
    match result:
        case bool():
            return
        case int() | Decimal():
            yield Decimal(result)
        case dict():
            yield from (each for inner in result.values() for each in _sums(inner))
        case list():
            yield from (each for inner in result for each in _sums(inner))


def of_sheet(connection: Connection, sheet: int) -> Sequence[Correction]:
    """The oldest first."""
    with connection.cursor(row_factory=class_row(Correction)) as cursor:
        return cursor.execute(OF_SHEET, (sheet >> 40, sheet)).fetchall()


def get(connection: Connection, correction: int) -> Correction:
    """Raises LookupError."""
    with connection.cursor(row_factory=class_row(Correction)) as cursor:
        found = cursor.execute(GET, (correction >> 40, correction)).fetchone()
    if found is None:
        raise LookupError(f"Expected a correction, but there is no {correction}")
    return found
