"""Deploying from disk: a version a change, none for the same bytes, and a refused file keeps nobody back."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.engine import Engine
from engine.settings import Settings
from tests.setup.test_processes import calling, write
from tongban.deployment import deploy, deploy_decisions
from tongban.processes import PROCESSES, bpmn_files, decision_files, read_file
from tongban.unchanged import stale_decisions, stale_files

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WORK = '<bpmn:userTask id="work" name="work"/>'


@pytest.fixture
def engine(database: str, tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(Settings(home=tmp_path / "home"), database)
    with closing(made.store):
        yield made


def versions(engine: Engine, folder: Path) -> list[tuple[str, int]]:
    files = [read_file(path) for path in bpmn_files([folder])]
    return [version for one in deploy(engine, files, AT) for version in one.versions]


def test_the_same_bytes_stay_the_same_version(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, "whole", calling("part"))
    write(tmp_path, "part", WORK)
    assert versions(engine, tmp_path) == [("part", 1), ("whole", 1)]
    assert versions(engine, tmp_path) == []


def test_a_changed_part_makes_a_new_version_of_what_calls_it(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, "whole", calling("part"))
    write(tmp_path, "part", WORK)
    versions(engine, tmp_path)
    write(tmp_path, "part", WORK.replace('name="work"', 'name="more work"'))
    assert versions(engine, tmp_path) == [("part", 2), ("whole", 2)]


def test_a_refused_file_keeps_nobody_back(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, "bad", '<bpmn:userTask id="elsewhere"/>')  # its flows lead nowhere
    write(tmp_path, "good", WORK)
    told = list(deploy(engine, [read_file(path) for path in bpmn_files([tmp_path])], AT))
    assert [(one.file.path.stem, one.refused is None) for one in told] == [("bad", False), ("good", True)]


def stale(engine: Engine, folder: Path) -> list[str]:
    return sorted(file.path.stem for file in stale_files(engine.store, bpmn_files([folder])))


FORM = '{"type": "default", "id": "work", "components": []}'
WITH_FORM = (
    '<bpmn:userTask id="work" name="work"><bpmn:extensionElements><city:form key="work"/></bpmn:extensionElements>'
    "</bpmn:userTask>"
)


def test_what_is_deployed_as_it_is_is_not_read_again(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, "whole", calling("middle"))
    write(tmp_path, "middle", calling("part"))
    write(tmp_path, "part", WITH_FORM)
    write(tmp_path, "apart", WORK)
    (tmp_path / "work.form").write_text(FORM, encoding="utf-8")
    assert stale(engine, tmp_path) == ["apart", "middle", "part", "whole"]
    versions(engine, tmp_path)
    assert stale(engine, tmp_path) == []


@pytest.mark.parametrize("beside", [True, False])
def test_what_calls_a_changed_file_is_stale_with_it(engine: Engine, tmp_path: Path, beside: bool) -> None:
    write(tmp_path, "whole", calling("middle"))
    write(tmp_path, "middle", calling("part"))
    write(tmp_path, "part", WITH_FORM)
    write(tmp_path, "apart", WORK)
    form = tmp_path / "work.form"
    form.write_text(FORM, encoding="utf-8")
    versions(engine, tmp_path)
    if beside:
        form.write_text(FORM + "\n", encoding="utf-8")
    else:
        write(tmp_path, "part", WORK)
    assert stale(engine, tmp_path) == ["middle", "part", "whole"]
    told = list(deploy(engine, stale_files(engine.store, bpmn_files([tmp_path])), AT))
    assert [version for one in told for version in one.versions] == [("part", 2), ("middle", 2), ("whole", 2)]
    assert (stale(engine, tmp_path), versions(engine, tmp_path)) == ([], [])


def test_a_file_is_stale_when_another_one_has_taken_its_place_or_what_it_calls_went_on(
    engine: Engine, tmp_path: Path
) -> None:
    whole, part = write(tmp_path, "whole", calling("part")), write(tmp_path, "part", WORK)
    versions(engine, tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere, "part", WORK.replace('name="work"', 'name="other work"'))
    versions(engine, elsewhere)
    assert [file.path for file in stale_files(engine.store, [whole])] == [whole]
    assert sorted(file.path for file in stale_files(engine.store, [whole, part])) == [part, whole]


def test_a_decision_file_that_is_deployed_as_it_is_is_left_alone(engine: Engine) -> None:
    files = decision_files([PROCESSES])
    assert stale_decisions(engine.store, files) == files != []
    deploy_decisions(engine, files, AT)
    assert stale_decisions(engine.store, files) == []
