"""Who is asked, where, and by what name a case is known."""

import pytest

from engine.domain import facts
from engine.domain.rejections import Invalid
from engine.runtime.codes import case_code, check_digit
from tests.engine.runtime.drawing import END, START, case, gateway, many, node, said, scope, user
from tests.engine.runtime.story import BEGIN, INSTANCE, Setting, Story

WORDS = '<city:item code="MZ-001" title="= name + &quot;的申请&quot;" area="applicant.area"/>'


def assigned(name: str, **attributes: str) -> str:
    written = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return user(name, words=f"<city:assignment {written}/>")


def test_a_task_is_offered_to_groups_and_people_in_an_area() -> None:
    nodes = START + END + assigned("review", candidateGroups="MZ:street:reviewer, MZ:street:head", candidateUsers="li")
    opened = Story(scope(nodes, "start > review > end"), setting=Setting(area="210106")).one(facts.TaskOpened)
    assert opened.groups == ("MZ:street:reviewer", "MZ:street:head")
    assert opened.users == ("li",)
    assert opened.area == "210106", "without a word of its own the task stands where the case does"
    assert (opened.key, opened.task, opened.instance) == ("p0", INSTANCE + 1, INSTANCE)


def test_groups_assignee_and_area_may_be_computed() -> None:
    nodes = (
        START + END + assigned("review", candidateGroups="= departments", assignee="= officer", area="applicant.street")
    )
    story = Story(
        scope(nodes, "start > review > end"),
        departments=["MZ:city:clerk", "RS:city:clerk"],
        officer="li.ming",
        applicant={"street": "210106003"},
    )
    opened = story.one(facts.TaskOpened)
    assert opened.groups == ("MZ:city:clerk", "RS:city:clerk")
    assert (opened.assignee, opened.area) == ("li.ming", "210106003")


def test_a_group_that_is_no_text_stops_the_token_and_is_corrected() -> None:
    nodes = START + END + assigned("review", candidateGroups="= departments")
    story = Story(scope(nodes, "start > review > end"), departments=[1])
    assert story.open == ""
    assert "departments" in story.incidents[0]
    assert story.retried(departments="MZ:city:clerk").one(facts.TaskOpened).groups == ("MZ:city:clerk",)


def test_who_accepted_may_not_review() -> None:
    nodes = START + END + user("accept") + user("other") + assigned("review", differsFrom="accept,other")
    story = Story(scope(nodes + gateway("exclusive", "again"), "start > accept > other > review > end"))
    story.completes("accept", "li").completes("other", "zhao")
    assert story.one(facts.TaskOpened).excluded == ("li", "zhao")
    assert story.memory.process is not None
    assert story.memory.process.performers == {"accept": ["li"], "other": ["zhao"]}


def test_who_accepted_here_may_not_review_in_the_process_that_is_called() -> None:
    called = scope('<startEvent id="s"/>' + assigned("review", excludes="= [accepted_by]"), "s > review")
    mapping = '<extensionElements><city:input source="accepted_by" target="accepted_by"/></extensionElements>'
    call = node("callActivity", "call", mapping, calledElement="p1")
    accept = assigned("accept", candidateGroups="MZ:street:clerk", performer="accepted_by")
    story = Story(scope(START + END + accept + call, "start > accept > call > end"), called)
    story.completes("accept", "li", accepted_by="somebody.else")
    assert story.one(facts.TaskCompleted).variables == {"accepted_by": "li"}
    assert story.one(facts.TaskOpened).excluded == ("li",)


def test_all_who_joined_are_excluded_but_of_a_repeated_task_only_the_last() -> None:
    nodes = START + END + user("join", many(cardinality="2")) + assigned("check", differsFrom="join,fix") + user("fix")
    lines = "start > join > fix > check > again\nagain > fix : wrong\nagain > end : default"
    story = Story(scope(nodes + gateway("exclusive", "again"), lines), wrong=True)
    story.completes("join", "a").completes("join", "b").completes("fix", "c")
    assert story.one(facts.TaskOpened).excluded == ("a", "b", "c")
    assert story.completes("check", "x").completes("fix", "d").one(facts.TaskOpened).excluded == ("a", "b", "d")


def test_whoever_joined_an_earlier_round_may_check_the_next() -> None:
    nodes = START + END + user("join", many(cardinality="2")) + assigned("check", differsFrom="join")
    lines = "start > join > check > again\nagain > join : wrong\nagain > end : default"
    story = Story(scope(nodes + gateway("exclusive", "again"), lines), wrong=True)
    story.completes("join", "a").completes("join", "b").completes("check", "x")
    assert story.completes("join", "c").completes("join", "d").one(facts.TaskOpened).excluded == ("c", "d")


def test_only_those_whom_somebody_asks_for_are_remembered() -> None:
    story = Story(scope(START + END + user("a") + user("b"), "start > a > b > end"))
    story.completes("a", "li")
    assert story.memory.process is not None
    assert story.memory.process.performers == {}


def test_a_case_has_a_code_a_title_and_an_area() -> None:
    nodes = START + END + user("accept", words='<city:form key="apply"/>')
    story = Story(case(scope(nodes, "start > accept > end"), WORDS), name="张三", applicant={"area": "210106003"})
    started = story.one(facts.InstanceStarted)
    assert (started.kind, started.item, started.title) == ("case", "MZ-001", "张三的申请")
    assert started.area == "210106003"
    assert started.code is not None
    assert started.code.startswith("210106-MZ-001-20300131-000017-")
    opened = story.one(facts.TaskOpened)
    assert (opened.title, opened.form, opened.area) == ("张三的申请", "apply", "210106003")
    assert story.completes("accept").one(facts.InstanceEnded).kind == "case"


def test_the_code_of_a_case_finds_a_slip_of_the_pen() -> None:
    code = case_code(None, "FC-001", BEGIN, 1_000_002)
    assert code.startswith("210100-FC-001-20300131-000002-")
    body = code[:-2]
    slips = [body[:n] + str((int(sign) + 1) % 10) + body[n + 1 :] for n, sign in enumerate(body) if sign.isdigit()]
    assert all(check_digit(slip) != check_digit(body) for slip in slips)
    assert case_code("2101", "X", BEGIN, 5).startswith("210100-X-")


def test_milestones_are_reached_when_their_element_is_passed() -> None:
    nodes = (
        f'<startEvent id="start">{said(mile("applied"))}</startEvent>'
        + user("accept", words=mile("accepted"))
        + user("joint", many(cardinality="2"), words=mile("consulted"))
        + f'<endEvent id="end">{said(mile("delivered"), mile("closed"))}</endEvent>'
    )
    story = Story(scope(nodes, "start > accept > joint > end"))
    assert story.milestones() == ["applied"]
    story.completes("accept").completes("joint")
    assert story.milestones() == ["applied", "accepted"]
    assert story.completes("joint").milestones()[2:] == ["consulted", "delivered", "closed"]
    assert story.all(facts.MilestoneReached)[0] == facts.MilestoneReached(INSTANCE, "applied", "start", "process")


def mile(name: str) -> str:
    return f'<city:milestone is="{name}"/>'


def test_the_outcome_is_the_end_that_was_reached_last() -> None:
    nodes = START + user("decide") + gateway("exclusive", "x") + '<endEvent id="yes" name="准予"/><endEvent id="no"/>'
    lines = "start > decide > x\nx > yes : good\nx > no : default"
    assert Story(scope(nodes, lines)).completes("decide", good=True).one(facts.InstanceEnded).outcome == "准予"
    assert Story(scope(nodes, lines)).completes("decide", good=False).one(facts.InstanceEnded).outcome == "no"


def test_a_named_check_keeps_the_task_until_its_reason_is_given() -> None:
    words = '<city:check name="reason-given" on="complete"><city:param name="field" value="reason"/></city:check>'
    story = Story(scope(START + END + user("decide", words=words), "start > decide > end"))
    with pytest.raises(Invalid) as refused:
        story.completes("decide", reason="不够长")
    assert [field for field, _ in refused.value.findings] == ["reason"]
    assert story.open == "decide"
    assert story.completes("decide", reason="入户时见家中确有困难，依据办法第九条").over
