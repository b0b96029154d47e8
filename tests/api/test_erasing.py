"""A person is erased over HTTP: nobody reads the values any more, and the journal and the rows still agree."""

from collections.abc import Callable
from pathlib import Path

import psycopg

from engine.bootstrap import open_engine
from engine.engine import Engine
from engine.settings import Settings
from engine.store.claims import DueJob
from engine.store.rebuild import compare
from engine.store.verify import verify
from tests.api.server import BEGIN, Person
from tests.documents.letters import text_of
from workers.handlers import document
from workers.surroundings import surroundings

People = Callable[[str], Person]
NUMBER, OTHER = "210199195803120014", "210199196003071236"


def stands_in_the_clear(dsn: str, *texts: str) -> list[str]:
    """Which of the texts stand anywhere in the tables."""
    with psycopg.connect(dsn) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        whole = "".join(str(connection.execute(f'select t::text from "{name}" t').fetchall()) for (name,) in tables)
    return [text for text in texts if text in whole]


def test_an_erased_person_is_read_by_nobody(person: People, module_database: str, home: Path) -> None:
    clerk, reviewer, admin = person("clerk"), person("reviewer"), person("admin")
    case, other = clerk.applies(applicant_id=NUMBER)["id"], clerk.applies(applicant_id=OTHER)["id"]
    seen = [who.get(f"/cases/{case}").json()["variables"]["applicant_id"] for who in (clerk, reviewer)]
    assert seen == [NUMBER, "2101**********0014"]

    body = {"number": NUMBER, "reason": "本人申请"}
    assert clerk.says("/persons/erase", **body).status_code == 403
    answers = [admin.says("/persons/erase", "erase once", **body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == {"districts": [case >> 40]}
    assert admin.says("/persons/erase", **body).status_code == 404

    pages = [who.get(f"/cases/{case}").json() for who in (clerk, reviewer)]
    assert [page["variables"]["applicant_id"] for page in pages] == [None, "已删除"]
    assert [(page["erased"], page["masked"]) for page in pages] == [(["applicant_id"], [])] * 2
    assert clerk.get(f"/cases/{other}").json()["variables"]["applicant_id"] == OTHER
    assert stands_in_the_clear(module_database, NUMBER, "2101**********0014", "本人申请") == ["本人申请"]

    engine = open_engine(Settings(home=home), module_database)
    with engine.store.writing() as connection:
        assert (verify(connection, {}), compare(connection)) == ([], [])
    engine.store.close()


def test_a_person_is_known_by_a_case_too(person: People) -> None:
    clerk, admin = person("clerk"), person("admin")
    case = clerk.applies(applicant_id="210199198001010018")["id"]
    assert admin.says("/persons/erase", case=case, reason="本人申请").status_code == 200
    assert clerk.get(f"/cases/{case}").json()["erased"] == ["applicant_id"]
    for wrong in ({}, {"case": case, "number": NUMBER}):
        assert admin.says("/persons/erase", reason="x", **wrong).status_code == 422
    assert admin.says("/persons/erase", case=case + 1000, reason="x").status_code == 404


def test_what_was_printed_about_an_erased_person_cannot_be_read_any_more(
    person: People, module_database: str, home: Path
) -> None:
    clerk, admin, number = person("clerk"), person("admin"), "210199195512120011"
    case = clerk.applies(applicant_id=number)["id"]
    engine = open_engine(Settings(home=home), module_database)
    made = [issued_in(engine, int(case), job, "测试丙") for job in (1, 2)]
    assert "测试丙" in text_of(clerk.get(f"/documents/{made[0]}/pdf").content)
    with engine.store.writing() as connection:
        files = [bytes(content) for (content,) in connection.execute("select content from blob").fetchall()]
    assert len(files) > 2
    assert not any("测试丙".encode() in content or b"%PDF" in content for content in files)

    assert admin.says("/persons/erase", number=number, reason="本人申请").status_code == 200
    for id in made:  # of the one the PDF was made, of the other never
        answer = clerk.get(f"/documents/{id}/pdf")
        assert (answer.status_code, "erased" in answer.text) == (404, True)
    assert [row["state"] for row in clerk.get(f"/cases/{case}/documents").json()] == ["valid", "valid"]
    engine.store.close()


def issued_in(engine: Engine, case: int, job: int, name: str) -> int:
    """A decision letter of a case, as the job gives it."""
    due = DueJob(case >> 40, case + 700_000 + job, BEGIN, case, "tell", "document", "{}", 0, 3, "PT10S")
    given = {"template": "准予决定书", "applicant_name": name, "item": "开店", "office": "街道", "decision": "准予"}
    context = surroundings(engine).context(due, BEGIN)
    return int(document.run({**given, "handling_area": "210102001001"}, context)["document"]["id"])
