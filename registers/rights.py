"""Which groups may do what at the registers: read from rights.csv, so that no department is named in Python."""

import csv
from functools import cache
from importlib.resources import files


def groups(right: str, **names: str) -> tuple[str, ...]:
    """The groups that hold a right; `names` fill the gaps, as in `{provider}:city:provider`."""
    return tuple(group.format(**names) for group in _rights().get(right, ()))


@cache
def _rights() -> dict[str, list[str]]:
    rights: dict[str, list[str]] = {}
    with (files("registers") / "rights.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            rights.setdefault(row["right"], []).append(row["group"])
    return rights
