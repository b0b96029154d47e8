"""The example in the guide for officials is a template that prints."""

import re
from pathlib import Path

from bpmn.documents.letter import printed
from bpmn.documents.template import parse
from bpmn.documents.writing import FORMS
from tests.documents.letters import data, text_of

GUIDE = (Path(__file__).parents[2] / "docs" / "documents.md").read_text("utf-8")


def test_the_example_prints() -> None:
    found = re.search(r"```text\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    given = {
        "applicant_name": "测试甲",
        "item": "最低生活保障",
        "amount": 900,
        "papers": [{"name": "申请书", "source": "当场"}],
        "office": "区民政局",
    }
    said = text_of(printed(data(given), parse(found[1])).content)
    for words in ("测试甲：", "900.00元", "玖佰元整", "申请书", "决定机关：区民政局"):
        assert words in said


def test_the_guide_names_every_form() -> None:
    assert [form for form in FORMS if f"`{form}`" not in GUIDE and form] == []
