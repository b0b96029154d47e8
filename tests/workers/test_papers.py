"""Papers that were struck out are looked at again before the decision: what holds no more has to be brought."""

from dataclasses import replace
from typing import Any

import pytest

from engine.domain.durations import in_city
from engine.engine import Engine
from registers.imports import Delivery, take_in
from registers.records import Unreachable
from tests.workers.test_handlers import JIA, _context
from tests.workers.town import NOON
from workers.handlers import papers
from workers.handlers.contract import BpmnError, Hopeless

CARD = {"name": "本人身份证件", "source": "licence", "ok": True, "evidence": {"register": "SJ.licence"}}
PHOTO = {"name": "电子照片", "source": "uploaded", "ok": True, "file": "photo.jpg"}


def licence(engine: Engine, valid: str) -> None:
    row = {"id_number": JIA, "kind": "居民身份证", "number": "Z1", "valid": valid, "until": ""}
    with engine.store.writing() as connection:
        delivery = Delivery("SJ.licence", in_city(NOON).date(), [row])
        take_in(connection, delivery, lambda number: engine.store.vault.person(number, 0), NOON)


def again(engine: Engine, *rows: Any, **changed: Any) -> Any:
    return papers.run({"item": "MZ-014", "subject": JIA, "papers": list(rows), **changed}, _context(engine))


def test_what_still_holds_is_left_as_it_is(engine: Engine) -> None:
    licence(engine, "是")
    assert again(engine, CARD, PHOTO) == {"papers": [CARD, PHOTO], "lost": [], "struck": 1, "of": 2}


def test_what_holds_no_more_has_to_be_brought(engine: Engine) -> None:
    licence(engine, "否")
    found = again(engine, CARD, PHOTO)
    assert (found["lost"], found["struck"]) == (["本人身份证件"], 0)
    card, photo = found["papers"]
    assert (card["source"], card["ok"], photo) == ("uploaded", False, PHOTO)
    assert "请申请人提供" in card["reason"]


def test_nobody_strikes_out_a_paper_that_no_register_knows(engine: Engine) -> None:
    assert again(engine, {**PHOTO, "source": "shared"})["lost"] == ["电子照片"]


@pytest.mark.parametrize(
    "wrong", [{"item": "MZ-999"}, {"subject": None}, {"papers": "all"}, {"papers": [{**CARD, "name": "户口簿"}]}]
)
def test_what_is_not_said_right_is_hopeless(engine: Engine, wrong: dict[str, Any]) -> None:
    with pytest.raises(Hopeless):
        again(engine, CARD, **wrong)


def test_registers_that_cannot_be_reached_are_an_error_at_last(engine: Engine) -> None:
    def away() -> Any:
        raise Unreachable("the registers are away")

    inputs = {"item": "MZ-014", "subject": JIA, "papers": [CARD]}
    for is_last, error in ((False, Unreachable), (True, BpmnError)):
        with pytest.raises(error, match="away"):
            papers.run(inputs, replace(_context(engine), registers=away, is_last=is_last))
