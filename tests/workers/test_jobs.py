"""A job is done by its handler; what the handler raises is a failed attempt, tried again later, at last an incident."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from engine.domain.durations import in_city
from engine.domain.facts import ElementsPassed, FileAttached, IncidentRaised, InstanceEnded, JobFailed, JobPostponed
from engine.store import blobs
from engine.store.claims import DueJob
from engine.store.facts_json import loads
from registers import notices
from registers.catalogue import serving
from registers.imports import Delivery, take_in
from tests.workers.town import NOON, Town, end, flow, start
from workers import jobs
from workers.attempts import Failed, attempt, back_off
from workers.handlers.contract import BpmnError, Context, Handler, Inputs, Variables
from workers.jobs import _tell
from workers.surroundings import Surroundings, surroundings


def _job(kind: str, inputs: dict[str, str], outputs: dict[str, str] | None = None, retries: int = 3) -> tuple[str, str]:
    words = "".join(f"<city:input source='{source}' target='{name}'/>" for name, source in inputs.items())
    words += "".join(f"<city:output source='{source}' target='{name}'/>" for name, source in (outputs or {}).items())
    return (
        "job",
        f'<bpmn:serviceTask id="job" name="job"><bpmn:extensionElements><city:job kind="{kind}" retries="{retries}"'
        f' backoff="PT10S">{words}</city:job></bpmn:extensionElements></bpmn:serviceTask>',
    )


DOCUMENT = _job(
    "document", {"template": '"受理通知书"', "item": "item", "applicant": "applicant"}, {"notice": "document"}
)
BROKEN = _job("http", {"url": '"http://127.0.0.1:9/nobody"'})


def test_a_document_is_filled_in_and_attached(town: Town) -> None:
    town.deploy("notice", flow(start(), DOCUMENT, end()))
    case = town.start("notice", item="最低生活保障", applicant={"name": "测试甲"})
    town.work()
    attached = next(fact for fact in town.told(case) if isinstance(fact, FileAttached))
    with town.engine.store.writing() as connection:
        kept = blobs.get(connection, attached.sha256)
    assert kept is not None
    assert loads(kept[0])["values"] == {"applicant_name": "测试甲", "item": "最低生活保障"}
    passed = [fact.variables for fact in town.told(case) if isinstance(fact, ElementsPassed)]
    assert passed[-1]["notice"]["name"] == attached.name == "受理通知书.pdf"
    assert "InstanceEnded" in town.names(case)
    assert town.count("job") == 0


def test_a_notice_is_written_once_however_often_its_job_runs(town: Town) -> None:
    town.deploy("tell", flow(start(), _job("notify", {"to": '"li.ming"', "text": '"请补正材料"'}), end()))
    case = town.start("tell")
    with town.engine.store.writing() as connection:
        due = _due(connection, "notify", '{"to": "li.ming", "text": "请补正材料"}', case)
        for _ in range(2):
            place = surroundings(town.engine)
            attempt(due, place.handlers, place.context(due, NOON), place.opened)
        assert [(one.recipient, one.text) for one in notices.of_case(connection, case)] == [("li.ming", "请补正材料")]
    town.work()
    with town.engine.store.writing() as connection:
        assert len(notices.of_case(connection, case)) == 1


def _due(connection: Any, kind: str, inputs: str, instance: int) -> DueJob:
    (id,) = connection.execute("select id from job where instance = %s", (instance,)).fetchone()
    return DueJob(instance >> 40, id, NOON, instance, "job", kind, inputs, 0, 3, "PT10S")


def test_an_attempt_that_fails_is_tried_again_later_and_later_then_an_incident(town: Town, monkeypatch: Any) -> None:
    monkeypatch.setenv("TONGBAN_HTTP_ALLOWED", '["http://127.0.0.1:9/"]')
    town.deploy("call", flow(start(), BROKEN, end()))
    case = town.start("call")
    town.work()
    town.pass_(seconds=9)
    assert [fact.retry_at for fact in _postponed(town, case)] == [NOON + timedelta(seconds=10)]
    town.pass_(seconds=1)
    assert _postponed(town, case)[1].retry_at == NOON + timedelta(seconds=30)
    town.pass_(seconds=20)
    assert [fact.attempts for fact in _postponed(town, case)] == [1, 2]
    incident = next(fact for fact in town.told(case) if isinstance(fact, IncidentRaised))
    assert "refused" in incident.message
    assert town.count("job") == 0


def _postponed(town: Town, case: int) -> list[JobPostponed]:
    return [fact for fact in town.told(case) if isinstance(fact, JobPostponed)]


def test_a_url_that_nobody_allowed_and_a_kind_that_is_none_are_incidents_at_once(town: Town) -> None:
    town.deploy("call", flow(start(), BROKEN, end()))
    case = town.start("call")
    town.work()
    assert not _postponed(town, case)
    assert "that the settings allow" in next(f for f in town.told(case) if isinstance(f, IncidentRaised)).message
    due = DueJob(7, 1, NOON, 2, "x", "payout", "{}", 0, 3, "PT1S")
    place = surroundings(town.engine)
    failed = attempt(due, place.handlers, place.context(due, NOON), place.opened)
    assert isinstance(failed, Failed)
    assert (failed.retry_after, "found 'payout'" in failed.message) == (None, True)


CAUGHT = (
    '<bpmn:boundaryEvent id="caught" attachedToRef="job"><bpmn:errorEventDefinition errorRef="err"/>'
    "</bpmn:boundaryEvent>"
    '<bpmn:endEvent id="other" name="other"/><bpmn:sequenceFlow id="to_other" sourceRef="caught" targetRef="other"/>'
)


def test_a_bpmn_error_of_a_handler_takes_its_way_in_the_model(town: Town) -> None:
    def refuse(inputs: Inputs, context: Context) -> Variables:
        raise BpmnError("account-closed", "账户已销户")

    nodes = flow(start(), _job("http", {"url": '"x"'}), end()) + CAUGHT
    town.deploy("call", nodes, '<bpmn:error id="err" errorCode="account-closed"/>')
    case = town.start("call")
    _run_with(town, {"http": Handler(refuse)}, case)
    told = town.told(case)
    assert next(fact for fact in told if isinstance(fact, JobFailed)).code == "account-closed"
    assert next(fact for fact in told if isinstance(fact, InstanceEnded)).outcome == "other"


def test_a_result_that_the_engine_cannot_take_is_an_incident(town: Town) -> None:
    def float_(inputs: Inputs, context: Context) -> Variables:
        return {"amount": 1.5}

    town.deploy("call", flow(start(), _job("http", {"url": '"x"'}), end()))
    case = town.start("call")
    _run_with(town, {"http": Handler(float_)}, case)
    assert "result was refused" in next(f for f in town.told(case) if isinstance(f, IncidentRaised)).message


def test_a_job_withdrawn_while_it_runs_changes_nothing(town: Town) -> None:
    def slow(inputs: Inputs, context: Context) -> Variables:
        town.cancel(context.instance)
        return {"late": True}

    town.deploy("call", flow(start(), _job("http", {"url": '"x"'}), end()))
    case = town.start("call")
    _run_with(town, {"http": Handler(slow)}, case)
    assert "JobCompleted" not in town.names(case)
    assert jobs.step(town.engine, NOON + timedelta(days=1)) == 0


def _run_with(town: Town, handlers: dict[str, Handler], case: int) -> None:
    place = Surroundings(town.engine.store, town.engine.store.writing, lambda key, version: None, (), handlers)
    with town.engine.store.writing() as connection:
        due = _due(connection, "http", '{"url": "x"}', case)
    _tell(town.engine, [attempt(due, handlers, place.context(due, NOON), place.opened)], NOON)


def test_back_off_doubles_up_to_a_day() -> None:
    assert [back_off("PT10S", attempts, NOON).total_seconds() for attempts in (0, 1, 2, 3)] == [10, 20, 40, 80]
    assert back_off("PT10S", 60, NOON) == back_off("P1M", 0, NOON) == back_off("P1WD", 0, NOON) == timedelta(days=1)
    assert back_off("PT2WH", 1, NOON) == timedelta(hours=4)


def test_inputs_are_exact(town: Town) -> None:
    seen: list[Any] = []

    def look(inputs: Inputs, context: Context) -> Variables:
        seen.append(inputs["amount"])
        return {}

    due = DueJob(7, 1, NOON, 2, "x", "look", '{"amount": 0.10}', 0, 3, "PT1S")
    place = surroundings(town.engine)
    attempt(due, {"look": Handler(look)}, place.context(due, NOON), place.opened)
    assert seen == [Decimal("0.10")]


def test_a_comparison_opens_what_is_sealed_and_tells_nothing_of_it(town: Town) -> None:
    """The identity number stands in the case as a reference; the handler alone sees it."""
    identity = "210199195803120014"
    store, today = town.engine.store, in_city(NOON).date()
    with store.writing() as connection:
        for dataset in serving("death"):
            dead = [{"id_number": identity, "died_on": "2026-01-05"}] if dataset == "GA.death" else []
            take_in(connection, Delivery(dataset, today, dead), lambda number: store.vault.person(number, 0), NOON)
    asks = _job("compare", {"check": '"death"', "subject": "applicant_id"}, {"checked": "verdicts", "worst": "verdict"})
    personal = '<bpmn:extensionElements><city:personal variables="applicant_id"/></bpmn:extensionElements>'
    town.deploy("checked", flow(start(), asks, end()), extensions=personal)
    case = town.start("checked", applicant_id=identity)
    town.work()
    passed = [fact.variables for fact in town.told(case) if isinstance(fact, ElementsPassed)]
    assert passed[-1]["worst"] == "hit"
    assert passed[-1]["checked"][0]["detail"] == "有死亡注销记录,日期2026-01-05"
    assert identity not in str(town.told(case))
