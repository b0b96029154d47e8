"""Holders of benefits who do not exist, and the acts that give them theirs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg

from registers import benefits
from registers.benefits import Benefit, Grant, Signed
from tests.registers.people import JIA, YI, index

Connection = psycopg.Connection[Any]
A, B = index(JIA), index(YI)
HEPING, SHENHE = "210102001001", "210103002002"
MARCH = date(2026, 3, 1)
NOW = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
_ids: Iterator[int] = count(1)


def month(number: int) -> date:
    """A month of 2026."""
    return date(2026, number, 1)


def signed(by: str = "ruiting", at: datetime = NOW, id: int | None = None) -> Signed:
    return Signed(next(_ids) if id is None else id, 7, by, at)


def asked(person: str = A, matter: str = "低保", amount: object = 500, **also: Any) -> Grant:
    said = {"household": "H1", "area": HEPING, "rule": "SUB-01", "from_month": MARCH, **also}
    return Grant(person=person, matter=matter, amount=Decimal(str(amount)), **said)


def given(connection: Connection, person: str = A, matter: str = "低保", amount: object = 500, **also: Any) -> Benefit:
    return benefits.grant(connection, asked(person, matter, amount, **also), signed())
