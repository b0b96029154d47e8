"""What is left in the registers of a person who was erased, and how long comparisons are kept."""

from datetime import timedelta
from typing import Any

import psycopg

from registers import comparisons, erasing, keeping, parameters, secrecy
from registers.comparisons import Asked, Asking, Told
from registers.parameters import Approval
from registers.population import persons
from registers.prefill import lookups
from registers.prefill.lookups import Lookup
from registers.sweep import Sweep, sweep
from tests.registers.citizens import ROW, SEALING, SPOUSE, deliver, lay_out
from tests.registers.holders import NOW, A, B, given, month
from tests.registers.payday import delivered
from tests.registers.people import JIA, TODAY

Connection = psycopg.Connection[Any]
DISTRICT = 2
CASE, JOB = (DISTRICT << 40) + 1, (DISTRICT << 40) + 2


def asked(city: Connection, person: str = A, job: int = JOB, years: int = 0) -> None:
    at = NOW - timedelta(days=366 * years)
    comparisons.ask(city, Asking(job, CASE, "审核", at), [Asked("death", "GA", person), Asked("prison", "GA", person)])
    told = [Told(check, "GA", "hit", "登记有误", TODAY, True, (), "GA-1") for check in ("death", "prison")]
    comparisons.answer(city, job, [secrecy.closed(one, person, SEALING) for one in told], at)


def test_of_an_erased_person_nothing_is_said_any_more_and_that_it_was_asked_stays(city: Connection) -> None:
    asked(city)
    asked(city, B, JOB + 1)
    assert erasing.erase(city, A, [DISTRICT]) == 2
    assert erasing.erase(city, A, [DISTRICT]) == 0
    for row in comparisons.of_job(city, JOB):
        assert (row.verdict, row.detail, row.evidence_ref, row.sealed, row.evidence) == ("hit", None, None, None, None)
    assert {row.detail for row in comparisons.of_job(city, JOB + 1)} == {"登记有误", "不符合"}


def test_the_register_of_persons_is_emptied_and_the_household_lives_on(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW, SPOUSE)
    lookups.keep(city, A, Lookup("r1", "li", NOW, "MZ-001", "受理", "210102001", ["name"]))
    assert erasing.erase(city, A, [DISTRICT]) > 0
    assert persons.find(city, A, SEALING) is None
    assert [member.name for member in persons.household(city, "HK1", SEALING)] == ["测试乙"]
    assert [one.account for one in lookups.of(city, A)] == ["li"]
    erasing.erase(city, B, [DISTRICT])
    for table in ("person", "person_area", "household", "household_member"):
        assert city.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_what_a_doubt_says_goes_too(city: Connection) -> None:
    given(city)
    delivered(city, 4, GA_death=[{"id_number": JIA, "died_on": "2026-02-20"}])
    sweep(city, Sweep(month(4), TODAY.replace(month=4, day=5), NOW))
    erasing.erase(city, A, [DISTRICT])
    assert city.execute("select detail, evidence from doubt").fetchall() == [("", [])]


def test_comparisons_are_kept_as_long_as_the_city_says(city: Connection) -> None:
    asked(city, years=6)
    asked(city, job=JOB + 1, years=4)
    assert keeping.years(city, TODAY) is None
    line = {"rules": ["KEEP"], "name": "comparison_years", "label": "年限", "area": "2101", "residence": "", "value": 5}
    days = {"valid_from": TODAY, "valid_to": None, "unit": "年", "mark": "A", "basis": ""}
    parameters.put(city, [{**line, **days}], Approval("a", "b", NOW))
    assert (keeping.years(city, TODAY - timedelta(days=1)), keeping.years(city, TODAY)) == (None, 5)
    assert keeping.forget(city, [DISTRICT], NOW, 5) == 2
    assert len(comparisons.of_job(city, JOB)) == 0
    assert len(comparisons.of_job(city, JOB + 1)) == 2
