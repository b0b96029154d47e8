"""What handlers do for a process: call out, compare with the registers under sealed values, write notices."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bpmn.vocabulary import JOB_KINDS
from engine.engine import Engine
from registers.catalogue import serving
from registers.imports import Delivery, take_in
from registers.records import Unreachable
from tests.workers.town import HERE, NOON
from workers.handlers import compare, document, http, notify
from workers.handlers.contract import BpmnError, Context, Hopeless
from workers.handlers.kinds import HANDLERS
from workers.surroundings import surroundings

JIA = "210199195803120014"
TODAY = date(2026, 3, 4)


def _context(engine: Engine, *allowed: str) -> Context:
    place = surroundings(engine)
    return Context(
        job=(HERE << 40) + 5,
        instance=(HERE << 40) + 4,
        element="job",
        now=NOON,
        registers=place.registers,
        blobs=lambda content, media_type: "sha",
        person_index=lambda number: engine.store.vault.person(number, 0),
        rules=place.rules,
        is_open=lambda instance: False,
        sealing=place.sealing(),
        seal=place.seal,
        allowed_urls=allowed,
    )


@contextmanager
def _system(status: int, answer: str) -> Iterator[tuple[str, list[Any]]]:
    """Another system, on a port of this machine: its address and what it was sent."""
    heard: list[Any] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, self.headers["Idempotency-Key"], json.loads(body)))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(answer.encode())))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        server.server_close()


def test_http_posts_exact_numbers_and_reads_exact_numbers(engine: Engine) -> None:
    with _system(200, '{"limit": 0.10}') as (url, heard):
        body = {"amount": Decimal("1.10"), "count": 3, "whole": Decimal("2"), "name": "测试"}
        answer = http.run({"url": f"{url}/loans", "body": body}, _context(engine, url))
    assert answer == {"status": 200, "answer": {"limit": Decimal("0.10")}}
    assert heard == [("/loans", f"job-{(HERE << 40) + 5}", {"amount": "1.10", "count": 3, "whole": 2, "name": "测试"})]


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (409, '{"code": "account-closed", "detail": "销户"}', BpmnError),
        (404, "not here", Hopeless),
        (302, "", Hopeless),
        (503, "", ConnectionError),
        (429, "", ConnectionError),
        (200, "no json", Hopeless),
    ],
)
def test_http_tells_refusals_from_failures(engine: Engine, status: int, answer: str, error: type[Exception]) -> None:
    with _system(status, answer) as (url, _), pytest.raises(error):
        http.run({"url": url, "body": {}}, _context(engine, url))


@pytest.mark.parametrize(
    "url",
    [
        "http://pay.example/apix",
        "http://pay.example.evil/api/x",
        "http://pay.example:81/api",
        "http://user@pay.example/api",
        "https://pay.example/api",
        "http://pay.example/api/../admin",
        "http://pay.example/api/%2e%2e/admin",
        "file:///etc/passwd",
        "",
        None,
    ],
)
def test_http_calls_only_what_is_allowed(engine: Engine, url: Any) -> None:
    with pytest.raises(Hopeless, match="settings allow"):
        http.run({"url": url}, _context(engine, "http://pay.example/api"))


def _deliver(engine: Engine, dataset: str, rows: list[dict[str, str]]) -> None:
    with engine.store.writing() as connection:
        take_in(connection, Delivery(dataset, TODAY, rows), lambda number: engine.store.vault.person(number, 0), NOON)


def test_compare_gives_the_worst_of_several_checks(engine: Engine) -> None:
    for dataset in serving("death"):
        _deliver(engine, dataset, [])
    _deliver(engine, "JJ.vehicle", [{"id_number": JIA, "plate": "辽A1", "kind": "小型汽车", "essential": "否"}])
    answer = compare.run({"check": ["death", "vehicle", "company"], "subject": JIA}, _context(engine))
    assert (answer["verdict"], answer["hits"], answer["blocked"]) == ("hit", ["vehicle"], False)
    assert [one["outcome"] for one in answer["verdicts"]] == ["agree", "hit", "unknown"]
    assert answer["verdicts"][1]["evidence"] == [
        {"dataset": "JJ.vehicle", "asOf": "2026-03-04", "record": 0, "fresh": True}
    ]
    assert JIA not in json.dumps(answer, ensure_ascii=False)


def test_compare_reads_what_is_declared_beside_or_under(engine: Engine) -> None:
    _deliver(engine, "GA.residence", [{"id_number": JIA, "address": "210102001001", "since": "2025-01-01"}])
    declared = {"address": "210102", "since_by": "2024-12-31"}
    for inputs in (declared, {"declared": {"residence": declared}}):
        assert compare.run({"check": "residence", "subject": JIA, **inputs}, _context(engine))["verdict"] == "hit"


@pytest.mark.parametrize(
    "inputs",
    [
        {"check": "astrology", "subject": JIA},
        {"check": [], "subject": JIA},
        {"subject": JIA},
        {"check": "death", "person": None},
    ],
)
def test_compare_says_what_it_cannot_ask(engine: Engine, inputs: dict[str, Any]) -> None:
    with pytest.raises(Hopeless, match="Expected"):
        compare.run(inputs, _context(engine))


def test_a_document_shows_its_gaps_and_runs_nothing(engine: Engine) -> None:
    values = {
        "text": "{{who.name}} {{amount}} {{on}} {{ok}} {{list}} {{nobody}} {{who}} {{ 1+1 }}",
        "who": {"name": "测试甲"},
        "amount": Decimal("1234.50"),
        "on": datetime(2026, 3, 4, 4, 0, tzinfo=NOON.tzinfo),
        "ok": True,
        "list": ["身份证", "户口簿"],
    }
    kept: list[bytes] = []

    def keep(content: bytes, media_type: str) -> str:
        kept.append(content)
        return "sha"

    answer = document.run(values, replace(_context(engine), blobs=keep))
    assert kept[0].decode() == "测试甲 1,234.50 2026年3月4日 12:00 是 身份证、户口簿 ________ ________ ________"
    assert answer["gaps"] == ["nobody", "who", "1+1"]


@pytest.mark.parametrize("template", ["../../etc/passwd", "没有的模板", "", None, 7])
def test_only_templates_that_are_there(engine: Engine, template: Any) -> None:
    with pytest.raises(Hopeless):
        document.run({"template": template}, _context(engine))


@pytest.mark.parametrize("inputs", [{"to": "li.ming"}, {"to": "", "text": "x"}, {"text": "x"}, {"to": 5, "text": "x"}])
def test_a_notice_needs_somebody_and_words(engine: Engine, inputs: dict[str, Any]) -> None:
    with pytest.raises(Hopeless):
        notify.run(inputs, _context(engine))


def test_a_notice_to_a_person_keeps_the_person_sealed(engine: Engine) -> None:
    notify.run({"to": {"sealed": 77, "digest": "ab"}, "text": "已受理"}, _context(engine))
    with engine.store.writing() as connection:
        assert connection.execute("select recipient from notice").fetchall() == [("sealed:77",)]


def test_registers_that_cannot_be_reached_are_an_error_of_the_model_at_last(engine: Engine) -> None:
    def away() -> Any:
        raise Unreachable("the registers are away")

    inputs = {"check": "death", "subject": JIA}
    for is_last, error in ((False, Unreachable), (True, BpmnError)):
        with pytest.raises(error, match="away"):
            compare.run(inputs, replace(_context(engine), registers=away, is_last=is_last))


def test_designers_are_told_the_kinds_that_there_are() -> None:
    assert set(JOB_KINDS) == set(HANDLERS)
