"""Decisions from the command line: tried without a database, deployed by themselves, and measured against a suite."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.bpmn.decisions.tables import DMN, decision, file, given, literal, table
from tests.setup.places import Place
from tests.setup.test_commands import tongban
from tongban.bench.conformance import counted, judged
from tongban.cli import app

GRANT = file(
    given("income", "number"),
    decision(
        table(["< 900 -> 300", ">= 900 -> 0", "100 -> 1"], ins="income", outs="amount"), "grant", ["i:income"], "补贴"
    ),
)


@pytest.fixture
def grant(tmp_path: Path) -> Path:
    path = tmp_path / "grant.dmn"
    path.write_bytes(GRANT)
    return path


def test_a_decision_is_tried_with_its_reasons(grant: Path) -> None:
    ran = CliRunner().invoke(app, ["decide", str(grant), "补贴", "income=850"])

    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [
        "决策“补贴”：income 为 850",
        "命中规则 1：income 符合 < 900，amount 取 300",
        "决策“补贴”的结果：300",
        "300",
    ]


@pytest.mark.parametrize(
    ("words", "why"), [([], "输入“income”没有提供"), (["income=x"], "应为 number"), (["income=100"], "规则 1、3")]
)
def test_what_cannot_be_decided_is_said(grant: Path, words: list[str], why: str) -> None:
    ran = CliRunner().invoke(app, ["decide", str(grant), "grant", *words])

    assert ran.exit_code == 1
    assert why in ran.stderr


def test_a_decision_that_the_file_lacks_is_said_with_those_it_has(grant: Path, place: Place) -> None:
    ran = tongban(place, "decide", grant, "nothing")

    assert ran.returncode == 1
    assert "补贴" in ran.stderr


def test_a_file_is_deployed_by_itself_with_what_it_imports(grant: Path, place: Place) -> None:
    needs = '<informationRequirement><requiredDecision href="urn:base#one"/></informationRequirement>'
    imports = f'<import name="base" namespace="urn:base" importType="{DMN}"/>'
    (grant.parent / "base.dmn").write_bytes(
        file(decision(literal("1"), "one")).replace(b"id=", b'namespace="urn:base" id=', 1)
    )
    grant.write_bytes(file(imports, decision(needs + literal("base.one"), "grant")))
    tongban(place, "db", "start")
    tongban(place, "migrate")

    first, again = tongban(place, "deploy", grant), tongban(place, "deploy", grant)
    assert "grant version 1" in first.stderr
    assert (again.returncode, again.stderr) == (0, "")
    grant.write_bytes(file(decision(literal("1 +"), "grant")))
    refused = tongban(place, "deploy", grant)
    assert refused.returncode == 1
    assert "grant.dmn" in refused.stderr


CASES = """<testCases xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<modelName>grant.dmn</modelName>
<testCase id="1"><inputNode name="income"><value xsi:type="xsd:decimal">850</value></inputNode>
<resultNode name="补贴"><expected><value xsi:type="xsd:decimal">300.000000001</value></expected></resultNode></testCase>
<testCase id="2"><inputNode name="income"><value xsi:type="xsd:decimal">850</value></inputNode>
<resultNode name="补贴"><expected><value xsi:type="xsd:string">300</value></expected></resultNode></testCase>
<testCase id="3"><inputNode name="income"><value xsi:nil="true"/></inputNode>
<resultNode name="补贴"><expected><value xsi:nil="true"/></expected></resultNode>
<resultNode name="else"><expected><list><item><value>a</value></item></list></expected></resultNode></testCase>
</testCases>"""


def test_a_suite_is_counted_by_level_and_what_is_null_apart(grant: Path) -> None:
    level = grant.parent / "compliance-level-2" / "0001"
    level.mkdir(parents=True)
    (level / "grant.dmn").write_bytes(GRANT)
    (level / "grant-test-01.xml").write_text(CASES, encoding="utf-8")

    found = counted(judged(grant.parent))

    assert found == {
        "compliance-level-2": {"results": 4, "right": 2, "wrong": 1, "refused": 1},
        "compliance-level-2, not null": {"results": 3, "right": 1, "wrong": 1, "refused": 1},
    }
    ran = CliRunner().invoke(app, ["bench", "--tck", str(grant.parent)])
    assert [json.loads(line)["right"] for line in ran.stdout.splitlines()] == [2, 1]
