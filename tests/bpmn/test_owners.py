"""Who does a task: BPMN's own roles, the resources of a file, and the lanes that a task lies in."""

import pytest

from bpmn import parse
from bpmn.model import Assignment
from tests.bpmn.files import chain, extended, file

OFFICE = '<resource id="r1" name="MZ:office"/>'


def role(kind: str, inside: str) -> str:
    return f'<{kind} id="x">{inside}</{kind}>'


def says(text: str, more: str = "") -> str:
    formal = f"<formalExpression {more}>{text}</formalExpression>"
    return f"<resourceAssignmentExpression>{formal}</resourceAssignmentExpression>"


def task(*inside: str) -> str:
    return f'<userTask id="t">{"".join(inside)}</userTask>'


def assigned(body: str, id: str = "t") -> Assignment | None:
    document = parse.read(file(body).replace(b"<process", OFFICE.encode() + b"<process", 1))
    assert document.errors == ()
    return document.definitions[0].elements[id].assignment


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (role("potentialOwner", says("group(a), user(b), c")), Assignment(groups=("a", "c"), users=("b",))),
        (role("potentialOwner", says("=office")), Assignment(groups=("=office",))),
        (role("potentialOwner", says("office", 'language="feel"')), Assignment(groups=("=office",))),
        (role("potentialOwner", says("${office}")), Assignment(groups=("=office",))),
        (role("potentialOwner", says("user(${who}), group(a)")), Assignment(groups=("a",), users=("=who",))),
        (role("potentialOwner", says("user(=upper case(who))")), Assignment(users=("=upper case(who)",))),
        (role("resourceRole", says("a")), Assignment(groups=("a",))),
        (role("humanPerformer", says("li.ming")), Assignment(assignee="li.ming")),
        (role("performer", says("user(li.ming)")), Assignment(assignee="li.ming")),
        (role("humanPerformer", says("=applicant.clerk")), Assignment(assignee="=applicant.clerk")),
        (role("potentialOwner", "<resourceRef>r1</resourceRef>"), Assignment(groups=("MZ:office",))),
        (role("performer", "<resourceRef>r1</resourceRef>"), Assignment(groups=("MZ:office",))),
        (
            role("humanPerformer", says("li.ming")) + role("potentialOwner", says("a")).replace('"x"', '"y"'),
            Assignment(groups=("a",), assignee="li.ming"),
        ),
    ],
)
def test_roles_and_resources_say_who_does_a_task(inside: str, expected: Assignment) -> None:
    assert assigned(chain(task(inside))) == expected


def test_what_the_city_says_goes_before_and_the_designer_is_told() -> None:
    both = extended('<city:assignment candidateGroups="window"/>') + role("potentialOwner", says("a"))
    assert assigned(chain(task(both))) == Assignment(groups=("window",))
    assert "foreign-both" in [each.rule for each in parse.read(file(chain(task(both)))).findings]


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("owner-unknown", chain(task(role("potentialOwner", "<resourceRef>gone</resourceRef>")))),
        ("owner-query", chain(task(role("potentialOwner", '<resourceParameterBinding parameterRef="p"/>')))),
        ("bad-expression", chain(task(role("potentialOwner", says("=1 +"))))),
        ("foreign-language", chain(task(role("potentialOwner", says("x", 'language="xpath"'))))),
        (
            "owner-of-nothing",
            chain(f'<scriptTask id="t">{role("performer", says("a"))}<script>a = 1</script></scriptTask>'),
        ),
    ],
)
def test_a_role_that_names_nobody_is_told(rule: str, body: str) -> None:
    found = [each for each in parse.read(file(body)).findings if each.rule == rule]
    assert [(each.element, bool(each.remedy)) for each in found] == [("x", True)]


def lane(id: str, nodes: str, words: str = "", inner: str = "", more: str = "") -> str:
    refs = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes.split())
    nested = f"<childLaneSet>{inner}</childLaneSet>" if inner else ""
    said = extended(f'<city:assignment candidateGroups="{words}"/>') if words else ""
    return f'<lane id="{id}" {more}>{said}{refs}{nested}</lane>'


def test_the_innermost_lane_that_says_who_does() -> None:
    lanes = lane("out", "a b c", "street", inner=lane("in", "a", "window") + lane("still", "b"))
    body = f'<laneSet id="ls">{lanes}</laneSet>' + chain(*(f'<userTask id="{id}"/>' for id in "abc"))
    groups = [(assigned(body, id) or Assignment()).groups for id in "abc"]
    assert groups == [("window",), ("street",), ("street",)]


def test_what_a_subprocess_lies_in_its_tasks_lie_in() -> None:
    inner = '<startEvent id="s1"/><userTask id="own"/><subProcess id="deep"><userTask id="deepest"/></subProcess>'
    lanes = lane("l", "sub", "street") + lane("m", "own", "window")
    body = f'<laneSet id="ls">{lanes}</laneSet>' + chain(f'<subProcess id="sub">{inner}</subProcess>')
    groups = [(assigned(body, id) or Assignment()).groups for id in ("own", "deepest")]
    assert groups == [("window",), ("street",)]


def test_a_lane_may_stand_for_a_resource() -> None:
    body = f'<laneSet id="ls">{lane("l", "t", more="partitionElementRef=" + chr(34) + "r1" + chr(34))}</laneSet>'
    assert assigned(body + chain(task())) == Assignment(groups=("MZ:office",))
