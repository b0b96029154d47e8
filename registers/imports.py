"""Takes in a whole delivery of a dataset: every line is checked first, then all are written by COPY, or none."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from registers import catalogue, payloads
from registers.catalogue import Dataset
from registers.identity import bucket_of, is_identity_number
from registers.records import REACHES, Connection

MOST_FINDINGS = 100
COPY = "copy record (bucket, person, dataset, number, payload, as_of) from stdin"
REPLACE = "delete from record where bucket between 0 and 1023 and dataset = %s"
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


def take_in(connection: Connection, delivery: Delivery, index: Callable[[str], str], at: datetime) -> int:
    """Replaces the dataset by the delivery and gives the number of records. Refused where any line is wrong, or late.

    `index` gives the blind index of an identity number; `at` is now.
    """
    dataset = catalogue.datasets().get(delivery.dataset)
    if dataset is None:
        raise Refused(((0, f"Expected a dataset of the catalogue, but there is no {delivery.dataset!r}"),))
    lines = _checked(dataset, delivery, index)
    with connection.transaction():
        _refuse_older(connection, delivery)
        connection.execute(REPLACE, (delivery.dataset,))
        _copy(connection, delivery, lines)
        connection.execute(REACHES, (delivery.dataset, delivery.as_of, len(lines), at))
    return len(lines)


def _checked(dataset: Dataset, delivery: Delivery, index: Callable[[str], str]) -> list[Line]:
    lines: list[Line] = []
    findings: list[tuple[int, str]] = []
    for number, row in enumerate(delivery.rows, 1):
        try:
            lines.append((index(_subject(dataset, row)), payloads.dump(payloads.read(dataset, row))))
        except ValueError as error:
            findings.append((number, str(error)))
        if len(findings) == MOST_FINDINGS:
            break
    if findings:
        raise Refused(tuple(findings))
    return lines


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
