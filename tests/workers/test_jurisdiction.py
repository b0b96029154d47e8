"""A case asks who handles it, and claims its matter for the household: the second one is told of the first."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from api.sealing import sealing
from engine.domain.durations import in_city
from engine.engine import Engine
from registers.organisation import units
from registers.population import persons, rows
from registers.records import Unreachable
from tests.engine.runtime.drawing import END, START, document, job, scope, user
from tests.registers.citizens import COMMUNITIES, HEPING, NANHU, ROW, SPOUSE, XIJIE, lay_out
from tests.workers.test_handlers import JIA, _context
from tests.workers.town import HERE, NOON, Town
from workers.handlers import claim_matter, intake, jurisdiction
from workers.handlers.contract import BpmnError, Hopeless

YI = SPOUSE["id_number"]
ASKED = {"rule": "residence", "item": "MZ-001", "subject": JIA, "received_area": XIJIE}


def settle(engine: Engine) -> None:
    """Two districts, the offices in them, and a couple that lives in the first."""
    today = in_city(NOON).date()
    with engine.store.writing() as connection:
        lay_out(connection)
        units.make(connection)
        persons.take_in(connection, rows.read([ROW, SPOUSE], COMMUNITIES, today), today, sealing(engine.store))


def asked(engine: Engine, **changed: Any) -> Mapping[str, Any]:
    return jurisdiction.run({**ASKED, **changed}, _context(engine))


def test_the_register_says_who_handles_it(engine: Engine) -> None:
    settle(engine)
    assert asked(engine) == {
        "handling_area": NANHU,
        "basis": "register",
        "differs": False,
        "cross_district": True,
        "street_office": "云栖街道办事处",
        "district_office": "甲区民政局",
    }
    declared = asked(engine, residence_area=XIJIE)
    assert (declared["handling_area"], declared["differs"]) == (NANHU, True)
    insured = asked(engine, rule="insured", insured_area=HEPING, item="SB-001")
    assert (insured["basis"], insured["district_office"]) == ("declared", "沈阳市社会保险事业服务中心甲区分中心")
    received = asked(engine, rule="none", subject=None)
    assert (received["handling_area"], received["cross_district"]) == (XIJIE, False)
    assert asked(engine, item=None, department="GD")["street_office"] is None


def test_nobody_knows_who_handles_it(engine: Engine) -> None:
    settle(engine)
    for changed in ({"rule": "insured"}, {"on": "2020-01-01"}, {"rule": "none", "received_area": "21"}):
        with pytest.raises(BpmnError, match="归属不明") as error:
            asked(engine, **changed)
        assert error.value.code == "jurisdiction.unknown"


@pytest.mark.parametrize(
    "wrong", [{"rule": "birthplace"}, {"subject": None}, {"item": "XX-1"}, {"item": None}, {"on": "tomorrow"}]
)
def test_what_is_not_said_right_is_hopeless(engine: Engine, wrong: dict[str, Any]) -> None:
    with pytest.raises(Hopeless):
        asked(engine, **wrong)


def test_registers_that_cannot_be_reached_are_an_error_at_last(engine: Engine) -> None:
    def away() -> Any:
        raise Unreachable("the registers are away")

    for run, inputs in ((jurisdiction.run, ASKED), (claim_matter.run, {"matter": "MZ-001", "subject": JIA})):
        for is_last, error in ((False, Unreachable), (True, BpmnError)):
            with pytest.raises(error, match="away"):
                run(inputs, replace(_context(engine), registers=away, is_last=is_last))


@pytest.mark.parametrize("wrong", [{"matter": " "}, {"subject": None}, {"per": "street"}])
def test_a_claim_needs_a_matter_and_a_person(engine: Engine, wrong: dict[str, Any]) -> None:
    with pytest.raises(Hopeless):
        claim_matter.run({"matter": "MZ-001", "subject": JIA, **wrong}, _context(engine))


def test_a_household_cannot_be_in_two_cases_at_once(town: Town) -> None:
    settle(town.engine)
    claims = (
        "<city:input source='\"MZ-001\"' target='matter'/><city:input source='applicant_id' target='subject'/>"
        "<city:output source='claimed' target='claimed'/>"
    )
    last = user("last", words='<city:assignment assignee="wang"/>')
    drawn = scope(START + END + job("a", "claim_matter", claims) + last, "start > a > last > end")
    personal = '<extensionElements><city:personal variables="applicant_id"/></extensionElements>'
    town.deploy_file(document(f'<process id="claims" isExecutable="true">{personal}{drawn}</process>'))
    first = town.start("claims", HERE, applicant_id=JIA)
    town.work()
    assert town.variables(first)["claimed"] == "household"
    second = town.start("claims", 9, applicant_id=YI)
    town.work()
    refused = str([fact for fact in town.told(second) if type(fact).__name__ == "IncidentRaised"])
    assert f"已有一件在办：办件 {first}" in refused
    assert YI not in refused
    town.completes(first, "last")
    town.retries(second)
    town.work()
    assert town.variables(second)["claimed"] == "household"


def test_what_was_claimed_is_given_back_early(engine: Engine) -> None:
    inputs = {"matter": "MZ-001", "subject": JIA}
    context = replace(_context(engine), is_open=lambda instance: True)
    assert claim_matter.run(inputs, context) == {"claimed": "person"}
    other = replace(context, instance=context.instance + 9)
    with pytest.raises(BpmnError) as error:
        claim_matter.run(inputs, other)
    assert error.value.code == "application.duplicate"
    assert claim_matter.run({**inputs, "act": "release"}, context) == {"released": 1}
    assert claim_matter.run(inputs, other) == {"claimed": "person"}


def test_a_couple_may_each_have_one_open_of_what_is_for_one_person(engine: Engine) -> None:
    settle(engine)
    context = replace(_context(engine), is_open=lambda instance: True)
    pension = {"matter": "养老金", "per": "person"}
    assert claim_matter.run({**pension, "subject": JIA}, context) == {"claimed": "person"}
    spouse = replace(context, instance=context.instance + 1)
    assert claim_matter.run({**pension, "subject": YI}, spouse) == {"claimed": "person"}
    with pytest.raises(BpmnError, match="已有一件在办"):
        claim_matter.run({**pension, "subject": JIA}, spouse)


def test_both_are_asked_at_once_as_a_case_comes_in(engine: Engine) -> None:
    settle(engine)
    context = replace(_context(engine), is_open=lambda instance: True)
    plain = intake.run(ASKED, context)
    assert (plain["handling_area"], plain["open_case"]) == (NANHU, None)
    claiming = {**ASKED, "matter": "低保"}
    assert intake.run(claiming, context) == intake.run(claiming, context) == plain
    told = intake.run({**claiming, "subject": YI}, replace(context, instance=context.instance + 1))
    assert f"已有一件在办：办件 {context.instance}" in told["open_case"]
    assert told["handling_area"] == NANHU


def test_registers_that_go_away_between_the_two_are_an_error(engine: Engine) -> None:
    settle(engine)
    context = _context(engine)
    opened = iter((context.registers,))

    def once() -> Any:
        try:
            return next(opened)()
        except StopIteration:
            raise Unreachable("the registers are away") from None

    with pytest.raises(BpmnError, match="away") as error:
        intake.run({**ASKED, "matter": "低保"}, replace(context, registers=once, is_last=True))
    assert error.value.code == "application.unavailable"
