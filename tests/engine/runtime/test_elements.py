"""The rarer elements: transactions, complex gateways, ad-hoc subprocesses, standard loops, conditions, terminate."""

from engine.domain import facts, moves
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    error,
    escalation,
    event,
    gateway,
    job,
    many,
    node,
    scope,
    script,
    undone,
    user,
)
from tests.engine.runtime.story import Story

CONDITION = "<conditionalEventDefinition><condition>{}</condition></conditionalEventDefinition>"
DECLARED = '<error id="e" errorCode="E"/><escalation id="esc" name="up" escalationCode="UP"/>'
INNER = '<startEvent id="s"/>'


def test_a_cancelled_transaction_undoes_what_was_done_and_leaves_by_its_boundary() -> None:
    ends = event("end", "cancel", "<cancelEventDefinition/>") + '<endEvent id="fine"/>'
    inside = scope(
        INNER + undone("pay") + ends + gateway("exclusive", "x"), "s > pay > x\nx > cancel : bad\nx > fine : default"
    )
    nodes = START + END + node("transaction", "deal", inside) + user("sorry")
    drawn = scope(
        nodes + boundary("deal", "cancelled", "<cancelEventDefinition/>"), "start > deal > end\ncancelled > sorry > end"
    )
    story = Story(drawn).completes("pay", bad=True)
    assert story.open == "undo_pay"
    assert story.completes("undo_pay").open == "sorry"
    assert Story(drawn).completes("pay", bad=False).over


def test_many_are_undone_each_with_its_own_variables() -> None:
    tied = undone("book", user("book", many("rooms", output="kept")))
    throw = event("intermediateThrow", "undo", "<compensateEventDefinition/>")
    story = Story(scope(START + END + tied + throw, "start > book > undo > end"), rooms=["a", "b"])
    story.completes("book", result=1).completes("book", result=2)
    assert story.open == "undo_book"
    assert story.completes("undo_book").open == "undo_book"
    assert story.completes("undo_book").over


def test_a_standard_loop_goes_round_while_its_condition_holds() -> None:
    loop = "<standardLoopCharacteristics><loopCondition>missing > 0</loopCondition></standardLoopCharacteristics>"
    story = Story(scope(START + END + user("ask", loop), "start > ask > end"), missing=2)
    assert story.completes("ask", missing=1).open == "ask"
    assert story.completes("ask", missing=0).over
    tested = loop.replace("<standardLoopCharacteristics>", '<standardLoopCharacteristics testBefore="true">')
    assert Story(scope(START + END + user("ask", tested), "start > ask > end"), missing=0).over


def test_one_after_the_other_until_somebody_finds_it() -> None:
    each = user("ask", many("people", sequential=True, output="answers", until='result = "yes"'))
    story = Story(scope(START + END + each, "start > ask > end"), people=["a", "b", "c"])
    assert story.completes("ask", result="no").open == "ask"
    assert story.completes("ask", result="yes").over
    assert story.variables["answers"] == ["no", "yes"]
    assert Story(scope(START + END + each, "start > ask > end"), people=[]).over


def test_a_condition_fires_when_it_becomes_true_and_again_when_it_does_again() -> None:
    hear = boundary("work", "hot", CONDITION.format("degrees > 30"), cancel="false")
    nodes = START + END + user("work") + user("cool") + user("measure", many(cardinality="4")) + hear
    story = Story(scope(nodes, "start > work > end\nstart > measure > end\nhot > cool"), degrees=20)
    for degrees, times in ((31, 1), (35, 1), (10, 1), (40, 2)):
        assert story.completes("measure", degrees=degrees).open.count("cool") == times


def test_a_condition_that_is_waited_for_goes_on_when_another_branch_makes_it_true() -> None:
    wait = event("intermediateCatch", "wait", CONDITION.format("paid"))
    nodes = START + END + user("pay") + wait + user("ship") + gateway("parallel", "split")
    story = Story(scope(nodes, "start > split\nsplit > wait > ship > end\nsplit > pay > end"))
    assert story.open == "pay"
    assert story.completes("pay", paid=True).open == "ship"


def test_terminate_ends_its_scope_and_at_the_top_the_case() -> None:
    stop = event("end", "stop", "<terminateEventDefinition/>")
    inside = scope(INNER + user("a") + user("b") + stop + gateway("parallel", "p"), "s > p\np > a\np > b > stop")
    nodes = START + END + f'<subProcess id="sub">{inside}</subProcess>' + user("after")
    story = Story(scope(nodes, "start > sub > after > end")).completes("b")
    assert story.open == "after"
    assert story.one(facts.TaskWithdrawn).element == "a"
    top = scope(START + user("a") + user("b") + stop + gateway("parallel", "p"), "start > p\np > a\np > b > stop")
    assert Story(top).completes("b").one(facts.InstanceEnded).how == "terminated"


def test_an_escalation_inside_tells_outside_and_goes_on() -> None:
    up = event("intermediateThrow", "up", escalation("esc"))
    inside = scope(INNER + user("a") + up + user("b"), "s > a > up > b")
    told = boundary("sub", "told", escalation("esc"), cancel="false")
    nodes = START + END + f'<subProcess id="sub">{inside}</subProcess>' + user("leader") + told
    story = Story(scope(nodes, "start > sub > end\ntold > leader"), declarations=DECLARED)
    assert story.completes("a").open == "b leader"


def test_an_error_from_a_called_process_comes_to_the_caller() -> None:
    called = scope(INNER + user("try") + event("end", "bad", error("e")), "s > try > bad")
    call = node("callActivity", "call", calledElement="p1")
    nodes = START + END + call + boundary("call", "caught", error("e")) + user("repair")
    story = Story(scope(nodes, "start > call > end\ncaught > repair > end"), called, declarations=DECLARED)
    assert story.completes("try").open == "repair"


def test_cancelling_withdraws_all_that_is_open() -> None:
    inside = scope(INNER + user("a") + job("compare") + gateway("parallel", "p"), "s > p\np > a\np > compare")
    nodes = START + END + f'<subProcess id="sub">{inside}</subProcess>' + script("x", "y = 1")
    story = Story(scope(nodes, "start > sub > x > end")).tell(moves.Cancel("撤回", "wang"))
    kinds = [type(fact) for fact in story.last]
    assert kinds == [facts.TaskWithdrawn, facts.JobWithdrawn, facts.ElementsPassed, facts.InstanceEnded]
    assert story.one(facts.ElementsPassed).withdrawn == ("a", "compare", "sub")


def test_two_moves_of_one_command_are_told_apart() -> None:
    nodes = START + END + user("a") + user("b") + gateway("parallel", "split", "join")
    story = Story(scope(nodes, "start > split\nsplit > a > join\nsplit > b > join\njoin > end"))
    first, second = story.all(facts.TaskOpened)
    both = [moves.Complete(task.token, task.task, "li", {task.element: 1}) for task in (first, second)]
    advanced = story.runtime.advance(story.situation(), both, story.at)
    kinds = [type(fact).__name__ for fact in advanced.facts]
    assert kinds == ["TaskCompleted", "ElementsPassed", "TaskCompleted", "ElementsPassed", "InstanceEnded"]
    assert advanced.snapshot is None
