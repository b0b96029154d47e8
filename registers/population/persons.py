"""The register of persons and households: keyed by blind index, what identifies somebody sealed, areas dated.

A delivery is taken in whole: who is in it is replaced, who is not stays. A move ends the old area on the day that the
delivery speaks of.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import psycopg

from registers.identity import bucket_of
from registers.imports import Refused
from registers.population.rows import HEAD, Person
from registers.sealing import Sealing

Connection = psycopg.Connection[Any]
CITY_BUCKETS = "bucket between 0 and 1023"
INCOMING = (
    """create temp table incoming_person
    (bucket smallint, person text, sealed bytea, household text, relation text, died_on date) on commit drop""",
    "create temp table incoming_area (bucket smallint, person text, kind text, area text) on commit drop",
)
COPY_PERSONS = "copy incoming_person (bucket, person, sealed, household, relation, died_on) from stdin"
COPY_AREAS = "copy incoming_area (bucket, person, kind, area) from stdin"
NEWER = """
select count(*) from person p join incoming_person i on i.bucket = p.bucket and i.person = p.person where p.as_of > %s
"""
PERSONS = """
insert into person (bucket, person, sealed, household, relation, died_on, as_of)
select bucket, person, sealed, household, relation, died_on, %s from incoming_person
on conflict (bucket, person) do update set sealed = excluded.sealed, household = excluded.household,
    relation = excluded.relation, died_on = excluded.died_on, as_of = excluded.as_of
"""
LEFT = """
update person_area a set valid_to = %(on)s
  from incoming_person i
 where a.bucket = i.bucket and a.person = i.person and a.valid_to is null
   and not exists (select from incoming_area n
                    where n.bucket = a.bucket and n.person = a.person and n.kind = a.kind and n.area = a.area)
"""
ARRIVED = """
insert into person_area (bucket, person, kind, area, valid_from)
select n.bucket, n.person, n.kind, n.area, %(on)s from incoming_area n
 where not exists (select from person_area a
                    where a.bucket = n.bucket and a.person = n.person and a.kind = n.kind and a.area = n.area
                      and a.valid_to is null)
on conflict (bucket, person, kind, area, valid_from) do update set valid_to = null
"""
LEAVES = f"""
delete from household_member m using incoming_person i
 where m.{CITY_BUCKETS} and m.person = i.person and m.number is distinct from i.household
"""
HOUSEHOLD = """
insert into household (bucket, number, head, area, as_of) values (%s, %s, %s, %s, %s)
on conflict (bucket, number) do update set head = excluded.head, area = excluded.area, as_of = excluded.as_of
"""
MEMBER = """
insert into household_member (bucket, number, person, relation) values (%s, %s, %s, %s)
on conflict (bucket, number, person) do update set relation = excluded.relation
"""
FIND = "select person, sealed, household, relation, died_on, as_of from person where bucket = %s and person = %s"
MEMBERS = """
select p.person, p.sealed, p.household, m.relation, p.died_on, p.as_of
  from household_member m join person p on p.person = m.person and p.bucket = any(%s)
 where m.bucket = %s and m.number = %s
 order by m.relation <> '户主', m.person
"""
SOMEBODY = "select 1 from person limit 1"
MEMBER_KEYS = "select person from household_member where bucket = %s and number = %s"


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the register has them on `as_of`. `person`: blind index; texts that are not known are ''."""

    person: str
    id_number: str
    name: str
    phone: str
    address: str
    household: str | None
    relation: str | None
    died_on: date | None
    as_of: date


def take_in(connection: Connection, persons: Sequence[Person], as_of: date, sealing: Sealing) -> int:
    """Enters all of them, and gives how many. Refused where the register knows one of them as of a later day."""
    indexes = [sealing.index(person.id_number) for person in persons]
    with connection.transaction(), connection.cursor() as cursor:
        for statement in INCOMING:
            cursor.execute(statement)
        with cursor.copy(COPY_PERSONS) as copy:
            copy.set_types(["int2", "text", "bytea", "text", "text", "date"])
            for person, index in zip(persons, indexes, strict=True):
                copy.write_row(_row(person, index, sealing))
        with cursor.copy(COPY_AREAS) as copy:
            for row in _area_rows(persons, indexes):
                copy.write_row(row)
        _refuse_older(cursor, as_of)
        cursor.execute(PERSONS, (as_of,))
        cursor.execute(LEFT, {"on": as_of})
        cursor.execute(ARRIVED, {"on": as_of})
        cursor.execute(LEAVES)
        cursor.executemany(HOUSEHOLD, list(_households(persons, indexes, as_of)))
        cursor.executemany(MEMBER, list(_members(persons, indexes)))
    return len(persons)


def find(connection: Connection, person: str, sealing: Sealing) -> Known | None:
    row = connection.execute(FIND, (bucket_of(person), person)).fetchone()
    return None if row is None else _known(row, sealing)


def household(connection: Connection, number: str, sealing: Sealing) -> list[Known]:
    """Its members, the head first; those of whom the register knows no more than the relation are left out."""
    bucket = household_bucket(number)
    people = [person for (person,) in connection.execute(MEMBER_KEYS, (bucket, number)).fetchall()]
    buckets = sorted({bucket_of(person) for person in people})
    rows = connection.execute(MEMBERS, (buckets, bucket, number)).fetchall()
    return [_known(row, sealing) for row in rows]


def somebody(connection: Connection) -> bool:
    return connection.execute(SOMEBODY).fetchone() is not None


def household_bucket(number: str) -> int:
    return bucket_of(sha256(number.encode()).hexdigest())


def _refuse_older(cursor: psycopg.Cursor[Any], as_of: date) -> None:
    (newer,) = cursor.execute(NEWER, (as_of,)).fetchone() or (0,)
    if newer:
        raise Refused(((0, f"Expected data as of a later day, but of {newer} persons newer ones are there"),))


def _row(person: Person, index: str, sealing: Sealing) -> tuple[Any, ...]:
    names = ("id_number", "name", "phone", "address")
    content = json.dumps({name: getattr(person, name) for name in names}, ensure_ascii=False).encode()
    return (
        bucket_of(index),
        index,
        sealing.seal(index, content),
        person.household or None,
        person.relation or None,
        person.died_on,
    )


def _area_rows(persons: Iterable[Person], indexes: Iterable[str]) -> Iterator[tuple[int, str, str, str]]:
    for person, index in zip(persons, indexes, strict=True):
        yield from ((bucket_of(index), index, kind, area) for kind, area in person.areas)


def _households(persons: Iterable[Person], indexes: Iterable[str], as_of: date) -> Iterator[tuple[Any, ...]]:
    for person, index in zip(persons, indexes, strict=True):
        if person.relation == HEAD:
            area = dict(person.areas).get("household")
            yield household_bucket(person.household), person.household, index, area, as_of


def _members(persons: Iterable[Person], indexes: Iterable[str]) -> Iterator[tuple[int, str, str, str]]:
    for person, index in zip(persons, indexes, strict=True):
        if person.household:
            yield household_bucket(person.household), person.household, index, person.relation


def _known(row: tuple[Any, ...], sealing: Sealing) -> Known:
    person, sealed, number, relation, died_on, as_of = row
    texts = json.loads(sealing.open(person, bytes(sealed)))
    return Known(person, **texts, household=number, relation=relation, died_on=died_on, as_of=as_of)
