"""Advice: what is told of good drawings, and how names and forms are judged. The register, held against processes."""

import json
from datetime import date

import pytest

from bpmn import parse
from bpmn.lint import lint
from bpmn.model import Definition, TimeLimit
from bpmn.register import disagreements, items, missing, read_items
from bpmn.rules import HINT
from tests.bpmn.examples.example import choice
from tests.bpmn.files import chain, condition, extended, file, flow

TODAY = date(2026, 11, 24)
WHO = '<city:assignment candidateGroups="window"/>'
START = '<startEvent id="s"/>'
LIMIT = extended('<city:timeLimit committed="P10WD"/>')
APPLY = json.dumps({"id": "apply", "components": [{"type": "number", "key": "income"}]}).encode()


def user(id: str, *words: str) -> str:
    return f'<userTask id="{id}" name="{id}">{extended(WHO, *words)}</userTask>'


def share(text: str) -> str:
    return f'<city:timeLimit share="{text}"/>'


def split(kind: str, join: str) -> str:
    """s -> x -> (a | b) -> y -> e, split by one kind of gateway and joined by another."""
    conditions = condition("income = 1") if kind == "exclusiveGateway" else ""
    flows = [flow("s", "x"), flow("x", "a", conditions, id="f"), flow("x", "b")]
    flows += [flow("a", "y"), flow("b", "y"), flow("y", "e")]
    default = 'default="x-b"' if conditions else ""
    gateways = f'<{kind} id="x" {default}/>', f'<{join} id="y"/>'
    return "\n".join((START, *gateways, user("a", share("0.8")), user("b", share("0.9")), '<endEvent id="e"/>', *flows))


def form_start(body: str) -> str:
    words = extended('<city:form key="apply"/>')
    return body.replace(START, f'<startEvent id="s">{words}</startEvent>')


def calculation(text: str) -> str:
    words = extended(f'<city:calculation expression="{text}"/>')
    return chain(f'<serviceTask id="t">{words}</serviceTask>')


WRITING = '<scriptTask id="w"><script>household = 3</script></scriptTask>'


@pytest.mark.parametrize(
    "body",
    [
        chain(user("a")),
        LIMIT + split("exclusiveGateway", "exclusiveGateway"),
        LIMIT + chain(user("a", share("0.5")), user("b", share("0.5"))),
        LIMIT + split("parallelGateway", "parallelGateway"),
    ],
)
def test_good_drawings_get_no_advice(body: str) -> None:
    found = lint(parse.read(file(body)), TODAY)
    assert [each for each in found if each.severity != HINT] == []


def test_a_slip_of_the_pen_gets_the_right_name() -> None:
    document = parse.read(file(chain(WRITING, '<scriptTask id="t"><script>b = housholds + 1</script></scriptTask>')))
    found = next(each for each in lint(document) if each.rule == "unknown-name")

    assert "housholds" in found.message
    assert "household" in found.remedy


def test_without_a_form_anything_may_come_in() -> None:
    assert lint(parse.read(file(calculation("anything")))) == ()


def test_with_a_form_at_the_start_a_name_must_come_from_somewhere() -> None:
    document = parse.read(file(form_start(calculation("income + rent"))), {"apply.form": APPLY})

    assert [(each.rule, "rent" in each.message) for each in lint(document)] == [("unknown-name", True)]


def test_a_form_that_nobody_uses_is_told() -> None:
    assert [each.rule for each in lint(parse.read(file(chain()), {"apply.form": APPLY}))] == ["unused-form"]


def test_a_loop_of_shares_is_counted_once() -> None:
    body = split("exclusiveGateway", "exclusiveGateway").replace("0.9", "0.1") + flow("b", "x")

    assert "shares-over" not in {each.rule for each in lint(parse.read(file(LIMIT + body)))}


def case(code: str, committed: str | None, statutory: str | None) -> Definition:
    return Definition("p", "p", kind="case", item=code, limit=TimeLimit(committed, statutory))


def test_the_register_has_all_items() -> None:
    assert len(items()) == 115
    assert items()["MZ-001"].materials[0].startswith("最低生活保障申请书")
    assert (items()["MZ-001"].route, items()["MZ-001"].promised_days) == ("R04", 10)


@pytest.mark.parametrize(
    ("definition", "rules"),
    [
        (case("MZ-001", "P10WD", "P30WD"), []),
        (case("MZ-011", None, f"P{items()['MZ-011'].statutory_days}WD"), []),
        (case("MZ-001", "P9WD", "P30WD"), ["item-committed"]),
        (case("MZ-001", "P10WD", None), ["item-statutory"]),
        (case("XX-999", None, None), ["item-unknown"]),
        (Definition("p", "p"), []),
    ],
)
def test_a_process_keeps_to_the_register(definition: Definition, rules: list[str]) -> None:
    assert [each.rule for each in disagreements(definition)] == rules


def test_items_without_a_process_are_listed() -> None:
    assert len(list(missing([case("MZ-001", None, None)]))) == 114


def test_an_incomplete_row_is_refused() -> None:
    head = "code,name,department,category,item_type,applicant,statutory_days,promised_days,materials_now,materials,"
    with pytest.raises(ValueError, match="2 materials"):
        read_items(head + "route,checks,subsidy_rule\nXX-001,x,XX,x,x,x,5,1,2,one,R01,,\n")


def test_what_associations_move_is_used() -> None:
    spec = '<ioSpecification><dataInput id="in" name="paper"/></ioSpecification>'
    moved = f"{spec}<dataInputAssociation><sourceRef>o</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
    body = chain(
        '<scriptTask id="a"><script>draft = 1\nlost = 2</script></scriptTask>',
        f'<userTask id="t">{moved}</userTask>',
    )
    document = parse.read(file(body + '<dataObject id="o" name="draft"/>'))
    assert [each.message for each in lint(document) if each.rule == "unused-variable"] == [
        "算出的变量 lost 没有地方用到"
    ]


@pytest.mark.parametrize(
    ("conditions", "rules"),
    [
        (("n < 5", "n >= 5"), set()),
        (("n <= 5", "n >= 5"), {"condition-overlap"}),
        (("n < 2", "n > 1 and n < 3", "n >= 3"), set()),
        (("n < 5", "n > 5"), {"condition-gap"}),
        (("n in [1..5]", "n between 6 and 9"), {"condition-gap"}),
        (('kind = "a"', 'kind != "a"'), set()),
        (("flag = true", "flag = false"), set()),
        (("flag", "not(flag)"), set()),
        (("n * 2 < 5", "n >= 3"), {"no-default"}),
        (("n < limit", "n >= limit"), {"no-default"}),
        (("date(a) < 5", "m > 5"), {"no-default"}),
    ],
)
def test_conditions_on_one_variable_are_tried_on_every_value_that_matters(
    conditions: tuple[str, ...], rules: set[str]
) -> None:
    found = lint(parse.read(file(choice(*conditions))))

    assert {each.rule for each in found if each.severity != HINT} == rules


def test_shares_of_call_activities_add_up_as_those_of_tasks() -> None:
    for share, over in (("0.5", False), ("0.6", True)):
        limit = f'<extensionElements><city:timeLimit share="{share}"/></extensionElements>'
        calls = "".join(
            f'<callActivity id="{id}" name="{id}" calledElement="{id}">{limit}</callActivity>' for id in "ab"
        )
        body = f'<startEvent id="s"/>{calls}<endEvent id="e"/>' + flow("s", "a") + flow("a", "b") + flow("b", "e")

        assert ("shares-over" in {each.rule for each in lint(parse.read(file(LIMIT + body)))}) == over
