"""Datasets as departments send them: CSV or workbook, whole or not at all, each delivery kept with what came of it."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import psycopg
import pytest

from registers import deliveries, lists, records
from registers.deliveries import Delivered, Handed
from registers.imports import Delivery, Refused
from tests.registers.people import JIA, TODAY, YESTERDAY, YI, index

Connection = psycopg.Connection[Any]
NOW = datetime(2026, 3, 4, 1, tzinfo=UTC)
HEAD = ("id_number", "month", "amount")
LINES = ((JIA, "2026-01", 1200.5), (JIA, "2026-02", 1200), (YI, "2026-01", 9))


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def text(*rows: tuple[Any, ...], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(map(str, row)) for row in rows).encode(encoding)


def receive(city: Connection, content: bytes, request: str = "r1", as_of: date = YESTERDAY) -> Delivered:
    handed = Handed(request, lists.kind_of(content), "sha", NOW, "swj")
    return deliveries.receive(city, Delivery("SW.income", as_of, lists.lines(content)), index, handed)


def known(city: Connection) -> list[Any]:
    return [dict(one.payload) for one in records.shared(city, index(JIA), ["SW.income"], TODAY).records]


def refused(content: bytes) -> tuple[tuple[int, str], ...]:
    with pytest.raises(Refused) as found:
        list(lists.lines(content))
    return found.value.findings


@pytest.mark.parametrize(
    "content",
    [
        text(HEAD, *LINES),
        text(HEAD, *LINES, ("", "", "")),
        "﻿".encode() + text(HEAD, *LINES),
        text((*HEAD, "备注"), *((*line, "税务") for line in LINES), encoding="gb18030"),
        workbook(HEAD, *LINES),
        workbook(HEAD, (JIA, "2026-01", "1200.50", None), *LINES[1:], (None, " ", "")),
    ],
)
def test_a_text_and_a_workbook_say_the_same(city: Connection, content: bytes) -> None:
    delivered = receive(city, content)
    assert (delivered.outcome, delivered.records, delivered.findings) == ("taken", 3, ())
    assert [(str(one["month"]), f"{one['amount']:.2f}") for one in known(city)] == [
        ("2026-01", "1200.50"),
        ("2026-02", "1200.00"),
    ]


def test_days_and_flags_of_a_workbook_are_read_as_they_are_shown() -> None:
    day = datetime(2026, 3, 1)  # noqa: DTZ001
    (row,) = lists.lines(workbook(("day", "at", "yes", "much"), (day, day + timedelta(hours=9), True, 0.1)))
    assert row == {"day": "2026-03-01", "at": "2026-03-01T09:00:00", "yes": "true", "much": "0.1"}


def test_each_delivery_is_kept_with_what_came_of_it(city: Connection) -> None:
    first = receive(city, text(HEAD, *LINES))
    wrong = receive(city, text(HEAD, (JIA, "2026-13", "x"), LINES[0], LINES[0]), "r2", TODAY)
    assert (wrong.number, wrong.outcome, wrong.records) == (2, "refused", 0)
    assert [line for line, _ in wrong.findings] == [1, 3]
    assert "month: Expected a month" in wrong.findings[0][1]
    assert wrong.findings[1][1] == "Expected each record once (month、amount), but line 2 has it already"
    assert len(known(city)) == 2
    assert receive(city, text(HEAD), "r1") == first
    assert deliveries.of(city, "SW.income") == [wrong, first]
    assert deliveries.of(city, "SW.income", before=2) == [first]


@pytest.mark.parametrize(
    ("content", "as_of", "finding"),
    [
        (text(HEAD, (JIA, "2026-04", "1")), YESTERDAY, (1, "month: Expected a time up to 2026-03-04")),
        (text(HEAD, *LINES), date(2026, 3, 5), (0, "Expected data as of 2026-03-04 or before")),
        (text(HEAD[:2], (JIA, "2026-01")), YESTERDAY, (0, "Expected the columns id_number, month, amount")),
        (text(HEAD, ("210199195803120015", "2026-01", "1")), YESTERDAY, (1, "id_number: Expected a valid")),
        (text(HEAD, LINES[0], ("", "", ""), LINES[1]), YESTERDAY, (2, "id_number: Expected a valid")),
        (workbook(HEAD, (int(JIA), "2026-01", 1)), YESTERDAY, (1, "Expected long numbers as text")),
        (text(HEAD, (*LINES[0], "more")), YESTERDAY, (1, "Expected 3 columns, but found 4")),
    ],
)
def test_what_is_refused_is_told_by_line(
    city: Connection, content: bytes, as_of: date, finding: tuple[int, str]
) -> None:
    delivered = receive(city, content, as_of=as_of)
    ((line, words),) = delivered.findings
    assert (delivered.outcome, line) == ("refused", finding[0])
    assert words.startswith(finding[1])
    assert known(city) == []


def test_a_person_dies_once(city: Connection) -> None:
    rows = [{"id_number": JIA, "died_on": "2026-02-20"}, {"id_number": JIA, "died_on": "2026-02-21"}]
    handed = Handed("r", "json", "sha", NOW, "gaj")
    delivered = deliveries.receive(city, Delivery("GA.death", TODAY, rows), index, handed)
    assert delivered.findings == ((2, "Expected each record once (one record a person), but line 1 has it already"),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Expected a head with the names of columns, but there is nothing"),
        (text(("a", "a"), (1, 2)), "Expected a head with each column named once"),
        (b"PK\x03\x04 no workbook", "it is damaged"),
        (b"\xff\xfe\x00\xff\xff", "Expected a text in UTF-8 or GB 18030"),
        (b'a,b\n"1,2\n', "Expected a line of CSV"),
        (b"x" * (lists.MOST_BYTES + 1), "Expected at most 25000000 bytes"),
        (text(("a",), *((1,) for _ in range(lists.MOST_ROWS + 1))), "Expected at most 500000 lines"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, words: str) -> None:
    assert words in refused(content)[0][1]


def folded(name: str, content: bytes) -> bytes:
    """A workbook with one part replaced."""
    kept = io.BytesIO()
    with ZipFile(io.BytesIO(workbook(HEAD, *LINES))) as old, ZipFile(kept, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return kept.getvalue()


def test_a_workbook_that_unfolds_into_a_large_one_is_not_opened() -> None:
    bomb = folded("xl/worksheets/sheet1.xml", b" " * (lists.MOST_UNFOLDED + 1))
    assert len(bomb) < 1_000_000
    assert "larger" in refused(bomb)[0][1]


def test_a_workbook_that_declares_entities_is_not_read() -> None:
    declared = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    assert "document types" in refused(folded("xl/worksheets/sheet1.xml", declared))[0][1]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<a/>", b"<workbook", b"\x00\x01"])
def test_a_damaged_workbook_is_said_to_be_one(part: str, content: bytes) -> None:
    found = folded(part, content)
    try:
        assert list(lists.lines(found)) == []
    except Refused as error:
        assert "Expected" in str(error)  # noqa: PT017


def test_what_is_there_is_fresh_for_as_long_as_its_check_allows(city: Connection) -> None:
    receive(city, text(HEAD, *LINES))
    for today, state in ((TODAY, "fresh"), (TODAY + timedelta(days=90), "stale")):
        standing = {each.dataset.name: each for each in deliveries.standings(city, today)}
        assert (standing["SW.income"].state, standing["SW.income"].records) == (state, 3)
        assert (standing["GA.death"].state, standing["GA.death"].as_of) == ("missing", None)
