"""Several windows grant one person what excludes one another, at the same moment: one wins, every time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg

from registers import benefits
from registers.benefits import Excluded
from tests.registers.holders import HEPING, SHENHE, Connection, asked, signed
from tests.registers.people import index

ROUNDS = 40


def test_of_two_windows_one_wins_and_the_other_is_told(city: Connection, database: str) -> None:
    gate = Barrier(2)

    def window(matter: str, area: str) -> list[str]:
        told = []
        with psycopg.connect(database, autocommit=True) as own:
            for number in range(ROUNDS):
                gate.wait()
                told.append(one_grant(own, f"{number:018}", matter, area))
        return told

    with ThreadPoolExecutor(2) as windows:
        one, other = windows.submit(window, "低保", HEPING), windows.submit(window, "特困", SHENHE)
        pairs = list(zip(one.result(), other.result(), strict=True))
    assert [sorted(pair) for pair in pairs] == [["excluded", "granted"]] * ROUNDS
    assert city.execute("select count(*), count(distinct person) from benefit").fetchone() == (ROUNDS, ROUNDS)


def one_grant(own: Connection, number: str, matter: str, area: str) -> str:
    try:
        benefits.grant(own, asked(index(number), matter, area=area), signed())
    except Excluded:
        return "excluded"
    return "granted"
