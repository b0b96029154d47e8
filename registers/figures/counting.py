"""Figures of the registers for a period and an area, in all or by a dimension, and the rows behind each."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import dict_row

from registers import catalogue
from registers.benefits import Connection
from registers.figures.relations import ALL, KEYS, MEASURES, PERSONS, RELATIONS, amount, held, rows
from registers.figures.shape import Part, RegisterFigure, Sum, Within

Deadline = Callable[[datetime], datetime]
"""Until when a doubt found at that moment is to be verified: three working days, on the city's calendar."""

FOUND = "select distinct found_at from doubt where month >= %(first)s and month < %(last)s"
READ = """
select {key} as key, {top} as top, {over} as over, {bottom} as bottom, {under} as under
  from ({relation}) x where starts_with(x.area, %(area)s) {grouped}
"""
MAIN = """
select distinct on (x.person) x.*, array_position(%(causes)s::text[], x.kind) as cause from ({relation}) x
 where starts_with(x.area, %(area)s) and {held} order by x.person, cause nulls last, x.kind, x.month, x.benefit
"""
BEHIND = """
select x.benefit, x.matter, x.month, x.kind, x.area, x.at, {measure} as counts from ({relation}) x
 where starts_with(x.area, %(area)s) and {held} order by x.month, x.benefit, x.kind, x.at
 offset %(after)s limit %(limit)s
"""


def read(
    connection: Connection, figure: RegisterFigure, within: Within, deadline: Deadline, by: str | None = None
) -> Mapping[str, Sum]:
    """By the value of the dimension, one empty key without. ValueError: there is no such dimension."""
    if by is not None and by not in KEYS:
        raise ValueError(f"Expected one of {', '.join(KEYS)}, but got {by!r}")
    below = figure.bottom or Part()
    text = READ.format(
        key=KEYS[by] if by else ALL,
        top=amount(figure.top),
        over=rows(figure.top),
        bottom=amount(below),
        under=rows(below),
        relation=_relation(figure, figure.top),
        grouped="group by 1 order by 1" if by else "",
    )
    found = connection.execute(text, _values(connection, within, deadline)).fetchall()
    return {
        str(key or ""): Sum(
            Decimal(top or 0),
            Decimal(bottom or 0) if figure.bottom else None,
            over,
            under if figure.bottom else 0,
        )
        for key, top, over, bottom, under in found
    }


def behind(
    connection: Connection, figure: RegisterFigure, part: Part, within: Within, page: tuple[int, int, Deadline]
) -> list[Mapping[str, Any]]:
    """`page`: how many were read, how many at most, the deadline of a doubt. Nobody is named."""
    after, limit, deadline = page
    measure = MEASURES.get(part.of or "", "1")
    text = BEHIND.format(measure=measure, relation=_relation(figure, part), held=held(part))
    values = {**_values(connection, within, deadline), "after": after, "limit": limit}
    with connection.cursor(row_factory=dict_row) as cursor:
        return list(cursor.execute(text, values))


def _relation(figure: RegisterFigure, part: Part) -> str:
    """Of persons, each once, in the row of the main cause: the first of causes.csv."""
    relation = RELATIONS[figure.relation]
    return MAIN.format(relation=relation, held=held(part)) if part.of == PERSONS else relation


def _values(connection: Connection, within: Within, deadline: Deadline) -> dict[str, Any]:
    (first, last), (since, until) = within.months, within.moments
    months = {"first": first, "last": last}
    found = [moment for (moment,) in connection.execute(FOUND, months)]
    due = [{"found_at": moment.isoformat(), "due_at": deadline(moment).isoformat()} for moment in found]
    return {
        **months,
        "since": since,
        "until": until,
        "area": within.area,
        "due": json.dumps(due),
        "begins": json.dumps(_begins()),
        "causes": [*catalogue.causes(), *catalogue.checks()],
        "names": json.dumps(catalogue.causes()),
    }


def _begins() -> list[dict[str, str]]:
    """Of each dataset the field that says when what it tells began: its first required date."""
    return [
        {"kind": dataset.check, "dataset": name, "field": field.name}
        for name, dataset in catalogue.datasets().items()
        if (field := next((one for one in dataset.fields if one.kind == "date" and one.required), None))
    ]
