"""Benefits that somebody of a story has had since before it begins."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.domain.durations import CITY
from registers import benefits
from registers.benefits import Grant, Signed
from tests.city.filling import HOME, number
from tests.city.places import code_of

if TYPE_CHECKING:
    from tests.city.city import City

APPLICANT, ANOTHER = number("1958-03-12"), number("2015-06-01", 2)
EARLIER = 7  # the case in which it was granted, before the story
BEFORE = datetime(2025, 12, 8, 9, 0, tzinfo=CITY)


def holds(city: City, matter: str, amount: int, of: str = ANOTHER, rule: str = "SUB-01") -> None:
    """Since January, in the register of benefits. `of`: by default the one for whom the applicant comes."""
    person = city.engine.store.vault.person(of, 0)
    asked = Grant(person, None, matter, code_of(HOME), rule, Decimal(amount), date(2026, 1, 1))
    with city.engine.store.writing() as connection:
        benefits.grant(connection, asked, Signed(EARLIER, EARLIER, "earlier", BEFORE))
