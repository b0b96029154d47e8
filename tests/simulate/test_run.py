"""A simulated month on the real engine: every case takes its course, the same again, and after a stop in the middle."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from engine.bootstrap import open_engine_of
from engine.domain.commands import SYSTEM
from engine.domain.rejections import WrongState
from engine.settings import Settings
from engine.store.reads import cases
from tests.city.opening import found
from tests.postgres import FOLDER, fresh_database
from tongban.postgres import Server
from tongban.simulate.arrivals import Plan
from tongban.simulate.course import Count, Hearing
from tongban.simulate.preparing import prepare
from tongban.simulate.run import Result, begins, run
from tongban.terminal import step

PLAN = Plan(date(2026, 3, 2), 56, 40, 7)  # checks afterwards take up to thirty days


class Killed(Exception):
    """As a kill in the middle of it."""


@contextmanager
def simulating(server: Server) -> Iterator[Hearing]:
    with fresh_database(server, found, "founded_city") as dsn:
        engine = open_engine_of(Hearing, Settings(home=Path(os.environ[FOLDER]) / "home", clock="turned"), dsn)
        prepare(engine, begins(PLAN), step)
        try:
            yield engine
        finally:
            engine.store.close()


def quiet(at: datetime, count: Count) -> None:
    """Nobody looks on."""


def ended(engine: Hearing) -> dict[str, str | None]:
    wanted = cases.Wanted(limit=500)
    return {
        row["business_key"]: row["outcome"] for row in cases.page(engine.store, SYSTEM, wanted) if row["business_key"]
    }


@pytest.fixture(scope="module")
def whole(postgres: Server) -> tuple[Result, dict[str, str | None]]:
    with simulating(postgres) as engine:
        return run(engine, PLAN, quiet), ended(engine)


def test_every_case_takes_its_course(whole: tuple[Result, dict[str, str | None]]) -> None:
    result, outcomes = whole
    assert result.count.started == PLAN.cases == len(outcomes)
    assert result.count.ended.total() > PLAN.cases // 2
    assert not result.count.stuck


def test_it_can_be_repeated(postgres: Server, whole: tuple[Result, dict[str, str | None]]) -> None:
    with simulating(postgres) as engine:
        assert run(engine, PLAN, quiet).count == whole[0].count
        assert ended(engine) == whole[1]


def test_after_a_kill_it_goes_on_and_begins_nothing_twice(postgres: Server) -> None:
    def kill(at: datetime, count: Count) -> None:
        if count.started == PLAN.cases // 2:
            raise Killed

    with simulating(postgres) as engine:
        with pytest.raises(Killed):
            run(engine, PLAN, kill)
        rest = run(engine, PLAN, quiet).count
        assert 0 < rest.started <= PLAN.cases // 2
        assert not rest.stuck
        assert len(ended(engine)) == PLAN.cases


def test_a_city_with_cases_of_its_own_is_left_alone(postgres: Server) -> None:
    with simulating(postgres) as engine:
        run(engine, PLAN, quiet)
        with pytest.raises(WrongState):
            run(engine, Plan(PLAN.first, PLAN.days, PLAN.cases, 8), quiet)
