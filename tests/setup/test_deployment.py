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
from tongban.deployment import deploy
from tongban.processes import bpmn_files, read_file

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
