"""The clocks of a case and of its steps: set, stopped, run on and ended, each told once."""

from datetime import datetime, timedelta

import pytest

from engine.domain import facts, moves
from engine.domain.durations import CITY
from engine.domain.rejections import WrongState
from tests.engine.runtime.drawing import END, START, boundary, case, escalation, gateway, many, scope, user
from tests.engine.runtime.story import INSTANCE, Setting, Story

ITEM = '<city:item code="MZ-001"/><city:timeLimit committed="P10WD" statutory="P20WD"/>'
MONDAY = datetime(2030, 2, 4, 9, tzinfo=CITY)
ACCEPTED = '<city:milestone is="accepted"/>'
PAUSE = '<city:clock is="paused" reason="补正"/>'


def day(month: int, number: int) -> datetime:
    return datetime(2030, month, number, 17, tzinfo=CITY)


def test_the_clock_of_a_case_runs_from_its_start_to_its_end() -> None:
    story = Story(case(scope(START + END + user("do"), "start > do > end"), ITEM), setting=Setting(at=MONDAY))
    limit = story.one(facts.LimitSet)
    assert (limit.limit, limit.task, limit.matter) == (INSTANCE, None, "case")
    assert limit.due_at is not None
    assert limit.due_at.date() == datetime(2030, 2, 18, tzinfo=CITY).date(), "ten working days later"
    assert story.completes("do").one(facts.LimitEnded) == facts.LimitEnded(INSTANCE, INSTANCE)
    assert isinstance(story.last[-1], facts.InstanceEnded)


def test_with_an_acceptance_the_clock_runs_from_there_and_is_set_once() -> None:
    nodes = START + END + user("accept", words=ACCEPTED) + user("do") + gateway("exclusive", "again")
    lines = "start > accept > do > again\nagain > accept : back\nagain > end : default"
    story = Story(case(scope(nodes, lines), ITEM), setting=Setting(at=MONDAY), back=True)
    assert story.all(facts.LimitSet) == []
    story.completes("accept").completes("do").completes("accept").completes("do", back=False)
    assert len(story.all(facts.LimitSet)) == 1
    assert story.over


def test_a_step_has_a_limit_of_its_own_or_a_share_of_the_whole() -> None:
    own = user("a", words='<city:timeLimit committed="PT4WH"/>')
    share = user("b", words='<city:timeLimit share="0.3"/>')
    story = Story(case(scope(START + END + own + share, "start > a > b > end"), ITEM), setting=Setting(at=MONDAY))
    task = story.one(facts.TaskOpened)
    limit = next(fact for fact in story.all(facts.LimitSet) if fact.limit != INSTANCE)
    assert (limit.limit, limit.task, limit.element, limit.token) == (task.task, task.task, "a", task.token)
    assert limit.committed == "PT4WH"
    assert task.due_at == limit.due_at
    assert limit.matter is None
    ends = story.completes("a").all(facts.LimitEnded)
    assert ends == [facts.LimitEnded(task.task, INSTANCE)]
    assert story.one(facts.LimitSet).committed == "P3WD"


def test_a_length_may_be_computed_and_a_wrong_one_stops_the_token() -> None:
    words = '<city:timeLimit committed="= if urgent then &quot;PT4WH&quot; else term"/>'
    item = '<city:item code="MZ-001"/><city:timeLimit committed="= whole"/>'
    story = Story(case(scope(START + END + user("a", words=words), "start > a > end"), item), urgent=False)
    assert "时限" in story.incidents[0], "the case's own comes first"
    assert story.retried(whole="P10WD").one(facts.LimitSet).committed == "P10WD"
    assert len(story.incidents) == 1
    limit = story.retried(urgent=True).one(facts.LimitSet)
    assert (limit.committed, limit.element) == ("PT4WH", "a")


def test_each_of_a_joint_review_has_its_limit_and_a_subprocess_has_one_too() -> None:
    joint = user("joint", many(cardinality="3"), words='<city:timeLimit committed="P1WD"/>')
    inner = scope('<startEvent id="s"/>' + joint, "s > joint")
    words = '<extensionElements><city:timeLimit committed="P2WD"/></extensionElements>'
    story = Story(scope(START + END + f'<subProcess id="sub">{words}{inner}</subProcess>', "start > sub > end"))
    limits = story.all(facts.LimitSet)
    assert [limit.element for limit in limits] == ["sub", "joint", "joint", "joint"]
    assert limits[0].task is None
    story.completes("joint").completes("joint").completes("joint")
    assert len(story.all(facts.LimitEnded)) == 4


def test_a_passed_limit_throws_overdue_where_it_is_drawn_once_or_again() -> None:
    late = boundary("joint", "late", escalation("esc"), cancel="false")
    joint = user("joint", many(cardinality="2"), words='<city:timeLimit committed="P1WD"/>')
    nodes = START + END + joint + late + user("leader")
    declared = '<escalation id="esc" name="overdue" escalationCode="overdue"/>'
    story = Story(scope(nodes, "start > joint > end\nlate > leader"), declarations=declared)
    limits = story.all(facts.LimitSet)
    assert all(limit.escalates for limit in limits)
    for limit in limits:
        assert limit.token is not None
        story.tell(moves.Escalate(limit.token, "overdue"))
    assert story.open == "joint joint leader leader"
    story.completes("joint").completes("joint")
    with pytest.raises(WrongState):
        story.runtime.advance(story.situation(), [moves.Escalate(limits[0].token or 0, "overdue")], story.at)


def test_supplement_stops_the_clock_and_what_was_left_is_left() -> None:
    nodes = START + END + user("do") + user("supplement", words=PAUSE) + user("go_on")
    story = Story(case(scope(nodes, "start > do > supplement > go_on > end"), ITEM), setting=Setting(at=MONDAY))
    due = story.one(facts.LimitSet).due_at
    paused = story.completes("do").one(facts.LimitPaused)
    assert (paused.reason, paused.clocks, paused.element, paused.next_at) == ("补正", "both", "supplement", None)
    story.at += timedelta(days=7)
    resumed = story.completes("supplement").one(facts.LimitResumed)
    assert due is not None
    assert resumed.due_at == due + timedelta(days=7), "five working days lie in a week"
    assert (resumed.light, resumed.paused_at, resumed.next_at) == ("green", MONDAY, resumed.warn_at)
    assert resumed.pauses == ((MONDAY, MONDAY + timedelta(days=7), "both"),)
    assert story.completes("go_on").over


def test_however_many_stop_it_the_clock_stops_once() -> None:
    branches = user("notice", words=PAUSE) + user("experts", words=PAUSE.replace("补正", "评审"))
    nodes = START + END + user("do") + branches + gateway("parallel", "split", "join") + user("decide")
    lines = "start > do > split\nsplit > notice > join\nsplit > experts > join\njoin > decide > end"
    story = Story(case(scope(nodes, lines), ITEM), setting=Setting(at=MONDAY))
    assert story.completes("do").one(facts.LimitPaused).reason == "补正"
    story.at += timedelta(days=1)
    story.completes("notice").tell(moves.Pause("上级要求", "zhao"))
    story.completes("experts")
    assert story.all(facts.LimitResumed) == []
    story.at += timedelta(days=1)
    resumed = story.tell(moves.Resume("可以继续", "zhao")).one(facts.LimitResumed)
    assert (resumed.by, resumed.paused_at) == ("zhao", MONDAY)
    assert len(story.all(facts.LimitPaused)) == 1


def test_a_clock_that_does_not_run_is_not_stopped_and_one_that_runs_is_not_resumed() -> None:
    story = Story(scope(START + END + user("do"), "start > do > end"))
    clocked = Story(case(scope(START + END + user("do"), "start > do > end"), ITEM), setting=Setting(at=MONDAY))
    for told, move in ((story, moves.Pause("x", "li")), (clocked, moves.Resume("x", "li"))):
        with pytest.raises(WrongState):
            told.runtime.advance(told.situation(), [move], told.at)
    clocked.tell(moves.Pause("x", "li"))
    with pytest.raises(WrongState):
        clocked.runtime.advance(clocked.situation(), [moves.Pause("y", "li")], clocked.at)


def test_a_case_that_ends_while_its_clock_stands_ends_the_clock() -> None:
    nodes = START + END + user("supplement", words=PAUSE)
    story = Story(case(scope(nodes, "start > supplement > end"), ITEM), setting=Setting(at=MONDAY))
    assert story.one(facts.LimitPaused).limit == INSTANCE
    story.tell(moves.Cancel("撤回", "wang"))
    assert story.one(facts.LimitEnded).limit == INSTANCE
    ended = story.one(facts.InstanceEnded)
    assert (ended.how, ended.reason, ended.by, ended.late) == ("cancelled", "撤回", "wang", False)
    assert story.all(facts.LimitResumed) == []


def test_a_case_that_ends_after_its_limit_is_late() -> None:
    story = Story(case(scope(START + END + user("do"), "start > do > end"), ITEM), setting=Setting(at=MONDAY))
    story.at += timedelta(days=30)
    assert story.completes("do").one(facts.InstanceEnded).late
