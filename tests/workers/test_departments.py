"""Departments that are asked themselves: what they answer, well, late, badly or not at all, and what becomes of it."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from engine.engine import Engine
from registers import catalogue, comparisons
from registers.comparisons import Comparison
from registers.departments.circuits import OPENS_AFTER, Circuits
from registers.departments.connectors import Connector
from tests.departments import Department, Says, running
from tests.workers.test_handlers import JIA, TODAY, _context, _deliver
from workers import departments
from workers.departments import Departments
from workers.handlers import compare
from workers.handlers.contract import Context, Variables, Waiting

STALE = "2026-02-20"


@pytest.fixture
def police() -> Iterator[Department]:
    with running(Department(today=TODAY)) as department:
        yield department


def context(engine: Engine, *asked: Department, checks: str = "identity;death", **changed: Any) -> Context:
    connectors = tuple(
        Connector(one.provider, one.provider, one.url, one.key, frozenset(checks.split(";")), one.secret.encode())
        for one in asked
    )
    network = Departments(connectors, "http://city.example", changed.pop("circuits", Circuits()))
    return replace(_context(engine), departments=network, **changed)


def ask(context: Context, *checks: str, **inputs: Any) -> Variables:
    declared = {"identity": {"name": "测试甲"}}
    return compare.run(
        {"checks": list(checks) or ["identity"], "subject": JIA, "declared": declared, "stage": "受理", **inputs},
        context,
    )


def kept(engine: Engine, context: Context) -> list[Comparison]:
    with engine.store.writing() as connection:
        return comparisons.of_job(connection, context.job)


def test_a_department_is_asked_as_the_standard_says_and_its_answer_is_kept(engine: Engine, police: Department) -> None:
    surroundings = context(engine, police, item=lambda: "MZ-001")
    answer = ask(surroundings, auth_no="授权-7")
    assert (answer["verdict"], answer["hits"]) == ("clear", [])
    assert answer["verdicts"][0]["evidence"] == [
        {"department": "GA", "asOf": TODAY.isoformat(), "record": "GA-2026-0001", "fresh": True}
    ]
    (heard,) = police.heard
    assert heard["subjects"] == [{"id_no": JIA, "ref": heard["subjects"][0]["ref"], "declared": {"name": "测试甲"}}]
    assert (heard["check"], heard["purpose"], heard["item"]) == ("identity", "受理", "MZ-001")
    assert (heard["case_no"], heard["auth_no"], heard["period"]) == (str(surroundings.instance), "授权-7", None)
    assert heard["callback"] == f"http://city.example/comparisons/{heard['request_id']}/answer"
    (row,) = kept(engine, surroundings)
    assert (row.verdict, row.as_of, row.evidence_ref, row.stage) == ("agree", TODAY, "GA-2026-0001", "受理")
    assert JIA not in repr(row)


def test_one_asks_and_the_shared_datasets_say_the_rest(engine: Engine, police: Department) -> None:
    """Death: the police are asked, health and the crematoria have delivered; the worst counts."""
    _deliver(engine, "WJ.death", [])
    _deliver(engine, "MZ.cremation", [{"id_number": JIA, "cremated_on": "2026-03-01"}])
    answer = ask(context(engine, police), "death")
    assert (answer["verdict"], answer["hits"], answer["blocked"]) == ("hit", ["death"], True)
    assert answer["verdicts"][0]["detail"] == "GA:没有不符;shared:有火化记录,日期2026-03-01"


def test_departments_are_asked_at_the_same_time(engine: Engine, police: Department) -> None:
    """Each answers only when the other is being asked too."""
    both = threading.Barrier(2, timeout=2)

    def together(asked: Any) -> Says:
        both.wait()
        return Says()

    with running(Department(provider="MZ", key="mz-1", today=TODAY, choose=together)) as civil:
        police.choose = together
        _deliver(engine, "WJ.death", [])
        assert ask(context(engine, police, civil, checks="death"), "death")["verdict"] == "clear"


def test_many_checks_take_as_many_statements_as_one(engine: Engine, database: str) -> None:
    def statements(*checks: str) -> int:
        said: list[Any] = []

        class Counting(psycopg.Cursor[Any]):
            def execute(self, query: Any, *values: Any, **options: Any) -> Any:
                said.append(query)
                return super().execute(query, *values, **options)

        def registers() -> Any:
            return psycopg.connect(database, autocommit=True, cursor_factory=Counting)

        surroundings = replace(_context(engine), registers=registers, job=_context(engine).job + len(checks))
        assert ask(surroundings, *checks)["verdict"] == "unknown"
        return len(said)

    assert statements("death") == statements(*catalogue.checks().keys() - {"utility"}) <= 6


def test_many_are_asked_at_once_and_a_second_run_asks_nobody_again(engine: Engine, police: Department) -> None:
    with running(Department(provider="MZ", key="mz-1", today=TODAY)) as civil:
        surroundings = context(engine, police, civil, checks="death")
        _deliver(engine, "WJ.death", [])
        assert ask(surroundings, "death") == ask(surroundings, "death")
        assert (len(police.heard), len(civil.heard)) == (1, 1)


@pytest.mark.parametrize(
    ("says", "verdict", "words"),
    [
        (Says("hit"), "hit", "有不符"),
        (Says("unknown"), "unknown", "部门查不清"),
        (Says(as_of=STALE), "unknown", "数据已过时(数据时点2026-02-20)"),
        (Says("hit", as_of=STALE), "unknown", "数据已过时,不得据以决定;较早的数据提示:有不符"),
        (Says(as_of="2026-03-05"), "unknown", "Expected `as_of` not after 2026-03-04, but found 2026-03-05"),
        (Says(as_of="soon"), "unknown", "Expected `as_of` such as 2026-03-01, but found 'soon'"),
        (Says("perhaps"), "unknown", "Expected a status of hit, clear, unknown or error, but found 'perhaps'"),
        (Says("hit", changed={"evidence_ref": None}), "unknown", "Expected `evidence_ref` with a hit"),
        (Says(changed={"ref": "another"}), "unknown", "Expected `ref` to be"),
        (Says(changed={"request_id": "another"}), "unknown", "Expected `request_id` to be"),
        (Says(changed={"source_dept": "MZ"}), "unknown", "Expected `source_dept` to be 'GA', but found 'MZ'"),
        (Says(raw=b"<html>"), "unknown", "Expected an answer in JSON"),
        (Says(raw=b"[1]"), "unknown", "Expected an object in JSON, but found a list"),
        (Says(secret="another secret that nobody has agreed upon"), "unknown", "Expected a signature made with"),
        (Says(code=404), "unknown", "部门接口拒绝询问(404)"),
    ],
)
def test_what_is_no_clear_answer_is_not_clear(
    engine: Engine, police: Department, says: Says, verdict: str, words: str
) -> None:
    police.script = [says]
    answer = ask(context(engine, police))
    assert answer["verdict"] == verdict
    assert words in answer["verdicts"][0]["detail"]
    assert len(police.heard) == 1


@pytest.mark.parametrize("says", [Says(code=503), Says("error"), Says(delay=1.0)], ids=["down", "error", "late"])
def test_after_two_retries_the_question_waits_and_is_asked_again_by_the_clock(
    engine: Engine, police: Department, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(departments, "TIMEOUT", 0.3)
    police.script = [says, says, says, Says()]
    surroundings = context(engine, police)
    with pytest.raises(Waiting) as wait:
        ask(surroundings)
    assert len(police.heard) == 3
    assert len({heard["request_id"] for heard in police.heard}) == 1
    (row,) = kept(engine, surroundings)
    assert (row.verdict, row.tries, wait.value.until) == (None, 1, surroundings.now + timedelta(minutes=1))
    assert row.fault
    later = replace(surroundings, now=wait.value.until)
    assert ask(later)["verdict"] == "clear"


def test_who_has_taken_the_question_is_not_asked_again_for_hours(engine: Engine, police: Department) -> None:
    police.script = [Says(code=202), Says("hit", as_of=(TODAY + timedelta(days=1)).isoformat())]
    surroundings = context(engine, police)
    with pytest.raises(Waiting) as wait:
        ask(surroundings)
    with pytest.raises(Waiting):
        ask(replace(surroundings, now=wait.value.until - timedelta(minutes=1)))
    assert len(police.heard) == 1
    assert ask(replace(surroundings, now=wait.value.until))["verdict"] == "hit"


def test_nobody_is_asked_about_money_without_a_consent(engine: Engine) -> None:
    with running(Department(provider="JR", key="jr-1", today=TODAY)) as banks:
        surroundings = context(engine, banks, checks="deposit")
        answer = ask(surroundings, "deposit", declared={"deposit": {"authorized": False, "limit": 50000}})
        assert (answer["verdict"], banks.heard) == ("unknown", [])
        assert answer["verdicts"][0]["detail"] == "没有书面授权,不得查询"


def test_a_department_that_fails_is_left_alone_for_a_while(engine: Engine, police: Department) -> None:
    police.script = [Says(code=404)]
    circuits = Circuits()
    for job in range(OPENS_AFTER + 2):
        surroundings = context(engine, police, circuits=circuits)
        surroundings = replace(surroundings, job=surroundings.job + job)
        if job < OPENS_AFTER:
            assert ask(surroundings)["verdict"] == "unknown"
        else:
            with pytest.raises(Waiting):
                ask(surroundings)
            assert kept(engine, surroundings)[0].fault == "部门接口连续失败,暂停询问"
    assert len(police.heard) == OPENS_AFTER


def test_a_question_that_the_department_cannot_trust_is_refused(engine: Engine, police: Department) -> None:
    other = Department(secret="a secret of somebody who is not the city here", port=police.port)
    assert ask(context(engine, other))["verdict"] == "unknown"
    assert police.refused == ["Expected a signature made with the key ga-1, but it does not fit"]
    assert json.dumps(police.heard) == "[]"
