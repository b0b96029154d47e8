"""What a comparison is asked, sees and says. A hit refuses nothing by itself; unknown is never agreement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Outcome = Literal["agree", "hit", "unknown"]
Declared = Mapping[str, Any]
OLD_HINT = "数据已过时,不得据以决定;较早的数据提示:{}"  # data standards, 6


@dataclass(frozen=True, slots=True)
class Record:
    """What one department says of one subject: numbers are int or Decimal, days are dates, months `2026-03`."""

    dataset: str
    payload: Mapping[str, Any]
    as_of: date
    number: int | None = None  # its place among the records of the subject in that delivery


@dataclass(frozen=True, slots=True)
class Shared:
    """The records of one subject, and how far each dataset reaches: a dataset that is not there was never delivered."""

    today: date
    records: tuple[Record, ...] = ()
    reach: Mapping[str, date] = field(default_factory=dict)

    def of(self, *datasets: str) -> list[Record]:
        """The records of these datasets, of all where none is named."""
        return [record for record in self.records if not datasets or record.dataset in datasets]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule finds. `by_absence`: it rests on what is not recorded, so the datasets must be there and fresh."""

    outcome: Outcome
    detail: str
    records: tuple[Record, ...] = ()
    by_absence: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """`record`: the number of the record in the dataset's delivery, None where the whole dataset was looked at."""

    dataset: str
    as_of: date
    record: int | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """`detail` is what a clerk reads. `action`: what the city does on a hit, by checks.csv."""

    check: str
    outcome: Outcome
    detail: str
    action: str
    evidence: tuple[Evidence, ...] = ()


def hit(detail: str, *records: Record) -> Finding:
    return Finding("hit", detail, records)


def missing(detail: str) -> Finding:
    """A hit because something is not recorded."""
    return Finding("hit", detail, by_absence=True)


def agree(detail: str, *records: Record) -> Finding:
    return Finding("agree", detail, records)


def unknown(detail: str) -> Finding:
    return Finding("unknown", detail)


def runs_on(record: Record, day: date) -> bool:
    """Is the day between `since` and `until`? An end that is not recorded is not reached."""
    since, until = record.payload.get("since"), record.payload.get("until")
    return (since is None or since <= day) and (until is None or day <= until)
