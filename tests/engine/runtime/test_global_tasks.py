"""Global tasks: declared beside the processes, entered by call activities, and each the task that it is."""

from datetime import timedelta

import pytest

from bpmn.lint import lint
from bpmn.parse import read
from engine.domain import facts
from engine.domain.rejections import Invalid
from engine.domain.source import Source
from engine.runtime.runtime import Runtime
from tests.engine.runtime.drawing import END, START, document, many, node, said, scope, timer, user
from tests.engine.runtime.story import BEGIN, Setting, Story, check, runtime_of
from tests.engine.runtime.test_data import spec
from tests.engine.runtime.test_work import DMN

LINE = "start > call > end"
MAPPED = '<city:input source="income" target="amount"/><city:output source="verdict" target="answer"/>'


def calling(key: str, inside: str = "", *words: str) -> str:
    return scope(START + END + node("callActivity", "call", said(MAPPED, *words) + inside, calledElement=key), LINE)


def test_a_global_user_task_is_done_by_whom_it_names_in_its_own_time() -> None:
    words = '<city:assignment candidateGroups="MZ:office"/><city:timeLimit committed="PT2H"/><city:form key="sign"/>'
    sign = node("globalUserTask", "sign", said(words, '<city:milestone is="signed"/>'), name="签字")
    story = Story(calling("sign"), declarations=sign, income=650)
    opened = story.one(facts.TaskOpened)
    assert (opened.element, opened.name, opened.groups, opened.form) == ("sign", "签字", ("MZ:office",), "sign")
    assert opened.due_at == BEGIN + timedelta(hours=2)
    story.completes("sign", verdict="yes", amount=1)
    assert story.over
    assert story.variables == {"income": 650, "answer": "yes"}
    assert story.milestones() == ["signed"]


def test_a_global_user_task_goes_to_its_potential_owner() -> None:
    owner = node(
        "potentialOwner",
        "po",
        "<resourceAssignmentExpression><formalExpression>group(MZ:office), user(li.ming)</formalExpression>"
        "</resourceAssignmentExpression>",
    )
    story = Story(calling("sign"), declarations=node("globalUserTask", "sign", owner))
    opened = story.one(facts.TaskOpened)
    assert (opened.groups, opened.users) == (("MZ:office",), ("li.ming",))


def test_a_global_manual_task_waits_for_a_person() -> None:
    story = Story(calling("stamp"), declarations=node("globalManualTask", "stamp", name="盖章"))
    assert story.open == "stamp"
    assert story.completes("stamp").over


def test_a_global_script_task_calculates_with_what_it_is_given() -> None:
    judge = node("globalScriptTask", "judge", "<script>verdict = amount &lt; 900</script>", scriptLanguage="feel")
    assert Story(calling("judge"), declarations=judge, income=650).variables == {"income": 650, "answer": True}


def test_a_global_business_rule_task_takes_its_decision() -> None:
    rule = node("globalBusinessRuleTask", "rule", said('<city:decision decision="band" result="verdict"/>'))
    drawn = calling("rule").replace('target="amount"', 'target="income"')
    story = Story(drawn, declarations=rule, resources={"band.dmn": DMN.encode()}, income=650)
    assert story.variables["answer"] == "A"


def test_a_global_task_asks_for_the_inputs_and_outputs_that_it_declares() -> None:
    data = spec(
        '<dataInput id="in" name="amount"/>',
        '<dataOutput id="out" name="verdict"/>',
        "<inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>",
    )
    story = Story(calling("sign"), declarations=node("globalUserTask", "sign", data))
    assert story.incidents == ["sign 缺少要用的数据 amount：补上后重试"]
    story.retried(amount=650)
    with pytest.raises(Invalid, match="verdict"):
        story.completes("sign")
    assert story.completes("sign", verdict="yes").variables["answer"] == "yes"


def test_a_plain_global_task_passes() -> None:
    assert Story(calling("note"), declarations=node("globalTask", "note")).over


def test_a_global_task_is_done_many_times_over() -> None:
    drawn = calling("sign", many("list"), '<city:input source="item" target="who"/>')
    sign = node("globalUserTask", "sign", said('<city:assignment assignee="=who"/>'))
    story = Story(drawn, declarations=sign, list=["li", "zhang"])
    assert [task.assignee for task in story.all(facts.TaskOpened)] == ["li", "zhang"]
    assert story.completes("sign").completes("sign").over


def test_what_interrupts_the_call_withdraws_the_global_task() -> None:
    nodes = START + END + node("callActivity", "call", calledElement="sign") + timer("call", "late", "P1D") + user("x")
    story = Story(scope(nodes, LINE + "\nlate > x > end"), declarations=node("globalUserTask", "sign"))
    story.passes(days=1)
    assert story.open == "x"
    assert len(story.all(facts.TaskWithdrawn)) == 1


def test_a_global_task_of_another_file_is_deployed_and_called_like_a_process() -> None:
    source = document(declarations=node("globalUserTask", "sign", name="签字"))
    assert [(each.key, each.name) for each in check(source).definitions] == [("sign", "签字")]
    runtime = runtime_of(calling("sign"), others={7: Source(7, "sign", "f", source)}, called={"sign": 7})
    assert Story(setting=Setting(runtime=runtime)).completes("sign").over
    alone = Runtime({1: Source(1, "sign", "f", source)}.__getitem__)
    with pytest.raises(Invalid, match="call activity"):
        Story(setting=Setting(runtime=alone))


def test_a_global_task_that_says_nothing_is_refused_like_the_task() -> None:
    with pytest.raises(Invalid) as refused:
        check(document(calling("rule"), declarations=node("globalBusinessRuleTask", "rule")))
    assert refused.value.findings[0][0] == "rule"


def test_a_global_task_twice_under_one_id_is_refused() -> None:
    twice = node("globalTask", "note") + node("globalManualTask", "note")
    with pytest.raises(Invalid, match="note"):
        check(document(calling("note"), declarations=twice))


def test_nobody_is_advised_to_end_a_global_task() -> None:
    source = document(declarations=node("globalManualTask", "stamp", name="盖章"))
    assert [found.rule for found in lint(read(source))] == []
