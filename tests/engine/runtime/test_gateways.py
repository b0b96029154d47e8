"""Gateways where engines go wrong: joins in loops, branches that die, circles, unequal splits and joins."""

from itertools import permutations

import pytest

from engine.domain import facts
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    event,
    gateway,
    inside,
    message,
    node,
    scope,
    signal,
    timer,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = '<message id="m" name="m"/><message id="n" name="n"/><signal id="g" name="g"/>'
TWO = gateway("parallel", "p", "q") + user("a") + user("b")


# --- parallel


def test_a_parallel_join_is_right_whatever_comes_first_in_every_round() -> None:
    nodes = START + END + TWO + user("c") + user("d") + gateway("exclusive", "merge", "again")
    lines = (
        "start > merge > p\np > a > q\np > b > q\np > c > q\nq > d > again\nagain > merge : more\nagain > end : default"
    )
    for order in permutations("abc"):
        story = Story(scope(nodes, lines), more=True)
        for name in order:
            assert "d" not in story.open
            story.completes(name)
        assert story.completes("d").open == "a b c"


def test_a_join_keeps_the_second_token_of_a_flow_for_the_next_time() -> None:
    nodes = START + END + TWO + gateway("parallel", "pp") + gateway("exclusive", "m") + user("d")
    story = Story(scope(nodes, "start > pp\npp > m\npp > m\nm > p\np > a > q\np > b > q\nq > d > end"))
    assert story.open == "a a b b"
    assert story.completes("a").completes("a").open == "b b"
    assert story.completes("b").open == "b d"
    assert story.completes("b").open == "d d"


def test_a_parallel_gateway_may_join_and_split_at_once() -> None:
    nodes = START + END + gateway("parallel", "p", "both") + "".join(map(user, "abcd"))
    story = Story(scope(nodes, "start > p\np > a > both\np > b > both\nboth > c > end\nboth > d > end"))
    assert story.completes("a").open == "b"
    assert story.completes("b").open == "c d"


def test_an_exclusive_gateway_that_merges_lets_every_token_through() -> None:
    nodes = START + END + TWO + gateway("exclusive", "m") + user("c")
    story = Story(scope(nodes, "start > p\np > a > m\np > b > m\nm > c > end"))
    assert story.completes("a").completes("b").open == "c c"


# --- inclusive


@pytest.mark.parametrize("chosen", ["a", "bc", "abc"])
def test_an_inclusive_join_waits_for_exactly_those_that_were_sent(chosen: str) -> None:
    nodes = START + END + gateway("inclusive", "o", "j") + "".join(map(user, "abcd"))
    lines = "".join(f'o > {name} : contains(sent, "{name}")\n{name} > j\n' for name in "abc")
    story = Story(scope(nodes, f"start > o\n{lines}j > d > end"), sent=chosen)
    assert story.open.split() == list(chosen)
    for name in chosen:
        assert "d" not in story.open
        story.completes(name)
    assert story.open == "d"


def test_an_inclusive_join_waits_for_a_subprocess_and_for_what_its_boundary_sends() -> None:
    sub = inside("sub", user("a"), "s > a") + boundary("sub", "stop", message("m")) + user("late")
    nodes = START + END + gateway("parallel", "p") + gateway("inclusive", "j") + sub + user("b") + user("c")
    lines = "start > p\np > sub > j\np > b > j\nstop > late > j\nj > c > end"
    story = Story(scope(nodes, lines), declarations=DECLARED).completes("b")
    assert story.open == "a"
    assert story.message("m").open == "late"
    assert story.completes("late").open == "c"


def test_an_inclusive_join_looks_again_when_an_upstream_branch_is_interrupted_and_leaves() -> None:
    nodes = START + END + gateway("parallel", "p") + gateway("inclusive", "j") + user("a") + user("b") + user("c")
    lines = "start > p\np > a > j\np > b > j\nstop > elsewhere\nj > c > end"
    drawn = scope(nodes + boundary("a", "stop", message("m")) + '<endEvent id="elsewhere"/>', lines)
    story = Story(drawn, declarations=DECLARED).completes("b")
    assert story.open == "a"
    assert story.message("m").open == "c"


def test_an_inclusive_join_waits_for_the_work_under_a_boundary_that_does_not_interrupt() -> None:
    remind = boundary("a", "remind", message("m"), cancel="false")
    nodes = START + END + gateway("inclusive", "j") + user("a") + user("c") + remind
    story = Story(scope(nodes, "start > a > j\nremind > j\nj > c > end"), declarations=DECLARED)
    assert story.message("m").open == "a"
    assert story.completes("a").open == "c"


def test_an_inclusive_join_waits_while_a_branch_may_loop_back_to_it() -> None:
    nodes = START + END + gateway("parallel", "p") + gateway("inclusive", "j") + gateway("exclusive", "m", "x")
    tasks = "".join(map(user, "abc"))
    lines = "start > p\np > a > j\np > m > b > x\nx > m : again\nx > j : default\nj > c > end"
    story = Story(scope(nodes + tasks, lines), again=True).completes("a")
    assert story.completes("b").open == "b"
    assert story.completes("b", again=False).open == "c"


def test_an_inclusive_join_at_the_head_of_a_loop_does_not_wait_for_its_own_token() -> None:
    nodes = START + END + gateway("inclusive", "head") + gateway("exclusive", "x") + user("a")
    story = Story(scope(nodes, "start > head > a > x\nx > head : again\nx > end : default"), again=True)
    assert story.open == "a"
    assert story.completes("a").completes("a").open == "a"
    assert story.completes("a", again=False).over


def test_an_inclusive_join_in_a_loop_head_gives_way_to_the_one_inside_the_loop() -> None:
    """A token at the head can still reach both flows of the inner join, so that one does not wait for it."""
    nodes = START + END + gateway("inclusive", "head", "j") + gateway("parallel", "p", "pp") + gateway("exclusive", "x")
    tasks = "".join(map(user, "abcd"))
    lines = "start > pp\npp > d > head\npp > head\nhead > p\np > a > j\np > b > j\nj > c > x"
    lines += "\nx > head : again\nx > end : default"
    story = Story(scope(nodes + tasks, lines), again=False)
    assert story.open == "d", "the head waits for d"
    story.completes("d").completes("a").completes("b")
    assert story.open == "c"


CIRCLE = """start > p
    p > a > j
    p > b > k
    j > c > x
    x > k : to_k
    x > end : default
    k > d > y
    y > j : to_j
    y > end : default"""


def test_two_inclusive_joins_that_wait_for_each_other_do_not_wait_for_ever() -> None:
    """To the letter of the standard neither may go; the one that has waited longer does."""
    nodes = START + END + gateway("parallel", "p") + gateway("inclusive", "j", "k") + gateway("exclusive", "x", "y")
    story = Story(scope(nodes + "".join(map(user, "abcd")), CIRCLE), to_k=True, to_j=False)
    assert story.completes("b").open == "a", "a may still come to j, and on to k"
    assert story.completes("a").open == "d"
    assert story.completes("d").open == "c", "d has not come to j"
    assert story.completes("c", to_k=False).over


def test_joins_in_a_circle_wait_as_long_as_anybody_else_may_come() -> None:
    nodes = START + END + gateway("parallel", "p", "pp") + gateway("inclusive", "j", "k")
    more = gateway("exclusive", "x", "y") + "".join(map(user, "abcde"))
    lines = CIRCLE.replace("p > a > j", "p > pp\npp > a > j\npp > e > j")
    story = Story(scope(nodes + more, lines), to_k=False, to_j=False).completes("b").completes("a")
    assert story.open == "e"
    assert story.completes("e").open == "d"


def test_a_token_in_a_circle_is_taken_in_by_the_join_it_comes_to() -> None:
    nodes = START + END + gateway("parallel", "p") + gateway("inclusive", "j", "k") + gateway("exclusive", "x", "y")
    story = Story(scope(nodes + "".join(map(user, "abcd")), CIRCLE), to_k=False, to_j=True)
    assert story.completes("b").completes("a").completes("d").open == "c", "both tokens at j are one now"
    assert story.completes("c").over


def test_an_inclusive_split_takes_its_default_only_where_nothing_else_holds() -> None:
    nodes = START + END + gateway("inclusive", "o") + "".join(map(user, "abc"))
    lines = "start > o\no > a : n > 1\no > b : n > 2\no > c : default\na > end\nb > end\nc > end"
    assert [Story(scope(nodes, lines), n=n).open for n in (3, 2, 1)] == ["a b", "a", "c"]


def test_an_inclusive_gateway_where_nothing_holds_stops_and_goes_on_with_a_better_value() -> None:
    nodes = START + END + gateway("inclusive", "o", "j") + gateway("parallel", "p") + "".join(map(user, "abc"))
    lines = "start > p\np > a > j\np > b > j\nj > c : ok\nj > end : not(ok)\nc > end"
    story = Story(scope(nodes.replace('<inclusiveGateway id="o"/>', ""), lines))
    story.completes("a")
    assert len(story.completes("b").incidents) == 1
    assert story.retried(ok=True).open == "c"
    assert story.completes("c").over


# --- implicit, exclusive, event-based


def test_conditional_flows_of_a_task_go_where_they_hold_and_unconditional_ones_always() -> None:
    nodes = START + END + "".join(map(user, "abcd"))
    lines = "start > a\na > b : n > 1\na > c : n > 2\na > d : default\nb > end\nc > end\nd > end"
    opened = [Story(scope(nodes, lines), n=n).completes("a").open for n in (3, 2, 1)]
    assert opened == ["b c", "b", "d"]
    always = lines.replace("a > d : default", "a > d")
    assert Story(scope(nodes, always), n=2).completes("a").open == "b d"


def test_a_choice_is_the_first_that_holds_in_the_order_of_the_file() -> None:
    nodes = START + END + gateway("exclusive", "x") + "".join(map(user, "abc"))
    lines = "start > x\nx > a : n > 2\nx > b : n > 1\nx > c : default\na > end\nb > end\nc > end"
    assert [Story(scope(nodes, lines), n=n).open for n in (3, 2, 1)] == ["a", "b", "c"]


def race(*more: str) -> str:
    events = event("intermediateCatch", "heard", message("m")) + event("intermediateCatch", "alarm", signal("g"))
    late = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
    return gateway("eventBased", "race") + events + event("intermediateCatch", "late", late) + "".join(more)


def test_the_losers_of_an_event_gateway_are_withdrawn_at_once() -> None:
    nodes = START + END + race(user("a"), user("b"), user("c"))
    lines = "start > race\nrace > heard > a > end\nrace > alarm > b > end\nrace > late > c > end"
    story = Story(scope(nodes, lines), declarations=DECLARED)
    assert (story.waits, story.timers) == ("alarm heard", "late")
    assert story.signal("g").open == "b"
    assert (story.waits, story.timers) == ("", "")
    assert {type(fact) for fact in story.last} >= {facts.SubscriptionClosed, facts.TimerDisarmed}


def test_two_tokens_at_one_event_gateway_are_two_races() -> None:
    nodes = START + END + race(user("a"), user("b"), user("c"), gateway("parallel", "p"), gateway("exclusive", "m"))
    lines = "start > p\np > m\np > m\nm > race\nrace > heard > a > end\nrace > alarm > b > end\nrace > late > c > end"
    story = Story(scope(nodes, lines), declarations=DECLARED)
    assert story.message("m").open == "a"
    assert (story.waits, story.timers) == ("alarm heard", "late")
    assert story.passes(days=2).open == "a c"


def test_a_receive_task_may_race_and_its_boundary_ends_the_race_too() -> None:
    receive = node("receiveTask", "hear", messageRef="m") + timer("hear", "limit", "PT1H")
    nodes = START + END + race(user("a"), user("b"), user("c"), user("d"), receive)
    lines = "start > race\nrace > hear > a > end\nrace > alarm > b > end\nrace > late > c > end\nlimit > d > end"
    drawn = scope(nodes.replace(event("intermediateCatch", "heard", message("m")), ""), lines)
    story = Story(drawn, declarations=DECLARED).passes(hours=2)
    assert (story.open, story.waits, story.timers) == ("d", "", "")
    assert story.completes("d").over


def test_an_inclusive_join_waits_no_longer_for_a_token_that_an_error_has_taken_elsewhere() -> None:
    """It stands at an end that leads to no join: an incident to be settled, while the others go on."""
    bad = event("end", "bad", '<errorEventDefinition errorRef="e"/>')
    nodes = START + END + user("a") + user("b") + user("after") + bad
    nodes += gateway("inclusive", "split", "join") + gateway("exclusive", "check")
    lines = (
        "start > split\nsplit > a : yes\nsplit > b : yes\nb > join\na > check\n"
        "check > bad : wrong\ncheck > join : default\njoin > after > end"
    )
    story = Story(scope(nodes, lines), declarations='<error id="e" errorCode="E"/>', yes=True)
    assert story.completes("b").open == "a"
    story.completes("a", wrong=True)
    assert (story.open, len(story.incidents)) == ("after", 1)
