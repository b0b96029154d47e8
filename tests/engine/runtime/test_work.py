"""Jobs, calculations, scripts, decisions and calls: what is computed, and what a worker does outside."""

from decimal import Decimal

import pytest

from engine.domain import facts, moves
from engine.domain.rejections import Invalid, WrongState
from engine.domain.source import Source
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    document,
    error,
    gateway,
    job,
    many,
    node,
    said,
    scope,
    script,
    timer,
    user,
)
from tests.engine.runtime.story import INSTANCE, Setting, Story, runtime_of

LINE = "start > compare > end"
MAPPED = '<city:input source="applicant.id" target="id"/><city:output source="hits + 1" target="found"/>'


def test_a_job_takes_its_inputs_and_gives_its_outputs() -> None:
    story = Story(scope(START + END + job("compare", inside=MAPPED), LINE), applicant={"id": "x"})
    asked = story.one(facts.JobRequested)
    assert (asked.kind, asked.inputs, asked.retries, asked.backoff) == ("compare", {"id": "x"}, 3, "PT10S")
    story.finishes("compare", hits=2, noise="…")
    assert story.one(facts.JobCompleted) == facts.JobCompleted(asked.job, INSTANCE, "compare", {})
    assert story.one(facts.ElementsPassed).variables == {"found": 3}
    assert story.variables == {"applicant": {"id": "x"}, "found": 3}


def test_without_outputs_the_answer_is_written_as_it_is() -> None:
    story = Story(scope(START + END + job("compare"), LINE)).finishes("compare", hits=2)
    assert story.one(facts.JobCompleted).variables == {"hits": 2}
    assert story.variables == {"hits": 2}


def test_an_answer_that_cannot_be_mapped_is_kept_for_the_retry() -> None:
    mapped = '<city:output source="for i in 1..size return hits" target="found"/>'
    story = Story(scope(START + END + job("compare", inside=mapped), LINE), size=100_000_000)
    story.finishes("compare", hits=7)
    assert len(story.incidents) == 1
    assert story.retried(size=2).over
    assert story.variables["found"] == [7, 7]


def test_a_failed_job_stops_and_is_asked_for_again() -> None:
    watch = timer("compare", "late", "P3D", "false")
    story = Story(scope(START + END + job("compare") + watch + user("urge"), LINE + "\nlate > urge"))
    first = story.one(facts.JobRequested)
    story.fails("compare", "register down")
    assert story.incidents == ["register down"]
    assert story.one(facts.JobFailed).code is None
    story.retried()
    assert story.one(facts.IncidentResolved).instance == INSTANCE
    assert story.one(facts.JobRequested).job != first.job
    assert len(story.all(facts.TimerArmed)) == 1, "the limit of the work runs on through the incident"
    assert story.finishes("compare").over


def test_an_error_of_a_job_goes_to_its_boundary_and_else_outwards() -> None:
    inner = scope('<startEvent id="s"/>' + job("compare"), "s > compare")
    nodes = START + END + f'<subProcess id="sub">{inner}</subProcess>' + user("repair")
    catch = boundary("sub", "bad", error("e"))
    declared = '<error id="e" errorCode="NOT_FOUND"/>'
    drawn = scope(nodes + catch, "start > sub > end\nbad > repair > end")
    story = Story(drawn, declarations=declared).fails("compare", code="NOT_FOUND")
    assert story.open == "repair"
    assert story.one(facts.JobFailed).code == "NOT_FOUND"
    other = Story(drawn, declarations=declared).fails("compare", code="OTHER")
    assert other.open == ""
    assert "OTHER" in other.incidents[0]


def test_a_job_that_is_interrupted_is_withdrawn() -> None:
    nodes = START + END + job("compare") + timer("compare", "late", "P3D") + user("by_hand")
    story = Story(scope(nodes, LINE + "\nlate > by_hand > end")).passes(days=3)
    assert story.jobs == ""
    assert story.one(facts.JobWithdrawn).instance == INSTANCE
    assert story.one(facts.ElementsPassed).withdrawn == ("compare",)


def test_scripts_and_calculations_are_exact() -> None:
    sums = node("serviceTask", "calc", said('<city:calculation expression="income * 0.1" result="tenth"/>'))
    nodes = START + END + script("set", "a = 1 / 4\nb = a + tenth\nplan.first = b") + sums
    story = Story(scope(nodes, "start > calc > set > end"), income=Decimal("65.3"), plan={"second": 2})
    assert story.variables["tenth"] == Decimal("6.53")
    assert story.variables["plan"] == {"second": 2, "first": Decimal("6.78")}
    assert story.one(facts.ElementsPassed).elements == ("start", "calc", "set", "end")


def test_a_step_that_was_done_is_not_done_again_by_a_retry() -> None:
    nodes = START + END + script("count", "n = n + 1") + user("x")
    story = Story(scope(nodes, "start > count\ncount > end : go\ncount > x : stay\nx > end"), n=0)
    assert len(story.incidents) == 1
    story.retried(go=True)
    assert story.over
    assert story.variables["n"] == 1


DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">
<decision id="band" name="band"><decisionTable id="t" hitPolicy="FIRST">
<input id="i"><inputExpression id="e"><text>income</text></inputExpression></input><output id="o" name="band"/>
<rule id="r1"><inputEntry id="c1"><text>&lt; 900</text></inputEntry>
<outputEntry id="x1"><text>"A"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c2"><text>-</text></inputEntry><outputEntry id="x2"><text>"B"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def test_a_decision_beside_the_file_is_taken() -> None:
    rule = node("businessRuleTask", "rule", said('<city:decision decision="band" result="band"/>'))
    resources = {"band.dmn": DMN.encode()}
    drawn = scope(START + END + rule, "start > rule > end")
    assert Story(drawn, resources=resources, income=650).variables["band"] == "A"
    assert Story(drawn, resources=resources, income=950).variables["band"] == "B"


def test_two_rules_where_one_may_hold_are_an_incident_and_not_the_first_hit() -> None:
    rule = node("businessRuleTask", "rule", said('<city:decision decision="band" result="band"/>'))
    unique = DMN.replace("FIRST", "UNIQUE").encode()
    drawn = scope(START + END + rule, "start > rule > end")
    story = Story(drawn, resources={"band.dmn": unique}, income=650)
    assert len(story.incidents) == 1
    assert story.retried(income=950).variables["band"] == "B"


def calls(key: str = "p1", inside: str = "", more: str = "") -> str:
    mapping = '<city:input source="income" target="amount"/><city:output source="verdict" target="answer"/>'
    return node("callActivity", "call", said(mapping, more) + inside, calledElement=key)


CALLED = scope(
    '<startEvent id="s"/><endEvent id="e"/>' + user("inside") + script("judge", "verdict = amount < 900"),
    "s > inside > judge > e",
)


def test_a_called_process_has_variables_of_its_own() -> None:
    story = Story(scope(START + END + calls(), "start > call > end"), CALLED, income=650, amount="outer")
    assert story.open == "inside"
    story.completes("inside", amount=10000)
    assert story.over
    assert story.variables == {"income": 650, "amount": "outer", "answer": False}


def test_a_called_process_of_another_file_keeps_its_version() -> None:
    old = document('<process id="block" isExecutable="true">' + CALLED + "</process>")
    new = old.replace(b"amount &lt; 900", b"true")
    others = {7: Source(7, "block", "block", old), 8: Source(8, "block", "block", new)}
    drawn = scope(START + END + calls("block") + user("after"), "start > call > after > end")
    story = Story(setting=Setting(runtime=runtime_of(drawn, others=others, called={"block": 7})), income=950)
    later = runtime_of(drawn, others=others, called={"block": 8})
    story.saved.runtime = later
    assert story.completes("inside").open == "after"
    assert story.variables["answer"] is False
    fresh = Story(setting=Setting(runtime=later), income=950).completes("inside")
    assert fresh.variables["answer"] is True


def test_many_calls_run_side_by_side_each_with_its_own() -> None:
    nodes = (
        START
        + END
        + calls(inside=many("departments", output="answers"), more='<city:output source="verdict" target="result"/>')
    )
    story = Story(scope(nodes, "start > call > end"), CALLED, departments=["a", "b"], income=5)
    story.completes("inside").completes("inside", amount=1000)
    assert story.variables["answers"] == [True, False]


def test_a_process_that_calls_itself_stops_as_an_incident() -> None:
    endless = node("callActivity", "call", calledElement="p0")
    story = Story(scope(START + END + endless, "start > call > end"))
    assert len(story.incidents) == 1
    assert "嵌套" in story.incidents[0]
    assert story.tell(moves.Cancel("x", "li")).over


def test_an_endless_loop_of_automatic_steps_is_bounded() -> None:
    drawn = scope(
        START + END + script("again", "n = n + 1") + gateway("exclusive", "x"),
        "start > again > x\nx > again : n > 0\nx > end : default",
    )
    story = Story(setting=Setting(runtime=runtime_of(drawn, step_limit=10_000)), n=1)
    assert len(story.incidents) == 1
    assert "10000" in story.incidents[0]
    assert story.variables["n"] < 10_000
    assert story.retried(n=-10).over


def test_a_crowd_of_instances_is_bounded() -> None:
    story = Story(scope(START + END + user("joint", many(cardinality="n")), "start > joint > end"), n=1_000_000_000)
    assert len(story.incidents) == 1
    assert story.retried(n=2).open == "joint joint"


def test_the_name_of_the_clock_is_the_engines() -> None:
    story = Story(scope(START + END + user("a") + script("b", "at = now()"), "start > a > b > end"))
    task = story.one(facts.TaskOpened)
    with pytest.raises(Invalid):
        story.runtime.advance(story.situation(), [moves.Complete(task.token, task.task, "li", {"$now": 1})], story.at)
    assert story.completes("a").variables == {"at": "2030-01-31T09:00:00+08:00"}


def test_what_is_not_open_is_not_done() -> None:
    story = Story(scope(START + END + user("a") + job("compare"), "start > a > compare > end"))
    task = story.one(facts.TaskOpened)
    wrong: list[moves.Move] = [
        moves.Complete(task.token, task.task + 1, "li"),
        moves.Complete(99, task.task, "li"),
        moves.Finish(task.token, task.task),
        moves.Retry(task.token),
        moves.Deliver("message", "nobody"),
    ]
    for move in wrong:
        with pytest.raises(WrongState):
            story.runtime.advance(story.situation(), [move], story.at)
    story.completes("a")
    with pytest.raises(WrongState):
        story.runtime.advance(story.situation(), [moves.Complete(task.token, task.task, "li")], story.at)
