"""疑点: what the monthly sweep finds is verified by a person; only another one stops the money, and what was paid too
much is demanded."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from registers import recoveries
from registers.catalogue import serving
from registers.figures import counting
from registers.figures.catalogue import REGISTERS
from registers.figures.shape import Within
from registers.sweep import KINDS
from tests.city.calling import APPLICANT, calling, delivered
from tests.city.city import MORNING, City
from tests.city.matters import Matter
from tests.city.places import code_of
from tests.scenarios.test_block_payroll import INPUTS

WHY = "社区上门核实，户口已注销"


@pytest.fixture
def case(city: City) -> Matter:
    """Somebody who is in payment since December and died in October; the departments say so."""
    key = calling(city, "payroll", INPUTS, ("benefit",), share="")
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, matter="低保")
    for kind in KINDS:
        for name in serving(kind):
            dead = {"id_number": APPLICANT["applicant_id"], "died_on": "2026-10-15"}
            delivered(city, name, *([dead] if name == "GA.death" else []))
    return case


def swept(city: City) -> list[Matter]:
    """The doubts that this sweep has handed on; the sweep itself is over."""
    sweep = city.leader("heping").applies("sweep", month="2026-12", area=code_of("heping"))
    assert sweep.outcome == "比对完成"
    return [Matter(city, id) for id in city.seen.about(sweep.id)]


def verifies(city: City, doubt: Matter, finding: str) -> None:
    reviewer = city.reviewer("Zhou", at="heping/nanhu")
    reviewer.does(doubt, "核实疑点", finding=finding, finding_reason=WHY)


def decides(city: City, doubt: Matter, **values: object) -> None:
    city.reviewer("Zhou", at="heping/nanhu").does(doubt, "听取陈述申辩", statement="家属无异议")
    city.approver("Qian", at="heping").does(doubt, "决定停发", decision_reason=WHY, **values)


def outcomes(city: City) -> list[tuple[object, ...]]:
    with city.engine.store.writing() as connection:
        return connection.execute("select outcome, suspected from doubt").fetchall()


def test_a_doubt_becomes_a_task_of_three_days_once(city: City, case: Matter) -> None:
    (doubt,), again = swept(city), swept(city)

    assert (doubt.open_tasks, again) == (["核实疑点"], [])
    assert case.value("benefit")["state"] == "in_payment"
    city.working_days_pass(4)
    assert doubt.light == "red"


@pytest.mark.parametrize("finding", ["overruled", "handled"])
def test_what_was_a_mistake_or_is_done_already_ends_there(city: City, case: Matter, finding: str) -> None:
    (doubt,) = swept(city)
    verifies(city, doubt, finding)

    assert (doubt.outcome, outcomes(city)) == ("误报或已处理", [(finding, False)])
    assert doubt.story() == ["doubt found", "doubt settled"]


def test_only_a_second_person_stops_the_money(city: City, case: Matter) -> None:
    (doubt,) = swept(city)
    verifies(city, doubt, "confirmed")
    decides(city, doubt, stop_benefit=True, stop_from="2026-12", suspected=False)

    assert (doubt.outcome, outcomes(city)) == ("已停发", [("confirmed", False)])
    assert doubt.value("stopped") == {"from": "2026-12", "demanded": 0}
    with city.engine.store.writing() as connection:
        assert connection.execute("select state from benefit").fetchone() == ("stopped",)
        months = (date(2026, 12, 1), date(2027, 1, 1))
        told = recoveries.amounts(connection, months, (city.now, city.now))
        assert (told.stopped, told.withheld, told.repaid) == (Decimal(1380), Decimal(0), Decimal(0))
        within = Within(months, (MORNING, city.now + timedelta(days=1)))
        by_cause = counting.read(connection, REGISTERS["ineligible"], within, lambda at: at, "cause")
    assert {cause: found.top for cause, found in by_cause.items() if found.top} == {"死亡保": 1}


def test_who_was_heard_may_keep_it(city: City, case: Matter) -> None:
    (doubt,) = swept(city)
    verifies(city, doubt, "confirmed")
    decides(city, doubt, stop_benefit=False)

    assert (doubt.outcome, outcomes(city)) == ("不停发", [("overruled", False)])


def test_where_fraud_is_suspected_it_is_handed_over(city: City, case: Matter) -> None:
    (doubt,) = swept(city)
    verifies(city, doubt, "confirmed")
    decides(city, doubt, stop_benefit=True, stop_from="2026-12", suspected=True)
    assert doubt.open_tasks == ["移送"]
    city.approver("Qian", at="heping").does(doubt, "移送", handed_to="公安机关", hand_over_note="冒领待遇")

    assert (doubt.outcome, outcomes(city)) == ("已移送", [("confirmed", True)])
