"""What the departments share about persons: kept under a blind index, asked for one person at a time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import psycopg

from registers import catalogue, payloads
from registers.identity import bucket_of
from registers.verdict import Record, Shared

Connection = psycopg.Connection[Any]
Unreachable = psycopg.OperationalError  # the registers cannot be asked now; another time they can

GET = """
select person, dataset, payload::text, as_of, number from record
 where bucket = any(%s) and person = any(%s) and dataset = any(%s) order by person, dataset, number
"""
REACH = "select dataset, as_of from dataset_reach where dataset = any(%s)"
CLEAR = "delete from record where bucket = %s and person = %s and dataset = %s"
PUT = "insert into record (bucket, person, dataset, number, payload, as_of) values (%s, %s, %s, %s, %s::jsonb, %s)"
REACHES = """
insert into dataset_reach (dataset, as_of, records, imported_at) values (%s, %s, %s, %s)
on conflict (dataset) do update
   set as_of = greatest(dataset_reach.as_of, excluded.as_of), records = excluded.records,
       imported_at = excluded.imported_at
"""


def shared(connection: Connection, person: str, datasets: Sequence[str], today: date) -> Shared:
    """What these datasets say of a person, and how far each reaches. `person`: blind index."""
    return shared_of(connection, [person], datasets, today)[person]


def shared_of(
    connection: Connection, persons: Sequence[str], datasets: Sequence[str], today: date
) -> dict[str, Shared]:
    """The same of several persons and many datasets at once, in two statements."""
    buckets = sorted({bucket_of(person) for person in persons})
    rows = connection.execute(GET, (buckets, sorted(set(persons)), list(datasets))).fetchall()
    reach = dict(connection.execute(REACH, (list(datasets),)).fetchall())
    known, records = catalogue.datasets(), {person: list[Record]() for person in persons}
    for person, name, payload, as_of, number in rows:
        records[person].append(Record(name, payloads.load(known[name], payload), as_of, number))
    return {person: Shared(today, tuple(found), reach) for person, found in records.items()}


def put(connection: Connection, person: str, dataset: str, records: Iterable[Record]) -> None:
    """Replaces what a dataset says of one person: an answer that came singly."""
    bucket = bucket_of(person)
    with connection.transaction():
        connection.execute(CLEAR, (bucket, person, dataset))
        for number, record in enumerate(records):
            row = (bucket, person, dataset, number, payloads.dump(record.payload), record.as_of)
            connection.execute(PUT, row)
