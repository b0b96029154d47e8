"""Rules for single values, pure: identity numbers, credit codes, phones, area codes, amounts, accounts.

A rule gives None for a good value, else a sentence that says what was expected. Sources: GB 11643-1999, GB 32100-2015.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

ValueRule: TypeAlias = Callable[[str, date], str | None]

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_MONEY = Decimal("9999999999.99")
MONEY = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,2})?")
LONGEST = 64
HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}


def normal(value: object) -> str:
    """As it is compared: half-width, without the spaces that people type between groups, x in capitals."""
    text = str(value)[:LONGEST].translate(HALF_WIDTH)
    return "".join(text.split()).upper()


def identity_number(text: str, today: date) -> str | None:
    if len(text) != 18:
        return f"身份号码应为 18 位，现在 {len(text)} 位"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text, re.ASCII):
        return "身份号码前 17 位应为数字，末位为数字或 X"
    born = _birthday(text)
    if born is None:
        return f"生日 {text[6:10]}-{text[10:12]}-{text[12:14]} 不存在，请查第 7 到 14 位"
    if born > today:
        return f"生日 {born} 晚于今天，请查第 7 到 14 位"
    expected = IDENTITY_CHECKS[
        sum(int(char) * weight for char, weight in zip(text, IDENTITY_WEIGHTS, strict=False)) % 11
    ]
    if text[17] != expected:
        return f"身份号码末位应为 {expected}，现在是 {text[17]}。请对照证件"
    return None


def _birthday(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def credit_code(text: str, today: date) -> str | None:
    if len(text) != 18:
        return f"信用代码应为 18 位，现在 {len(text)} 位"
    strange = next((char for char in text if char not in CREDIT_CHARACTERS), None)
    if strange:
        return f"信用代码里不会有 {strange}，请对照执照"
    if text[16] != _organisation_check(text[8:16]):
        return "信用代码第 9 到 17 位对不上，请对照执照"
    total = sum(CREDIT_CHARACTERS.index(char) * pow(3, at, 31) for at, char in enumerate(text[:17]))
    if text[17] != CREDIT_CHARACTERS[-total % 31]:
        return "信用代码第 18 位对不上，请对照执照"
    return None


def _organisation_check(body: str) -> str:
    """GB 11714: the ninth character of an organisation's code."""
    total = sum(
        ORGANISATION_CHARACTERS.index(char) * weight for char, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def phone(text: str, today: date) -> str | None:
    digits = text.removeprefix("+86").replace("-", "")
    if re.fullmatch(r"1[0-9]{10}", digits, re.ASCII):
        return None
    return f"手机号应为 11 位、1 开头，现在 {len(digits)} 位"


def area(text: str, today: date) -> str | None:
    if re.fullmatch(r"[0-9]+", text, re.ASCII) and len(text) in (6, 9, 12, 15):
        return None
    return "区划码应为 6、9、12 或 15 位数字（区县、街道、社区、网格）"


def amount(text: str, today: date) -> str | None:
    digits = text.replace(",", "")
    if MONEY.fullmatch(digits) and _decimal(digits) <= MOST_MONEY:
        return None
    return f"金额应为 0 到 {MOST_MONEY}，最多两位小数"


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def bank_account(text: str, today: date) -> str | None:
    if re.fullmatch(r"[0-9]{16,19}", text, re.ASCII):
        return None
    return f"账号应为 16–19 位数字，现在 {len(text)} 位"


VALUE_RULES: dict[str, ValueRule] = {
    "identity-number": identity_number,
    "credit-code": credit_code,
    "phone": phone,
    "area": area,
    "amount": amount,
    "bank-account": bank_account,
}


def value_finding(rule: str, value: object, today: date) -> str | None:
    """What is wrong with the value by this rule, None where nothing is. Decimals and ints are read as written."""
    shown = f"{value:f}" if isinstance(value, Decimal) else value
    return VALUE_RULES[rule](normal(shown), today)
