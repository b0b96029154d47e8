"""Forms and checks: what a schema demands, and what is said when it is not given."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bpmn.checks import CHECKS, check_findings, field_findings, stray_findings
from bpmn.forms import BadForm, read_form
from bpmn.model import Check, Form, FormField

TODAY = date(2026, 11, 24)


def form(*components: dict[str, Any]) -> Form:
    return read_form(json.dumps({"id": "apply", "type": "default", "components": list(components)}).encode(), "x")[0]


def asked(value: object, **said: Any) -> tuple[tuple[str, str], ...]:
    component = {"type": "textfield", "key": "a", "label": "甲", **said}
    return field_findings(form(component), {"a": value}, TODAY)


def test_a_field_carries_what_the_schema_demands() -> None:
    read = form(
        {
            "type": "textfield",
            "key": "id_no",
            "label": "身份号码",
            "validate": {"required": True, "maxLength": 18, "pattern": "^[0-9X]+$"},
            "properties": {"city:personal": "true", "city:rule": "identity-number"},
        },
        {"type": "text", "text": "# 说明"},
        {
            "type": "group",
            "path": "home",
            "components": [
                {"type": "number", "key": "size", "label": "人数", "validate": {"min": 1, "max": "20"}},
                {"type": "select", "key": "kind", "values": [{"label": "自有", "value": "own"}]},
            ],
        },
        {"type": "textarea", "key": "why", "label": "理由", "conditional": {"hide": "=ok = true"}},
    )

    assert read == Form(
        "apply",
        (
            FormField(
                "id_no",
                "身份号码",
                "textfield",
                required=True,
                personal=True,
                rule="identity-number",
                max_length=18,
                pattern="^[0-9X]+$",
            ),
            FormField("home.size", "人数", "number", minimum=Decimal(1), maximum=Decimal(20)),
            FormField("home.kind", "home.kind", "select", options=("own",)),
            FormField("why", "理由", "textarea", hidden="ok = true"),
        ),
    )


@pytest.mark.parametrize("source", [b"", b"[]", b"{", b'{"components": 1}', b"[" * 100_000, b" " * 2**21])
def test_no_form_is_told(source: bytes) -> None:
    with pytest.raises(BadForm):
        read_form(source, "x")


@pytest.mark.parametrize(
    "component",
    [
        {"type": "hologram", "key": "a"},
        {"type": "textfield", "key": "a", "validate": {"pattern": "("}},
        {"type": "textfield", "key": "a", "validate": {"pattern": "a" * 501}},
        {"type": "number", "key": "a", "validate": {"min": "few"}},
        {"type": "textfield", "key": "a", "properties": {"city:rule": "magic"}},
        {"type": "textfield", "key": "a", "conditional": {"hide": "= ="}},
    ],
)
def test_what_will_not_be_checked_is_remarked(component: dict[str, Any]) -> None:
    _, remarks = read_form(json.dumps({"components": [component]}).encode(), "x")

    assert [key for key, _ in remarks] == ["a"]


@pytest.mark.parametrize(
    ("value", "said", "sentence"),
    [
        (None, {"validate": {"required": True}}, "甲还没有填"),
        ("  ", {"validate": {"required": True}}, "甲还没有填"),
        ([], {"validate": {"required": True}}, "甲还没有填"),
        (False, {"type": "checkbox", "validate": {"required": True}}, "甲须勾选"),
        ("abc", {"type": "number"}, "甲应为数字"),
        (True, {"type": "number"}, "甲应为数字"),
        (0, {"type": "number", "validate": {"min": 1, "max": 9}}, "甲应为 1 到 9"),
        (0, {"type": "number", "validate": {"min": 1}}, "甲应不小于 1"),
        (Decimal("9.5"), {"type": "number", "validate": {"max": 9}}, "甲应不大于 9"),
        ("abc", {"validate": {"maxLength": 2}}, "甲最多 2 个字，现在 3 个"),
        ("abc", {"validate": {"pattern": "^[0-9]+$"}}, "甲的格式不对"),
        ("c", {"type": "select", "values": [{"value": "a"}, {"value": "b"}]}, "甲没有“c”这一项"),
        (["a", "c"], {"type": "checklist", "values": [{"value": "a"}]}, "甲没有“c”这一项"),
        ("138", {"validate": {"validationType": "phone"}}, "手机号应为 11 位、1 开头，现在 3 位"),
        (10000000000, {"validate": {"validationType": "phone"}}, "甲应为文字"),
        (210199194901010008, {"properties": {"city:rule": "identity-number"}}, "甲应为文字"),
        (["abc"], {}, "甲应为文字"),
        (True, {"type": "textarea"}, "甲应为文字"),
        ("1.234", {"properties": {"city:rule": "amount"}}, "金额应为 0 到 9999999999.99，最多两位小数"),
    ],
)
def test_a_wrong_value_gives_a_sentence(value: object, said: dict[str, Any], sentence: str) -> None:
    assert asked(value, **said) == (("a", sentence),)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, {}),
        ("", {"validate": {"pattern": "^x$"}}),
        (0, {"type": "number", "validate": {"required": True}}),
        (False, {"type": "checkbox"}),
        ("3", {"type": "number", "validate": {"min": 1}}),
        ("x", {"validate": {"pattern": "^x$", "maxLength": 1}}),
        (None, {"validate": {"required": True}, "conditional": {"hide": "=true"}}),
        (Decimal("12.50"), {"properties": {"city:rule": "amount"}}),
        (1, {"type": "radio", "values": [{"value": 1}]}),
    ],
)
def test_a_right_value_gives_none(value: object, said: dict[str, Any]) -> None:
    assert asked(value, **said) == ()


def test_a_pattern_that_would_run_away_does_not() -> None:
    assert asked("a" * 5000 + "b", validate={"pattern": "^(a+)+$"}) == (("a", "甲的格式不对"),)


def test_values_are_found_under_their_path() -> None:
    group = {"type": "group", "path": "home", "components": [{"type": "number", "key": "size", "label": "人数"}]}

    assert field_findings(form(group), {"home": {"size": "x"}}, TODAY) == (("home.size", "人数应为数字"),)


PAPERS = [{"name": "申请书", "sha256": "0"}, {"name": "授权书"}]
TABLE: list[tuple[str, dict[str, str], dict[str, Any], str | None]] = [
    ("papers-complete", {}, {"materials": PAPERS}, "缺 1 份材料：授权书"),
    ("papers-complete", {}, {"materials": PAPERS[:1]}, None),
    ("papers-complete", {}, {}, "还没有收材料"),
    ("papers-complete", {"need": "申请书;户口簿"}, {"materials": PAPERS[:1]}, "缺 1 份材料：户口簿"),
    ("reason-given", {}, {"reason": "太短"}, "理由至少 10 个字：写明看到了什么、依据哪一条"),
    ("reason-given", {}, {"reason": "入户查看，家中两口人，符合第九条"}, None),
    ("reason-given", {"when": "approved", "is": "false"}, {"approved": True}, None),
    (
        "reason-given",
        {"when": "approved", "is": "false"},
        {"approved": False},
        "理由至少 10 个字：写明看到了什么、依据哪一条",
    ),
    ("two-investigators", {}, {"investigators": ["甲", "甲 "]}, "入户调查不少于 2 人，现在 1 人"),
    ("two-investigators", {}, {"investigators": [{"name": "甲"}, {"name": "乙"}]}, None),
    ("panel-complete", {}, {"panel": ["甲"] * 4}, "评议成员不少于 5 人，现在 4 人"),
    ("panel-complete", {}, {"panel": [{"name": "甲", "relative": True}] * 5}, "评议成员中有近亲属，应当回避"),
    ("panel-complete", {}, {"panel": ["甲"] * 5}, None),
    ("consent-given", {}, {}, "还没有申请人的核对授权"),
    ("consent-given", {}, {"authorization": True}, None),
    ("dates-in-order", {}, {"from": "2026-12-01", "to": "2026-11-01"}, "结束日期早于开始日期"),
    ("dates-in-order", {}, {"from": "2026-11-01", "to": None}, None),
    ("evidence-attached", {}, {"photos": []}, "照片或附件不少于 1 个，现在 0 个"),
    ("evidence-attached", {"field": "files"}, {"files": ["sha"]}, None),
]


@pytest.mark.parametrize(("name", "params", "variables", "sentence"), TABLE)
def test_named_checks(name: str, params: dict[str, str], variables: dict[str, Any], sentence: str | None) -> None:
    found = check_findings((Check(name, tuple(params.items())),), variables)

    assert [said for _, said in found] == ([sentence] if sentence else [])


def test_every_check_has_an_example() -> None:
    assert {name for name, *_ in TABLE} == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("value", [None, 1, "x", [1], {"a": 1}, [None], True])
def test_checks_bear_any_value(name: str, value: object) -> None:
    names = ("materials", "reason", "investigators", "panel", "authorization", "from", "to", "photos")

    check_findings((Check(name),), dict.fromkeys(names, value))


def test_nobody_slips_a_value_past_the_form() -> None:
    schema = form(
        {"type": "textfield", "key": "note"},
        {"type": "number", "key": "amount", "disabled": True},
        {"type": "group", "path": "home", "components": [{"type": "number", "key": "size"}]},
    )
    sent = {"note": "可以", "home": {"size": 3}, "amount": 9000, "decided": True}
    assert [name for name, _ in stray_findings(schema, sent)] == ["amount", "decided"]
    assert stray_findings(schema, {"note": "可以"}) == ()
