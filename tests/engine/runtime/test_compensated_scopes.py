"""A completed subprocess or call is undone by what is inside: handlers, or an event subprocess in their place."""

from engine.domain.source import Source
from tests.engine.runtime.drawing import (
    END,
    START,
    compensate,
    document,
    error,
    event,
    gateway,
    inside,
    many,
    node,
    reaction,
    scope,
    script,
    undone,
    user,
)
from tests.engine.runtime.story import Setting, Story, runtime_of

DECLARED = '<error id="e" errorCode="E"/><message id="m" name="m"/>'
UNDO = event("intermediateThrow", "undo", compensate())
UNDO_A = event("intermediateThrow", "undo", compensate("a"))


def test_a_completed_subprocess_is_undone_by_the_handlers_inside_latest_first() -> None:
    deep = inside("deep", undone("c") + undone("d"), "s > c > d")
    sub = inside("sub", undone("a") + deep + undone("b"), "s > a > deep > b")
    story = Story(scope(START + END + sub + UNDO, "start > sub > undo > end"))
    for name in "acdb":
        story.completes(name)
    for name in "bdca":
        assert story.open == f"undo_{name}"
        story.completes(f"undo_{name}")
    assert story.over
    assert story.done.count("sub") == 1, "to undo it is not to pass it again"


def test_a_subprocess_with_a_handler_of_its_own_is_undone_by_that_alone() -> None:
    sub = undone("sub", inside("sub", undone("a"), "s > a"))
    story = Story(scope(START + END + sub + UNDO, "start > sub > undo > end")).completes("a")
    assert story.open == "undo_sub"
    assert story.completes("undo_sub").over


def test_an_event_subprocess_that_compensates_runs_in_place_of_the_handlers_inside() -> None:
    own = reaction("own", compensate(), user("repay"), "on > repay")
    sub = inside("sub", undone("a") + undone("b") + own, "s > a > b")
    story = Story(scope(START + END + sub + UNDO + user("c"), "start > sub > undo > c > end"))
    assert story.completes("a").completes("b").open == "repay"
    assert story.completes("repay").open == "c"


def test_an_event_subprocess_that_compensates_may_call_the_handlers_inside() -> None:
    some = event("intermediateThrow", "some", compensate("a"))
    own = reaction("own", compensate(), some + user("repay"), "on > some > repay")
    sub = inside("sub", undone("a") + undone("b") + own, "s > a > b")
    story = Story(scope(START + END + sub + UNDO + user("c"), "start > sub > undo > c > end"))
    assert story.completes("a").completes("b").open == "undo_a"
    assert story.completes("undo_a").open == "repay"
    assert story.completes("repay").open == "c"


def test_an_event_subprocess_that_compensates_stands_even_where_nothing_inside_can_be_undone() -> None:
    sub = inside("sub", user("a") + reaction("own", compensate(), user("repay"), "on > repay"), "s > a")
    story = Story(scope(START + END + sub + UNDO, "start > sub > undo > end"))
    assert story.completes("a").open == "repay"
    assert story.completes("repay").over


def test_a_called_process_is_undone_with_the_variables_that_it_had() -> None:
    write = script("undo_a", "left = room").replace("<scriptTask", '<scriptTask isForCompensation="true"')
    called = scope(START + END + undone("a", handler=write) + undone("b"), "start > a > b > end")
    said = '<extensionElements><city:input source="number + 1" target="room"/></extensionElements>'
    call = node("callActivity", "call", said, calledElement="p1")
    story = Story(scope(START + END + call + user("c") + UNDO, "start > call > c > undo > end"), called, number=6)
    assert story.completes("a").completes("b", room=9).completes("c", number=1).open == "undo_b"
    assert story.completes("undo_b", room=10).over
    assert "left" not in story.variables


def test_calls_for_many_are_undone_each_with_its_own() -> None:
    called = scope(START + END + undone("a"), "start > a > end")
    said = '<extensionElements><city:input source="item" target="room"/></extensionElements>'
    call = node("callActivity", "call", said + many("rooms"), calledElement="p1")
    story = Story(scope(START + END + call + UNDO, "start > call > undo > end"), called, rooms=["x", "y"])
    story.completes("a").completes("a")
    rooms = []
    while not story.over:
        assert story.open == "undo_a"
        assert story.memory.process is not None
        (inner,) = [inner for inner in story.memory.process.subprocesses.values() if "room" in inner.data]
        rooms.append(inner.data["room"])
        story.completes("undo_a")
    assert rooms == ["y", "x"]


def test_a_called_process_may_compensate_itself_by_its_event_subprocess() -> None:
    own = reaction("own", compensate(), user("repay"), "on > repay")
    called = scope(START + END + undone("a") + own, "start > a > end")
    call = node("callActivity", "call", calledElement="p1")
    story = Story(scope(START + END + call + UNDO, "start > call > undo > end"), called)
    assert story.completes("a").open == "repay"
    assert story.completes("repay").over


def test_an_event_subprocess_undoes_what_the_scope_around_it_has_done() -> None:
    fail = reaction("fail", error("e"), user("ask") + UNDO + user("told"), "on > ask > undo > told")
    sub = inside("sub", undone("a") + undone("b") + event("end", "bad", error("e")) + fail, "s > a > b > bad")
    story = Story(scope(START + END + sub + user("c"), "start > sub > c > end"), declarations=DECLARED)
    assert story.completes("a").completes("b").open == "ask"
    assert story.completes("ask").open == "undo_b"
    assert story.completes("undo_b").completes("undo_a").open == "told"
    assert story.completes("told").open == "c"


def test_an_event_subprocess_undoes_its_own_work_first_then_that_of_the_scope_around() -> None:
    fail = reaction("fail", error("e"), undone("ask") + UNDO, "on > ask > undo")
    sub = inside("sub", undone("a") + event("end", "bad", error("e")) + fail, "s > a > bad")
    story = Story(scope(START + END + sub, "start > sub > end"), declarations=DECLARED)
    assert story.completes("a").completes("ask").open == "undo_ask"
    assert story.completes("undo_ask").open == "undo_a"
    assert story.completes("undo_a").over


def test_what_was_done_in_a_subprocess_for_many_is_undone_instance_by_instance() -> None:
    sub = inside("sub", undone("a") + undone("b"), "s > a > b", parts=many("rooms"))
    story = Story(scope(START + END + sub + UNDO, "start > sub > undo > end"), rooms=[1, 2])
    for name in ("a", "a", "b", "b"):
        story.completes(name)
    for name in ("undo_b", "undo_a", "undo_b", "undo_a"):
        assert story.open == name
        story.completes(name)
    assert story.over


def test_what_is_done_in_an_ad_hoc_subprocess_is_undone_too() -> None:
    drawn = undone("a") + undone("b") + "<completionCondition>enough</completionCondition>"
    hoc = node("adHocSubProcess", "hoc", drawn)
    story = Story(scope(START + END + hoc + UNDO, "start > hoc > undo > end"))
    story.completes("a").completes("b", enough=True)
    assert story.open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").over


def test_undoing_reaches_no_milestone_and_sets_no_limit_anew() -> None:
    words = '<extensionElements><city:milestone is="carried"/></extensionElements>'
    sub = inside("sub", undone("a"), "s > a", parts=words)
    story = Story(scope(START + END + sub + UNDO, "start > sub > undo > end")).completes("a").completes("undo_a")
    assert story.over
    assert story.milestones() == ["carried"]


def test_a_process_that_called_itself_is_undone_level_by_level() -> None:
    said = '<extensionElements><city:input source="n - 1" target="n"/></extensionElements>'
    nodes = START + END + gateway("exclusive", "x", "y") + undone("a") + UNDO
    call = node("callActivity", "call", said, calledElement="p1")
    called = scope(
        nodes.replace(UNDO, "") + call, "start > a > x\nx > call : n > 1\nx > y : default\ncall > y\ny > end"
    )
    first = node("callActivity", "first", said, calledElement="p1")
    story = Story(scope(START + END + first + UNDO, "start > first > undo > end"), called, n=4)
    story.completes("a").completes("a").completes("a")
    seen = []
    while not story.over:
        assert story.open == "undo_a"
        assert story.memory.process is not None
        seen.append(
            next(task.data["n"] for task in story.memory.process.live_tasks() if task.task_spec.name == "undo_a")
        )
        story.completes("undo_a")
    assert seen == [1, 2, 3]


def test_a_called_process_of_another_file_is_undone_in_the_version_that_ran() -> None:
    """Its definition has changed since: what undoes is what was drawn when it was done."""
    drawn = scope(START + END + undone("a") + undone("b"), "start > a > b > end")
    old = document(f'<process id="block" isExecutable="true">{drawn}</process>')
    others = {7: Source(7, "block", "block", old), 8: Source(8, "block", "block", old.replace(b"undo_", b"redo_"))}
    nodes = START + END + node("callActivity", "call", calledElement="block") + user("c") + UNDO
    caller = scope(nodes, "start > call > c > undo > end")
    story = Story(setting=Setting(runtime=runtime_of(caller, others=others, called={"block": 7})))
    story.saved.runtime = runtime_of(caller, others=others, called={"block": 8})
    story.completes("a").completes("b")
    assert story.completes("c").open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").over


def test_a_call_inside_a_call_is_undone_through_both() -> None:
    inner = scope('<startEvent id="s2"/>' + undone("a"), "s2 > a")
    middle = scope(
        '<startEvent id="s1"/>' + node("callActivity", "deep", calledElement="p2") + undone("b"), "s1 > deep > b"
    )
    story = Story(
        scope(START + END + node("callActivity", "call", calledElement="p1") + UNDO, "start > call > undo > end"),
        middle,
        inner,
    )
    assert story.completes("a").completes("b").open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").over


def test_what_an_event_subprocess_beside_the_work_has_done_is_undone_with_its_scope() -> None:
    beside = reaction("r", '<signalEventDefinition signalRef="g"/>', undone("x"), "on > x", interrupting=False)
    sub = inside("sub", undone("a") + beside, "s > a")
    declared = DECLARED + '<signal id="g" name="g"/>'
    story = Story(scope(START + END + sub + UNDO, "start > sub > undo > end"), declarations=declared)
    story.signal("g").completes("x").signal("g").completes("x")
    assert story.completes("a").open == "undo_a"
    for name in ("undo_a", "undo_x", "undo_x"):
        assert story.open == name
        story.completes(name)
    assert story.over
