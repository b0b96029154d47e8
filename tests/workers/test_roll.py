"""A process runs a month's roll and the monthly sweep by jobs."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine.engine import Engine
from registers.catalogue import serving
from registers.records import Unreachable
from registers.sweep import KINDS
from tests.workers.test_benefit import GRANT, done
from tests.workers.test_handlers import JIA, _context, _deliver
from tests.workers.town import HERE
from workers.handlers import roll
from workers.handlers.contract import BpmnError, Hopeless

LOCK = {"act": "lock", "month": "2026-04", "matter": "低保", "area": "2101", "by": "ruiting"}
ID = (HERE << 40) + 5


def step(engine: Engine, act: str, by: str = "ruiting", **also: Any) -> Mapping[str, Any]:
    return roll.run({"act": act, "roll": ID, "by": by, **also}, _context(engine))


def delivered(engine: Engine, **rows: list[dict[str, str]]) -> None:
    for kind in KINDS:
        for name in serving(kind):
            _deliver(engine, name, rows.get(name.replace(".", "_"), []))


def test_a_roll_is_locked_calculated_checked_and_approved_by_another(engine: Engine) -> None:
    done(engine, GRANT, 9)
    delivered(engine)
    told = roll.run(LOCK, _context(engine))["roll"]
    assert (told["id"], told["month"], told["state"], told["count"]) == (ID, "2026-04", "locked", 0)
    assert step(engine, "calculate")["roll"]["amount"] == Decimal("650.50")
    assert step(engine, "check")["roll"]["held"] == 0
    with pytest.raises(BpmnError, match="another person") as error:
        step(engine, "approve")
    assert error.value.code == "roll.refused"
    assert step(engine, "approve", "minghua")["roll"]["state"] == "approved"
    with pytest.raises(BpmnError, match="listed 1 笔"):
        step(engine, "close")


def test_a_sweep_counts_doubts_by_kind_and_says_who_did_not_answer(engine: Engine) -> None:
    done(engine, GRANT, 9)
    delivered(engine, GA_death=[{"id_number": JIA, "died_on": "2026-03-01"}])
    told = step(engine, "sweep", month="2026-04")["sweep"]
    assert told == {"lookedAt": 1, "found": {"death": 1}, "unanswered": {}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": "April"},
        {"matter": None},
        {"act": "pay", "roll": 5},
        {"act": "calculate", "roll": "5"},
        {"act": "calculate", "roll": 12345},
    ],
)
def test_what_is_not_said_right_is_hopeless(engine: Engine, wrong: dict[str, Any]) -> None:
    with pytest.raises(Hopeless):
        roll.run({**LOCK, **wrong}, _context(engine))


def test_registers_that_cannot_be_reached_are_an_error_at_last(engine: Engine) -> None:
    def away() -> Any:
        raise Unreachable("the registers are away")

    for is_last, error in ((False, Unreachable), (True, BpmnError)):
        with pytest.raises(error, match="away"):
            roll.run(LOCK, replace(_context(engine), registers=away, is_last=is_last))
