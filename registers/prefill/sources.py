"""Where each paper of an item can come from: ladders of sources, read from paper_sources.csv.

The rows of the first pattern that fits a paper are its ladder, tried from the top; below it lies the upload.
"""

import csv
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """`kind`: licence, shared, uploaded, paper or struck. `dataset` and `where` (field, value): the record it takes."""

    kind: str
    dataset: str = ""
    where: tuple[tuple[str, str], ...] = ()
    note: str = ""


@cache
def ladder(item: str, paper: str) -> tuple[Source, ...]:
    """The sources of a paper of an item, the best first; empty where paper_sources.csv has none."""
    fitting = [row for row in rows("paper_sources.csv") if _fits(row, item, paper)]
    first = (fitting[0]["item"], fitting[0]["paper"]) if fitting else None
    return tuple(_source(row) for row in fitting if (row["item"], row["paper"]) == first)


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (files("registers.prefill") / name).open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


def _fits(row: Row, item: str, paper: str) -> bool:
    return row["item"] in ("*", item) and fnmatchcase(paper, row["paper"])


def _source(row: Row) -> Source:
    conditions = (part.partition("=") for part in row["where"].split(";") if part)
    where = tuple((name, value) for name, _, value in conditions)
    return Source(row["source"], row["dataset"], where, row["note"])
