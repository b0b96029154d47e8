"""The way of a case over HTTP, from its start to its end, as its people see it."""

from collections.abc import Callable
from typing import Any

from tests.api.server import COMMUNITY, Person

People = Callable[[str], Person]


def opened(answer: dict[str, Any]) -> int:
    return int(answer["opened"][0]["id"])


def test_a_case_goes_from_the_window_to_its_end(person: People) -> None:
    clerk, reviewer = person("clerk"), person("reviewer")
    case = clerk.applies()
    task = opened(case)
    assert case["title"] == "许可：开店"
    assert clerk.says(f"/tasks/{task}/claim").json()["assignee"] == "clerk"
    done = clerk.says(f"/tasks/{task}/complete", variables={"accepted": True, "note": "齐全"}).json()
    assert done["milestones"] == ["accepted"]
    review = opened(done)
    assert reviewer.says(f"/tasks/{review}/claim").status_code == 200
    end = reviewer.says(f"/tasks/{review}/complete", variables={}).json()
    assert (end["ended"], end["outcome"]) == ("completed", "完成")
    seen = clerk.get(f"/cases/{case['id']}").json()
    assert seen["case"]["status"] == "completed"
    assert seen["variables"]["note"] == "齐全"
    told = [line["sentence_zh"] for line in seen["story"]]
    assert told[0] == "clerk 发起：许可：开店"
    assert "clerk 办完“受理”" in told
    assert told[-1] == "办结"


def test_a_task_is_shown_with_its_form_its_variables_and_what_may_be_done(person: People) -> None:
    clerk, colleague = person("clerk"), person("colleague")
    task = opened(clerk.applies())
    view = clerk.get(f"/tasks/{task}").json()
    assert view["verbs"] == ["claim", "comment"]
    assert view["form_schema"]["id"] == "permit-acceptance"
    assert "到期" in view["due"]["zh"]
    clerk.says(f"/tasks/{task}/claim")
    assert clerk.get(f"/tasks/{task}").json()["verbs"][0] == "complete"
    assert colleague.get(f"/tasks/{task}").json()["verbs"] == ["comment"]


def test_personal_values_open_for_handlers_and_are_masked_for_others(person: People) -> None:
    clerk, colleague = person("clerk"), person("colleague")
    case = clerk.applies()
    own, others = clerk.get(f"/cases/{case['id']}").json(), colleague.get(f"/cases/{case['id']}").json()
    assert own["variables"]["applicant_id"] == "210199195803120014"
    assert others["variables"]["applicant_id"] == "2101**********0014"
    assert others["masked"] == ["applicant_id"]
    assert "210199195803120014" not in colleague.get(f"/cases/{case['id']}/journal").text


def test_handing_over_delegating_and_giving_back(person: People) -> None:
    clerk, colleague = person("clerk"), person("colleague")
    task = opened(clerk.applies())
    clerk.says(f"/tasks/{task}/claim")
    assert clerk.says(f"/tasks/{task}/delegate", to="colleague").json()["owner"] == "clerk"
    assert colleague.get(f"/tasks/{task}").json()["verbs"][0] == "return"
    assert colleague.says(f"/tasks/{task}/return").json()["assignee"] == "clerk"
    assert clerk.says(f"/tasks/{task}/transfer", to="stranger").status_code == 403
    assert clerk.says(f"/tasks/{task}/transfer", to="nobody").status_code == 422
    assert clerk.says(f"/tasks/{task}/transfer", to="colleague").json()["assignee"] == "colleague"
    assert colleague.says(f"/tasks/{task}/release").json()["assignee"] is None


def test_claim_next_takes_what_is_free_and_ends(person: People) -> None:
    clerk = person("clerk")
    clerk.applies()
    free = clerk.get("/tasks/count").json()["count"]
    taken = [clerk.says("/tasks/claim-next", group="window:community:clerk") for _ in range(free)]
    assert {answer.status_code for answer in taken} == {200}
    assert clerk.says("/tasks/claim-next").status_code == 404
    assert clerk.says("/tasks/claim-next", area=COMMUNITY).status_code == 404


def test_many_tasks_are_completed_each_with_its_own_answer(person: People) -> None:
    clerk = person("clerk")
    held, free = opened(clerk.applies()), opened(clerk.applies())
    clerk.says(f"/tasks/{held}/claim")
    done = {"variables": {"accepted": True, "note": "可以"}}
    tasks = [{"task": held, **done}, {"task": free, **done}, {"task": 7, **done}]
    results = clerk.says("/tasks/complete", tasks=tasks).json()["results"]
    assert results[0]["done"]["task"] == held
    assert [result["refused"]["status"] for result in results[1:]] == [409, 404]


def test_a_case_is_cancelled_with_a_reason_by_who_started_it(person: People) -> None:
    clerk, colleague = person("clerk"), person("colleague")
    case = clerk.applies()
    assert colleague.says(f"/cases/{case['id']}/cancel", reason="不要了").status_code == 403
    assert clerk.says(f"/cases/{case['id']}/cancel", reason=" ").status_code == 422
    assert clerk.says(f"/cases/{case['id']}/cancel", reason="不要了").json()["ended"] == "cancelled"
    assert clerk.says(f"/tasks/{opened(case)}/claim").status_code == 404
    assert clerk.get(f"/cases/{case['id']}").json()["story"][-1]["sentence_zh"] == "clerk 撤销：不要了"


def test_the_clock_of_a_case_stops_and_runs_again(person: People) -> None:
    clerk, operator = person("clerk"), person("operator")
    started = clerk.applies()
    case, task = started["id"], opened(started)
    assert operator.says(f"/cases/{case}/pause", reason="还没受理").status_code == 409
    clerk.says(f"/tasks/{task}/claim")
    clerk.says(f"/tasks/{task}/complete", variables={"accepted": True, "note": "齐全"})
    assert clerk.says(f"/cases/{case}/pause", reason="等补正").status_code == 403
    assert operator.says(f"/cases/{case}/pause", reason="等补正").status_code == 200
    assert clerk.get(f"/cases/{case}").json()["due"]["zh"] == "停钟：等补正"
    assert operator.says(f"/cases/{case}/resume", reason="补齐").json()["due_at"]
    assert operator.says(f"/cases/{case}/resume", reason="补齐").status_code == 409


def test_comments_are_heard_and_files_come_back_byte_for_byte(person: People) -> None:
    clerk, stranger = person("clerk"), person("stranger")
    case = clerk.applies()
    path = f"/cases/{case['id']}/attachments"
    content = b"%PDF-1.7 \x00\x01"
    filed = clerk.post(path, files={"file": ("../证明.pdf", content)}, data={"task": str(opened(case))}).json()
    assert (filed["media_type"], filed["name"], filed["size"]) == ("application/pdf", "证明.pdf", len(content))
    assert clerk.get(f"{path}/{filed['id']}").content == content
    assert stranger.get(f"{path}/{filed['id']}").status_code == 404
    assert stranger.post(path, files={"file": ("a.txt", b"hello")}).status_code == 404
    assert clerk.says(f"/tasks/{opened(case)}/comments", text="请补照片").status_code == 201
    assert clerk.says(f"/cases/{case['id']}/comments", text="收到").status_code == 201
    seen = clerk.get(f"/cases/{case['id']}").json()
    assert [comment["text"] for comment in seen["comments"]] == ["请补照片", "收到"]
    assert seen["attachments"][0]["sha256"] == filed["sha256"]


def test_messages_reach_who_waits_and_are_refused_where_nobody_does(person: People) -> None:
    clerk, stranger, operator = person("clerk"), person("stranger"), person("operator")
    case = clerk.applies("waiting", number="A-1")
    assert clerk.says("/messages", name="papers", key="A-2").status_code == 409
    assert stranger.says("/messages", name="papers", key="A-1").status_code == 409
    assert stranger.says("/messages", name="papers", key="A-1", instance=case["id"]).status_code == 404
    assert clerk.says("/messages", name="papers", key="A-1", ttl="P1D").status_code == 403
    assert operator.says("/messages", name="papers", key="A-9", ttl="P1WD").status_code == 422
    first = clerk.says("/messages", "papers-1", name="papers", key="A-1")
    assert (first.status_code, first.json()["ended"]) == (202, "completed")
    other = clerk.applies("waiting", number="A-1")
    again = clerk.says("/messages", "papers-1", name="papers", key="A-1")
    assert (again.json(), again.headers["Idempotent-Replay"]) == (first.json(), "true"), "where it went the first time"
    assert clerk.says("/messages", "papers-1", name="papers", key="A-2").status_code == 409
    assert clerk.says("/messages", name="papers", key="A-1", instance=other["id"]).json()["ended"] == "completed"
    assert clerk.says("/messages", name="papers", key="A-1", instance=other["id"]).status_code == 409
    assert clerk.says("/signals", name="alarm").status_code == 403
    assert operator.says("/signals", name="alarm").status_code == 202


def test_a_message_seals_what_its_case_keeps_as_personal(person: People) -> None:
    """Sent by key it reaches the one who waits at once; where nobody does, nobody could seal it."""
    clerk, operator, auditor = person("clerk"), person("operator"), person("auditor")
    card = {"bank_card": "6222000000000000012"}
    case = clerk.applies("waiting", number="A-3")
    assert clerk.says("/messages", name="papers", key="A-3", variables=card).json()["ended"] == "completed"
    told = auditor.get(f"/cases/{case['id']}/journal").text
    assert '"bank_card":{"sealed":' in told.replace(" ", "")
    assert card["bank_card"] not in told
    for path, body in (("/messages", {"name": "papers", "key": "A-4", "ttl": "P1D"}), ("/signals", {"name": "alarm"})):
        refused = operator.says(path, **body, variables=card)
        assert (refused.status_code, refused.json()["findings"][0]["where"]) == (422, "bank_card")


def test_an_incident_is_listed_and_tried_again_with_other_values(person: People) -> None:
    clerk, operator = person("clerk"), person("operator")
    failed = clerk.applies("failing", amount=3)
    assert failed["incidents"][0]["element"] == "x_choose"
    incident = failed["incidents"][0]["incident"]
    assert clerk.get("/incidents").status_code == 403
    assert [row["id"] for row in operator.get("/incidents?key=failing").json()] == [incident]
    assert clerk.says(f"/incidents/{incident}/retry").status_code == 403
    first = operator.says(f"/incidents/{incident}/retry", "again", variables={"amount": 11})
    assert first.json()["ended"] == "completed"
    again = operator.says(f"/incidents/{incident}/retry", "again", variables={"amount": 11})
    assert (again.json(), again.headers["Idempotent-Replay"]) == (first.json(), "true")
    assert operator.says(f"/incidents/{incident}/retry").status_code == 404


def test_a_case_says_why_its_gateway_went_where_it_went(person: People) -> None:
    clerk = person("clerk")
    case = clerk.applies("failing", amount=30)
    (choice,) = clerk.get(f"/cases/{case['id']}").json()["choices"]
    assert choice["sentence_zh"] == "“往哪走”走向“x_end”，因为 amount > 10 成立（amount 是 30）"
    assert choice["values"] == {"amount": "30"}
