"""Documents that were issued: each has a number of its series, counted without gaps, and a code. Knows no content.

A job that asks twice gets the same document. The count is taken under the lock of its row, and goes back with the
transaction, so that a number which was given is a document that exists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from registers.documents import codes

Connection = psycopg.Connection[Any]
FIELDS = """district, id, instance, kind, template, version, number, code, sha256, size, pdf_sha256, seal, area,
 issued_at, void_asked_at, void_asked_by, void_reason, voided_at, voided_by"""
FIND = f"select {FIELDS} from document where district = %s and id = %s"
BY_CODE = f"select {FIELDS} from document where district = %s and code = %s"
OF_CASE = f"select {FIELDS} from document where district = %s and instance = %s order by id"
LOCK = """
insert into document_number (district, series, area, year, last) values (%s, %s, %s, %s, 0)
on conflict (district, series, area, year) do update set last = document_number.last
"""
COUNT = """
update document_number set last = last + 1 where district = %s and series = %s and area = %s and year = %s
returning last
"""
PUT = """
insert into document (district, id, instance, kind, template, version, series, area, year, count, number, code, sha256,
                      size, issued_at)
values (%(district)s, %(id)s, %(instance)s, %(kind)s, %(template)s, %(version)s, %(series)s, %(area)s, %(year)s,
        %(count)s, %(number)s, %(code)s, %(sha256)s, %(size)s, %(issued_at)s)
"""
PRINTED = "update document set pdf_sha256 = %s, seal = %s where district = %s and id = %s and pdf_sha256 is null"


@dataclass(frozen=True, slots=True)
class Document:
    """`sha256` of its data; `pdf_sha256` and `seal` of its PDF, once that was made. `id`: the job that issued it."""

    district: int
    id: int
    instance: int
    kind: str
    template: str
    version: int
    number: str
    code: str
    sha256: str
    size: int
    pdf_sha256: str | None
    seal: str | None
    area: str
    issued_at: datetime
    void_asked_at: datetime | None
    void_asked_by: str | None
    void_reason: str | None
    voided_at: datetime | None
    voided_by: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`series`: the words before the year; `area` and `year` count for themselves."""

    id: int
    instance: int
    kind: str
    template: tuple[str, int]
    series: str
    area: str
    year: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the data of a document lie, by the digest of their bytes."""

    sha256: str
    size: int


Keep = Callable[[str, str], Kept]  # number, code -> the data, put by


def issue(connection: Connection, wanted: Wanted, keep: Keep) -> Document:
    """The document of this job: the one that is there, or a new one. What `keep` raises takes the number back."""
    district = wanted.id >> 40
    key = (district, wanted.series, wanted.area, wanted.year)
    with connection.transaction():
        connection.execute(LOCK, key)  # before looking: the same job may be at two workers
        found = find(connection, wanted.id)
        if found is not None:
            return found
        (count,) = connection.execute(COUNT, key).fetchone() or (0,)
        number, code = f"{wanted.series}〔{wanted.year}〕{wanted.area}第{count:06}号", codes.new(district)
        kept = keep(number, code)
        connection.execute(PUT, _row(wanted, kept) | {"count": count, "number": number, "code": code})
    issued = find(connection, wanted.id)
    assert issued is not None
    return issued


def _row(wanted: Wanted, kept: Kept) -> dict[str, Any]:
    return {
        "district": wanted.id >> 40,
        "id": wanted.id,
        "instance": wanted.instance,
        "kind": wanted.kind,
        "template": wanted.template[0],
        "version": wanted.template[1],
        "series": wanted.series,
        "area": wanted.area,
        "year": wanted.year,
        "sha256": kept.sha256,
        "size": kept.size,
        "issued_at": wanted.at,
    }


def find(connection: Connection, id: int) -> Document | None:
    return _one(connection, FIND, (id >> 40, id))


def by_code(connection: Connection, code: str) -> Document | None:
    """`code` as `codes.read` gives it."""
    return _one(connection, BY_CODE, (codes.district_of(code), code))


def of_case(connection: Connection, instance: int) -> list[Document]:
    with connection.cursor(row_factory=class_row(Document)) as cursor:
        return cursor.execute(OF_CASE, (instance >> 40, instance)).fetchall()


def printed(connection: Connection, id: int, sha256: str, seal: str) -> None:
    """Notes the PDF that was made first; a later one changes nothing."""
    connection.execute(PRINTED, (sha256, seal, id >> 40, id))


def _one(connection: Connection, query: str, key: tuple[Any, ...]) -> Document | None:
    with connection.cursor(row_factory=class_row(Document)) as cursor:
        return cursor.execute(query, key).fetchone()
