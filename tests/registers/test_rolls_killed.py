"""A batch that is killed at any step and run again comes to the same end: nobody is paid twice, nobody forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from registers import bank_returns, closing, recoveries, rolls
from registers.recheck import recheck
from registers.rolls import Asked
from tests.registers.holders import A, B, Connection, given, month, signed
from tests.registers.payday import FIRST, answer, by, delivered, sent
from tests.registers.people import JIA

ROLL = FIRST + 3
Step = Callable[[Connection], object]
THIRD = "00ff" * 8


def fail_and_correct(connection: Connection) -> None:
    bank_returns.take_in(connection, ROLL, answer(sent(connection, ROLL), _1="账号错"), by())


def correct(connection: Connection) -> None:
    row = connection.execute("select person from roll_line where state = 'failed'").fetchone()
    if row is not None:
        closing.correct(connection, ROLL, row[0], "账号已更正", by())


STEPS: tuple[Step, ...] = (
    lambda c: rolls.lock(c, Asked(ROLL, month(3), "低保", "2101"), by()),
    lambda c: rolls.calculate(c, ROLL, by()),
    lambda c: recheck(c, ROLL, date(2026, 3, 5), by()),
    lambda c: rolls.approve(c, ROLL, by("minghua")),
    lambda c: sent(c, ROLL),
    fail_and_correct,
    correct,
    lambda c: sent(c, ROLL),
    lambda c: bank_returns.take_in(c, ROLL, answer(sent(c, ROLL)), by()),
    lambda c: closing.close(c, ROLL, by()),
)
TABLES = ("roll", "roll_line", "roll_part", "roll_event", "bank_file", "doubt", "recovery", "recovery_entry")


def prepare(city: Connection) -> None:
    """Three with benefits: one owes money, one is dead."""
    given(city, A, from_month=month(1))
    held = given(city, B, amount="620.50")
    given(city, THIRD, amount=300)
    demanded = recoveries.demand(city, (B, "低保", held.id), Decimal(250), "多发", signed(id=40))
    recoveries.plan(city, (B, demanded.id), Decimal(100), month(3))
    delivered(city, GA_death=[{"id_number": JIA, "died_on": "2026-02-20"}])


def end(city: Connection) -> dict[str, list[Any]]:
    """All that the roll left, but the counters that came from outside."""
    rows = {table: city.execute(f"select to_jsonb(t) - 'benefit' from {table} t").fetchall() for table in TABLES}
    return {table: sorted(map(str, found)) for table, found in rows.items()}


def killed(database: str, step: Step) -> None:
    """Runs a step to its last statement, and dies before it is committed."""
    dying = psycopg.connect(database)
    dying.execute("select 1")
    step(dying)
    victim = dying.info.backend_pid
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", (victim,))
    with pytest.raises(psycopg.OperationalError):
        dying.execute("select 1")
    dying.close()


def check_end(city: Connection) -> None:
    assert city.execute("select sum(paid) from bank_file").fetchone() == (Decimal("820.50"),)
    assert city.execute("select person, state, amount from roll_line order by person").fetchall() == sorted(
        [(A, "held", Decimal(1500)), (B, "paid", Decimal("520.50")), (THIRD, "paid", Decimal(300))]
    )
    assert recoveries.get(city, B, 40).covered == 100


def test_killed_at_every_step_and_run_again(city: Connection, database: str) -> None:
    prepare(city)
    for step in STEPS:
        killed(database, step)
        step(city)
    check_end(city)


def test_every_step_run_again_changes_nothing(city: Connection) -> None:
    prepare(city)
    for step in STEPS[:5]:
        step(city)
        before = end(city)
        step(city)
        assert end(city) == before
    for step in STEPS[5:]:
        step(city)
    before = end(city)
    STEPS[-1](city)
    assert end(city) == before
    check_end(city)


def test_two_who_run_the_same_steps_at_once_come_to_one_end(city: Connection, database: str) -> None:
    prepare(city)

    def clerk(step: Step) -> None:
        with psycopg.connect(database, autocommit=True) as own:
            step(own)

    def bank(connection: Connection) -> None:
        bank_returns.take_in(connection, ROLL, content, by())

    content = b""
    for step in (*STEPS[:5], bank):
        content = answer(sent(city, ROLL)) if step is bank else b""
        with ThreadPoolExecutor(2) as clerks:
            for done in [clerks.submit(clerk, step) for _ in range(2)]:
                done.result()
    closing.close(city, ROLL, by())
    check_end(city)
    assert city.execute("select count(*) from roll_event").fetchone() == (7,)
