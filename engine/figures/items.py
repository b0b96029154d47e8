"""The figures of the register of service items: how far limits and papers are cut. And what of an item cases count by.

Averages are simple ones over all items; the merged ones weigh each by its size.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from bpmn.register import Item, items
from engine.figures.shape import quotient

Sizes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cut:
    """By how much something became less. `sizes`: of an item, now and before; `merged`: of all items together."""

    name: str
    title: str
    formula: str
    sizes: Callable[[Item], Sizes]
    merged: bool
    unit: str = "%"


@dataclass(frozen=True, slots=True)
class Behind:
    """An item and its part of the figure: `share` is None where there was nothing before."""

    item: str
    name: str
    department: str
    now: int
    before: int
    share: Decimal | None


def _days(item: Item) -> Sizes:
    return item.promised_days, item.statutory_days


def _papers(item: Item) -> Sizes:
    return len(item.materials), item.materials_before


CUTS = (
    Cut("limit_cut", "时限压缩率（目录）", "各事项（1 − 承诺期 ÷ 法定期）的简单平均", _days, merged=False),
    Cut("limit_cut_merged", "时限压缩率（目录合并）", "1 − 承诺期之和 ÷ 法定期之和", _days, merged=True),
    Cut("papers_cut", "材料精简率（目录）", "各事项（1 − 现在份数 ÷ 原来份数）的简单平均", _papers, merged=False),
    Cut("papers_cut_merged", "材料精简率（目录合并）", "1 − 现在份数之和 ÷ 原来份数之和", _papers, merged=True),
)


def counted(cut: Cut, known: Iterable[Item]) -> tuple[Decimal, Decimal]:
    """What stands above and below the line."""
    rows = [sizes for item in known if (sizes := cut.sizes(item))[1]]
    if cut.merged:
        return Decimal(sum(before - now for now, before in rows)), Decimal(sum(before for _, before in rows))
    return sum((1 - Decimal(now) / before for now, before in rows), Decimal(0)), Decimal(len(rows))


def value(cut: Cut, known: Iterable[Item]) -> Decimal | None:
    return quotient(*counted(cut, known), "%")


def behind(cut: Cut, known: Iterable[Item]) -> Iterator[Behind]:
    """The items, one by one."""
    for item in known:
        now, before = cut.sizes(item)
        share = quotient(Decimal(before - now), Decimal(before), "%")
        yield Behind(item.code, item.name, item.department, now, before, share)


@cache
def traits() -> tuple[Mapping[str, str | int], ...]:
    """Of each item what its cases are sorted and weighed by: code, name, department, route, weight."""
    weights = _weights()
    return tuple(
        {
            "code": item.code,
            "name": item.name,
            "department": item.department,
            "route": item.route,
            "weight": weights[item.route],
        }
        for item in items().values()
    )


def _weights() -> dict[str, int]:
    text = (files("engine.figures") / "weights.csv").read_text("utf-8")
    return {row["route"]: int(row["weight"]) for row in csv.DictReader(text.splitlines())}
