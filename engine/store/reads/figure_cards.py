"""The cards of a period, counted by area or by who is responsible, and one by one. Reads what the projector folded."""

from collections.abc import Mapping
from typing import Any

from engine.figures.cards import Colour
from engine.store.reads.figures import FIRST, Page, Scope
from engine.store.store import Store

Row = Mapping[str, Any]
DIMENSIONS = {
    "district": "left(k.area, 6)",
    "street": "left(k.area, 9)",
    "community": "left(k.area, 12)",
    "item": "c.item",
    "month": "to_char(k.at at time zone 'Asia/Shanghai', 'YYYY-MM')",
    "responsible": "coalesce(k.responsible, '')",
    "holder": "coalesce(k.holder, '')",
    "which": "case when k.task <> 0 then 'step' else k.which end",
}
WHERE = """
  from case_card k join case_figure c on c.district = k.district and c.id = k.instance
 where k.district = any(array(select district from head)) and k.at >= %(since)s and k.at < %(until)s
   and not c.test and c.how is distinct from 'void'
   and (%(area)s::text is null or starts_with(k.area, %(area)s)) and (%(item)s::text is null or c.item = %(item)s)
"""
COUNTS = """
select {key} as key, count(*) filter (where k.colour = 'yellow') as yellow,
       count(*) filter (where k.colour = 'red') as red {where} group by 1 order by 1
"""
BEHIND = f"{WHERE} and k.colour = %(colour)s and k.instance > %(after)s"
CARDS = f"""
select k.instance as id, c.code, c.item, k.task, k.which, k.colour, k.at, k.late_minutes, k.step, k.area, k.responsible
  {BEHIND} and k.instance in (select k.instance {BEHIND} group by k.instance order by k.instance limit %(limit)s)
 order by k.instance, k.task, k.which
"""


def counts(store: Store, scope: Scope, by: str | None = None) -> dict[str, tuple[int, int]]:
    """(yellow, red) by the value of the dimension; one empty key without. ValueError: there is no such dimension."""
    if by is not None and by not in DIMENSIONS:
        raise ValueError(f"Expected one of {', '.join(DIMENSIONS)}, but got {by!r}")
    text = COUNTS.format(key=DIMENSIONS[by] if by else "''::text", where=WHERE)
    with store.reading() as connection:
        rows = connection.execute(text, _values(scope), prepare=False).fetchall()
    return {str(row["key"] or ""): (row["yellow"], row["red"]) for row in rows}


def cards(store: Store, colour: Colour, scope: Scope, page: Page = FIRST) -> list[Row]:
    """One by one, in the order of cases: all of as many cases as the page is long."""
    values = {"colour": colour, "after": page.after, "limit": page.limit}
    with store.reading() as connection:
        return list(connection.execute(CARDS, {**_values(scope), **values}, prepare=False))


def _values(scope: Scope) -> dict[str, Any]:
    return {"since": scope.since, "until": scope.until, "area": scope.area, "item": scope.item}
