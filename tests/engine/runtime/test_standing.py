"""Limits of steps stand still with the clock of the case, and tasks show the limit of the step around them."""

from datetime import datetime, timedelta

from engine.domain import facts, moves
from engine.domain.durations import CITY
from engine.domain.source import Source
from engine.runtime.runtime import Runtime
from tests.engine.runtime.drawing import END, START, case, document, gateway, many, node, said, scope, user
from tests.engine.runtime.story import INSTANCE, Setting, Story

ITEM = '<city:item code="MZ-001"/><city:timeLimit committed="P10WD" statutory="P20WD"/>'
MONDAY = datetime(2030, 2, 4, 9, tzinfo=CITY)
WEEK = timedelta(days=7)
PAUSE = '<city:clock is="paused" reason="补正"/>'
THREE = '<city:timeLimit committed="P3WD" statutory="P5WD"/>'


def close(day: int) -> datetime:
    return datetime(2030, 2, day, 17, tzinfo=CITY)


def told(nodes: str, lines: str, words: str = ITEM) -> Story:
    return Story(case(scope(START + END + nodes, lines), words), setting=Setting(at=MONDAY))


def inside(id: str, nodes: str, lines: str, words: str = "") -> str:
    return node("subProcess", id, said(words) + scope(nodes, lines))


def stood(story: Story) -> dict[str, str]:
    """Which limits of steps stand still, and which of their clocks."""
    names = {row.token: fact.element for fact in story.told if isinstance(fact, facts.LimitSet) for row in [fact]}
    rows = story.shown.limits.values()
    return {str(names[row.token]): str(row.paused_clocks) for row in rows if row.paused_at and row.token}


BESIDE = gateway("parallel", "split", "join")
LINES = "start > split\nsplit > a > join\nsplit > do > b > join\njoin > end"


def test_a_step_beside_stands_still_and_runs_on_as_the_case_does() -> None:
    story = told(BESIDE + user("a", words=THREE) + user("do") + user("b", words=PAUSE), LINES)
    opened = next(fact for fact in story.all(facts.TaskOpened) if fact.element == "a")
    assert opened.due_at == close(7)
    assert stood(story.completes("do")) == {"a": "both"}
    story.at += WEEK
    case_on, step_on = story.completes("b").all(facts.LimitResumed)
    assert (case_on.limit, case_on.matter) == (INSTANCE, "case")
    assert (step_on.limit, step_on.task, step_on.matter) == (opened.task, opened.task, None)
    assert (step_on.due_at, step_on.pauses) == (close(14), ((MONDAY, MONDAY + WEEK, "both"),))
    assert stood(story) == {}


def test_where_the_promise_alone_stands_the_law_runs_on() -> None:
    only = PAUSE.replace("/>", ' clocks="committed"/>')
    story = told(BESIDE + user("a", words=THREE) + user("do") + user("b", words=only), LINES)
    assert stood(story.completes("do")) == {"a": "committed"}
    paused = next(fact for fact in story.all(facts.LimitPaused) if fact.limit != INSTANCE)
    assert paused.next_at == close(11), "the fifth working day of the law"
    story.at += WEEK
    resumed = next(fact for fact in story.completes("b").all(facts.LimitResumed) if fact.limit != INSTANCE)
    assert (resumed.due_at, resumed.statutory_at) == (close(14), close(11))


def test_what_stops_the_clock_has_its_own_time_and_so_has_what_is_done_inside_it() -> None:
    work = user("ask", words=THREE) + node("startEvent", "s")
    stops = inside("wait", work, "s > ask", PAUSE + THREE)
    story = told(BESIDE + user("a", words=THREE) + user("do") + stops, LINES.replace("> b >", "> wait >"))
    assert stood(story.completes("do")) == {"a": "both"}
    story.tell(moves.Pause("上级要求", "zhao"))
    assert stood(story) == {"a": "both", "wait": "both", "ask": "both"}, "by hand it stops for all"
    assert stood(story.tell(moves.Resume("可以继续", "zhao"))) == {"a": "both"}


def test_what_begins_beside_a_pause_waits_with_its_whole_length() -> None:
    lines = "start > split\nsplit > do > a > join\nsplit > b > join\njoin > end"
    story = told(BESIDE + user("a", words=THREE) + user("do") + user("b", words=PAUSE), lines)
    story.at += timedelta(days=1)
    assert stood(story.completes("do")) == {"a": "both"}
    story.at += WEEK
    resumed = next(fact for fact in story.completes("b").all(facts.LimitResumed) if fact.limit != INSTANCE)
    assert resumed.due_at == close(15), "three working days from the twelfth"


def test_before_the_clock_of_the_case_runs_a_step_stands_still_all_the_same() -> None:
    block = inside(
        "block", node("startEvent", "s") + user("check") + user("wait", words=PAUSE), "s > check > wait", THREE
    )
    accepted = user("go_on", words='<city:milestone is="accepted"/>')
    story = told(block + accepted, "start > block > go_on > end")
    assert [(fact.element, fact.name) for fact in story.all(facts.LimitSet)] == [("block", "block")]
    assert stood(story.completes("check")) == {"block": "both"}
    assert stood(story.completes("wait")) == {}


def called(inner: str, limit: str) -> Story:
    own = case(
        scope(START + END + node("callActivity", "call", said(limit), calledElement="block"), "start > call > end"),
        ITEM,
    )
    block = f'<process id="block" isExecutable="true">{inner}</process>'
    sources = {1: document(own), 7: document(block)}
    runtime = Runtime(
        lambda id: Source(id, "p0" if id == 1 else "block", "f.bpmn", sources[id], {}, {"block": 7} if id == 1 else {})
    )
    return Story(setting=Setting(runtime=runtime, at=MONDAY))


SHARE = '<city:timeLimit share="0.3"/>'
IN_BLOCK = scope(
    node("startEvent", "s") + node("endEvent", "e") + user("do") + user("wait", words=PAUSE) + user("last"),
    "s > do > wait > last > e",
)


def test_a_task_in_a_called_block_shows_the_share_of_the_call_and_moves_with_it() -> None:
    story = called(IN_BLOCK, SHARE)
    limit = next(fact for fact in story.all(facts.LimitSet) if fact.limit != INSTANCE)
    task = story.one(facts.TaskOpened)
    assert (limit.element, limit.committed, limit.task) == ("call", "P3WD", None)
    assert (task.due_at, task.light, task.timed_by) == (close(7), "green", limit.limit)
    story.completes("do")
    waiting = story.one(facts.TaskOpened)
    paused = next(fact for fact in story.all(facts.LimitPaused) if fact.limit == limit.limit)
    assert paused.tasks == (waiting.task,)
    story.at += WEEK
    story.completes("wait")
    last = story.one(facts.TaskOpened)
    resumed = next(fact for fact in story.last if isinstance(fact, facts.LimitResumed) and fact.limit == limit.limit)
    assert (resumed.tasks, resumed.due_at, resumed.light) == ((last.task,), close(14), "green")
    assert story.completes("last").over


def test_a_task_opened_late_is_lit_as_the_step_around_it_is() -> None:
    for days, light in ((2, "green"), (3, "yellow"), (7, "red"), (8, "dark_red")):
        block = inside("block", node("startEvent", "s") + user("do") + user("last"), "s > do > last", THREE)
        story = told(block, "start > block > end")
        story.at += timedelta(days=days)
        assert story.completes("do").one(facts.TaskOpened).light == light, days


def test_of_several_levels_the_nearest_is_shown_and_a_limit_of_its_own_before_all() -> None:
    own = user("own", words='<city:timeLimit committed="P1WD"/>')
    inner = inside("inner", node("startEvent", "s2") + user("near"), "s2 > near", '<city:timeLimit committed="P2WD"/>')
    each = node(
        "subProcess", "plain", many(cardinality="2") + scope(node("startEvent", "s3") + user("far"), "s3 > far")
    )
    nodes = node("startEvent", "s1") + own + inner + each + gateway("parallel", "fork")
    outer = inside("outer", nodes, "s1 > fork\nfork > own\nfork > inner\nfork > plain", THREE)
    story = told(outer, "start > outer > end")
    shown = sorted((fact.element, fact.due_at, fact.timed_by is None) for fact in story.all(facts.TaskOpened))
    assert shown == [
        ("far", close(7), False),
        ("far", close(7), False),
        ("near", close(6), False),
        ("own", close(5), True),
    ]


def test_a_length_that_says_none_is_no_limit() -> None:
    words = """<city:timeLimit committed='= if within = null then "none" else within'/>"""
    block = inside("block", node("startEvent", "s") + user("do", words=words), "s > do", THREE)
    assert told(block, "start > block > end").one(facts.TaskOpened).due_at == close(7)
    plain = Story(case(scope(START + END + user("do", words=words), "start > do > end"), ITEM), within="P1WD")
    assert plain.one(facts.TaskOpened).timed_by is None
    assert len(plain.all(facts.LimitSet)) == 2
