"""Months in which a benefit was paid without a hitch, before a story begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registers import bank_returns, closing, rolls
from tests.registers.payday import FIRST, answer, by, checked, delivered, listed, sent

if TYPE_CHECKING:
    from tests.city.city import City


def paid(city: City, matter: str, *numbers: int) -> None:
    """Everybody who holds it is paid in these months of 2026, up to each of them."""
    with city.engine.store.writing() as connection:
        for number in numbers:
            listed(connection, number, matter)
            delivered(connection, number)
            checked(connection, number)
            rolls.approve(connection, FIRST + number, by("minghua", number))
            bank_returns.take_in(connection, FIRST + number, answer(sent(connection, FIRST + number)), by("lihua"))
            closing.close(connection, FIRST + number, by("lihua", number))


def recovering(city: City) -> list[tuple[object, ...]]:
    """What is demanded back: matter, sum and how far it has come."""
    with city.engine.store.writing() as connection:
        return connection.execute("select matter, total, state from recovery order by id").fetchall()
