"""`tongban lint` on a folder of models from elsewhere: a report that a designer can act on, whatever lies in there."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bpmn.rules import RULES
from bpmn.xml import MOST_BYTES
from tests.bpmn.examples.example import START, TASK, choice, decision, form, timer, user
from tests.bpmn.files import chain, definitions, file, flow
from tongban.cli import app
from tongban.linting.files import files_in, look_at
from tongban.linting.report import STATES, summary
from tongban.linting.words import as_markdown, as_text

TODAY = date(2026, 11, 24)
WAITING = chain('<receiveTask id="r" name="收" messageRef="m"/>')
SENDING = chain('<sendTask id="d" name="发" messageRef="m"/>')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Models as another office might send them, in folders below."""
    (tmp_path / "below").mkdir()
    models = {
        "good.bpmn": file(chain(TASK)),
        "below/bad.bpmn20.xml": file(chain('<serviceTask id="x"/>', user("u", "审核")) + flow("u", "gone")),
        "advised.bpmn": file(choice("income < 900", "income > 900")),
        "drawn.bpmn": definitions('<process id="q" isExecutable="false"><userTask id="t"/></process>'),
        "torn.bpmn": b"<definitions",
        "gbk.bpmn": '<?xml version="1.0" encoding="UTF-8"?><a>受理</a>'.encode("gbk"),
        "huge.bpmn": b" " * (MOST_BYTES + 1),
        "grant.dmn": decision("< 900 -> 300", "<= 900 -> 100").encode(),
        "broken.dmn": b"<x/>",
        "apply.form": form("income").encode(),
        "broken.form": b"{",
        "notes.txt": b"nothing to us",
    }
    for name, source in models.items():
        (tmp_path / name).write_bytes(source)
    return tmp_path


def states(folder: Path) -> dict[str, str]:
    return {each.path.name: each.state for each in look_at(files_in([folder]), TODAY)}


def test_each_file_is_told_whether_it_can_be_deployed(folder: Path) -> None:
    assert states(folder) == {
        "advised.bpmn": "deployable",
        "apply.form": "deployable",
        "bad.bpmn20.xml": "refused",
        "broken.dmn": "refused",
        "broken.form": "refused",
        "drawn.bpmn": "not-executable",
        "gbk.bpmn": "unreadable",
        "good.bpmn": "deployable",
        "grant.dmn": "deployable",
        "huge.bpmn": "unreadable",
        "torn.bpmn": "unreadable",
    }


def test_a_file_that_cannot_be_opened_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "good.bpmn").write_bytes(file(chain(TASK)))
    gone = tmp_path / "gone.bpmn"
    gone.symlink_to(tmp_path / "nowhere")
    reports = list(look_at([gone, tmp_path / "good.bpmn"], TODAY))

    assert [each.state for each in reports] == ["unreadable", "deployable"]
    assert reports[0].unreadable.startswith("打不开")


def test_errors_come_first_each_with_its_line_and_what_to_do(folder: Path) -> None:
    text = list(as_text(list(look_at([folder / "below" / "bad.bpmn20.xml"], TODAY))))
    told = [line for line in text if " 行 " in line]

    assert [line.split("]")[0].strip() for line in told] == ["[拒绝", "[拒绝"]
    assert "x；service-nothing" in told[0]
    assert "u-gone；dangling-flow" in told[1]
    assert sum(line.strip().startswith("→") for line in text) == len(told)


def test_the_table_says_what_is_most_often_wrong(folder: Path) -> None:
    total = summary(list(look_at(files_in([folder]), TODAY)))

    assert (total.files, total.states["deployable"], total.states["unreadable"]) == (11, 4, 3)
    assert not total.is_clean
    assert {rule: files for rule, _, files in total.rules}["condition-gap"] == 1


def test_a_decision_and_a_form_alone_are_looked_at(folder: Path) -> None:
    found = {each.path.name: [f.rule for f in each.findings] for each in look_at(files_in([folder]), TODAY)}

    assert found["grant.dmn"] == ["table-overlap"]
    assert (found["broken.dmn"], found["broken.form"], found["apply.form"]) == (["bad-decision"], ["bad-form"], [])


def test_what_one_file_sends_another_may_wait_for(tmp_path: Path) -> None:
    (tmp_path / "sends.bpmn").write_bytes(file(SENDING, '<message id="m" name="done"/>'))
    alone = list(look_at(files_in([tmp_path]), TODAY))
    (tmp_path / "waits.bpmn").write_bytes(file(WAITING, '<message id="m" name="done"/>'))
    together = list(look_at(files_in([tmp_path]), TODAY))

    assert [f.rule for each in alone for f in each.findings] == ["unheard"]
    assert [f.rule for each in together for f in each.findings] == []


def test_what_is_sent_to_a_pool_outside_is_heard_there(tmp_path: Path) -> None:
    outside = (
        '<message id="m" name="done"/><collaboration id="c"><participant id="theirs" name="别的系统"/>'
        '<messageFlow id="mf" sourceRef="d" targetRef="theirs"/></collaboration>'
    )
    (tmp_path / "sends.bpmn").write_bytes(file(SENDING, outside))

    assert [f.rule for each in look_at(files_in([tmp_path]), TODAY) for f in each.findings] == []


def test_what_only_the_engine_refuses_is_told_too(tmp_path: Path) -> None:
    begun = START.replace("/>", f">{timer('timeDuration', '= wait')}</startEvent>")
    path = tmp_path / "late.bpmn"
    path.write_bytes(file(chain(TASK).replace(START, begun)))
    (report,) = look_at([path], TODAY)

    assert (report.state, [each.element for each in report.findings if each.is_error]) == ("refused", ["s"])


def lint(*words: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["lint", *map(str, words)])
    return ran.exit_code, ran.output


def test_the_exit_code_says_whether_anything_is_refused(folder: Path) -> None:
    assert lint(folder / "good.bpmn", folder / "advised.bpmn", folder / "drawn.bpmn")[0] == 0
    assert lint(folder)[0] == 1


def test_errors_only_leaves_advice_out(folder: Path) -> None:
    assert "condition-gap" in lint(folder / "advised.bpmn")[1]
    assert "condition-gap" not in lint(folder / "advised.bpmn", "--errors-only")[1]


def test_a_group_that_nobody_has_is_told_where_the_groups_are_known(folder: Path) -> None:
    register = folder / "groups.txt"
    register.write_text("MZ:street:clerk\n", encoding="utf-8")

    assert "unknown-group" not in lint(folder / "good.bpmn")[1]
    assert "unknown-group" in lint(folder / "good.bpmn", "--groups", register)[1]


def test_programs_get_json(folder: Path) -> None:
    told = json.loads(lint(folder, "--format", "json")[1])
    bad = next(each for each in told["files"] if each["path"].endswith("bad.bpmn20.xml"))

    assert told["summary"]["files"] == 11
    assert set(told["summary"]["states"]) == set(STATES)
    assert bad["findings"][0].keys() == {"severity", "rule", "element", "line", "message", "remedy", "file"}
    assert bad["findings"][0]["line"] > 0


def test_tools_get_sarif(folder: Path) -> None:
    run = json.loads(lint(folder, "--format", "sarif")[1])["runs"][0]

    assert {each["id"] for each in run["tool"]["driver"]["rules"]} == set(RULES)
    assert {each.get("level") for each in run["results"]} == {"error", "warning"}


def test_a_report_to_hand_on_is_in_markdown(folder: Path) -> None:
    text = "\n".join(as_markdown(list(look_at(files_in([folder]), TODAY))))

    assert f"| 全部 | 11 |\n| {STATES['deployable']} | 4 |" in text
    assert "| `service-nothing` | 1 | 1 |" in text
    assert lint(folder, "--format", "markdown")[1].startswith("# ")
