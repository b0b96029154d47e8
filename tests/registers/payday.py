"""A month's roll in a few words: listed, checked, approved, sent to a bank that answers as the test says."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from registers import bank_files, bank_returns, closing, recheck, rolls
from registers.bank_files import BankFile, Payee, closed
from registers.catalogue import serving
from registers.imports import Delivery, take_in
from registers.rolls import Asked, By
from registers.sweep import KINDS
from tests.registers.holders import NOW, Connection, month
from tests.registers.people import index

CITY = "2101"
FIRST = 70  # a roll's number is this and its month


def at(number: int) -> datetime:
    """The fifth of a month of 2026, when lists are locked."""
    return NOW.replace(month=number)


def by(name: str = "ruiting", number: int = 3) -> By:
    return By(name, at(number))


def delivered(connection: Connection, number: int = 3, **rows: Sequence[Mapping[str, str]]) -> None:
    """All departments have delivered as of the day before; `MZ_benefit=[...]` says what one of them has."""
    for kind in KINDS:
        for name in serving(kind):
            lines = rows.get(name.replace(".", "_"), ())
            day = (at(number) - timedelta(days=1)).date()
            take_in(connection, Delivery(name, day, lines), index, at(number))


def payees(persons: Sequence[str]) -> dict[str, Payee]:
    """Everybody has an account."""
    return {person: Payee("测试", f"6200{person[-8:]}") for person in persons}


def listed(connection: Connection, number: int = 3, matter: str = "低保", area: str = CITY) -> tuple[int, Decimal]:
    rolls.lock(connection, Asked(FIRST + number, month(number), matter, area), by(number=number))
    return rolls.calculate(connection, FIRST + number, by(number=number))


def checked(connection: Connection, number: int = 3) -> int:
    return recheck.recheck(connection, FIRST + number, date(2026, number, 5), by(number=number))


def approved(connection: Connection, number: int = 3) -> int:
    """A roll that may be sent; gives its id."""
    listed(connection, number)
    delivered(connection, number)
    checked(connection, number)
    rolls.approve(connection, FIRST + number, by("minghua", number))
    return FIRST + number


def sent(connection: Connection, roll: int) -> BankFile:
    return bank_files.make(connection, roll, payees, by("lihua"))


def lines(file: BankFile) -> list[tuple[str, str]]:
    """Number and amount of each line of a bank file."""
    rows = [line.split(",") for line in file.content.decode().splitlines()[1:-1]]
    return [(row[1], row[4]) for row in rows]


def answer(file: BankFile, **causes: str) -> bytes:
    """The bank's return: all paid but `_2="销户"`, which fails for that cause."""
    failed = {name[1:]: cause for name, cause in causes.items()}
    rows = [
        ("D", seq, amount, *(("failed", failed[seq]) if seq in failed else ("ok", ""))) for seq, amount in lines(file)
    ]
    totals = [
        sum((Decimal(amount) for seq, amount in lines(file) if (seq in failed) == is_failed), Decimal(0))
        for is_failed in (False, True)
    ]
    return closed([("H", file.name, len(rows), *totals), *rows])


def paid(connection: Connection, number: int = 3) -> Decimal:
    """A whole month without a hitch; gives the sum paid."""
    roll = approved(connection, number)
    bank_returns.take_in(connection, roll, answer(sent(connection, roll)), by("lihua"))
    return closing.close(connection, roll, by("lihua", number))


def states(connection: Connection, number: int = 3) -> dict[str, str]:
    """What became of each line of a roll."""
    found = connection.execute("select person, state from roll_line where roll = %s", (FIRST + number,)).fetchall()
    return dict(found)
