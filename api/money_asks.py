"""What a request about money may say: the shapes of bodies. Who says it is the account that is logged in."""

from decimal import Decimal
from typing import Annotated

import msgspec

from api.asks import Ask

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Correcting(Ask):
    """`amount`: what it should be, in yuan; as a text or a number, to the cent."""

    amount: Decimal
    reason: Words


class Deciding(Ask):
    confirmed: bool


class Adjusting(Ask):
    """`since`: the first month, 2026-07; `until`: the last to look at, this month without it."""

    rule: Short
    area: Annotated[str, msgspec.Meta(pattern="^[0-9]{4,12}$")]
    since: Short
    until: Short | None = None


class Approving(Ask):
    """`until`: the last month to look at, this month without it."""

    until: Short | None = None


class Payee(Ask):
    """`subject`: an identity number; `account`: 10 to 30 digits; `name`: in which it is held; `source`: who says so."""

    subject: Short
    bank: Short
    account: Short
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class PayeeVersion(Ask):
    subject: Short
    number: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
