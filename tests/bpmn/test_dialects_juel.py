"""Other vendors' `${...}` expressions: what they are in FEEL, and which have no equal."""

from typing import Any

import pytest

from bpmn import feel
from bpmn.dialects.juel import text_to_feel
from bpmn.dialects.tokens import JuelError

SAME: list[tuple[str, str, dict[str, Any], object]] = [
    ("${accepted == true}", "accepted = true", {"accepted": True}, True),
    ("${income < 900}", "income < 900", {"income": 650}, True),
    ("#{income + 1}", "income + 1", {"income": 1}, 2),
    ("${a lt b and c le d}", "a < b and c <= d", {"a": 1, "b": 2, "c": 2, "d": 2}, True),
    ("${a gt b or c ge d}", "a > b or c >= d", {"a": 1, "b": 2, "c": 2, "d": 2}, True),
    ("${a eq 'x' || b ne 'y'}", 'a = "x" or b != "y"', {"a": "z", "b": "y"}, False),
    ("${a && !b}", "a and not(b = true)", {"a": True, "b": None}, True),
    ("${!(a == 1)}", "not(a = 1)", {"a": 2}, True),
    ("${!(a < 1)}", "not((a < 1) = true)", {"a": None}, True),
    ("${empty x}", 'list contains([null, "", [], {}], x)', {"x": ""}, True),
    ("${not empty x}", 'not(list contains([null, "", [], {}], x))', {"x": [1]}, True),
    ("${a ? 1 : 2}", "if a then 1 else 2", {"a": False}, 2),
    ("${(a ? 1 : 2) + 1}", "(if a then 1 else 2) + 1", {"a": True}, 2),
    ("${a - (b - c)}", "a - (b - c)", {"a": 9, "b": 5, "c": 1}, 5),
    ("${a - b - c}", "a - b - c", {"a": 9, "b": 5, "c": 1}, 3),
    ("${(a + b) * -c}", "(a + b) * -c", {"a": 1, "b": 2, "c": 3}, -9),
    ("${a % 3 == 1}", "modulo(a, 3) = 1", {"a": 7}, True),
    ("${a div 2}", "a / 2", {"a": 8}, 4),
    ("${people[0].name}", "people[1].name", {"people": [{"name": "x"}]}, "x"),
    ("${person['name']}", "person.name", {"person": {"name": "x"}}, "x"),
    ("${a > b == true}", "(a > b) = true", {"a": 2, "b": 1}, True),
    ("${for == 1}", "`for` = 1", {"for": 1}, True),
    ("${'it\\'s'}", '"it\'s"', {}, "it's"),
    ("group_${area}", '"group_" + string(area)', {"area": 210102}, "group_210102"),
    ("${a}-${b}", 'string(a) + "-" + string(b)', {"a": "x", "b": "y"}, "x-y"),
    ("${1.5e2}", "1.5e2", {}, 150),
    ("${execution.getVariable('x') > 1}", "x > 1", {"x": 2}, True),
    ("${execution.hasVariable('x')}", "is defined(x)", {}, False),
    ("${!execution.hasVariable('x')}", "not(is defined(x))", {}, True),
    ("${people.size() >= 2}", "count(people) >= 2", {"people": [1, 2]}, True),
    ("${people.get(0).name}", "people[1].name", {"people": [{"name": "x"}]}, "x"),
    ("${person.get('name')}", "person.name", {"person": {"name": "x"}}, "x"),
    ("${person.containsKey('name')}", 'get value(person, "name") != null', {"person": {}}, False),
    ("${!people.isEmpty()}", 'not(list contains([null, "", [], {}], people))', {"people": []}, False),
    ("${kind.equals('a')}", 'kind = "a"', {"kind": "a"}, True),
    ("${!kind.equals('a')}", 'not(kind = "a")', {"kind": "b"}, True),
    ("${'a'.equals(kind) && x}", '"a" = kind and x', {"kind": "a", "x": True}, True),
    ("${kind.equalsIgnoreCase('A')}", 'lower case(kind) = lower case("A")', {"kind": "a"}, True),
    ("${kind.toLowerCase().startsWith('ab')}", 'starts with(lower case(kind), "ab")', {"kind": "ABC"}, True),
    ("${kind.trim().length()}", "string length(trim(kind))", {"kind": " ab "}, 2),
    ("${kind.substring(1, 3)}", "substring(kind, 1 + 1, 3 - 1)", {"kind": "abcd"}, "bc"),
    ("${kind.concat('x').length()}", 'string length((kind + "x"))', {"kind": "a"}, 2),
    ("${kind.matches('a|b')}", 'matches(kind, "^(?:a|b)$")', {"kind": "ab"}, False),
    ("${n.toString()}", "string(n)", {"n": 2}, "2"),
    ("${'no. ' + n}", '"no. " + string(n)', {"n": 2}, "no. 2"),
    ("${a += b += 'c'}", 'string(a) + string(b) + "c"', {"a": 1, "b": 2}, "12c"),
    ("${vars:equals(income, 900)}", "income = 900", {"income": 900}, True),
    ("${var:getOrDefault('n', 1) > 0}", "((if n = null then 1 else n)) > 0", {}, True),
    ("${variables:isNotEmpty(x) && y}", 'not(list contains([null, "", [], {}], x)) and y', {"y": True}, False),
    ("${S(person).prop('name').stringValue()}", "person.name", {"person": {"name": "x"}}, "x"),
]


@pytest.mark.parametrize(("juel", "expected", "variables", "value"), SAME)
def test_juel_is_said_in_feel(juel: str, expected: str, variables: dict[str, Any], value: object) -> None:
    text = text_to_feel(juel)

    assert text == expected
    assert feel.compile(text)(variables) == value


@pytest.mark.parametrize(
    "juel",
    [
        "${execution.getVariable(x)}",
        "${execution.processInstanceId}",
        "${x.get(y)}",
        "${vars:sum(x, 1)}",
        "${x.contains('a', 'b')}",
        "${fn:length(x)}",
        "${bean.check(1)}",
        "${run()}",
        "${a b}",
        "${(a}",
        "${a +}",
        "${}",
        "${a",
        "${x[y]}",
        "${x[1.5]}",
        "${a = 1}",
        "${a;b}",
        "${{}}",
        "${" + "(" * 5000 + "}",
        "${" + "!" * 5000 + "a}",
        "${" + "a ? b : " * 5000 + "c}",
        "${" + "a" * 30000 + "}",
    ],
)
def test_what_has_no_equal_is_refused(juel: str) -> None:
    with pytest.raises(JuelError):
        text_to_feel(juel)


@pytest.mark.parametrize(("held", "answer"), [("abc", True), ("xyz", False), (["b"], True), (["bc"], False)])
def test_contains_is_of_a_text_or_of_a_list(held: object, answer: bool) -> None:
    assert feel.compile(text_to_feel("${held.contains('b')}"))({"held": held}) is answer
