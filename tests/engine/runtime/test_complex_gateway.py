"""The complex gateway: fires when its condition holds, takes in what comes late, starts anew (table 13.5)."""

from tests.engine.runtime.drawing import END, START, boundary, gateway, message, node, scope, user
from tests.engine.runtime.story import Story

DECLARED = '<message id="m" name="m"/>'
TASKS = "".join(map(user, "abcd"))
LINES = "start > p\np > a > j\np > b > j\np > c > j\nj > d > end"
LOOP = "start > m > p\np > a > j\np > b > j\np > c > j\nj > d > x\nx > m : default\nx > end : ready"


def join(condition: str = "activationCount &gt;= 2") -> str:
    return node("complexGateway", "j", f"<activationCondition>{condition}</activationCondition>")


def drawn(condition: str = "activationCount &gt;= 2", lines: str = LINES, more: str = "") -> str:
    return scope(START + END + gateway("parallel", "p") + TASKS + join(condition) + more, lines)


def test_it_goes_on_with_two_of_three_and_takes_in_the_third() -> None:
    story = Story(drawn()).completes("c").completes("a")
    assert story.open == "b d"
    assert story.completes("d").open == "b"
    assert story.completes("b").over


def test_in_a_loop_the_late_token_of_one_round_does_not_count_for_the_next() -> None:
    story = Story(drawn(lines=LOOP, more=gateway("exclusive", "m", "x"))).completes("a").completes("b")
    assert story.completes("d").open == "a b c c"
    story.completes("a").completes("b")
    assert story.open == "c c", "it still takes in c of the first round"
    assert story.completes("c").open == "c d"
    story.completes("d", ready=True).completes("c")
    assert story.over


def test_in_a_loop_it_starts_anew_when_the_late_token_can_come_no_more() -> None:
    more = gateway("exclusive", "m", "x") + boundary("c", "stop", message("m")) + '<endEvent id="gone"/>'
    story = Story(drawn(lines=f"{LOOP}\nstop > gone", more=more), declarations=DECLARED)
    assert story.completes("a").completes("b").message("m").open == "d"
    assert story.completes("d").open == "a b c"
    assert story.completes("a").completes("c").open == "b d", "the second round counts anew"


def test_its_condition_may_ask_for_variables_and_is_asked_when_a_token_comes() -> None:
    story = Story(drawn("activationCount = 3 or urgent")).completes("a")
    assert story.open == "b c"
    assert story.completes("b", urgent=True).open == "c d"


def test_a_condition_that_nothing_can_make_true_any_more_is_an_incident() -> None:
    story = Story(drawn("activationCount &gt;= 4")).completes("a").completes("b")
    assert story.incidents == []
    assert len(story.completes("c").incidents) == 1


def test_a_condition_that_cannot_be_computed_stops_its_token_until_it_can() -> None:
    broken = "count(for i in 1..size return i) &gt; 0"
    story = Story(drawn(broken), size=100_000_000)
    assert len(story.completes("a").incidents) == 1
    assert story.retried(size=1).open == "b c d"


def test_flows_may_ask_whether_it_fires_or_starts_anew() -> None:
    lines = LINES.replace("j > d > end", "j > d : waitingForStart\nd > end\nj > e : not(waitingForStart)\ne > end")
    story = Story(drawn(lines=lines, more=user("e"))).completes("a").completes("b")
    assert story.open == "c d"
    assert story.completes("c").open == "d e"
    assert story.completes("d").completes("e").over


def test_with_one_incoming_flow_it_splits_like_an_inclusive_one() -> None:
    nodes = START + END + node("complexGateway", "j") + TASKS
    lines = "start > j\nj > a : n > 1\nj > b : n > 2\nj > c : default\na > end\nb > end\nc > end"
    assert [Story(scope(nodes, lines), n=n).open for n in (3, 2, 1)] == ["a b", "a", "c"]


def test_two_tokens_of_one_flow_are_one_at_a_time() -> None:
    lines = "start > q\nq > m\nq > m\nm > p\np > a > j\np > b > j\nj > d > end"
    nodes = START + END + gateway("parallel", "p", "q") + gateway("exclusive", "m") + user("a") + user("b") + user("d")
    story = Story(scope(nodes + join(), lines)).completes("a").completes("a")
    assert story.open == "b b", "twice the same flow is one flow"
    assert story.completes("b").completes("b").open == "d d"
