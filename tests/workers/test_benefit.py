"""A case enters what it decided in the city's register of benefits, and is told what stands against it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine.engine import Engine
from registers.records import Unreachable
from tests.engine.runtime.drawing import END, START, document, job, scope, user
from tests.workers.test_handlers import JIA, _context
from tests.workers.town import HERE, Town
from workers.handlers import benefit
from workers.handlers.contract import BpmnError, Hopeless

GRANT = {
    "act": "grant",
    "matter": "低保",
    "subject": JIA,
    "area": "210102001001",
    "rule": "SUB-01",
    "from": "2026-04",
    "amount": Decimal("650.50"),
    "calculation": {"amount": Decimal("650.50"), "reason": "差额补助"},
    "by": "minghua",
}


def done(engine: Engine, inputs: Mapping[str, Any], job: int = 5) -> Any:
    return benefit.run(inputs, replace(_context(engine), job=(HERE << 40) + job))["benefit"]


def test_granted_changed_and_stopped(engine: Engine) -> None:
    first = done(engine, GRANT)
    assert first["amount"] == Decimal("650.50")
    assert (first["from"], first["until"], first["state"]) == ("2026-04", None, "in_payment")
    assert done(engine, GRANT) == first
    about = {"matter": "低保", "subject": JIA}
    assert done(engine, {**about, "act": "change", "from": "2026-05", "amount": 700}, 6)["amount"] == 700
    stopped = done(engine, {**about, "act": "stop", "from": "2026-07", "reason": "收入超标"}, 7)
    assert (stopped["id"], stopped["state"], stopped["until"]) == (first["id"], "stopped", "2026-07")


def test_what_excludes_it_is_an_error_of_the_model(engine: Engine) -> None:
    done(engine, GRANT)
    with pytest.raises(BpmnError, match="低保（自 2026-04，不可同享）") as error:
        done(engine, {**GRANT, "matter": "特困"}, 6)
    assert error.value.code == "benefit.excluded"


def test_an_act_that_cannot_be_is_another_error(engine: Engine) -> None:
    for inputs in ({**GRANT, "amount": 0}, {"act": "stop", "matter": "低保", "subject": JIA, "from": "2026-04"}):
        with pytest.raises(BpmnError) as error:
            done(engine, inputs)
        assert error.value.code == "benefit.refused"


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "gift"},
        {"subject": None},
        {"matter": " "},
        {"from": "April"},
        {"amount": "many"},
        {"calculation": [1]},
        {"calculation": {"who": JIA}},
    ],
)
def test_what_is_not_said_right_is_hopeless(engine: Engine, wrong: dict[str, Any]) -> None:
    with pytest.raises(Hopeless):
        done(engine, {**GRANT, **wrong})


def test_registers_that_cannot_be_reached_are_an_error_at_last(engine: Engine) -> None:
    def away() -> Any:
        raise Unreachable("the registers are away")

    for is_last, error in ((False, Unreachable), (True, BpmnError)):
        with pytest.raises(error, match="away"):
            benefit.run(GRANT, replace(_context(engine), registers=away, is_last=is_last))


def test_a_case_grants_it_from_its_sealed_number(town: Town) -> None:
    wanted = {**GRANT, "subject": "applicant_id", "amount": "650.5"}
    wanted.pop("calculation")
    inputs = "".join(
        f"<city:input source='{value if name in ('subject', 'amount') else chr(34) + str(value) + chr(34)}' "
        f"target='{name}'/>"
        for name, value in wanted.items()
    )
    output = '<city:output source="benefit.amount" target="monthly"/>'
    last = user("last", words='<city:assignment assignee="wang"/>')
    drawn = scope(START + END + job("a", "benefit", inputs + output) + last, "start > a > last > end")
    personal = '<extensionElements><city:personal variables="applicant_id"/></extensionElements>'
    town.deploy_file(document(f'<process id="grants" isExecutable="true">{personal}{drawn}</process>'))
    instance = town.start("grants", HERE, applicant_id=JIA)
    town.work()
    assert town.variables(instance)["monthly"] == Decimal("650.5")
