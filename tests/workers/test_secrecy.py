"""Prison, disability, illness: whoever handles a case reads whether something differs, and nothing more."""

import json
from dataclasses import replace
from typing import Any

import pytest

from engine.engine import Engine
from registers import catalogue, comparisons, secrecy
from registers.comparisons import Comparison
from tests.workers.test_handlers import JIA, _context, _deliver
from workers.handlers import compare
from workers.handlers.contract import Context, Variables

YI = "210199193611100036"


def imprisoned(engine: Engine) -> tuple[Context, Variables]:
    for dataset in catalogue.serving("prison"):
        held = [{"id_number": JIA, "kind": "服刑", "since": "2025-06-01"}] if dataset == "JY.custody" else []
        _deliver(engine, dataset, held)
    surroundings = _context(engine)
    asks: dict[str, Any] = {"check": "prison", "subject": JIA, "stage": "审核", "confirmers": "JY:city:verifier"}
    return surroundings, compare.run(asks, surroundings)


def row_of(engine: Engine, context: Context) -> Comparison:
    with engine.store.writing() as connection:
        (row,) = comparisons.of_job(connection, context.job)
    return row


def test_a_case_carries_only_whether_something_differs(engine: Engine) -> None:
    surroundings, answer = imprisoned(engine)
    (verdict,) = answer["verdicts"]
    assert (answer["verdict"], answer["blocked"]) == ("hit", True)
    assert (verdict["outcome"], verdict["detail"], verdict["evidence"]) == ("hit", "不符合", [])
    row = row_of(engine, surroundings)
    assert "服刑" not in json.dumps([row.detail, row.evidence, row.evidence_ref], ensure_ascii=False)
    assert row.sealed is not None
    assert "服刑".encode() not in bytes(row.sealed)


def test_the_verifier_of_the_department_that_knows_reads_it_all(engine: Engine) -> None:
    surroundings, _ = imprisoned(engine)
    row = row_of(engine, surroundings)
    assert secrecy.reading_groups(row) == {"JY:city:verifier"}
    full = secrecy.shown(row, surroundings.sealing, in_full=True)
    assert "服刑" in (full.detail or "")
    assert [one["dataset"] for one in full.evidence or ()] == ["JY.custody"]
    short = secrecy.shown(row, surroundings.sealing, in_full=False)
    assert (short.detail, short.evidence, short.evidence_ref, short.finding_reason) == ("不符合", None, None, None)


@pytest.mark.parametrize("group", ["MZ:district:reviewer", "JY:street:reviewer", "JY:community:clerk", "MZ:city:x"])
def test_no_other_department_and_no_street_or_community_reads_it(engine: Engine, group: str) -> None:
    surroundings, _ = imprisoned(engine)
    assert secrecy.reading_groups(replace(row_of(engine, surroundings), confirmers=[group])) == set()


@pytest.mark.parametrize(("subject", "detail"), [(JIA, "服刑"), (YI, "不符合"), (None, "不符合")])
def test_the_explanation_tells_the_applicant_about_himself_and_nobody_else(
    engine: Engine, subject: str | None, detail: str
) -> None:
    surroundings, _ = imprisoned(engine)
    (told,) = compare.run({"act": "explain", "subject": subject}, surroundings)["comparisons"]
    assert detail in told["detail"]
    assert ("在押服刑人员" in told["record"]) == (subject == JIA)


def test_that_nothing_was_delivered_is_said_to_everybody(engine: Engine) -> None:
    answer = compare.run({"check": "disability", "subject": JIA, "level": 1}, _context(engine))
    assert answer["verdicts"][0]["detail"] == "数据未到或已过时:残疾人证"


def test_every_sensitive_check_is_one_of_the_city_and_read_by_those_who_provide_it() -> None:
    for check, readers in catalogue.sensitive().items():
        assert {department for department, _ in readers} == set(catalogue.checks()[check].providers)
        assert {level for _, level in readers} <= {"district", "city"}
