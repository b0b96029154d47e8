"""The number under which a resident knows a case: `210106-MZ-001-20261124-000017-4`."""

from datetime import datetime

from engine.domain.durations import in_city

CITY_CODE = "210100"


def case_code(area: str | None, item: str, at: datetime, number: int) -> str:
    """District, item, the city's day, the last six digits of the instance's number, and a check digit."""
    district = (area or "")[:6].ljust(6, "0") if area else CITY_CODE
    body = f"{district}-{item}-{in_city(at):%Y%m%d}-{number % 1_000_000:06d}"
    return f"{body}-{check_digit(body)}"


def check_digit(body: str) -> int:
    """ISO/IEC 7064, MOD 11,10, over the digits; a letter counts as its number from A = 10. Other signs do not count."""
    product = 10
    for digit in "".join(str(int(sign, 36)) for sign in body if sign.isascii() and sign.isalnum()):
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10
