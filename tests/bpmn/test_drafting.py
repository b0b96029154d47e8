"""Drafts: what is written can be deployed, and nothing on the page lies on anything else."""

from itertools import combinations, pairwise

from bpmn.drafting import Draft, Flow, Lane, Step, chain, written
from bpmn.drafting.layout import Box, laid_out, ranks
from bpmn.lint import lint
from bpmn.parse import read
from tests.engine.runtime.story import check

WAIT = '<bpmn:messageEventDefinition id="m_def" messageRef="m"/>'
LATE = '<bpmn:timerEventDefinition id="t_def"><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition>'


def drawn() -> Draft:
    back = Draft(
        "withdrawing",
        "",
        (Step("asked", "startEvent", "要求撤回", parts=WAIT), Step("gone", "endEvent", "撤回")),
        chain("asked", "gone"),
    )
    steps = (
        Step("start", "startEvent", "申请", "window"),
        Step("accept", "userTask", "受理", "window", '<city:assignment candidateGroups="window:community:clerk"/>'),
        Step("fine", "exclusiveGateway", "受理了吗", "window"),
        Step("review", "userTask", "审核", "street", '<city:assignment candidateGroups="MZ:street:reviewer"/>'),
        Step(
            "late",
            "boundaryEvent",
            "三天没审",
            "street",
            parts=LATE,
            attributes={"cancelActivity": "false"},
            on="review",
        ),
        Step("remind", "scriptTask", "提醒", "street", parts="<bpmn:script>reminded = true</bpmn:script>"),
        Step("refused", "endEvent", "不予受理", "window"),
        Step("reminded_end", "endEvent", "已提醒", "street"),
        Step("done", "endEvent", "办结", "window"),
        Step("withdrawal", "subProcess", "撤回", attributes={"triggeredByEvent": "true"}, inside=back),
    )
    flows = (
        *chain("start", "accept", "fine"),
        Flow("fine", "review", "受理", "accepted = true"),
        Flow("fine", "refused", "不予受理", default=True),
        *chain("review", "done"),
        *chain("late", "remind", "reminded_end"),
    )
    lanes = (Lane("window", "社区窗口"), Lane("street", "街道"))
    return Draft("draft", "草稿", steps, flows, lanes, declarations='<bpmn:message id="m" name="withdrawn"/>')


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def test_a_draft_is_a_file_that_can_be_deployed() -> None:
    source = written(drawn())
    document = read(source)
    assert document.errors == ()
    assert [found.rule for found in lint(document) if found.rule in ("unreachable", "dead-end")] == []
    assert [definition.key for definition in check(source).definitions] == ["draft"]


def test_every_step_and_flow_has_its_place_on_the_page() -> None:
    draft, text = drawn(), written(drawn()).decode()
    for id in [
        *(step.id for step in draft.steps),
        *(flow.id for flow in draft.flows),
        "window",
        "asked",
        "f_asked_gone",
    ]:
        assert f'bpmnElement="{id}"' in text, id


def test_no_step_stands_on_another_and_each_in_its_lane() -> None:
    draft = drawn()
    page = laid_out(draft)
    standing = [step for step in draft.steps if not step.on]
    for one, other in combinations(standing, 2):
        assert not overlap(page.boxes[one.id], page.boxes[other.id]), (one.id, other.id)
    for step in standing:
        if step.lane:
            lane, box = page.boxes[step.lane], page.boxes[step.id]
            assert lane.y <= box.y < box.y + box.height <= lane.y + lane.height, step.id


def test_a_way_back_moves_no_column() -> None:
    steps = tuple(Step(id, "userTask") for id in "abcd")
    draft = Draft("x", "", steps, (*chain("a", "b", "c", "d"), Flow("c", "b"), Flow("a", "d")))
    assert ranks(draft) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_flow_that_skips_columns_goes_round_what_stands_between() -> None:
    steps = tuple(Step(id, "userTask") for id in "abcd")
    draft = Draft("x", "", steps, (*chain("a", "b", "c", "d"), Flow("a", "d"), Flow("d", "b")))
    page = laid_out(draft)
    for skipping in ("f_a_d", "f_d_b"):
        ends = {skipping.split("_")[1], skipping.split("_")[2]}
        for id in {"a", "b", "c", "d"} - ends:
            box = page.boxes[id]
            for (x, y), (to_x, to_y) in pairwise(page.ways[skipping]):
                line = Box(min(x, to_x), min(y, to_y), abs(to_x - x) + 1, abs(to_y - y) + 1)
                assert not overlap(box, line), (skipping, id)
