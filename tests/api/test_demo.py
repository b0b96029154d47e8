"""The demo district: made once, kept, and refused where it is earnest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.domain.rejections import Forbidden
from engine.engine import Engine
from engine.settings import Settings
from engine.store.reads import areas, people
from tests.api.server import BEGIN
from tongban.demo import CELL, HEPING, PEOPLE, furnish, logins
from tongban.processes import PROCESSES, bpmn_files, read_file


@pytest.fixture(scope="module")
def engine(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(Settings(home=Path(tmp_path_factory.mktemp("home"))), module_database)
    yield opened
    opened.store.close()


def test_it_is_made_once(engine: Engine) -> None:
    assert furnish(engine, Settings(), BEGIN) == len(PEOPLE)
    assert furnish(engine, Settings(), BEGIN) == 0
    assert len(areas.within(engine.store, "2101")) == 1 + 13 + 3 + 7 + 14
    assert areas.district_of(engine.store, CELL) == 2
    assert {account for account, _, _ in logins()} <= {person.account for person in PEOPLE}


def test_production_has_no_demo_people(engine: Engine) -> None:
    with pytest.raises(Forbidden):
        furnish(engine, Settings(production=True), BEGIN)


def test_every_group_that_a_process_names_has_somebody() -> None:
    held = {group for person in PEOPLE for group, _ in person.posts}
    documents = [read_file(path, alone=False).document for path in bpmn_files([PROCESSES])]
    models = [model for document in documents if document for model in document.definitions]
    given = [element.assignment for model in models for element in model.elements.values() if element.assignment]
    named = {group for assignment in given for group in assignment.groups}
    plain = {group for group in named if not group.startswith("=")}
    assert len(plain) > 20
    assert plain <= held


def test_nobody_holds_a_post_outside_the_demo_district(engine: Engine) -> None:
    for person in PEOPLE:
        assert all(area == "" or area.startswith(HEPING) for _, area in person.posts)
        login = people.login(engine.store, person.account)
        assert login is not None
        assert login.enabled
