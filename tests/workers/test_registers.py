"""Named registers on a database: what one process keeps there another finds, district by district."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine.engine import Engine
from tests.engine.runtime.drawing import END, START, document, node, said, scope, script, user
from tests.engine.runtime.test_data import OUT, reads, spec, writes
from tests.workers.test_handlers import _context
from tests.workers.town import HERE, THERE, Town
from workers.handlers import register
from workers.handlers.contract import Hopeless

STORE = node("dataStoreReference", "st", said('<city:register key="household"/>'), name="relief")
MINE = '<city:assignment assignee="wang"/>'


def process(key: str, task: str) -> bytes:
    drawn = scope(STORE + START + END + task + user("last", words=MINE), "start > a > last > end")
    return document(f'<process id="{key}" isExecutable="true">{drawn}</process>')


def test_one_process_keeps_and_another_finds(town: Town) -> None:
    keeps = script("a", "result = amount").replace("<script>", spec("", OUT) + writes("st") + "<script>")
    finds = script("a", "seen = paper").replace("<script>", spec() + reads("st") + "<script>")
    town.deploy_file(process("keeper", keeps))
    town.deploy_file(process("finder", finds))
    for amount in (Decimal("650.10"), 700):
        town.start("keeper", HERE, household="H7", amount=amount)
        town.pass_(minutes=1)
    found = [
        town.start("finder", district, household=key) for district, key in ((HERE, "H7"), (HERE, "H8"), (THERE, "H7"))
    ]
    town.work()
    assert [town.variables(instance)["seen"] for instance in found] == [700, None, None]


def done(engine: Engine, inputs: Mapping[str, Any], **context: Any) -> Mapping[str, Any]:
    return register.run({"register": "relief", "key": "H7", **inputs}, replace(_context(engine), **context))


def test_a_job_that_runs_twice_writes_once(engine: Engine) -> None:
    write = {"operation": "write", "value": {"sum": Decimal("1.10"), "who": ["a"]}}
    assert done(engine, write) == done(engine, write) == {}
    assert done(engine, {"operation": "read"}) == {"value": {"sum": Decimal("1.10"), "who": ["a"]}}
    with engine.store.writing() as connection:
        row = connection.execute("select count(*) from entry").fetchone()
    assert row == (1,)


def test_the_latest_counts_and_null_is_a_value_like_any_other(engine: Engine) -> None:
    job = _context(engine).job
    for number, value in enumerate((1, 2, None)):
        done(engine, {"operation": "write", "value": value}, job=job + number)
    assert done(engine, {"operation": "read"}) == {"value": None}


@pytest.mark.parametrize(
    "inputs",
    [
        {"operation": "erase"},
        {"operation": "read", "key": ""},
        {"operation": "read", "key": None},
        {"operation": "read", "register": ["a"]},
        {"operation": "write", "value": {"sealed": 1, "digest": "x"}},
        {"operation": "write", "value": [{"who": {"sealed": 1, "digest": "x"}}]},
        {"operation": "write", "value": "x" * 100_001},
    ],
)
def test_what_cannot_be_kept_is_hopeless(engine: Engine, inputs: Mapping[str, Any]) -> None:
    with pytest.raises(Hopeless):
        done(engine, inputs)
