"""每月发放: on the first of a month all are compared, rolls are made; each is paid once, over the new year."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from registers import bank_files, bank_returns, benefits, payees
from registers.bank_files import closed
from registers.benefit_acts import Act, act
from registers.benefits import Grant, Signed
from registers.catalogue import serving
from registers.imports import Delivery, take_in
from registers.months import month
from registers.payees import Account
from registers.rolls import By
from registers.sweep import KINDS
from tests.city.city import City
from tests.city.filling import number
from tests.city.matters import Matter
from tests.city.places import code_of
from workers.surroundings import surroundings

PEOPLE = [number("1950-01-01", order) for order in range(1, 21)]
DEAD, JAILED, TWICE, MOVED, PAUSED = PEOPLE[:5]
FIRST = "2026-12"
PAID = "select person, sum(amount) from roll_line where state = 'paid' group by 1"

KNOWN: dict[str, list[Mapping[str, str]]] = {
    "GA_death": [{"id_number": DEAD, "died_on": "2026-12-10"}],
    "FY_sentence": [{"id_number": JAILED, "kind": "服刑", "since": "2026-12-12", "until": ""}],
    "CZ_benefit": [{"id_number": TWICE, "benefit": "特困", "since": "2026-12-01"}],
}


def person(city: City, who: str) -> str:
    return city.engine.store.vault.person(who, 0)


@pytest.fixture
def paid_city(city: City) -> City:
    """Twenty who hold the minimum living benefit since December; one of them has no account."""
    seal = surroundings(city.engine).seal
    with city.engine.store.writing() as connection:
        for id, who in enumerate(PEOPLE, 1):
            signed = Signed((2 << 40) + 900_000 + id, (2 << 40) + 900_000, "Qian", city.now)
            at = code_of("heping/nanhu/01")
            grant = Grant(person(city, who), None, "低保", at, "SUB-01", Decimal(500), month(FIRST))
            benefits.grant(connection, grant, signed)
            if who != MOVED:
                entered = By("Li", city.now)
                account = Account("102", f"62000000{who[-1:].replace('X', '0')}{id:06}", "测试", "低保申请")
                made = payees.enter(connection, person(city, who), account, seal(connection), entered)
                payees.approve(connection, person(city, who), made.number, By("Wang", city.now))
    return city


def shared(city: City, **rows: list[Mapping[str, str]]) -> None:
    """All departments deliver what they know today."""
    names = [name for kind in KINDS for name in serving(kind)]
    with city.engine.store.writing() as connection:
        for name in names:
            told = Delivery(name, city.now.date(), rows.get(name.replace(".", "_"), []))
            take_in(connection, told, lambda who: person(city, who), city.now)


def until(city: City, day: date) -> None:
    """To nine in the morning of that day; what departments know is delivered the evening before."""
    city.days_pass((day - city.now.date()).days)


def cases(city: City, key: str) -> list[Matter]:
    with city.engine.store.writing() as connection:
        text = "select i.id from instance i join definition d on d.id = i.definition where d.key = %s order by i.id"
        return [Matter(city, id) for (id,) in connection.execute(text, (key,)).fetchall()]


def to_the_bank(city: City, roll: int) -> Counter[str]:
    """Everything that is sent is paid; gives how often which account was paid."""
    place, by = surroundings(city.engine), By("Payer", city.now)
    with city.engine.store.writing() as connection:
        known = lambda persons: payees.whole(connection, persons, place.opening(connection))  # noqa: E731
        file = bank_files.make(connection, roll, known, by)
        rows = [line.split(",") for line in file.content.decode().splitlines()[1:-1]]
        said = [("D", row[1], row[4], "ok") for row in rows]
        content = closed([("H", file.name, len(rows), file.total, Decimal("0.00")), *said])
        bank_returns.take_in(connection, roll, content, by)
    return Counter({row[3]: 1 for row in rows})


def approved(city: City, case: Matter) -> int:
    city.person("Ma", ("MZ:district:maker", "heping")).does(case, "核算", make_note="按月核算")
    finance = city.person("Cai", ("CZ:district:approver", "heping"))
    finance.does(case, "批准发放", roll_decision="approve", roll_note="同意")
    return int(case.value("roll")["id"])


def pays(city: City, case: Matter, step: str) -> None:
    city.person("Payer", ("CZ:district:payer", "heping")).does(case, "报盘和收回盘", bank_step=step)


def mended(city: City) -> None:
    (case,) = [each for each in cases(city, "payee") if each.outcome is None]
    values = {"bank": "102", "account_number": "6200000099999999", "account_name": "测试", "account_source": "本人"}
    city.reviewer("Zhou", at="heping/nanhu").does(case, "录收款账户", **values)
    keeper = city.person("He", ("MZ:district:keeper", "heping"))
    keeper.does(case, "核对收款账户", payee_decision="approve")
    assert (case.outcome, case.value("again")) == ("已更正", True)


def acts(city: City, id: int, said: Act) -> None:
    with city.engine.store.writing() as connection:
        signed = Signed((2 << 40) + 990_000 + id, 7, "Qian", city.now)
        act(connection, (person(city, PAUSED), "低保"), said, signed)


def test_three_months_are_paid_once_and_closed_without_a_rest(paid_city: City) -> None:
    city, seen = paid_city, Counter[str]()
    until(city, date(2026, 11, 30))
    shared(city)
    city.days_pass(1)
    (december,) = cases(city, "monthly_roll")
    roll = approved(city, december)
    assert len(to_the_bank(city, roll)) == 19
    pays(city, december, "again")
    assert december.open_tasks == ["报盘和收回盘"], december.story()
    mended(city)
    assert to_the_bank(city, roll) == Counter({"6200000099999999": 1})
    pays(city, december, "close")
    assert december.outcome == "已关账"

    acts(city, 1, Act("suspend", month("2027-01"), reason="年审未到"))
    until(city, date(2026, 12, 31))
    shared(city, **KNOWN)
    city.days_pass(1)
    january = cases(city, "monthly_roll")[-1]
    assert len([each for each in cases(city, "doubt") if each.open_tasks == ["核实疑点"]]) == 3
    roll = approved(city, january)
    seen += to_the_bank(city, roll)
    pays(city, january, "close")
    assert (len(seen), january.outcome) == (16, "已关账")

    acts(city, 2, Act("resume", month("2027-01"), reason="年审已到"))
    until(city, date(2027, 1, 31))
    shared(city, **KNOWN)
    city.days_pass(1)
    february = cases(city, "monthly_roll")[-1]
    to_the_bank(city, approved(city, february))
    pays(city, february, "close")
    assert february.outcome == "已关账"
    with city.engine.store.writing() as connection:
        paid = dict(
            connection.execute("select person, sum(amount) from roll_line where state = 'paid' group by 1").fetchall()
        )
    due = {who: 500 if who in (DEAD, JAILED, TWICE) else 1500 for who in PEOPLE}
    assert paid == {person(city, who): Decimal(amount) for who, amount in due.items()}
