"""The list of papers on a form: each paper of the item once, with where it comes from; anything else is said."""

import json
from datetime import date
from typing import Any

import pytest

from bpmn.checks import CHECKS, field_findings
from bpmn.forms import read_form
from bpmn.register import items

PHOTO = {"name": "电子照片", "source": "uploaded", "ok": True, "file": "photo.jpg"}
CARD = {"name": "本人身份证件", "source": "licence", "ok": True, "evidence": {"dataset": "GA.population"}}


def asked(value: object, required: bool = True, item: str = "MZ-014") -> str | None:
    field = {
        "type": "dynamiclist",
        "path": "papers",
        "label": "材料",
        "validate": {"required": required},
        "properties": {"city:rule": "papers", "city:papers": item},
    }
    form, remarks = read_form(json.dumps({"components": [field]}).encode(), "x")
    assert remarks == ()
    found = field_findings(form, {"papers": value}, date(2026, 11, 24))
    return found[0][1] if found else None


def test_the_list_is_that_of_the_register_of_items() -> None:
    assert items()["MZ-014"].materials == ("本人身份证件", "电子照片")
    assert asked([CARD, PHOTO]) is None
    assert asked([CARD], required=False) is None


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([], "材料还没有填"),
        ("照片", "材料应是一个列表，每份有 name、source、ok"),
        (["照片"], "材料应是一个列表，每份有 name、source、ok"),
        ([CARD], "每份材料都要说明来源，还缺：电子照片"),
        ([CARD, CARD, PHOTO], "材料“本人身份证件”列了两次，每份只列一次"),
        (
            [{**CARD, "name": "户口簿"}],
            "材料“户口簿”不在本事项的清单里，清单是：本人身份证件、电子照片",
        ),
        (
            [{**CARD, "source": "heard"}],
            "材料“本人身份证件”的来源应是 licence、shared、uploaded、paper、struck 之一，现在是 heard",
        ),
        ([{**CARD, "ok": "yes"}], "材料“本人身份证件”的 ok 应是 true（已核对）或 false（还缺）"),
        ([CARD, {**PHOTO, "file": None}], "材料“电子照片”写了上传，却没有文件"),
        ([{**CARD, "number": 1}], "材料“本人身份证件”里没有 number 这一项"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(value: Any, sentence: str) -> None:
    assert asked(value) == sentence


@pytest.mark.parametrize("properties", [{}, {"city:papers": "MZ-999"}])
def test_a_form_that_names_no_item_is_remarked_on(properties: dict[str, str]) -> None:
    field = {"type": "dynamiclist", "path": "papers", "properties": {"city:rule": "papers", **properties}}
    _, remarks = read_form(json.dumps({"components": [field]}).encode(), "x")
    assert remarks == (("papers", "规则 papers 要用 city:papers 写明事项编码，如 MZ-001"),)


def test_a_paper_that_is_there_counts_as_complete() -> None:
    check = CHECKS["papers-complete"]
    assert check({"papers": [CARD, PHOTO]}, {"list": "papers"}) == ()
    lacking = {**PHOTO, "ok": False}
    assert check({"papers": [CARD, lacking]}, {"list": "papers"}) == (("papers", "缺 1 份材料：电子照片"),)
