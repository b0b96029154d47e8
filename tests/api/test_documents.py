"""Documents over HTTP: who may read a PDF, whether a paper is real, what is void, and how a template is edited."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.problems import TooMany
from api.rates import Rate
from api.routes import verify
from engine.bootstrap import open_engine
from engine.domain.commands import SYSTEM, AttachFile
from engine.engine import Engine
from engine.settings import Settings
from engine.store.claims import DueJob
from registers.documents import codes
from registers.migrations import migrate
from tests.api.server import BEGIN, Person
from tests.documents.letters import text_of
from workers.handlers import document
from workers.surroundings import surroundings

People = Callable[[str], Person]
NEW = """---
种类: 便函
标题: 便函
字号: 通办便函
字段: item 事项
---
# {{title}}
关于{{item}}。
"""


@pytest.fixture(scope="module")
def engine(address: str, module_database: str, home: Path) -> Iterator[Engine]:
    migrate(module_database)
    opened = open_engine(Settings(home=home), module_database)
    yield opened
    opened.store.close()


@pytest.fixture(autouse=True)
def fresh_rate() -> None:
    verify.RATE.asked.clear()


def issue(engine: Engine, person: People, template: str = "准予决定书") -> tuple[int, dict[str, Any]]:
    """A case in the clerk's community and a document in it, as the job gives it."""
    case = int(person("clerk").applies()["id"])
    due = DueJob(
        district=case >> 40,
        id=case + 500_000,
        due_at=BEGIN,
        instance=case,
        element="tell",
        kind="document",
        inputs="{}",
        attempts=0,
        retries=3,
        backoff="PT10S",
    )
    context = surroundings(engine).context(due, BEGIN)
    given = {"template": template, "applicant_name": "测试甲", "item": "开店", "office": "街道", "decision": "准予"}
    made = dict(document.run({**given, "handling_area": "210102001001"}, context)["document"])
    file = context.files[0]
    engine.execute(
        AttachFile(
            request_id=uuid4().hex,
            at=BEGIN,
            actor=SYSTEM,
            district=case >> 40,
            instance=case,
            name=file.name,
            media_type=file.media_type,
            sha256=file.sha256,
            size=file.size,
        )
    )
    return case, made


def test_the_pdf_is_the_same_each_time_for_those_who_see_the_case(engine: Engine, person: People) -> None:
    case, made = issue(engine, person)
    first = person("clerk").get(f"/documents/{made['id']}/pdf")
    assert first.status_code == 200
    assert (first.headers["content-type"], first.headers["x-seal"]) == ("application/pdf", "not-sealed")
    assert made["number"] in text_of(first.content)
    assert "测试甲" in text_of(first.content)
    assert "%E6%B5%8B%E8%AF%95%E7%94%B2" not in first.headers["content-disposition"]
    assert person("colleague").get(f"/documents/{made['id']}/pdf").content == first.content
    filed = person("clerk").get(f"/cases/{case}").json()["attachments"]
    by_file = person("clerk").get(f"/cases/{case}/attachments/{filed[-1]['id']}")
    assert (by_file.content, by_file.headers["content-type"]) == (first.content, "application/pdf")
    assert person("stranger").get(f"/documents/{made['id']}/pdf").status_code == 404
    assert person("stranger").get(f"/cases/{case}/documents").status_code == 404
    assert httpx.get(f"{person('clerk').base_url}/documents/{made['id']}/pdf").status_code == 401


def test_anybody_may_ask_whether_a_paper_is_real(engine: Engine, person: People, address: str) -> None:
    _, made = issue(engine, person)
    content = person("clerk").get(f"/documents/{made['id']}/pdf").content
    digest = sha256(content).hexdigest()
    asked = httpx.get(f"{address}/verify/{made['code'].lower()}", params={"sha256": digest})
    assert asked.json() == {
        "kind": "准予决定书",
        "number": made["number"],
        "area": "210102",
        "issued_on": "2026-11-24",
        "state": "valid",
        "matches": True,
    }
    forged = httpx.get(f"{address}/verify/{made['code']}", params={"sha256": sha256(content + b" ").hexdigest()})
    assert forged.json()["matches"] is False
    assert httpx.get(f"{address}/verify/{made['code']}").json()["matches"] is None
    assert httpx.get(f"{address}/verify/{made['code']}", params={"sha256": "x"}).status_code == 422


def test_a_code_that_is_wrong_or_unknown_is_told_so(address: str, person: People) -> None:
    for code in ("ABCD", codes.new(2), codes.new(900)):
        assert httpx.get(f"{address}/verify/{code}").status_code == 404


def test_who_asks_too_often_is_told_to_wait(address: str) -> None:
    with httpx.Client(base_url=address) as anybody:
        answers = [anybody.get("/verify/ABCD") for _ in range(2 * verify.RATE.most + 1)]  # a minute may end between
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].headers["retry-after"] == "60"


def test_the_count_of_questions_begins_anew_with_the_minute_and_is_each_address_own() -> None:
    rate = Rate(1)
    rate.count("a", 59.0)
    rate.count("b", 59.5)
    with pytest.raises(TooMany):
        rate.count("a", 59.9)
    rate.count("a", 60.0)


def test_a_document_is_void_when_a_second_person_confirms(engine: Engine, person: People, address: str) -> None:
    _, made = issue(engine, person)
    path = f"/documents/{made['id']}/void"
    assert person("clerk").says(path, reason=" ").status_code == 422
    assert person("colleague").says(f"{path}/confirmation").status_code == 409
    assert person("clerk").says(path, reason="金额写错").json()["state"] == "void asked"
    assert person("clerk").says(f"{path}/confirmation").status_code == 422
    assert person("stranger").says(f"{path}/confirmation").status_code == 404
    assert httpx.get(f"{address}/verify/{made['code']}").json()["state"] == "valid"
    assert person("colleague").says(f"{path}/confirmation").json()["voided_by"] == "colleague"
    assert httpx.get(f"{address}/verify/{made['code']}").json()["state"] == "void"
    assert person("clerk").get(f"/documents/{made['id']}").json()["void_reason"] == "金额写错"
    assert person("clerk").get(f"/documents/{made['id']}/pdf").headers["x-document-state"] == "void"


def test_a_template_is_written_by_one_and_approved_by_another(engine: Engine, person: People) -> None:
    designer, admin = person("designer"), person("admin")
    draft = designer.says("/document-templates", name="便函", text=NEW)
    assert draft.status_code == 201
    approval = f"/document-templates/便函/{draft.json()['version']}/approval"
    assert designer.says(approval).status_code == 409
    assert person("clerk").says(approval).status_code == 403
    assert admin.says(approval).json()["approved_by"] == "admin"
    assert admin.says("/document-templates/便函/9/approval").status_code == 404
    assert designer.get("/document-templates/便函/1").json()["text"] == NEW
    assert "便函" in {each["name"] for each in person("clerk").get("/document-templates").json()}
    _, made = issue(engine, person, "便函")
    assert "关于开店" in text_of(person("clerk").get(f"/documents/{made['id']}/pdf").content)


def test_a_template_with_faults_is_refused_with_lines_and_remedies(person: People) -> None:
    refused = person("designer").says("/document-templates", name="便函", text=NEW + "{{如果 x > 1}}\n{{salary}}")
    assert refused.status_code == 422
    findings = refused.json()["findings"]
    assert [finding["where"] for finding in findings] == ["line 9", "line 9", "line 10"]
    assert "字段: salary 说明" in findings[-1]["expected"]


def test_every_shipped_template_prints(engine: Engine, person: People) -> None:
    names = [file.name.removesuffix(".md") for file in (files("bpmn") / "processes" / "documents").iterdir()]
    assert len(names) >= 10
    for name in names:
        _, made = issue(engine, person, name)
        content = person("clerk").get(f"/documents/{made['id']}/pdf").content
        assert made["number"] in text_of(content)
