"""Why a token went where it went: told with the way, as it was then, and said again in words."""

from datetime import datetime

from engine.domain.durations import CITY
from engine.domain.facts import Decided, ElementsPassed
from engine.explain import explained, explained_way
from engine.runtime.reasons import reasons
from tests.bpmn.decisions import tables as dmn
from tests.engine.runtime.drawing import END, START, event, gateway, message, node, said, scope, script, user
from tests.engine.runtime.story import Story

THEN = datetime(2030, 1, 31, 9, tzinfo=CITY)


def sentences(story: Story) -> list[str]:
    told = [reason for fact in story.all(ElementsPassed) for reason in reasons(story.runtime.program, 1, fact)]
    return [explained(THEN, reason).sentence_zh for reason in told]


def test_an_exclusive_gateway_says_which_condition_held_over_which_values() -> None:
    lines = "start > x\nx > low > end : income < 900\nx > high > end : default"
    drawn = scope(START + END + user("low") + user("high") + gateway("exclusive", "x"), lines.replace("> end :", ":"))
    drawn = drawn.replace("income < 900", "income &lt; 900")
    assert sentences(Story(drawn, income=650)) == ["“x”走向“low”，因为 income < 900 成立（income 是 650）"]
    assert sentences(Story(drawn, income=950)) == ["“x”走向“high”，因为 income < 900 不成立（income 是 950）"]


def test_the_values_are_those_of_the_moment_and_not_what_a_later_step_wrote() -> None:
    nodes = START + END + gateway("exclusive", "x") + script("after", "n = 99")
    story = Story(scope(nodes, "start > x\nx > after : n > 1\nx > end : default\nafter > end"), n=2)
    assert story.over
    assert sentences(story) == ["“x”走向“after”，因为 n > 1 成立（n 是 2）"]


def test_an_inclusive_gateway_says_it_of_every_way() -> None:
    nodes = START + END + user("a") + user("b") + gateway("inclusive", "x")
    story = Story(scope(nodes, "start > x\nx > a : n > 1\nx > b : n > 2\nx > end : default"), n=3)
    assert sentences(story) == ["“x”走向“a”，因为 n > 1 成立；走向“b”，因为 n > 2 成立（n 是 3）"]


def test_a_choice_inside_a_loop_reads_the_variables_of_its_own_round() -> None:
    inside = scope('<startEvent id="s"/>' + user("u") + gateway("exclusive", "x"), "s > x\nx > u : item > 1")
    inside = inside.replace('id="x"', 'id="x" default="d"') + (
        '<endEvent id="none"/><sequenceFlow id="d" sourceRef="x" targetRef="none"/>'
    )
    many = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>list</loopDataInputRef>"
        '<inputDataItem id="item"/></multiInstanceLoopCharacteristics>'
    )
    story = Story(scope(START + END + node("subProcess", "each", many + inside), "start > each > end"), list=[1, 2])
    assert sentences(story) == [
        "“x”走向“none”，因为 item > 1 不成立（item 是 1）",
        "“x”走向“u”，因为 item > 1 成立（item 是 2）",
    ]


def test_a_called_process_says_it_too() -> None:
    called = scope(
        '<startEvent id="s"/>' + user("u") + END + gateway("exclusive", "y"), "s > y\ny > u : k\ny > end : default"
    )
    mapping = '<extensionElements><city:input source="n = 1" target="k"/></extensionElements>'
    call = node("callActivity", "call", mapping, calledElement="p1")
    story = Story(scope(START + END + call, "start > call > end"), called, n=1)
    assert sentences(story) == ["“y”走向“u”，因为 k 成立（k 是 是）"]


def test_an_event_gateway_says_what_came_first() -> None:
    wait = event("intermediateCatch", "reply", message("m")) + event("intermediateCatch", "refusal", message("n"))
    declared = '<message id="m" name="yes"/><message id="n" name="no"/>'
    drawn = scope(START + END + gateway("eventBased", "g") + wait, "start > g\ng > reply > end\ng > refusal > end")
    story = Story(drawn, declarations=declared).message("no")
    assert sentences(story) == ["“g”等来的是“refusal”，其余的不再等"]


def test_a_long_value_is_not_written_down_twice_and_a_missing_one_is_said() -> None:
    nodes = START + END + gateway("exclusive", "x")
    story = Story(scope(nodes, "start > x\nx > end : count(papers) > 3 or gone\nx > end : default"), papers=["p" * 300])
    (fact,) = story.all(ElementsPassed)
    assert fact.choices[0].values == {"gone": None}
    assert sentences(story)[0].endswith("不成立（gone 是 没有值）")


def test_a_decision_says_which_rules_decided_over_the_values_of_then() -> None:
    rate = node("businessRuleTask", "rate", said('<city:decision decision="d" result="band"/>'))
    table = dmn.file(dmn.decision(dmn.table(['< 900 -> "high"', '>= 900 -> "low"'], ins="income")))
    nodes = START + END + rate + script("later", "income = 5000")
    story = Story(scope(nodes, "start > rate > later > end"), resources={"rate.dmn": table}, income=650, remark="x")
    (fact,) = story.all(ElementsPassed)
    assert fact.decisions == (Decided("rate", {"income": 650}),)
    (told,) = explained_way(story.runtime.program, 1, fact, THEN)
    assert told.sentence_zh == "决策“d”的结果：“high”"
    assert told.steps[1] == '命中规则 1：income 符合 < 900，out 取 "high"'
    assert told.values == {"income": "650"}
