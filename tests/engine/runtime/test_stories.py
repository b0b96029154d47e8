"""What must hold, told on small processes; each story runs in memory and through bytes, with equal facts."""

from datetime import timedelta

from engine.domain import facts, moves
from engine.runtime import snapshot
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    error,
    event,
    gateway,
    many,
    scope,
    timer,
    undone,
    user,
)
from tests.engine.runtime.story import Story


def test_a_parallel_join_counts_anew_in_every_round() -> None:
    nodes = START + END + user("civil") + user("police") + gateway("parallel", "split", "join")
    lines = "start > merge > split\nsplit > civil > join\nsplit > police > join\njoin > again"
    story = Story(
        scope(
            nodes + gateway("exclusive", "merge", "again"),
            f"{lines}\nagain > merge : n > 0\nagain > end : default",
        ),
        n=1,
    )
    story.completes("civil").completes("police")
    assert story.open == "civil police"
    assert story.completes("police").open == "civil"
    assert story.completes("civil", n=0).over


def test_branches_share_their_variables() -> None:
    nodes = START + END + user("civil") + user("police") + user("sum") + gateway("parallel", "split", "join")
    lines = "start > split\nsplit > civil > join\nsplit > police > join\njoin > sum > end"
    story = Story(scope(nodes, lines), opinions=[])
    story.completes("civil", opinions=["yes"]).completes("police")
    assert story.variables["opinions"] == ["yes"]
    assert story.open == "sum"


def test_a_reminder_comes_each_day_until_the_limit_takes_the_task_away() -> None:
    nodes = START + END + user("review") + user("leader") + '<task id="remind"/>'
    story = Story(
        scope(
            nodes + timer("review", "daily", "R/P1D", "false", "timeCycle") + timer("review", "limit", "P1M"),
            "start > review > end\ndaily > remind\nlimit > leader > end",
        )
    )
    story.passes(days=1, hours=1).passes(days=1)
    assert story.done.count("remind") == 2
    assert story.passes(days=25).open == "review"
    assert story.passes(days=1).open == "leader", "a month after 31 January is the end of February"
    assert story.timers == ""


def test_the_first_refusal_ends_the_joint_review() -> None:
    loop = many("departments", output="opinions", until='result = "no"')
    story = Story(
        scope(START + END + user("review", loop) + user("answer"), "start > review > answer > end"),
        departments=["civil", "police", "housing"],
    )
    story.completes("review", result="yes")
    assert story.open == "review review"
    assert story.completes("review", result="no").open == "answer"
    assert story.variables["opinions"] == ["yes", "no"]
    assert "result" not in story.variables


def test_the_counters_of_a_joint_review_cannot_be_spoilt() -> None:
    loop = many("departments", output="opinions")
    story = Story(scope(START + END + user("review", loop), "start > review > end"), departments=["a", "b", "c"])
    wrong = {"loopCounter": "x", "numberOfCompletedInstances": 3, "numberOfInstances": None}
    for number in range(3):
        story.completes("review", result=number, **wrong)
    assert story.over
    assert story.variables["opinions"] == [0, 1, 2]


def test_a_withdrawal_takes_the_place_of_all_else_in_the_subprocess() -> None:
    trigger = '<startEvent id="t"><signalEventDefinition signalRef="sig"/></startEvent>'
    withdrawal = scope(trigger + user("confirm"), "t > confirm")
    inner = scope(
        '<startEvent id="s"/>'
        + user("work")
        + f'<subProcess id="withdrawal" triggeredByEvent="true">{withdrawal}</subProcess>',
        "s > work",
    )
    nodes = START + END + f'<subProcess id="handling">{inner}</subProcess>' + user("archive")
    story = Story(scope(nodes, "start > handling > archive > end"), declarations='<signal id="sig" name="withdrawn"/>')
    assert story.waits == "t"
    assert story.signal("withdrawn").open == "confirm"
    assert story.completes("confirm").open == "archive"


def test_an_error_goes_to_the_nearest_handler_and_else_stops() -> None:
    ends = event("end", "bad", error("e"))
    bad = scope('<startEvent id="s"/>' + user("check") + ends, "s > check > bad")
    nodes = START + END + f'<subProcess id="sub">{bad}</subProcess>' + user("normal") + user("repair")
    declared = '<error id="e" errorCode="E1"/>'
    caught = Story(
        scope(nodes + boundary("sub", "b", error("e")), "start > sub > normal > end\nb > repair > end"),
        declarations=declared,
    )
    assert caught.completes("check").open == "repair"
    stopped = Story(scope(nodes, "start > sub > normal > end\nrepair > end"), declarations=declared)
    assert stopped.completes("check").open == ""
    assert not stopped.over
    assert len(stopped.incidents) == 1


def test_what_was_done_is_undone_the_latest_first() -> None:
    inner = scope('<startEvent id="s"/>' + undone("reserve") + undone("pay"), "s > reserve > pay")
    throw = '<intermediateThrowEvent id="undo"><compensateEventDefinition/></intermediateThrowEvent>'
    nodes = START + END + f'<subProcess id="order">{inner}</subProcess>' + user("decide") + throw + user("inform")
    story = Story(scope(nodes, "start > order > decide > undo > inform > end"))
    story.completes("reserve").completes("pay").completes("decide")
    assert story.open == "undo_pay"
    assert story.completes("undo_pay").open == "undo_reserve"
    assert story.completes("undo_reserve").open == "inform"


def test_an_incident_keeps_the_work_and_goes_on_where_it_stopped() -> None:
    nodes = START + END + user("a") + user("b") + user("c")
    story = Story(scope(nodes, "start > a\na > b : way = 1\na > c : way = 2\nb > end\nc > end"), way=0)
    story.completes("a", note="kept")
    assert story.open == ""
    assert len(story.incidents) == 1
    assert story.retried(way=2).open == "c"
    assert story.incidents == []
    assert story.variables["note"] == "kept"


def test_an_inclusive_join_does_not_wait_for_a_branch_that_died() -> None:
    nodes = START + END + '<endEvent id="stop"/>' + user("a") + user("b") + user("after")
    gateways = gateway("parallel", "split") + gateway("exclusive", "x") + gateway("inclusive", "join")
    lines = "start > split\nsplit > a > join\nsplit > b > x\nx > join : go = 1\nx > stop : default\njoin > after > end"
    story = Story(scope(nodes + gateways, lines))
    assert story.completes("a").open == "b"
    assert story.completes("b", go=0).open == "after"


def test_the_cost_of_a_state_does_not_grow_with_the_rounds() -> None:
    lines = "start > fill > again\nagain > fill : default\nagain > end : ready = 1"
    story = Story(scope(START + END + user("fill") + gateway("exclusive", "again"), lines), ready=0)
    first, told = len(story.saved.snapshot or b""), len(story.completes("fill").last)
    for _ in range(1200):
        story.completes("fill")
    assert story.open == "fill"
    assert len(story.saved.snapshot or b"") <= first + 4
    assert len(story.last) == told
    assert story.saved.snapshot[:1] == snapshot.VERSION  # type: ignore[index]


def test_a_join_that_waits_for_nothing_is_an_incident() -> None:
    nodes = START + END + user("a") + user("b") + user("late") + gateway("parallel", "split", "join")
    lines = "start > split\nsplit > a > join\nsplit > b > join\njoin > end\nlimit > late"
    story = Story(scope(nodes + timer("a", "limit", "P1D"), lines)).completes("b").passes(days=1)
    assert story.incidents == []
    assert len(story.completes("late").incidents) == 1
    raised = story.one(facts.IncidentRaised)
    assert raised.element == "join"
    assert story.retried().one(facts.IncidentRaised).token == raised.token, "a retry alone does not help"
    assert story.tell(moves.Cancel("撤回", "wang")).over


def test_a_condition_that_nobody_will_make_true_is_an_incident_that_a_value_resolves() -> None:
    paid = "<conditionalEventDefinition><condition>paid</condition></conditionalEventDefinition>"
    story = Story(scope(START + END + event("intermediateCatch", "wait", paid), "start > wait > end"))
    assert len(story.incidents) == 1
    assert story.retried(paid=True).over


def test_a_late_timer_fires_once_for_all_the_rounds_that_were_missed() -> None:
    nodes = START + END + user("review") + '<task id="remind"/>'
    every = timer("review", "daily", "R5/P1D", "false", "timeCycle")
    story = Story(scope(nodes + every, "start > review > end\ndaily > remind"))
    story.passes(days=3, hours=1)
    assert story.done.count("remind") == 1
    assert [t.due_at for t in story.shown.open["timer"].values()] == [story.at + timedelta(hours=23)]
    story.passes(days=1).passes(days=1).passes(days=1)
    assert story.done.count("remind") == 3, "the fourth and fifth round are its last"
    assert story.timers == ""
