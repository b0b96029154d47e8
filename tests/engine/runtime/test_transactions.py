"""A transaction is done whole, undone whole, or, when an error tears it, left as it stands."""

import pytest

from engine.domain import facts
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    compensate,
    document,
    error,
    event,
    gateway,
    inside,
    many,
    reaction,
    scope,
    timer,
    undone,
    user,
)
from tests.engine.runtime.story import Story, check

DECLARED = '<error id="e" errorCode="E"/><message id="m" name="m"/>'
STOP = event("end", "stop", "<cancelEventDefinition/>")
CHOICE = gateway("exclusive", "x") + STOP


def deal(nodes: str, lines: str, parts: str = "") -> str:
    return inside("deal", nodes, lines, "transaction", parts)


def cancelled(host: str = "deal") -> str:
    return boundary(host, f"cancelled_{host}", "<cancelEventDefinition/>")


def test_a_cancelled_transaction_undoes_all_and_only_then_leaves_by_its_boundary() -> None:
    inner = deal(undone("a") + undone("b") + STOP, "s > a > b > stop")
    nodes = START + END + inner + cancelled() + user("sorry") + user("fine")
    story = Story(scope(nodes, "start > deal > fine > end\ncancelled_deal > sorry > end"))
    assert story.completes("a").completes("b").open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").open == "sorry"


def test_branches_that_still_run_are_withdrawn_before_anything_is_undone() -> None:
    nodes = undone("a") + undone("b") + STOP + gateway("parallel", "p") + timer("b", "late", "P1D", "false")
    inner = deal(nodes + user("ask"), "s > p\np > a > stop\np > b\nlate > ask")
    story = Story(
        scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    )
    assert story.completes("a").open == "undo_a"
    assert story.timers == ""
    assert story.one(facts.TaskWithdrawn).element == "b", "b was not completed, so it is not undone"
    assert story.completes("undo_a").open == "sorry"


def test_a_cancelled_transaction_with_nothing_to_undo_leaves_at_once() -> None:
    inner = deal(user("a") + STOP, "s > a > stop")
    story = Story(
        scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    )
    assert story.completes("a").open == "sorry"


def test_an_error_tears_a_transaction_and_nothing_is_undone() -> None:
    inner = deal(undone("a") + event("end", "bad", error("e")), "s > a > bad")
    nodes = START + END + inner + boundary("deal", "torn", error("e")) + cancelled() + user("repair") + user("sorry")
    story = Story(scope(nodes, "start > deal > end\ntorn > repair\ncancelled_deal > sorry"), declarations=DECLARED)
    assert story.completes("a").open == "repair"
    assert story.completes("repair").over


def test_a_completed_transaction_is_undone_by_a_throw_like_a_subprocess() -> None:
    inner = deal(undone("a") + undone("b"), "s > a > b")
    undo = event("intermediateThrow", "undo", compensate("deal"))
    story = Story(scope(START + END + inner + undo, "start > deal > undo > end")).completes("a").completes("b")
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").over


def test_a_cancelled_transaction_inside_another_leaves_the_outer_one_at_work() -> None:
    deep = inside("deep", undone("b") + STOP, "s > b > stop", "transaction")
    inner = deal(undone("a") + deep + cancelled("deep") + user("other"), "s > a > deep\ncancelled_deep > other")
    story = Story(scope(START + END + inner, "start > deal > end")).completes("a").completes("b")
    assert story.open == "undo_b"
    assert story.completes("undo_b").open == "other"
    assert story.completes("other").over


def test_the_outer_transaction_undoes_what_the_completed_inner_one_did() -> None:
    deep = inside("deep", undone("b"), "s > b", "transaction")
    inner = deal(undone("a") + deep + STOP, "s > a > deep > stop")
    story = Story(
        scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    )
    assert story.completes("a").completes("b").open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").open == "sorry"


def test_one_of_many_transactions_that_is_cancelled_cancels_all_that_are_under_way() -> None:
    nodes = undone("a") + undone("b") + user("c") + CHOICE
    lines = "s > a > b > x\nx > stop : bad\nx > c : default"
    inner = deal(nodes, lines, many("rooms"))
    drawn = scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry > end")
    story = Story(drawn, rooms=[1, 2, 3])
    story.completes("a").completes("a").completes("a")
    assert story.completes("b", bad=True).open == "undo_b", "the others are withdrawn"
    assert story.completes("undo_b").open == "undo_a"
    for _ in range(3):
        assert story.open == "undo_a"
        story.completes("undo_a")
    assert story.open == "sorry"


def test_of_many_transactions_those_completed_before_stay_done_until_the_cancel_path_undoes_them() -> None:
    inner = deal(
        undone("a") + CHOICE + '<endEvent id="done"/>', "s > a > x\nx > stop : bad\nx > done : default", many("rooms")
    )
    undo = event("intermediateThrow", "undo", compensate("deal"))
    story = Story(
        scope(START + END + inner + cancelled() + undo, "start > deal > end\ncancelled_deal > undo"), rooms=[1, 2]
    )
    assert story.completes("a", bad=False).open == "a"
    assert story.completes("a", bad=True).open == "undo_a"
    assert story.completes("undo_a").open == "undo_a", "that of the first one, by the throw behind the boundary"
    assert story.completes("undo_a").over


def test_two_branches_that_cancel_at_once_cancel_once() -> None:
    ends = STOP + event("end", "stop2", "<cancelEventDefinition/>")
    inner = deal(undone("a") + ends + gateway("parallel", "p"), "s > a > p\np > stop\np > stop2")
    story = Story(
        scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    )
    assert story.completes("a").open == "undo_a"
    assert story.completes("undo_a").open == "sorry"


def test_an_event_subprocess_of_a_transaction_listens_no_more_while_it_is_undone() -> None:
    hear = reaction("hear", '<messageEventDefinition messageRef="m"/>', user("late"), "on > late")
    inner = deal(undone("a") + STOP + hear, "s > a > stop")
    drawn = scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    story = Story(drawn, declarations=DECLARED)
    assert story.waits == "on_hear"
    assert story.completes("a").waits == ""


def test_a_cancel_end_without_a_cancel_boundary_is_refused() -> None:
    with pytest.raises(Invalid, match="取消"):
        check(document(scope(START + END + deal(user("a") + STOP, "s > a > stop"), "start > deal > end")))


def test_what_was_done_inside_a_branch_that_is_withdrawn_is_undone_with_the_rest() -> None:
    deep = inside("deep", undone("b") + inside("deeper", undone("c") + user("d"), "s > c > d"), "s > b > deeper")
    inner = deal(undone("a") + deep + user("e") + STOP + gateway("parallel", "p"), "s > a > p\np > deep\np > e > stop")
    drawn = scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    story = Story(drawn).completes("a").completes("b").completes("c")
    assert story.open == "d e"
    assert story.completes("e").open == "undo_c"
    assert story.completes("undo_c").open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").open == "sorry"


def test_a_call_that_is_withdrawn_is_undone_with_the_variables_that_it_had() -> None:
    called = scope(START + END + undone("b") + user("c"), "start > b > c > end")
    said = '<extensionElements><city:input source="5" target="room"/></extensionElements>'
    call = f'<callActivity id="call" calledElement="p1">{said}</callActivity>'
    inner = deal(call + user("e") + STOP + gateway("parallel", "p"), "s > p\np > call\np > e > stop")
    drawn = scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    story = Story(drawn, called).completes("b").completes("e")
    assert story.open == "undo_b"
    assert story.memory.process is not None
    assert [inner.data["room"] for inner in story.memory.process.subprocesses.values() if "room" in inner.data] == [5]
    assert story.completes("undo_b").open == "sorry"


def test_a_scope_that_was_torn_is_undone_by_its_handlers_not_by_the_subprocess_for_a_completed_one() -> None:
    own = reaction("own", compensate(), user("repay"), "on > repay")
    deep = inside("deep", undone("b") + user("c") + own, "s > b > c")
    inner = deal(deep + user("e") + STOP + gateway("parallel", "p"), "s > p\np > deep\np > e > stop")
    drawn = scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    assert Story(drawn).completes("b").completes("e").open == "undo_b"
    assert Story(drawn).completes("b").completes("c").completes("e").open == "repay"


@pytest.mark.parametrize("kind", ["inside", "reaction"])
def test_a_cancel_end_further_inside_cancels_the_transaction_around_it(kind: str) -> None:
    fails = event("end", "bad", error("e"))
    if kind == "inside":
        inner = deal(undone("a") + inside("deep", undone("b") + STOP, "s > b > stop") + user("z"), "s > a > deep > z")
    else:
        own = reaction("own", error("e"), undone("b") + STOP, "on > b > stop")
        inner = deal(undone("a") + fails + own, "s > a > bad")
    drawn = scope(START + END + inner + cancelled() + user("sorry"), "start > deal > end\ncancelled_deal > sorry")
    assert check(document(drawn, declarations=DECLARED))
    story = Story(drawn, declarations=DECLARED).completes("a").completes("b")
    assert story.open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").open == "sorry"
