"""What an official may write in a template, and what is said of a slip: its line and what to do."""

from importlib.resources import files
from typing import Any

import pytest

from bpmn.documents.faults import Faulty
from bpmn.documents.filling import MOST_BLOCKS, MOST_ROUNDS, Unfit, fill, values_for
from bpmn.documents.template import LARGEST, parse
from tests.documents.letters import HEAD, template

SHIPPED = sorted(file.name for file in (files("bpmn") / "processes" / "documents").iterdir())
NEEDED = {
    "收件凭证",
    "受理通知书",
    "补正告知书",
    "不予受理决定书",
    "准予决定书",
    "不予决定书",
    "送达回证",
    "核算表",
    "比对说明",
    "公示",
    "证明",
}


def lines(body: str, head: str = HEAD, **values: Any) -> list[tuple[str, ...]]:
    return [block.cells for block in fill(template(body, head), values).blocks]


def refusal(body: str, head: str = HEAD) -> str:
    with pytest.raises(Faulty) as refused:
        template(body, head)
    return str(refused.value)


def test_what_comes_along_can_be_used_and_has_what_the_city_needs() -> None:
    assert {name.removesuffix(".md") for name in SHIPPED} >= NEEDED
    for name in SHIPPED:
        parse((files("bpmn") / "processes" / "documents" / name).read_text("utf-8"))


def test_a_part_under_a_condition_and_its_opposite() -> None:
    body = "{{如果 amount > 1000}}\n高\n{{否则}}\n低\n{{结束}}"
    assert lines(body, amount=1001) == [("高",)]
    assert lines(body, amount=1000) == [("低",)]
    assert lines(body) == [("低",)]


def test_a_part_repeats_over_a_list_within_another() -> None:
    body = "{{每个 p 在 papers}}\n{{p.name}}\n{{每个 c 在 p.copies}}\n| {{p.name}} | {{c}} |\n{{结束}}\n{{结束}}"
    papers = [{"name": "户口簿", "copies": ["正本", "副本"]}, {"name": "申请书", "copies": []}]
    assert lines(body, papers=papers) == [("户口簿",), ("户口簿", "正本"), ("户口簿", "副本"), ("申请书",)]


def test_a_bar_in_a_gap_of_a_table_names_a_form_and_parts_no_cells() -> None:
    assert lines("| {{applicant_name|隐名}} | 甲 |", applicant_name="欧阳测试") == [("欧阳**", "甲")]


def test_what_was_not_given_is_told_and_a_line_is_left_for_the_pen() -> None:
    filled = fill(template("{{applicant_name}}，{{amount}}"), {})
    assert filled.gaps == ("applicant_name",)
    assert filled.blocks[0].cells == ("________，",)


def test_a_document_holds_no_more_than_its_template_knows() -> None:
    known = parse(HEAD.replace("个人", "个人 =applicant.name"))
    assert values_for(known, {"applicant": {"name": "测试甲", "phone": "10000000000"}, "income": 3}) == {
        "applicant_name": "测试甲"
    }


@pytest.mark.parametrize(
    ("body", "line", "remedy"),
    [
        ("{{如果 amount >}}\n甲\n{{结束}}", 9, "写成 {{如果"),
        ("{{如果 income > 1}}\n甲\n{{结束}}", 9, "字段: income"),
        ("甲\n{{salary}}", 10, "字段: salary"),
        ("{{如果 amount > 1}}\n甲", 9, "{{结束}}"),
        ("{{每个 p 在 papers}}\n甲", 9, "{{结束}}"),
        ("{{每个 papers}}\n{{结束}}", 9, "{{每个 行 在 papers}}"),
        ("{{结束}}", 9, "删去这一行"),
        ("{{否则}}", 9, "先写 {{如果"),
        ("甲{{amount", 9, "写成 {{名字}}"),
        ("{{amount|英文}}", 9, "可用的写法"),
        ("{{__class__()}}", 9, "{{名字}}"),
        ("|---|", 9, "表头"),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_to_do(body: str, line: int, remedy: str) -> None:
    said = refusal(body)
    assert said.startswith(f"第 {line} 行：")
    assert remedy in said


def test_all_slips_are_told_at_once_by_line() -> None:
    said = refusal("{{a}}\n{{b}}", HEAD.replace("字号: 通办准予\n", ""))
    assert [row.split("：")[0] for row in said.splitlines()] == ["第 1 行", "第 8 行", "第 9 行"]


@pytest.mark.parametrize(
    ("head", "remedy"),
    [
        ("没有开头", "第一行写 ---"),
        (HEAD.replace("种类: 准予决定书", "种类: 准予/决定书"), "只写文字"),
        (HEAD.replace("字段: amount 金额", "字段: 1a 金额"), "用没有用过的变量名"),
        (HEAD.replace("字段: amount", "字段: papers"), "用没有用过的变量名"),
        (HEAD.replace("字号:", "编号规则:"), "这里只写"),
        (HEAD.replace("---\n种类", "---\n公开: 也许\n种类"), "写 是 或 否"),
        ("x" * (LARGEST + 1), "拆成几个模板"),
    ],
)
def test_a_head_that_says_too_little_is_refused(head: str, remedy: str) -> None:
    assert remedy in refusal("甲", head)


def test_what_everybody_reads_shows_persons_under_a_mask_only() -> None:
    public = HEAD.replace("---\n种类", "---\n公开: 是\n种类")
    assert "不能写出“applicant_name”的原值" in refusal("{{applicant_name}}", public)
    assert lines("{{applicant_name|隐名}}", public, applicant_name="测试甲") == [("测**",)]
    listed = public.replace("papers 材料", "papers 材料 个人")
    assert "不能写出“p.name”的原值" in refusal("{{每个 p 在 papers}}\n{{p.name}}\n{{结束}}", listed)


def test_a_value_that_does_not_fit_its_form_is_named() -> None:
    with pytest.raises(Unfit, match=r"amount\|大写"):
        lines("{{amount|大写}}", amount="九百")
    with pytest.raises(Unfit, match="papers is none"):
        lines("{{每个 p 在 papers}}\n甲\n{{结束}}", papers="户口簿")


def test_lists_within_lists_end_even_if_they_write_nothing() -> None:
    body = "{{每个 p 在 papers}}\n" * 4 + "{{如果 p = 2}}\n甲\n{{结束}}\n" + "{{结束}}\n" * 4
    with pytest.raises(Unfit, match=str(MOST_ROUNDS)):
        lines(body, papers=[1] * 1000)


def test_a_document_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(Unfit, match=str(MOST_BLOCKS)):
        lines("{{每个 p 在 papers}}\n甲\n{{结束}}", papers=[1] * (MOST_BLOCKS + 1))
