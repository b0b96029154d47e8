"""Scripts: assignments, in order, of expressions only."""

from decimal import Decimal

import pytest

from bpmn import feel

CASES: list[tuple[str, dict[str, object]]] = [
    ("a = 1", {"a": 1}),
    ("a = 1\nb = a + 1", {"a": 1, "b": 2}),
    ("a = 1; b = a + 1;", {"a": 1, "b": 2}),
    ("\n a = 1\n\n\n b = 2 \n", {"a": 1, "b": 2}),
    ("a = 1\na = a + 1", {"a": 2}),
    ("income = income * 2", {"income": Decimal(1800)}),
    ("a = if income > 1\n  then 1\n  else 2\nb = 3", {"a": 1, "b": 3}),
    ("a = [\n 1,\n 2\n]\nb = a[1]", {"a": [1, 2], "b": 1}),
    ("a = b = c", {"a": True}),
    ("// 说明\na = 1 // one\n/* two */ b = 2", {"a": 1, "b": 2}),
    ("补贴 = income * 0.5", {"补贴": Decimal(450)}),
    ('home.street = "南湖"', {"home": {"cell": 3, "street": "南湖"}}),
    ("home.at.street = 1\nhome.at.cell = 2", {"home": {"cell": 3, "at": {"street": 1, "cell": 2}}}),
    ("fresh.a = 1", {"fresh": {"a": 1}}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "assigned"), CASES)
def test_scripts(text: str, assigned: dict[str, object]) -> None:
    variables = {"income": Decimal(900), "home": {"cell": 3}}

    assert feel.compile_script(text).run(variables) == assigned
    assert variables == {"income": Decimal(900), "home": {"cell": 3}}


@pytest.mark.parametrize(
    "text",
    ["a", "a = ", "1 = a", "a = 1 b = 2", "= 1", "a == 1", "if = 1", "a. = 1", "import os", "print(1)", '"a" = 1'],
)
def test_what_is_no_script(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.compile_script(text)


def test_a_script_tells_what_it_assigns_and_what_it_needs() -> None:
    script = feel.compile_script("a = x + 1\nb = a + y\nb = items[price > least]")

    assert script.targets == ("a", "b")
    assert script.names == {"x", "y", "items"}
    assert script.possible == {"price", "least"}


def test_an_entry_of_what_is_no_context_cannot_be_set() -> None:
    with pytest.raises(feel.FeelError, match="home"):
        feel.compile_script("home.a = 1").run({"home": 3})


def test_all_lines_share_one_budget() -> None:
    line = "for i in 1..90000 return i + 1"
    script = feel.compile_script("\n".join(f"v{n} = {line}" for n in range(10)))

    with pytest.raises(feel.FeelError, match="步数"):
        script.run({})
