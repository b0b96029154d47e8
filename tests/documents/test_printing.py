"""The PDF: Chinese that any reader shows, the same bytes in every process, whatever the values are."""

import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bpmn.documents.font import NoFont
from bpmn.documents.letter import from_plain, printed
from bpmn.documents.sealing import unsealed
from engine.store.facts_json import dumps, loads
from tests.documents.letters import data, pdf, template, text_of

ROOT = Path(__file__).parents[2]
LETTER = """# {{title}}
>> {{number}}
! {{applicant_name}}：
每月发给{{amount|金额}}（大写：{{amount|大写}}）。
>> {{today}}"""
ONCE = """
from hashlib import sha256
from tests.documents.letters import pdf
from tests.documents.test_printing import LETTER
print(sha256(pdf(LETTER, applicant_name="测试甲", amount=900)).hexdigest())
"""


def test_chinese_is_there_to_be_read_with_the_font_in_the_file() -> None:
    content = pdf(LETTER, applicant_name="测试甲", amount=900)
    said = text_of(content)
    for words in ("准予决定书", "测试甲：", "900.00元", "玖佰元整", "2026年3月4日", "2934-5678-9ABC", "印章位置"):
        assert words in said
    resources: Any = PdfReader(BytesIO(content)).pages[0]["/Resources"]
    fonts = resources["/Font"].values()
    embedded = [font["/FontDescriptor"] for font in (each.get_object() for each in fonts) if "/FontDescriptor" in font]
    assert embedded
    assert all("/FontFile2" in each for each in embedded)
    assert len(content) < 60_000


def test_two_processes_make_the_same_bytes() -> None:
    here = sha256(pdf(LETTER, applicant_name="测试甲", amount=900)).hexdigest()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", ONCE],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed, "TZ": "UTC"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == here


def test_a_document_made_before_does_not_show_in_the_next_one() -> None:
    first = pdf(LETTER, applicant_name="测试甲", amount=900)
    pdf(LETTER, applicant_name="别的许多字：犇骉饕餮", amount=1)
    assert pdf(LETTER, applicant_name="测试甲", amount=900) == first


def test_data_through_json_give_the_same_pdf() -> None:
    before = data({"applicant_name": "测试甲", "amount": 900})
    after = from_plain(loads(dumps(before.plain())))
    assert printed(after, template(LETTER)).content == printed(before, template(LETTER)).content


def test_signs_of_html_are_only_signs() -> None:
    name = '<b>甲</b> & "乙" <img src="x"/> {{amount}} &amp;'
    assert "".join(name.split()) in text_of(pdf("{{applicant_name}}", applicant_name=name))


def test_a_rare_sign_that_the_font_lacks_is_told_and_not_left_out() -> None:
    assert "测〔U+20BB7〕" in text_of(pdf("{{applicant_name}}", applicant_name="测𠮷"))


@pytest.mark.parametrize("body", ["{{applicant_name}}", "| 名 | 值 |\n|---|---|\n| 甲 | {{applicant_name}} |"])
def test_a_very_long_value_runs_over_pages(body: str) -> None:
    content = pdf(body, applicant_name="长" * 9000)
    assert len(PdfReader(BytesIO(content)).pages) > 3
    assert text_of(content).count("长") == 9000


def test_two_thousand_rows_stand_under_the_head_of_their_page() -> None:
    body = "| 名 | 序 |\n|---|---|\n{{每个 p 在 papers}}\n| {{p.name}} | {{p.place}} |\n{{结束}}"
    content = pdf(body, papers=[{"name": "材料", "place": place} for place in range(2000)])
    pages = PdfReader(BytesIO(content)).pages
    assert text_of(content).count("材料") == 2000
    assert all("名" in page.extract_text() for page in pages[:-1])


def test_the_seal_has_its_place_and_nobody_pretends_to_have_sealed() -> None:
    made = printed(data({"applicant_name": "测试甲"}), template(LETTER))
    signed = unsealed(made.content, made.seal)
    assert (signed.state, signed.content) == ("not sealed", made.content)
    assert (made.seal.page, made.seal.width, made.seal.height) == (1, 120, 120)


def test_a_font_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "none.ttf").write_bytes(b"no font")
    with pytest.raises(NoFont, match="TONGBAN_FONT"):
        printed(data({}), template("甲"), str(tmp_path / "none.ttf"))
