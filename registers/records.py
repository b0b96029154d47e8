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
select dataset, payload::text, as_of from record
 where bucket = %s and person = %s and dataset = any(%s) order by dataset, number
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
    rows = connection.execute(GET, (bucket_of(person), person, list(datasets))).fetchall()
    known = catalogue.datasets()
    records = tuple(Record(name, payloads.load(known[name], payload), as_of) for name, payload, as_of in rows)
    return Shared(today, records, dict(connection.execute(REACH, (list(datasets),)).fetchall()))


def put(connection: Connection, person: str, dataset: str, records: Iterable[Record]) -> None:
    """Replaces what a dataset says of one person: an answer that came singly."""
    bucket = bucket_of(person)
    with connection.transaction():
        connection.execute(CLEAR, (bucket, person, dataset))
        for number, record in enumerate(records):
            row = (bucket, person, dataset, number, payloads.dump(record.payload), record.as_of)
            connection.execute(PUT, row)
