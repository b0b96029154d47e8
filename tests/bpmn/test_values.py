"""Rules for values: the published algorithms, on synthetic numbers of the unassigned area 210199."""

from datetime import date
from decimal import Decimal

import pytest

from bpmn.values import VALUE_RULES, value_finding

TODAY = date(2026, 11, 24)
GOOD = [
    ("identity-number", "210199195803120014"),
    ("identity-number", "210199201506010028"),
    ("identity-number", "210199193611100036"),
    ("identity-number", "21019919700101004X"),
    ("identity-number", " 210199 19700101 004x "),
    ("identity-number", "２１０１９９１９７００１０１００４Ｘ"),
    ("credit-code", "51210199MJTE0T012P"),
    ("credit-code", "52210199MJTE0T012L"),
    ("credit-code", "91210199MJTE0T012K"),
    ("credit-code", "11210199mjte0t012u"),
    ("phone", "10000000000"),
    ("phone", "+86 138-0000-0000"),
    ("area", "210102"),
    ("area", "210102004003001"),
    ("amount", 0),
    ("amount", "1,234.50"),
    ("amount", Decimal("650.5")),
    ("bank-account", "6222 0000 0000 0000 000"),
]
BAD = [
    ("identity-number", "210199198902290012", "生日 1989-02-29 不存在，请查第 7 到 14 位"),
    ("identity-number", "210199195803120015", "身份号码末位应为 4，现在是 5。请对照证件"),
    ("identity-number", "21019919580312001", "身份号码应为 18 位，现在 17 位"),
    ("identity-number", "210199209903120012", "生日 2099-03-12 晚于今天，请查第 7 到 14 位"),
    ("identity-number", "21019919580312AB14", "身份号码前 17 位应为数字，末位为数字或 X"),
    ("credit-code", "51210199MJTE0T012Q", "信用代码第 18 位对不上，请对照执照"),
    ("credit-code", "51210199MJTE0T013P", "信用代码第 9 到 17 位对不上，请对照执照"),
    ("credit-code", "5121", "信用代码应为 18 位，现在 4 位"),
    ("credit-code", "51210199MJTE0T0I2P", "信用代码里不会有 I，请对照执照"),
    ("phone", "1380000000", "手机号应为 11 位、1 开头，现在 10 位"),
    ("area", "21010", "区划码应为 6、9、12 或 15 位数字（区县、街道、社区、网格）"),
    ("amount", "1.234", "金额应为 0 到 9999999999.99，最多两位小数"),
    ("amount", -1, "金额应为 0 到 9999999999.99，最多两位小数"),
    ("amount", Decimal("NaN"), "金额应为 0 到 9999999999.99，最多两位小数"),
    ("bank-account", "123", "账号应为 16–19 位数字，现在 3 位"),
]


@pytest.mark.parametrize(("rule", "value"), GOOD)
def test_a_good_value_passes(rule: str, value: object) -> None:
    assert value_finding(rule, value, TODAY) is None


@pytest.mark.parametrize(("rule", "value", "sentence"), BAD)
def test_a_bad_value_is_told_what_was_expected(rule: str, value: object, sentence: str) -> None:
    assert value_finding(rule, value, TODAY) == sentence


def test_every_rule_has_good_and_bad_examples() -> None:
    assert set(VALUE_RULES) == {rule for rule, _ in GOOD} == {rule for rule, _, _ in BAD}


@pytest.mark.parametrize("rule", VALUE_RULES)
@pytest.mark.parametrize("value", ["", "x" * 100_000, "²" * 18, "\x00", "①" * 16, "-" * 18])
def test_strange_values_are_bad_and_nothing_worse(rule: str, value: str) -> None:
    assert value_finding(rule, value, TODAY)
