"""Benefits that are suspended: since when, and which for so long that they end. How long is a dated parameter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import class_row

from registers import months, parameters
from registers.benefit_acts import Act, act
from registers.benefits import Connection, Signed

RULE, LIMIT = "PAY", "suspension_months"  # in the register of parameters
EXPIRED = """
select b.id, b.person, b.matter, b.area, a.month as since from benefit b cross join lateral (
       select month from benefit_act where bucket = b.bucket and benefit = b.id and act = 'suspend'
        order by number desc limit 1) a
 where b.state = 'suspended' and a.month <= %(since)s and starts_with(b.area, %(area)s)
 order by b.bucket, b.id
"""


@dataclass(frozen=True, slots=True)
class Suspended:
    """`since`: the first month that was not paid."""

    id: int
    person: str
    matter: str
    area: str
    since: date


def longest(connection: Connection, area: str, month: date) -> int:
    """How many months a suspension may last. Raises parameters.Gap."""
    return int(parameters.valid(connection, RULE, (area, ""), month)[LIMIT].value)


def expired(connection: Connection, area: str, month: date) -> Sequence[Suspended]:
    """Those in an area that are suspended so long that nothing is kept for them in that month."""
    about: dict[str, Any] = {"since": months.later(month, -longest(connection, area, month)), "area": area}
    with connection.cursor(row_factory=class_row(Suspended)) as cursor:
        return cursor.execute(EXPIRED, about).fetchall()


def end(connection: Connection, area: str, month: date, signed: Signed) -> int:
    """Stops these from the month on in which their time was over; gives how many. Again, it finds none."""
    limit = longest(connection, area, month)
    found = expired(connection, area, month)
    for each in found:
        reason = f"暂停满 {limit} 个月，待遇终止"
        said = Act("stop", months.later(each.since, limit), reason=reason)
        act(connection, (each.person, each.matter), said, signed)
    return len(found)
