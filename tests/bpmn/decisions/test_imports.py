"""Files that import others: by namespace, under a prefix, and what happens where they are not there."""

import pytest

from bpmn import decisions
from bpmn.decisions import DecisionError
from tests.bpmn.decisions.tables import DMN, decision, file, given, literal, model

AGE = '<itemComponent name="age"><typeRef>number</typeRef></itemComponent>'
ITEM = f'<itemDefinition name="tPerson">{AGE}</itemDefinition>'


def named(namespace: str, *parts: str) -> bytes:
    return file(*parts).replace(b'id="f"', f'id="f" namespace="{namespace}"'.encode())


def importing(prefix: str, namespace: str) -> str:
    return f'<import name="{prefix}" namespace="{namespace}" importType="{DMN}"/>'


def needing(kind: str, href: str) -> str:
    outer = "knowledgeRequirement" if kind == "requiredKnowledge" else "informationRequirement"
    return f'<{outer}><{kind} href="{href}"/></{outer}>'


SHARED = named(
    "urn:shared",
    ITEM,
    given("income", "number"),
    decision(literal("income * 12"), "yearly", ["i:income"], name="年 收入"),
    model(literal('"您好，" + who'), "greet", "who: string", name="Say Hello"),
)


def test_decisions_models_and_types_are_used_under_the_prefix() -> None:
    logic = literal('公共 库.Say Hello("王") + string(公共 库.年 收入)')
    needs = needing("requiredDecision", "urn:shared#yearly") + needing("requiredKnowledge", "urn:shared#greet")
    main = named("urn:main", importing("公共 库", "urn:shared"), decision(needs + logic))
    found = decisions.read(main, {"shared.dmn": SHARED, "notes.txt": b"no DMN"})

    assert list(found) == ["d"]
    assert found["d"].evaluate({"income": 100}).output == "您好，王1200"
    assert [one.name for one in found["d"].inputs] == ["income"]
    assert decisions.imported_files(main, {"shared.dmn": SHARED, "notes.txt": b"no DMN"}) == ("shared.dmn",)


def test_types_of_an_imported_file_have_its_prefix() -> None:
    logic = decision('<variable name="d" typeRef="lib.tPerson"/>' + literal("{age: who}"))
    found = decisions.read(named("urn:main", importing("lib", "urn:shared"), logic), {"s.dmn": SHARED})

    assert found["d"].evaluate({"who": 3}).output == {"age": 3}
    assert found["d"].evaluate({"who": "x"}).output is None


def test_a_chain_of_files_and_what_two_of_them_share() -> None:
    middle = [
        named(
            space,
            importing("base", "urn:shared"),
            decision(needing("requiredDecision", "urn:shared#yearly") + literal(text), "d"),
        )
        for space, text in (("urn:a", "base.年 收入 + 1"), ("urn:b", "base.年 收入 + 2"))
    ]
    needs = needing("requiredDecision", "urn:a#d") + needing("requiredDecision", "urn:b#d")
    main = named(
        "urn:m", importing("A", "urn:a"), importing("B", "urn:b"), decision(needs + literal("A.d + B.d"), "top")
    )
    found = decisions.read(main, {"a.dmn": middle[0], "b.dmn": middle[1], "s.dmn": SHARED})

    result = found["top"].evaluate({"income": 1})
    assert result.output == 27
    assert [one.name for one in result.required] == ["年 收入", "d", "d"]


REFUSED = [
    (named("urn:main", importing("lib", "urn:else"), decision(literal("1"))), "urn:else"),
    (named("urn:main", decision(needing("requiredDecision", "urn:shared#yearly") + literal("1"))), "yearly"),
    (
        named(
            "urn:main",
            importing("lib", "urn:shared"),
            decision(needing("requiredDecision", "urn:shared#no") + literal("1")),
        ),
        "no 不在",
    ),
    (named("urn:main", importing("me", "urn:main"), decision(literal("1"))), "成了圈"),
    (
        named(
            "urn:main", importing("x", "urn:shared").replace(DMN, "http://www.dmg.org/PMML-4_2"), decision(literal("1"))
        ),
        "PMML",
    ),
]


@pytest.mark.parametrize(("main", "reason"), REFUSED)
def test_what_is_not_there_is_refused(main: bytes, reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        decisions.read(main, {"s.dmn": SHARED})


def test_a_long_chain_of_decisions_is_taken() -> None:
    parts = [decision(literal("1"), "n0")]
    parts += [decision(literal(f"n{n - 1} + 1"), f"n{n}", [f"n{n - 1}"]) for n in range(1, 1500)]

    assert decisions.read(file(*parts))["n1499"].evaluate({}).output == 1500
