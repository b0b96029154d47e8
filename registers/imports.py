"""Takes in a whole delivery of a dataset: every line is checked first, then all are written by COPY, or none."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from registers import catalogue, payloads
from registers.catalogue import Dataset
from registers.identity import bucket_of, is_identity_number
from registers.records import REACHES, Connection

MOST_FINDINGS = 100
COPY = "copy record (bucket, person, dataset, number, payload, as_of) from stdin"
REPLACE = "delete from record where bucket between 0 and 1023 and dataset = %s"
CITY_TIME = ZoneInfo("Asia/Shanghai")
SUBJECT = {"utility": "account"}  # what a dataset is asked under, where it is not the person's identity number


@dataclass(frozen=True, slots=True)
class Delivery:
    """`rows`: by column name, `id_number` (for utilities `account`) and the fields of datasets.csv."""

    dataset: str
    as_of: date
    rows: Iterable[Mapping[str, str]]


class Refused(Exception):
    """`findings`: (line, what is wrong), lines counted from 1, 0 for the whole; nothing was written."""

    def __init__(self, findings: tuple[tuple[int, str], ...]):
        super().__init__("; ".join(f"line {line}: {words}" for line, words in findings))
        self.findings = findings


Line = tuple[str, str]  # blind index, payload as JSON


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lines of a delivery are held to, and the lines that were seen, by what must not come twice."""

    dataset: Dataset
    index: Callable[[str], str]
    today: date
    seen: dict[tuple[Any, ...], int] = field(default_factory=dict)


def take_in(connection: Connection, delivery: Delivery, index: Callable[[str], str], at: datetime) -> int:
    """Replaces the dataset by the delivery and gives the number of records. Refused where any line is wrong, or late.

    `index` gives the blind index of an identity number; `at` is now.
    """
    dataset = catalogue.datasets().get(delivery.dataset)
    if dataset is None:
        raise Refused(((0, f"Expected a dataset of the catalogue, but there is no {delivery.dataset!r}"),))
    today = at.astimezone(CITY_TIME).date()
    refuse_future(delivery.as_of, today)
    lines = _checked(Reading(dataset, index, today), delivery.rows)
    with connection.transaction():
        _refuse_older(connection, delivery)
        connection.execute(REPLACE, (delivery.dataset,))
        _copy(connection, delivery, lines)
        connection.execute(REACHES, (delivery.dataset, delivery.as_of, len(lines), at))
    return len(lines)


def refuse_future(as_of: date, today: date) -> None:
    if as_of > today:
        raise Refused(((0, f"Expected data as of {today} or before, but these are as of {as_of}"),))


def _checked(reading: Reading, rows: Iterable[Mapping[str, str]]) -> list[Line]:
    lines: list[Line] = []
    findings: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        if number == 1:
            _refuse_head(reading.dataset, row)
        try:
            lines.append(_line(reading, row, number))
        except ValueError as error:
            findings.append((number, str(error)))
        if len(findings) == MOST_FINDINGS:
            break
    if findings:
        raise Refused(tuple(findings))
    return lines


def _refuse_head(dataset: Dataset, row: Mapping[str, str]) -> None:
    wanted = [SUBJECT.get(dataset.check, "id_number"), *(each.name for each in dataset.fields if each.required)]
    lacking = [name for name in dict.fromkeys(wanted) if name not in row]
    if lacking:
        raise Refused(((0, f"Expected the columns {', '.join(wanted)}, but {', '.join(lacking)} is missing"),))


def _line(reading: Reading, row: Mapping[str, str], number: int) -> Line:
    dataset, subject = reading.dataset, _subject(reading.dataset, row)
    values = payloads.read(dataset, row)
    _refuse_coming(dataset, values, reading.today)
    person = reading.index(subject)
    first = reading.seen.setdefault((person, *(values[name] for name in dataset.key)), number)
    if first != number:
        said = "、".join(dataset.key) or "one record a person"
        raise ValueError(f"Expected each record once ({said}), but line {first} has it already")
    return person, payloads.dump(values)


def _refuse_coming(dataset: Dataset, values: Mapping[str, Any], today: date) -> None:
    """What has been recorded has happened: no day and no month lies ahead, but where the dataset says so."""
    for each in dataset.fields:
        value = values[each.name]
        if value is None or each.name in dataset.future:
            continue
        if (each.kind == "date" and value > today) or (each.kind == "month" and value > f"{today:%Y-%m}"):
            raise ValueError(f"{each.name}: Expected a time up to {today}, but found {value}")


def _subject(dataset: Dataset, row: Mapping[str, str]) -> str:
    """What a record is found under; the message never repeats an identity number."""
    column = SUBJECT.get(dataset.check, "id_number")
    text = (row.get(column) or "").strip().upper()
    if column == "id_number" and not is_identity_number(text):
        raise ValueError("id_number: Expected a valid identity number")
    if not text:
        raise ValueError(f"{column}: Expected a value")
    return text


def _refuse_older(connection: Connection, delivery: Delivery) -> None:
    row = connection.execute(
        "select as_of from dataset_reach where dataset = %s for update", (delivery.dataset,)
    ).fetchone()
    if row is not None and row[0] > delivery.as_of:
        raise Refused(((0, f"Expected data as of {row[0]} or later, but these are as of {delivery.as_of}"),))


def _copy(connection: Connection, delivery: Delivery, lines: list[Line]) -> None:
    with connection.cursor().copy(COPY) as copy:
        for person, number, payload in _numbered(lines):
            copy.write_row((bucket_of(person), person, delivery.dataset, number, payload, delivery.as_of))


def _numbered(lines: list[Line]) -> Iterator[tuple[str, int, str]]:
    """Tells the records of one person apart."""
    seen: Counter[str] = Counter()
    for person, payload in lines:
        yield person, seen[person], payload
        seen[person] += 1
