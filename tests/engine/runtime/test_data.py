"""Data objects, inputs and outputs: what an activity takes in before it begins, and gives out when it is left."""

import pytest

from engine.domain import facts, moves
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import END, START, boundary, document, escalation, job, scope, script, user
from tests.engine.runtime.story import Story, check

OBJECTS = (
    '<dataObject id="do1"/><dataObjectReference id="application" name="申请" dataObjectRef="do1">'
    '<dataState name="已受理"/></dataObjectReference><dataObject id="do2" name="opinion" isCollection="false"/>'
    '<dataObjectReference id="given" dataObjectRef="do2"/>'
)
NEEDS = "<inputSet><dataInputRefs>in</dataInputRefs></inputSet>"
GIVES = "<outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>"


def spec(inputs: str = '<dataInput id="in" name="paper"/>', outputs: str = "", sets: str = "") -> str:
    return f"<ioSpecification>{inputs}{outputs}{sets}</ioSpecification>"


def reads(source: str, target: str = "in", more: str = "") -> str:
    ends = f"<sourceRef>{source}</sourceRef>" if source else ""
    return f"<dataInputAssociation>{ends}<targetRef>{target}</targetRef>{more}</dataInputAssociation>"


def writes(target: str, source: str = "out", more: str = "") -> str:
    ends = f"<sourceRef>{source}</sourceRef>" if source else ""
    return f"<dataOutputAssociation>{ends}<targetRef>{target}</targetRef>{more}</dataOutputAssociation>"


OUT = '<dataOutput id="out" name="result"/>'
WHOLE = spec(outputs=OUT, sets=NEEDS + GIVES) + reads("application") + writes("given")


def one(*tasks: str, line: str = "start > a > end") -> str:
    return scope(OBJECTS + START + END + "".join(tasks), line)


def test_an_input_is_filled_from_a_data_object_and_an_output_fills_one() -> None:
    first = script("a", "result = paper.name").replace("<script>", WHOLE + "<script>")
    story = Story(one(first), 申请={"name": "开店"})
    assert story.over
    assert story.variables == {"申请": {"name": "开店"}, "opinion": "开店"}


def test_what_a_person_fills_in_as_an_output_is_the_activitys_own_until_it_is_moved() -> None:
    story = Story(one(user("a", WHOLE), user("b"), line="start > a > b > end"), 申请="开店", result="untouched")
    story.completes("a", result="同意", note="看过")
    assert story.variables == {"申请": "开店", "result": "untouched", "opinion": "同意", "note": "看过"}
    assert story.completes("b").over


def test_a_required_input_without_a_value_stops_until_it_has_one() -> None:
    story = Story(one(user("a", WHOLE)), 申请=None)
    assert story.incidents == ["a 缺少要用的数据 paper（来自 申请）：补上后重试"]
    assert story.open == ""
    story.retried(申请="开店")
    assert story.open == "a"


def test_who_leaves_out_a_required_output_is_told_and_asked_again() -> None:
    story = Story(one(user("a", WHOLE)), 申请="开店")
    task = story.one(facts.TaskOpened)
    with pytest.raises(Invalid, match="result") as refused:
        story.runtime.advance(story.situation(), [moves.Complete(task.token, task.task, "li", {})], story.at)
    assert refused.value.findings == (("result", "要填写"),)
    assert story.completes("a", result="同意").over


def test_a_required_output_that_a_worker_does_not_give_stops_until_it_is_there() -> None:
    work = job("a").replace("</serviceTask>", WHOLE + "</serviceTask>")
    story = Story(one(work), 申请="开店").finishes("a", other=1)
    assert story.incidents == ["a 缺少应交出的数据 result：补上后重试"]
    assert story.retried(result="同意").over
    assert story.variables["opinion"] == "同意"


def test_the_first_full_input_set_counts_and_with_it_its_output_set() -> None:
    inputs = '<dataInput id="in" name="paper"/><dataInput id="tel" name="phone"/>'
    outputs = '<dataOutput id="out" name="result"/><dataOutput id="call" name="called"/>'
    sets = (
        '<inputSet id="i1"><dataInputRefs>in</dataInputRefs><outputSetRefs>o1</outputSetRefs></inputSet>'
        '<inputSet id="i2"><dataInputRefs>tel</dataInputRefs><outputSetRefs>o2</outputSetRefs></inputSet>'
        '<outputSet id="o1"><dataOutputRefs>out</dataOutputRefs><inputSetRefs>i1</inputSetRefs></outputSet>'
        '<outputSet id="o2"><dataOutputRefs>call</dataOutputRefs><inputSetRefs>i2</inputSetRefs></outputSet>'
    )
    drawn = one(user("a", spec(inputs, outputs, sets)))
    assert Story(drawn).incidents == ["a 缺少要用的数据 paper：补上后重试"]
    by_phone = Story(drawn, phone="10000000000")
    with pytest.raises(Invalid, match="called"):
        by_phone.completes("a", result="同意")
    assert by_phone.completes("a", called=True).over
    assert Story(drawn, paper="开店").completes("a", result="同意").over


def test_optional_inputs_and_those_taken_while_it_runs_are_not_asked_for() -> None:
    inputs = '<dataInput id="in" name="paper"/><dataInput id="x" name="extra"/><dataInput id="l" name="late"/>'
    refs = "".join(f"<dataInputRefs>{name}</dataInputRefs>" for name in ("in", "x", "l"))
    later = "<optionalInputRefs>x</optionalInputRefs><whileExecutingInputRefs>l</whileExecutingInputRefs>"
    assert Story(one(user("a", spec(inputs, sets=f"<inputSet>{refs}{later}</inputSet>"))), paper="开店").open == "a"


def test_a_transformation_computes_what_is_moved() -> None:
    more = "<transformation>申请.name + 申请.place</transformation>"
    inside = spec() + reads("application", more=more)
    story = Story(one(user("a", inside)), 申请={"name": "开店", "place": "南湖"})
    task = story.memory.process.find(story.one(facts.TaskOpened).token) if story.memory.process else None
    assert task is not None
    assert task.data["paper"] == "开店南湖"


def test_assignments_fill_parts_of_the_target() -> None:
    more = (
        "<assignment><from>result</from><to>given.text</to></assignment>"
        "<assignment><from>1 + 1</from><to>opinion.count</to></assignment>"
    )
    inside = spec(outputs=OUT) + writes("given", more=more)
    story = Story(one(user("a", inside)), opinion={"by": "li"}).completes("a", result="同意")
    assert story.variables["opinion"] == {"by": "li", "text": "同意", "count": 2}


def test_arrows_that_only_show_what_is_read_and_written_move_nothing() -> None:
    shown = '<property id="pr" name="__targetRef_placeholder"/>' + reads("application", "pr") + writes("given", "")
    story = Story(one(user("a", shown)), 申请="开店").completes("a", opinion="同意")
    assert story.over
    assert story.variables == {"申请": "开店", "opinion": "同意"}


def test_a_property_lives_as_long_as_its_activity() -> None:
    kept = '<property id="pr" name="draft"/>' + writes("given", "pr")
    story = Story(one(user("a", kept))).completes("a", draft="草稿")
    assert story.variables == {"opinion": "草稿"}


def test_inputs_of_a_subprocess_are_seen_inside_and_its_outputs_leave_with_it() -> None:
    inner = scope(
        '<startEvent id="s"/>'
        + user(
            "b",
        )
        + script("c", "result = paper + note"),
        "s > b > c",
    )
    story = Story(one(f'<subProcess id="a">{WHOLE}{inner}</subProcess>'), 申请="开店")
    story.completes("b", note="！")
    assert story.variables == {"申请": "开店", "note": "！", "opinion": "开店！"}


def test_the_flows_of_an_activity_see_what_it_gave_and_not_what_was_its_own() -> None:
    lines = 'start > a\na > b : paper = null and opinion = go\na > c : paper = null and opinion = "c"\nb > end\nc > end'
    story = Story(one(user("a", WHOLE), user("b"), user("c"), line=lines), 申请="开店").completes("a", result="x")
    assert len(story.incidents) == 1
    assert story.variables["opinion"] == "x"
    assert story.retried(go="x").open == "b"


def test_an_interrupted_activity_gives_nothing_out() -> None:
    late = boundary("a", "bad", escalation("x"))
    drawn = scope(OBJECTS + START + END + user("a", WHOLE) + late, "start > a > end\nbad > end")
    story = Story(drawn, declarations='<escalation id="x" escalationCode="x"/>', 申请="开店")
    story.tell(moves.Escalate(story.one(facts.TaskOpened).token, "x"))
    assert story.over
    assert story.variables == {"申请": "开店"}


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        (spec() + reads("nowhere"), "不存在"),
        (spec() + reads("application", more="<sourceRef>given</sourceRef>"), "2 个来源"),
        (spec() + reads(""), "没有来源"),
        (spec() + reads("application", more="<transformation>1 +</transformation>"), "数据变换读不懂"),
        (spec() + reads("", more="<assignment><from>1</from><to>other</to></assignment>"), "赋值的去处"),
    ],
)
def test_an_association_that_cannot_be_made_is_refused(inside: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(document(one(user("a", inside))))
    assert rule in refused.value.findings[0][1]


def test_two_data_objects_of_one_name_are_refused_where_one_of_them_moves() -> None:
    twice = '<dataObject id="do3" name="opinion"/>'
    with pytest.raises(Invalid, match="opinion"):
        check(document(one(user("a", WHOLE), twice)))
    assert check(document(one(user("a"), twice))).definitions


def test_data_objects_and_stores_that_nothing_moves_are_drawings() -> None:
    store = '<dataStoreReference id="archive" name="档案" dataStoreRef="ds"/>'
    assert Story(one(user("a"), store), declarations='<dataStore id="ds" name="档案"/>').completes("a").over
