"""Figures of a period and an area, in all or by a dimension, and the cases behind each: one predicate for both.

Reads the rows that the projector of the figures has folded so far; decides nothing about who may see them. Nothing is
prepared: a plan that was made for a month is twenty times slower over a year.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from engine.figures.items import traits
from engine.figures.shape import Attributed, Counted, Figure, Part
from engine.store.facts_json import dumps
from engine.store.reads import figure_apart
from engine.store.reads.figure_terms import COUNTED, MEASURES, PERIODS, amount, held
from engine.store.reads.figure_terms import cases as counted_cases
from engine.store.store import Store

Row = Mapping[str, Any]
Names = Mapping[str, str]  # of aggregates, in SQL, the columns
Side = Literal["received", "handling"]
AREAS: Mapping[str, str] = {
    "received": "c.received_area",
    "handling": "coalesce(c.handling_area, c.received_area)",
}
MOMENTS: Mapping[str, str] = {"accepted": "c.accepted_at", "ended": "c.ended_at"}
LEVELS = {"district": 6, "street": 9, "community": 12}
DIMENSIONS = {
    **{level: f"left({{area}}, {digits})" for level, digits in LEVELS.items()},
    "item": "c.item",
    "department": "i.department",
    "route": "i.route",
    "channel": "c.channel",
    "month": "to_char({at} at time zone 'Asia/Shanghai', 'YYYY-MM')",
}
FROM = """
  from case_figure c left join jsonb_to_recordset(%(traits)s::jsonb)
       i(code text, department text, route text, weight int) on i.code = c.item
"""
WHERE = """
 where c.district = any(array(select district from head)) and {counted} and {period}
   and (%(area)s::text is null or starts_with({area}, %(area)s)) and (%(item)s::text is null or c.item = %(item)s)
   and (%(department)s::text is null or i.department = %(department)s)
   and (%(route)s::text is null or i.route = %(route)s) and (%(channel)s::text is null or c.channel = %(channel)s)
"""
WHOLE = "''::text"  # the key where all is one
CASES = """
select c.id, c.code, c.item, c.received_area, c.handling_area, c.channel, c.received_at, c.accepted_at, c.ended_at,
       c.how, c.promised, c.statutory, c.worked_minutes, c.late, c.breached, c.supplements, c.papers_spared,
       c.papers_listed, c.rating, c.visits, {measure} as counts {source} and {held} and c.id > %(after)s
 order by c.id limit %(limit)s
"""
BEHIND = """
select coalesce(sum(h.position - coalesce(c.position, 0)), 0)::bigint as behind from head h
  left join projector_cursor c on c.district = h.district and c.projector = 'figures'
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases: moments from `since` to before `until`, an area's code and all in it, on the side of the window that
    received (`received`) or of who handles it; an item, department, route or channel."""

    since: datetime
    until: datetime
    area: str | None = None
    side: Side = "received"
    item: str | None = None
    department: str | None = None
    route: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: the id of the last case of the page before."""

    after: int = 0
    limit: int = 50


FIRST = Page()


def read(store: Store, wanted: Sequence[Figure], scope: Scope, by: str | None = None) -> dict[str, dict[str, Counted]]:
    """By the value of the dimension (one empty key without), the figures by name. ValueError: it has no such one."""
    found: dict[str, dict[str, Counted]] = {}
    with store.reading() as connection:
        for attributed in dict.fromkeys(figure.attributed for figure in wanted):
            figures = [figure for figure in wanted if figure.attributed == attributed]
            text = {"key": _key(by, attributed, scope), "source": _source(attributed, scope)}
            names, query = _query(figures, **text)
            rows = connection.execute(query, _values(scope), prepare=False).fetchall()
            apart = figure_apart.read(connection, figures, text, _values(scope))
            for row in rows:
                told = found.setdefault(str(row["key"] or ""), {})
                told |= {figure.name: _counted(figure, row, names, apart) for figure in figures}
    return {key: found[key] for key in sorted(found)}


def cases(store: Store, figure: Figure, top: bool, scope: Scope, page: Page = FIRST) -> list[Row]:
    """The cases above the line, or below it, by id; `counts`: what each adds. As many as the figure says."""
    part = figure.top if top or figure.bottom is None else figure.bottom
    text = CASES.format(
        measure=MEASURES.get(part.of or "", "1"), source=_source(figure.attributed, scope), held=held(part)
    )
    with store.reading() as connection:
        values = {**_values(scope), "after": page.after, "limit": page.limit}
        return list(connection.execute(text, values, prepare=False))


def behind(store: Store) -> int:
    """How many rows of the journal are not folded yet."""
    with store.reading() as connection:
        row = connection.execute(BEHIND).fetchone()
    return int(row["behind"]) if row else 0


def _query(figures: Iterable[Figure], key: str, source: str) -> tuple[Names, str]:
    """Each aggregate once, however many figures ask for it; and the columns in which they stand."""
    parts = [part for figure in figures for part in (figure.top, figure.bottom or Part())]
    asked = dict.fromkeys(text for part in parts for text in (amount(part), counted_cases(part)))
    names = {text: f"n{number}" for number, text in enumerate(asked)}
    columns = ", ".join(f"{text} as {name}" for text, name in names.items())
    grouped = "" if key == WHOLE else " group by 1"
    return names, f"select {key} as key, {columns} {source}{grouped}"


def _counted(figure: Figure, row: Row, names: Names, apart: figure_apart.Numbers) -> Counted:
    def of(text: str) -> Any:
        return row[names[text]] or 0

    key, below = str(row["key"] or ""), figure.bottom
    top, bottom = of(amount(figure.top)), None if below is None else of(amount(below))
    if figure.name in apart:
        number = apart[figure.name].get(key) or 0
        top, bottom = (number, None) if below is None else (top, number)
    cases = of(counted_cases(figure.top)), 0 if below is None else of(counted_cases(below))
    return Counted(Decimal(top), None if bottom is None else Decimal(bottom), *cases)


def _key(by: str | None, attributed: str, scope: Scope) -> str:
    if by is None:
        return WHOLE
    if by not in DIMENSIONS or (by == "month" and attributed not in MOMENTS):
        raise ValueError(f"Expected one of {', '.join(DIMENSIONS)}, but got {by!r} for what is counted {attributed}")
    return DIMENSIONS[by].format(area=AREAS[scope.side], at=MOMENTS.get(attributed, ""))


def _source(attributed: Attributed, scope: Scope) -> str:
    return FROM + WHERE.format(counted=COUNTED, period=PERIODS[attributed], area=AREAS[scope.side])


def _values(scope: Scope) -> dict[str, Any]:
    names = ("since", "until", "area", "item", "department", "route", "channel")
    return {**{name: getattr(scope, name) for name in names}, "traits": dumps(traits()).decode()}
