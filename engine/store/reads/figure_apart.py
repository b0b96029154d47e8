"""What of figures is no plain sum and would sort all cases: how many different people, and quantiles.

Both are made of groups that fit in memory: the people of a key, and how many cases took each number of minutes.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from engine.figures.shape import Figure, Part
from engine.store.reads.figure_terms import MEASURES, PERSONS, held

Numbers = dict[str, dict[str, int]]
"""By the name of the figure, by the value of the dimension."""

PEOPLE = """
select key, count(*) as number from (
    select distinct {key} as key, unnest(c.parties) as person {source} and {held}) p group by key
"""
QUANTILES = """
with many as (select {key} as key, {measure} as size, count(*) as cases {source} and {held} group by 1, 2),
     ranked as (select key, size, sum(cases) over (partition by key order by size) as rank,
                       sum(cases) over (partition by key) as whole from many)
select key, {quantiles} from ranked group by key
"""


def read(connection: Any, figures: Iterable[Figure], text: Mapping[str, str], values: Mapping[str, Any]) -> Numbers:
    """`text`: the `key` of the dimension and the `source` of the cases, in SQL; `values` are theirs."""
    found: Numbers = {}
    sizes: dict[Part, dict[str, Decimal]] = {}
    for figure in figures:
        if figure.bottom is not None and figure.bottom.of == PERSONS:
            rows = connection.execute(PEOPLE.format(held=held(figure.bottom), **text), values, prepare=False)
            found[figure.name] = {str(row["key"] or ""): row["number"] for row in rows}
        if figure.top.quantile is not None:
            sizes.setdefault(Part(figure.top.where, figure.top.of), {})[figure.name] = figure.top.quantile
    for part, quantiles in sizes.items():
        found |= _quantiles(connection, part, quantiles, text, values)
    return found


def _quantiles(
    connection: Any, part: Part, quantiles: Mapping[str, Decimal], text: Mapping[str, str], values: Mapping[str, Any]
) -> Numbers:
    """The least size that such a share of the cases does not exceed."""
    columns = (f'min(size) filter (where rank >= {share} * whole) as "{name}"' for name, share in quantiles.items())
    measure = MEASURES[part.of or ""]
    query = QUANTILES.format(measure=measure, held=held(part), quantiles=", ".join(columns), **text)
    rows = connection.execute(query, values, prepare=False).fetchall()
    return {name: {str(row["key"] or ""): row[name] for row in rows} for name in quantiles}
