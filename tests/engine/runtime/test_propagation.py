"""Errors and escalations on their way outwards: the nearest that catches, by code, else by none."""

from engine.domain import facts, moves
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    error,
    escalation,
    event,
    gateway,
    inside,
    job,
    many,
    node,
    reaction,
    scope,
    script,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = (
    '<error id="e" errorCode="E"/><error id="f" errorCode="F"/>'
    '<escalation id="u" name="up" escalationCode="UP"/><escalation id="v" name="vp" escalationCode="VP"/>'
)
ANY_ERROR, ANY_ESCALATION = "<errorEventDefinition/>", "<escalationEventDefinition/>"
BAD = event("end", "bad", error("e"))


def up(name: str = "up", ref: str = "u", kind: str = "intermediateThrow") -> str:
    return event(kind, name, escalation(ref))


def failing(id: str = "sub", parts: str = "") -> str:
    """A subprocess with a task `try`, and an error after it."""
    return inside(id, user("try") + BAD, "s > try > bad", parts=parts)


def behind(*names: str) -> str:
    """Tasks `at_<name>` behind the boundary events."""
    return "".join(user(f"at_{name}") for name in names)


def lines(*names: str, first: str = "start > sub > end") -> str:
    return "\n".join([first, *(f"{name} > at_{name} > end" for name in names)])


def test_the_nearest_that_catches_takes_an_error() -> None:
    deep = inside(
        "deep", failing("sub2") + boundary("sub2", "near", error("e")) + behind("near"), "s > sub2\nnear > at_near"
    )
    nodes = START + END + inside("sub", deep, "s > deep") + boundary("sub", "far", error("e")) + behind("far")
    assert Story(scope(nodes, lines("far")), declarations=DECLARED).completes("try").open == "at_near"


def test_an_error_of_another_code_passes_by_and_goes_on_outwards() -> None:
    inner = failing("sub2") + boundary("sub2", "near", error("f")) + behind("near")
    nodes = START + END + inside("sub", inner, "s > sub2\nnear > at_near") + boundary("sub", "far", error("e"))
    assert Story(scope(nodes + behind("far"), lines("far")), declarations=DECLARED).completes("try").open == "at_far"


def test_who_names_the_code_goes_before_who_takes_all() -> None:
    nodes = START + END + failing() + boundary("sub", "all", ANY_ERROR) + boundary("sub", "one", error("e"))
    drawn = scope(nodes + behind("all", "one"), lines("all", "one"))
    assert Story(drawn, declarations=DECLARED).completes("try").open == "at_one"
    other = drawn.replace('errorRef="e"/></endEvent>', 'errorRef="f"/></endEvent>')
    assert Story(other, declarations=DECLARED).completes("try").open == "at_all"


def test_an_error_in_one_of_many_takes_all_of_them_away() -> None:
    nodes = START + END + failing(parts=many("rooms")) + boundary("sub", "caught", error("e")) + behind("caught")
    story = Story(scope(nodes, lines("caught")), declarations=DECLARED, rooms=[1, 2, 3])
    assert story.completes("try").open == "at_caught"
    assert [fact.element for fact in story.last if isinstance(fact, facts.TaskWithdrawn)] == ["try", "try"]


def test_an_error_in_one_of_many_one_after_the_other_ends_the_row() -> None:
    row = failing(parts=many("rooms", sequential=True))
    nodes = START + END + row + boundary("sub", "caught", error("e")) + behind("caught")
    story = Story(scope(nodes, lines("caught")), declarations=DECLARED, rooms=[1, 2, 3])
    assert story.completes("try").open == "at_caught"
    assert story.completes("at_caught").over


def test_an_error_inside_many_that_an_instance_catches_itself_stays_there() -> None:
    own = reaction("own", error("e"), user("repair"), "on > repair")
    sub = inside("sub", user("try") + BAD + own, "s > try > bad", parts=many("rooms"))
    story = Story(scope(START + END + sub, "start > sub > end"), declarations=DECLARED, rooms=[1, 2])
    assert story.completes("try").open == "repair try"
    assert story.completes("repair").completes("try").completes("repair").over


def test_an_error_goes_through_calls_inside_calls_to_the_caller_that_catches_it() -> None:
    middle = scope(START + END + node("callActivity", "deeper", calledElement="p2"), "start > deeper > end")
    last = scope(START + user("try") + BAD, "start > try > bad")
    call = node("callActivity", "sub", many("rooms"), calledElement="p1")
    nodes = START + END + call + boundary("sub", "caught", error("e")) + behind("caught")
    story = Story(scope(nodes, lines("caught")), middle, last, declarations=DECLARED, rooms=[1, 2])
    assert story.completes("try").open == "at_caught"
    assert story.completes("at_caught").over


def test_an_error_thrown_behind_a_boundary_goes_to_the_scope_and_not_back_to_the_boundary() -> None:
    inner = failing("sub2") + boundary("sub2", "near", error("e")) + event("end", "again", error("e"))
    nodes = START + END + inside("sub", inner, "s > sub2\nnear > again") + boundary("sub", "far", error("e"))
    assert Story(scope(nodes + behind("far"), lines("far")), declarations=DECLARED).completes("try").open == "at_far"


def test_an_error_inside_an_event_subprocess_goes_outwards_and_not_to_its_siblings() -> None:
    first = reaction("first", error("e"), event("end", "worse", error("f")), "on > worse")
    second = reaction("second", error("f"), user("wrong"), "on > wrong")
    sub = inside("sub", user("try") + BAD + first + second, "s > try > bad")
    nodes = START + END + sub + boundary("sub", "caught", error("f")) + behind("caught")
    assert Story(scope(nodes, lines("caught")), declarations=DECLARED).completes("try").open == "at_caught"


def test_an_error_inside_a_reaction_that_runs_beside_ends_its_scope_by_the_sibling_that_catches_it() -> None:
    beside = reaction("beside", escalation("u"), user("look") + BAD, "on > look > bad", interrupting=False)
    sibling = reaction("sibling", error("e"), user("repair"), "on > repair")
    sub = inside("sub", user("try") + up() + user("work") + beside + sibling, "s > try > up > work")
    nodes = START + END + sub + boundary("sub", "caught", error("e")) + behind("caught")
    story = Story(scope(nodes, lines("caught")), declarations=DECLARED).completes("try")
    assert story.open == "look work"
    assert story.completes("look").open == "repair"


def test_a_reaction_does_not_catch_what_it_throws_itself() -> None:
    beside = reaction("beside", escalation("u"), user("look") + up(), "on > look > up", interrupting=False)
    sub = inside("sub", user("try") + up("up1") + user("work") + beside, "s > try > up1 > work")
    nodes = START + END + sub + boundary("sub", "told", escalation("u"), cancel="false") + behind("told")
    story = Story(scope(nodes, lines("told")), declarations=DECLARED).completes("try")
    assert story.completes("look").open == "at_told work"


def test_an_uncaught_error_is_an_incident_and_nothing_is_lost() -> None:
    nodes = START + END + gateway("parallel", "p") + failing() + user("other")
    story = Story(scope(nodes, "start > p\np > sub > end\np > other > end"), declarations=DECLARED)
    story.completes("try", found="much")
    assert (story.open, len(story.incidents)) == ("other", 1)
    assert story.variables == {"found": "much"}
    assert story.completes("other").one(facts.ElementsPassed).elements[0] == "other"
    assert not story.over
    assert story.retried().one(facts.IncidentRaised).element == "bad", "it is raised anew as long as nobody catches it"
    assert story.tell(moves.Cancel("撤回", "wang")).over


def test_a_job_that_fails_with_a_code_nobody_knows_is_asked_for_again_after_the_repair() -> None:
    nodes = START + END + inside("sub", job("compare"), "s > compare") + boundary("sub", "caught", error("e"))
    story = Story(scope(nodes + behind("caught"), lines("caught")), declarations=DECLARED)
    assert len(story.fails("compare", code="F").incidents) == 1
    assert story.retried().jobs == "compare"
    assert story.fails("compare", code="E").open == "at_caught"


def test_a_script_that_failed_in_one_of_many_goes_on_where_it_stopped() -> None:
    sub = inside(
        "sub", user("try") + script("sum", "n = count(for i in 1..size return i)"), "s > try > sum", parts=many("rooms")
    )
    story = Story(scope(START + END + sub, "start > sub > end"), rooms=[1, 2], size=100_000_000)
    story.completes("try")
    assert (len(story.incidents), story.open) == (1, "try")
    assert story.retried(size=2).incidents == []
    assert story.completes("try").over
    assert story.variables["n"] == 2


def test_an_escalation_tells_as_often_as_it_is_thrown_and_the_work_goes_on() -> None:
    sub = inside("sub", user("a") + up("one") + user("b") + up("two"), "s > a > one > b > two")
    nodes = START + END + sub + boundary("sub", "told", escalation("u"), cancel="false") + behind("told")
    story = Story(scope(nodes, lines("told")), declarations=DECLARED).completes("a")
    assert story.open == "at_told b"
    assert story.completes("b").open == "at_told at_told"


def test_each_of_many_may_escalate() -> None:
    sub = inside("sub", user("a") + up(), "s > a > up", parts=many("rooms"))
    nodes = START + END + sub + boundary("sub", "told", escalation("u"), cancel="false") + behind("told")
    story = Story(scope(nodes, lines("told")), declarations=DECLARED, rooms=[1, 2])
    assert story.completes("a").completes("a").open == "at_told at_told"


def test_an_escalation_that_interrupts_takes_the_activity_away() -> None:
    sub = inside("sub", user("a") + up() + user("b"), "s > a > up > b")
    nodes = START + END + sub + boundary("sub", "told", ANY_ESCALATION) + behind("told")
    story = Story(scope(nodes, lines("told")), declarations=DECLARED).completes("a")
    assert story.open == "at_told"
    assert story.completes("at_told").over


def test_an_escalation_that_nobody_catches_goes_by() -> None:
    sub = inside("sub", user("a") + up() + user("b") + up("last", kind="end"), "s > a > up > b > last")
    nodes = START + END + sub + boundary("sub", "told", escalation("v")) + behind("told")
    story = Story(scope(nodes, lines("told")), declarations=DECLARED).completes("a")
    assert (story.open, story.incidents) == ("b", [])
    assert story.completes("b").over


def test_an_escalation_goes_out_of_a_called_process_for_many() -> None:
    called = scope(START + END + user("a") + up() + user("b"), "start > a > up > b > end")
    call = node("callActivity", "sub", many("rooms"), calledElement="p1")
    nodes = START + END + call + boundary("sub", "told", escalation("u"), cancel="false") + behind("told")
    story = Story(scope(nodes, lines("told")), called, declarations=DECLARED, rooms=[1, 2])
    assert story.completes("a").open == "a at_told b"
    assert story.completes("a").open == "at_told at_told b b"


def test_an_escalation_end_in_an_event_subprocess_is_for_the_outside() -> None:
    own = reaction("own", error("e"), up("told_up", kind="end"), "on > told_up")
    sub = inside("sub", user("try") + BAD + own, "s > try > bad")
    nodes = START + END + sub + boundary("sub", "told", escalation("u"), cancel="false") + behind("told")
    story = Story(scope(nodes, lines("told")), declarations=DECLARED).completes("try")
    assert story.open == "at_told"
    assert story.completes("at_told").over
