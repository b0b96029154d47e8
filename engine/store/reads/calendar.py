"""The published calendars year by year: how many days are known, and whether a decree has settled them all."""

from dataclasses import dataclass

from engine.store.store import Store

YEARS = """
select extract(year from day)::int as year, count(*) as days, count(*) filter (where working) as worked,
       bool_or(provisional) as provisional
  from calendar_day where district = %(district)s group by 1 order by 1
"""


@dataclass(frozen=True, slots=True)
class Year:
    """`days`: rows of the year; a year is complete with 365 or 366 of them."""

    year: int
    days: int
    worked: int
    provisional: bool


def years(store: Store, district: int = 0) -> list[Year]:
    """Of the whole city, or what one district has of its own."""
    with store.reading() as connection:
        return [Year(**row) for row in connection.execute(YEARS, {"district": district})]
