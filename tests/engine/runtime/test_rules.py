"""The rules that engines get wrong, one test each, under the name of the rule."""

from itertools import permutations

import pytest

from engine.domain import facts
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    case,
    escalation,
    event,
    gateway,
    inside,
    job,
    many,
    message,
    node,
    reaction,
    scope,
    script,
    signal,
    timer,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = (
    '<message id="m" name="m"/><signal id="g" name="g"/><escalation id="u" name="up" escalationCode="UP"/>'
    '<error id="e" errorCode="E"/>'
)
DAILY = "<timerEventDefinition><timeCycle>R9/P1D</timeCycle></timerEventDefinition>"
HOT = "<conditionalEventDefinition><condition>degrees &gt; 30</condition></conditionalEventDefinition>"
FORK = gateway("parallel", "p")
BUSY = FORK + user("a", many("rooms")) + job("b") + event("intermediateCatch", "c", message("m"))
BUSY += event("intermediateCatch", "d", signal("g")) + timer("a", "late", "P9D", "false") + user("e")
BUSY_LINES = "s > p\np > a\np > b\np > c\np > d\nlate > e"


def nothing_is_open(story: Story) -> bool:
    return (story.open, story.jobs, story.timers, story.waits, story.incidents) == ("", "", "", "", [])


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_a_parallel_join_counts_tokens_per_flow_and_is_right_in_loops_in_any_order(order: tuple[str, ...]) -> None:
    nodes = START + END + FORK + gateway("parallel", "q") + gateway("exclusive", "m", "x") + "".join(map(user, "abcd"))
    lines = "start > m > p\np > a > q\np > b > q\np > c > q\nq > d > x\nx > m : default\nx > end : ready"
    story = Story(scope(nodes, lines))
    for _ in range(3):
        for name in order:
            assert "d" not in story.open
            story.completes(name)
        assert story.open == "d"
        story.completes("d")


def test_a_parallel_join_does_not_take_two_tokens_of_one_flow_for_both() -> None:
    nodes = START + END + FORK + gateway("parallel", "q", "r") + gateway("exclusive", "m") + "".join(map(user, "abcd"))
    story = Story(scope(nodes, "start > p\np > a > m\np > b > m\np > c > q\nm > q\nq > d > end"))
    assert story.completes("a").completes("b").open == "c"
    assert story.completes("c").open == "d"
    assert len(story.completes("d").incidents) == 1, (
        "the second one waits for what never comes, and somebody hears of it"
    )


def test_an_inclusive_join_looks_again_when_an_upstream_branch_dies() -> None:
    nodes = START + END + FORK + gateway("inclusive", "j") + gateway("exclusive", "x") + '<endEvent id="dead"/>'
    lines = "start > p\np > a > j\np > b > x\nx > j : good\nx > dead : default\nj > c > end"
    story = Story(scope(nodes + "".join(map(user, "abc")), lines)).completes("a")
    assert story.open == "b"
    assert story.completes("b", good=False).open == "c"


def test_an_inclusive_join_looks_again_when_a_subprocess_upstream_is_terminated_or_withdrawn() -> None:
    sub = inside("sub", user("b") + event("end", "stop", "<terminateEventDefinition/>"), "s > b > stop")
    nodes = (
        START
        + END
        + FORK
        + gateway("inclusive", "j")
        + sub
        + boundary("sub", "gone", message("m"))
        + user("a")
        + user("c")
    )
    lines = "start > p\np > a > j\np > sub > j\nj > c > end"
    assert Story(scope(nodes, lines), declarations=DECLARED).completes("a").completes("b").open == "c"
    assert Story(scope(nodes, lines), declarations=DECLARED).completes("a").message("m").open == "c"


def test_an_inclusive_join_looks_again_when_an_upstream_branch_loops() -> None:
    nodes = START + END + FORK + gateway("inclusive", "j") + gateway("exclusive", "m", "x") + "".join(map(user, "abc"))
    lines = "start > p\np > a > j\np > m > b > x\nx > m : again\nx > j : default\nj > c > end"
    story = Story(scope(nodes, lines), again=True).completes("a").completes("b").completes("b")
    assert story.open == "b"
    assert story.completes("b", again=False).open == "c"


def test_two_tokens_on_one_flow_are_two_tokens() -> None:
    nodes = START + END + FORK + gateway("exclusive", "m") + node("task", "pass") + user("a") + user("b")
    story = Story(scope(nodes, "start > p\np > m\np > m\nm > pass > a > b > end"))
    assert story.open == "a a"
    assert story.completes("a").open == "a b"
    assert story.completes("a").completes("b").open == "b"
    assert story.completes("b").over


def test_a_terminated_scope_withdraws_its_tasks_timers_jobs_and_subscriptions_at_once() -> None:
    stop = event("end", "stop", "<terminateEventDefinition/>")
    own = reaction("own", DAILY, user("react"), "on > react", interrupting=False)
    deep = inside("deep", BUSY, BUSY_LINES)
    sub = inside("sub", deep + user("z") + stop + own + gateway("parallel", "q"), "s > q\nq > deep\nq > z > stop")
    story = Story(
        scope(START + END + sub + user("after"), "start > sub > after > end"), declarations=DECLARED, rooms=[1, 2]
    )
    assert (story.open, story.jobs, story.timers, story.waits) == ("a a z", "b", "late on_own", "c d")
    assert story.completes("z").open == "after"
    assert (story.jobs, story.timers, story.waits) == ("", "", "")


def test_a_terminated_process_leaves_nothing_open() -> None:
    stop = event("end", "stop", "<terminateEventDefinition/>")
    nodes = START + END + inside("deep", BUSY, BUSY_LINES) + user("z") + stop + gateway("parallel", "q")
    story = Story(scope(nodes, "start > q\nq > deep > end\nq > z > stop"), declarations=DECLARED, rooms=[1, 2])
    assert story.completes("z").one(facts.InstanceEnded).how == "terminated"
    assert nothing_is_open(story)


MET = {"message": message("m"), "signal": signal("g"), "timer": DAILY, "escalation": escalation("u"), "condition": HOT}


@pytest.mark.parametrize("kind", MET)
def test_a_non_interrupting_boundary_fires_as_often_as_it_is_met(kind: str) -> None:
    up = event("intermediateThrow", "up", escalation("u"))
    sub = inside("sub", gateway("exclusive", "m") + user("a") + up, "s > m > a > up > m")
    nodes = START + END + sub + boundary("sub", "met", MET[kind], cancel="false") + user("told")
    story = Story(scope(nodes, "start > sub > end\nmet > told"), declarations=DECLARED, degrees=0)
    for times in (1, 2, 3):
        match kind:
            case "message":
                story.message("m")
            case "signal":
                story.signal("g")
            case "timer":
                story.passes(days=1)
            case "escalation":
                story.completes("a")
            case _:
                story.completes("a", degrees=20).completes("a", degrees=40)
        assert story.open.count("told") == times
        assert "a" in story.open.split()


def test_an_interrupted_activity_leaves_nothing_behind() -> None:
    words = '<city:timeLimit committed="P2WD"/>'
    own = reaction("own", signal("g"), user("react"), "on > react", interrupting=False)
    busy = BUSY + own + user("f", "", words) + script("broken", "x = count(for i in 1..100000000 return i)")
    sub = inside("sub", busy, BUSY_LINES + "\np > f\np > broken")
    nodes = (
        START + END + sub + boundary("sub", "stop", message("stop")) + boundary("sub", "remind", DAILY, cancel="false")
    )
    story = Story(
        scope(nodes + user("after"), "start > sub > end\nstop > after > end"),
        declarations=DECLARED + '<message id="stop" name="stop"/>',
        rooms=[1, 2],
    )
    assert (story.open, story.jobs, story.waits) == ("a a f", "b", "c d on_own stop")
    assert (story.timers, len(story.incidents)) == ("late remind", 1)
    story.message("stop")
    assert (story.open, story.jobs, story.waits, story.timers) == ("after", "", "", "")
    assert (story.incidents, story.shown.limits) == ([], {})
    assert story.memory.process is not None
    assert len(list(story.memory.process.live_tasks())) == 1
    assert not story.memory.process.subprocesses
    assert not story.memory.process.watchers


def test_an_interrupted_pause_lets_the_clock_of_the_case_run_again() -> None:
    wait = user("wait", "", '<city:clock is="paused" reason="补正"/>') + boundary("wait", "stop", message("m"))
    drawn = scope(START + END + wait + user("after"), "start > wait > end\nstop > after > end")
    limited = case(drawn, '<city:item code="MZ-001"/><city:timeLimit committed="P20WD"/>')
    story = Story(limited, declarations=DECLARED)
    paused = [fact for fact in story.last if isinstance(fact, facts.LimitPaused)]
    assert len(paused) == 1
    assert story.message("m").one(facts.LimitResumed).limit == paused[0].limit


def test_event_gateway_losers_are_withdrawn() -> None:
    catch = "".join(event("intermediateCatch", name, trigger) for name, trigger in MET.items() if name in RACED)
    receive = node("receiveTask", "receive", messageRef="m")
    nodes = (
        START + END + gateway("eventBased", "race") + catch.replace(DAILY, ONCE) + receive + "".join(map(user, "abcd"))
    )
    ways = ("signal > a", "timer > b", "condition > c", "receive > d")
    lines = "\n".join(["start > race", *(f"race > {way} > end" for way in ways)])
    story = Story(scope(nodes, lines), declarations=DECLARED, degrees=0)
    assert (story.waits, story.timers) == ("receive signal", "timer")
    story.passes(days=2)
    assert (story.open, story.waits, story.timers) == ("b", "", "")
    assert story.memory.process is not None
    assert not story.memory.process.watchers, "the condition is asked no more"


RACED = ("signal", "timer", "condition")
ONCE = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"


def test_variables_written_by_one_branch_are_seen_by_the_other() -> None:
    nodes = FORK + gateway("parallel", "q") + user("a") + user("b") + script("sum", "seen = x + 1")
    sub = inside("sub", nodes, "s > p\np > a > q\np > b > sum > q")
    story = Story(scope(START + END + sub + user("after"), "start > sub > after > end"), x=0)
    story.completes("a", x=41).completes("b")
    assert story.variables == {"x": 41, "seen": 42}


def test_variables_written_inside_one_of_many_are_seen_by_the_others_but_for_their_own() -> None:
    loop = many("rooms", output="answers")
    sub = inside("sub", user("a") + script("add", "total = total + item"), "s > a > add", parts=loop)
    story = Story(scope(START + END + sub, "start > sub > end"), rooms=[1, 10, 100], total=0)
    for number in range(3):
        story.completes("a", result=number)
    assert story.over
    assert story.variables["total"] == 111
    assert sorted(story.variables["answers"]) == [0, 1, 2]


def test_a_process_without_an_end_event_ends_when_no_token_is_left() -> None:
    story = Story(scope(START + FORK + user("a") + user("b"), "start > p\np > a\np > b"))
    assert not story.completes("a").over
    assert story.completes("b").over
