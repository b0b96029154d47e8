"""Amounts and limits: the value of the month that the money is for, for the nearest area, and never a gap unseen."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import psycopg
import pytest

from registers import parameters, tariffs
from registers.imports import Refused
from registers.migrations import migrate
from registers.parameters import Approval, Gap

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
SIGNED = Approval("ruiting", "minghua", NOW)
CITY, HEPING = ("210102001001", "城市"), "210102"
HEAD = "rules,name,label,area,residence,valid_from,valid_to,value,unit,mark,basis\n"
Connection = psycopg.Connection[Any]


@pytest.fixture
def registers(database: str) -> Iterator[Connection]:
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        parameters.put(connection, tariffs.shipped(), SIGNED)
        yield connection


def table(*lines: str) -> list[dict[str, Any]]:
    return tariffs.read(csv.DictReader(StringIO(HEAD + "\n".join(lines))))


def standard(registers: Connection, place: tuple[str, str] = CITY, day: date = date(2026, 3, 1)) -> Decimal:
    return parameters.valid(registers, "SUB-01", place, day)["standard"].value


def test_the_month_that_the_money_is_for_decides_and_not_the_day_of_the_calculation(registers: Connection) -> None:
    assert standard(registers) == 900
    assert standard(registers, day=date(2018, 8, 1)) == 655
    assert standard(registers, ("210102001001", "农村"), date(2018, 8, 1)) == 450


def test_a_newer_value_takes_over_from_its_day_on(registers: Connection) -> None:
    parameters.put(registers, table("SUB-01,standard,低保标准,2101,城市,2026-07-01,,960,元,A,"), SIGNED)
    assert standard(registers, day=date(2026, 6, 1)) == 900
    assert standard(registers, day=date(2026, 7, 1)) == 960


def test_the_nearest_area_decides(registers: Connection) -> None:
    parameters.put(registers, table(f"SUB-01,standard,低保标准,{HEPING},城市,2026-01-01,,930,元,A,"), SIGNED)
    assert standard(registers) == 930
    assert standard(registers, ("210103", "城市")) == 900


def test_a_gap_in_time_is_told_with_its_names(registers: Connection) -> None:
    parameters.put(registers, table("SUB-01,standard,低保标准,2101,城市,2026-05-01,2026-06-30,910,元,A,"), SIGNED)
    with pytest.raises(Gap, match="standard 在 2026-07-01 没有值"):
        standard(registers, day=date(2026, 7, 1))
    with pytest.raises(Gap, match="没有任何参数"):
        parameters.valid(registers, "SUB-99", CITY, date(2026, 7, 1))


def test_a_value_that_should_not_have_been_is_withdrawn_and_the_one_before_holds_again(registers: Connection) -> None:
    parameters.put(registers, table("SUB-01,standard,低保标准,2101,城市,2026-02-01,,9000,元,A,"), SIGNED)
    wrong = parameters.valid(registers, "SUB-01", CITY, date(2026, 3, 1))["standard"]
    with pytest.raises(ValueError, match="a reason"):
        parameters.withdraw(registers, wrong.version, SIGNED, " ")
    parameters.withdraw(registers, wrong.version, SIGNED, "多写了一个零")
    assert standard(registers) == 900
    with pytest.raises(LookupError):
        parameters.withdraw(registers, wrong.version, SIGNED, "再来一次")


def test_nobody_approves_an_amount_that_he_entered() -> None:
    with pytest.raises(ValueError, match="another person"):
        Approval("ruiting", "ruiting", NOW)


def test_every_wrong_line_is_told_before_anything_is_written() -> None:
    with pytest.raises(Refused) as refused:
        table(
            "SUB-01,standard,低保标准,21,城镇,2026-13-01,,many,元,X,",
            ",,,2101,,2026-01-01,2025-01-01,1,元,A,",
            "SUB-01,a,甲,2101,,2026-01-01,,1,元,A,",
            "SUB-01,a,甲,2101,,2026-01-01,,2,元,A,",
        )
    assert [line for line, _ in refused.value.findings] == [1] * 5 + [2] * 4 + [4]
    assert "valid_from: Expected a day such as 2026-01-01, but found '2026-13-01'" in str(refused.value)


def test_what_is_shipped_has_a_value_for_every_rule_this_month(registers: Connection) -> None:
    rules = {rule for row in tariffs.shipped() for rule in row["rules"]}
    assert len(rules - {"KEEP", "PAY"}) == 15
    for rule in rules:
        for residence in ("城市", "农村"):
            assert parameters.valid(registers, rule, ("210102", residence), date(2026, 11, 1))
