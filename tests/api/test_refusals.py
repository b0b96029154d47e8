"""Bad input gets a clear error and loses nothing: a problem that says what was expected, and never a 500."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.server import HERE, Person

People = Callable[[str], Person]


def deep(levels: int) -> bytes:
    return b'{"variables":' + b'{"a":' * levels + b"1" + b"}" * levels + b"}"


BODIES = {
    "no JSON": (b"{", 400),
    "no UTF-8": (b"\xff", 400),
    "a list": (b"[]", 422),
    "NaN": (b'{"variables": {"a": NaN}}', 400),
    "infinite": (b'{"variables": {"a": 1e999999999}}', 422),
    "tiny": (b'{"variables": {"a": 1e-999999999}}', 422),
    "a number of 5,000 digits": (b'{"variables": {"a": ' + b"9" * 5000 + b"}}", 422),
    "a number beyond 64 bits": (b'{"variables": {"a": 9223372036854775808}}', 422),
    "65 deep": (deep(65), 422),
    "1,000 deep": (deep(1000), 422),
    "100,000 deep": (b'{"variables":' + b"[" * 100_000, 422),
    "over 1 MB": (b'{"variables": {"a": "' + b"x" * 1_000_001 + b'"}}', 413),
    "no object": (b'{"variables": 3}', 422),
    "another name": (b'{"variable": {}}', 422),
    "U+0000": (b'{"variables": {"a": "\\u0000"}}', 422),
    "half a surrogate": (b'{"variables": {"a": "\\ud800"}}', 400),
}


@pytest.fixture(scope="module")
def held(person: People) -> int:
    """A task that the clerk holds."""
    task = int(person("clerk").applies()["opened"][0]["id"])
    assert person("clerk").says(f"/tasks/{task}/claim").status_code == 200
    return task


@pytest.mark.parametrize("case", BODIES)
def test_a_bad_body_is_refused_with_a_problem(person: People, held: int, case: str) -> None:
    body, status = BODIES[case]
    answer = person("clerk").post(f"/tasks/{held}/complete", content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Expected")
    assert person("clerk").get(f"/tasks/{held}").json()["task"]["assignee"] == "clerk"


def test_names_that_other_engines_choke_on_are_plain_variables(person: People) -> None:
    names: dict[str, Any] = {"typename": {"a": 1}, "__proto__": "x", "data": [1, 2.50], "__class__": None, "a b": True}
    case = person("clerk").applies(**names)
    shown = person("clerk").get(f"/cases/{case['id']}").json()["variables"]
    assert {name: shown[name] for name in names} == names


def test_a_body_without_a_length_is_bounded_too(person: People, held: int) -> None:
    chunks = (b"x" * 100_000 for _ in range(11))
    answer = person("clerk").post(f"/tasks/{held}/complete", content=chunks)
    assert answer.status_code == 413


PATHS = {
    "/tasks/1": 404,
    "/tasks/0": 404,
    "/tasks/-1": 404,
    "/tasks/abc": 404,
    "/tasks/99999999999999999999999": 404,
    "/cases/2199023255553000": 404,
    "/nowhere": 404,
    "/tasks?after=xyz": 422,
    "/tasks?limit=0": 422,
    "/tasks?limit=501": 422,
    "/tasks?scope=theirs": 422,
    "/tasks?due_before=2026-11-24T00:00:00": 422,
    "/tasks?unknown=1": 422,
    "/tasks?text=%00": 422,
    "/cases?before=0": 422,
    "/cases?about=99999999999999999999": 422,
    "/dashboard?from=2026-12-01&to=2026-11-01": 422,
    "/dashboard?from=yesterday": 422,
    "/definitions/none": 404,
    "/definitions/permit/xml?version=99": 404,
    "/definitions/permit/files?version=99": 404,
    "/forms/7/none": 404,
}


@pytest.mark.parametrize("path", PATHS)
def test_a_bad_address_is_refused_with_a_problem(person: People, path: str) -> None:
    answer = person("clerk").get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (PATHS[path], "application/problem+json")


@pytest.mark.parametrize("id", [1, 8191 << 40 | 5, 7 << 40 | 1, 2**53 - 1])
def test_unknown_ids_make_no_districts(person: People, id: int) -> None:
    clerk, auditor = person("clerk"), person("auditor")
    paths = (f"/tasks/{id}/claim", f"/tasks/{id}/complete", f"/cases/{id}/comments", f"/incidents/{id}/retry")
    for path in paths[:2]:
        assert clerk.says(path).status_code == 404
    assert clerk.says(paths[2], text="x").status_code == 404
    assert person("operator").says(paths[3]).status_code == 404
    assert auditor.get(f"/journal?district={max(1, id >> 40)}&after=1000000").json() == []


def test_starts_that_cannot_be_are_told_why(person: People) -> None:
    clerk = person("clerk")
    assert clerk.says("/cases", key="no such process").status_code == 404
    assert clerk.says("/cases", key="permit", version=99).status_code == 404
    assert clerk.says("/cases", key="permit", version=0).status_code == 422
    unknown = clerk.says("/cases", key="permit", area="999999")
    assert (unknown.status_code, unknown.json()["findings"][0]["where"]) == (422, "area")


def test_what_a_form_asks_for_must_be_there(person: People, held: int) -> None:
    answer = person("clerk").says(f"/tasks/{held}/complete", variables={"accepted": True})
    assert answer.status_code == 422
    assert [finding["where"] for finding in answer.json()["findings"]] == ["note"]


def test_others_finished_and_withdrawn_tasks_are_not_completed(person: People) -> None:
    clerk, colleague, stranger = person("clerk"), person("colleague"), person("stranger")
    case = clerk.applies()
    task, done = case["opened"][0]["id"], {"variables": {"accepted": True, "note": "可"}}
    assert clerk.says(f"/tasks/{task}/complete", **done).status_code == 409
    clerk.says(f"/tasks/{task}/claim")
    assert colleague.says(f"/tasks/{task}/complete", **done).status_code == 409
    assert stranger.says(f"/tasks/{task}/complete", **done).status_code == 404
    assert clerk.says(f"/tasks/{task}/complete", **done).status_code == 200
    assert clerk.says(f"/tasks/{task}/complete", **done).status_code == 404
    other = clerk.applies()
    clerk.says(f"/cases/{other['id']}/cancel", reason="撤回")
    assert clerk.says(f"/tasks/{other['opened'][0]['id']}/complete", **done).status_code == 404


def test_a_loop_of_automatic_steps_becomes_an_incident(person: People) -> None:
    assert len(person("clerk").applies("endless")["incidents"]) == 1


FILES: dict[str, tuple[bytes, int]] = {
    "malformed": (b"<bpmn:definitions", 422),
    "a document type": (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 422),
    "no BPMN": (b"<a/>", 422),
    "a flow to nowhere": ((HERE / "permit.bpmn").read_bytes().replace(b'targetRef="accept"', b'targetRef="gone"'), 422),
    "a bad expression": ((HERE / "permit.bpmn").read_bytes().replace(b"= amount &gt; 10", b"= amount &gt;"), 422),
}


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_refused_and_nothing_is_deployed(person: People, case: str) -> None:
    source, status = FILES[case]
    designer = person("designer")
    answer = designer.says("/definitions", name="bad.bpmn", source=source.decode())
    assert answer.status_code == status, answer.text
    assert {row["version"] for row in designer.get("/definitions").json()} == {1}


def test_a_file_of_fifty_megabytes_is_refused(person: People) -> None:
    parts = {"file": ("large.bpmn", b"<a>" + b" " * 50_000_000 + b"</a>")}
    assert person("designer").post("/definitions", files=parts).status_code == 413


def test_findings_name_the_element_and_its_line(person: People) -> None:
    source = FILES["a flow to nowhere"][0].decode()
    answer: dict[str, Any] = person("designer").says("/definitions", name="bad.bpmn", source=source).json()
    assert any(finding["where"] == "f1" and "行" in finding["expected"] for finding in answer["findings"])
    assert "Traceback" not in json.dumps(answer)


UPLOADS = {
    "a program": (b"MZ\x90\x00\x03\x00", 415),
    "a page": (b"\x00<html>", 415),
    "an archive": (b"PK\x03\x04 nothing else", 415),
    "nothing": (b"", 422),
    "over 20 MB": (b"%PDF-" + b"x" * 20_000_000, 413),
}


@pytest.mark.parametrize("case", UPLOADS)
def test_files_are_told_by_their_content(person: People, case: str) -> None:
    content, status = UPLOADS[case]
    clerk = person("clerk")
    path = f"/cases/{clerk.applies()['id']}/attachments"
    assert clerk.post(path, files={"file": ("申请.pdf", content)}).status_code == status
    assert clerk.post(path, data={"task": "x"}).status_code == 422


def test_keys_that_are_no_keys_are_refused(person: People) -> None:
    clerk = person("clerk")
    for key in ("", "x" * 201):
        answer = clerk.post("/cases", json={"key": "permit"}, headers={"Idempotency-Key": key})
        assert answer.status_code == 422
