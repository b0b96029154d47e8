"""How long comparisons are kept: as many years as the dated parameter says (Personal Information, 19)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from registers.comparisons import Connection

RULE, NAME, YEAR = "KEEP", "comparison_years", timedelta(days=366)
YEARS = """
select value from parameter
 where %s = any(rules) and name = %s and valid_from <= %s and (valid_to is null or %s <= valid_to)
   and withdrawn_at is null
 order by length(area), valid_from desc, version desc limit 1
"""
FORGET = "delete from comparison where district = any(%s) and settled and asked_at < %s"


def years(connection: Connection, day: date) -> int | None:
    """None where nobody has said how long: then nothing is forgotten."""
    row = connection.execute(YEARS, (RULE, NAME, day, day)).fetchone()
    return None if row is None else int(row[0])


def forget(connection: Connection, districts: Sequence[int], now: datetime, kept_for: int) -> int:
    """Deletes the comparisons that were asked more years ago, and tells how many."""
    return connection.execute(FORGET, (list(districts), now - kept_for * YEAR)).rowcount
