"""How amounts, days and persons are written in Chinese."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.documents.money import DIGITS, MOST, capitals
from bpmn.documents.writing import write, written


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
        ("1005.00", "壹仟零伍元整"),
        ("10000", "壹万元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("100000001", "壹亿零壹元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("-900", "负玖佰元整"),
        ("0.005", "壹分"),
        ("1000000000000", "壹万亿元整"),
    ],
)
def test_money_in_capitals(amount: str, said: str) -> None:
    assert capitals(Decimal(amount)) == said


@given(st.integers(0, int(MOST) - 1))
def test_capitals_read_back_give_the_amount(yuan: int) -> None:
    said = capitals(yuan).removesuffix("元整")
    total = section = digit = 0
    for sign in said.replace("万亿", "兆"):
        match sign:
            case "拾" | "佰" | "仟":
                section += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
                digit = 0
            case "万" | "亿" | "兆":
                total += (section + digit) * {"万": 10**4, "亿": 10**8, "兆": 10**12}[sign]
                section = digit = 0
            case _:
                digit = DIGITS.index(sign)
    assert total + section + digit == yuan


def test_an_amount_beyond_all_sums_is_refused() -> None:
    with pytest.raises(ValueError, match="below"):
        capitals(MOST)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-03-04", "2026年3月4日"),
        ("2026-13-44", "2026-13-44"),
        ("2026-04", "2026年4月"),
        ("2026-13", "2026-13"),
        (date(2026, 3, 4), "2026年3月4日"),
        (datetime(2026, 3, 4, 4, tzinfo=UTC), "2026年3月4日 12:00"),
        ("2026-03-04T04:00:00+00:00", "2026年3月4日 12:00"),
        (True, "是"),
        (Decimal("1234567.50"), "1,234,567.50"),
        (["户口簿", "", "申请书"], "户口簿、申请书"),
        ({"a": 1}, None),
        ([], None),
    ],
)
def test_values_as_they_are_read(value: Any, said: str | None) -> None:
    assert written(value) == said


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        ("隐名", "测试甲", "测**"),
        ("隐名", "欧阳测试", "欧阳**"),
        ("隐号", "210199195803120014", "210199**********14"),
        ("隐号", "123", "***"),
        ("隐电话", "10000000000", "100****0000"),
        ("隐账号", "6200000000000001234", "***************1234"),
        ("隐址", "甲区乙街道丙社区丁路 1 号 2 单元", "甲区乙街道丙社区"),
        ("隐址", "丁路 1 号", "***"),
        ("金额", Decimal("1234.5"), "1,234.50 元"),
        ("金额", "900", "900.00 元"),
        ("日期", "2026-03-04T04:00:00+00:00", "2026年3月4日"),
        ("金额", None, None),
    ],
)
def test_forms(form: str, value: Any, said: str | None) -> None:
    assert write(value, form) == said
