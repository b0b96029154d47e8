"""Deliveries of departments: checked line by line, taken in whole or not at all, found under a blind index."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from registers import records
from registers.areas import Areas
from registers.identity import bucket_of, is_identity_number
from registers.imports import Delivery, Refused, take_in
from registers.migrations import migrate
from registers.payloads import parse
from tests.registers.people import JIA, TODAY, YESTERDAY, YI, index, record

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
Connection = psycopg.Connection[Any]


@pytest.fixture
def registers(database: str) -> Iterator[Connection]:
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def _income(number: str, month: str, amount: str) -> dict[str, str]:
    return {"id_number": number, "month": month, "amount": amount}


def _take_in(registers: Connection, rows: list[dict[str, str]], as_of: date = YESTERDAY) -> int:
    return take_in(registers, Delivery("SW.income", as_of, rows), index, NOW)


def test_a_delivery_is_found_by_person(registers: Connection) -> None:
    rows = [_income(JIA, "2026-01", "1200.50"), _income(JIA, "2026-02", "1200"), _income(YI, "2026-01", "9")]
    assert _take_in(registers, rows) == 3
    shared = records.shared(registers, index(JIA), ["SW.income", "SB.pension"], TODAY)
    assert [one.payload for one in shared.records] == [
        {"month": "2026-01", "amount": Decimal("1200.50")},
        {"month": "2026-02", "amount": 1200},
    ]
    assert shared.reach == {"SW.income": YESTERDAY}


def test_a_delivery_replaces_the_one_before(registers: Connection) -> None:
    _take_in(registers, [_income(JIA, "2026-01", "1")])
    _take_in(registers, [_income(YI, "2026-01", "2")], TODAY)
    assert records.shared(registers, index(JIA), ["SW.income"], TODAY).records == ()
    assert records.shared(registers, index(YI), ["SW.income"], TODAY).reach == {"SW.income": TODAY}


def test_an_empty_delivery_says_that_there_is_nobody(registers: Connection) -> None:
    assert _take_in(registers, []) == 0
    assert records.shared(registers, index(JIA), ["SW.income"], TODAY).reach == {"SW.income": YESTERDAY}


def test_wrong_lines_are_named_and_nothing_is_taken_in(registers: Connection) -> None:
    rows = [
        _income(JIA, "2026-01", "1"),
        _income("210199195803120015", "2026-01", "1"),
        _income(YI, "2026-13", "much"),
    ]
    with pytest.raises(Refused) as refused:
        _take_in(registers, rows)
    assert [line for line, _ in refused.value.findings] == [2, 3]
    assert "month: Expected a month, but found '2026-13'; amount:" in refused.value.findings[1][1]
    assert "210199195803120015" not in str(refused.value)
    assert records.shared(registers, index(JIA), ["SW.income"], TODAY).records == ()


def test_an_older_delivery_and_an_unknown_dataset_are_refused(registers: Connection) -> None:
    _take_in(registers, [], TODAY)
    with pytest.raises(Refused, match="or later"):
        _take_in(registers, [], YESTERDAY)
    with pytest.raises(Refused, match="catalogue"):
        take_in(registers, Delivery("XX.secrets", TODAY, []), index, NOW)


def test_an_answer_about_one_person_replaces_what_was_known(registers: Connection) -> None:
    for level in (1, 2):
        told = record("CL.disability", number="D1", level=level, valid=True, until=date(2030, 1, 1))
        records.put(registers, index(JIA), "CL.disability", [told])
    (kept,) = records.shared(registers, index(JIA), ["CL.disability"], TODAY).records
    assert kept.payload == {"number": "D1", "level": 2, "valid": True, "until": date(2030, 1, 1)}


def test_utilities_are_found_by_account(registers: Connection) -> None:
    row = {"account": "w-1", "owner": "测试甲", "arrears": "0", "idle_months": "0"}
    take_in(registers, Delivery("SH.account", YESTERDAY, [row]), index, NOW)
    (kept,) = records.shared(registers, index("W-1"), ["SH.account"], TODAY).records
    assert kept.payload["owner"] == "测试甲"


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        (JIA, True),
        ("21019919700101004X", True),
        ("210199198902290012", False),
        ("210199195803120015", False),
        ("21019919580312001", False),
        ("二一〇一九九一九五八〇三一二〇〇一四", False),
    ],
)
def test_identity_numbers(number: str, valid: bool) -> None:
    assert is_identity_number(number) is valid


def test_buckets_are_within_bounds() -> None:
    assert 0 <= bucket_of(index(JIA)) < 1024
    assert bucket_of("ffffffff00") == 1023


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "1e9"),
        ("number", "NaN"),
        ("flag", "maybe"),
        ("date", "2026-02-30"),
        ("text", "x" * 201),
        ("text", ""),
    ],
)
def test_fields_are_bounded(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match="Expected a"):
        parse(kind, text)


def test_the_longest_known_area_decides() -> None:
    areas = Areas({"210102": 2, "210102003": 5})
    assert [areas.district(code) for code in ("210102", "210102001", "210102003004", "210102003004001")] == [2, 2, 5, 5]
    for code in ("999999", "2101", "21010a", "210102 "):
        with pytest.raises(LookupError):
            areas.district(code)
