"""What becomes of jobs and messages: done, tried again, an error of the model, delivered, settled."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.domain import facts, moves
from engine.domain.commands import CompleteJob, DeliverMessage, FailJob, SettleMessage
from engine.domain.decision import Decision
from tests.engine.domain.sight import CASE, JOB, MESSAGE, NOW, WORKER, asked, decided, refused

LATER = timedelta(seconds=10)
ENDED = replace(CASE, status="terminated")


def failing(**fields: Any) -> FailJob:
    made: FailJob = asked(FailJob, WORKER, job=40, instance=10, message="unreachable", **fields)
    return made


def test_a_job_that_is_done_moves_its_token() -> None:
    command = asked(CompleteJob, WORKER, job=40, instance=10, variables={"verdict": "clear"})
    move = moves.Finish(4, 40, {"verdict": "clear"})
    assert decided(command, job=JOB, instance=CASE) == Decision(moves=(move,))


@pytest.mark.parametrize("attempts", [0, 1])
def test_a_failed_attempt_is_followed_by_another_while_some_are_left(attempts: int) -> None:
    postponed = facts.JobPostponed(40, 10, "unreachable", attempts + 1, NOW + LATER)
    job = replace(JOB, attempts=attempts, retries=3)
    assert decided(failing(retry_after=LATER), job=job, instance=CASE) == Decision((postponed,))


@pytest.mark.parametrize(
    ("command", "attempts", "code"),
    [
        (failing(retry_after=LATER), 2, None),
        (failing(), 0, None),
        (failing(code="account-closed"), 0, "account-closed"),
        (failing(code="account-closed", retry_after=LATER), 0, "account-closed"),
    ],
    ids=["none left", "hopeless", "an error of the model", "which no attempt mends"],
)
def test_without_another_attempt_the_model_hears_of_it(command: FailJob, attempts: int, code: str | None) -> None:
    move = moves.Fail(4, 40, "unreachable", code)
    assert decided(command, job=replace(JOB, attempts=attempts, retries=3), instance=CASE) == Decision(moves=(move,))


@pytest.mark.parametrize("command", [failing(), asked(CompleteJob, WORKER, job=40, instance=10)])
def test_a_job_that_is_gone_has_no_result(command: Any) -> None:
    for seen in ({}, {"job": JOB}, {"instance": CASE}, {"job": JOB, "instance": ENDED}):
        assert refused(command, **seen) == "WrongState: Expected an open job, but 40 is done or withdrawn"


def test_a_message_is_handed_to_the_token_that_waits() -> None:
    fields = {"message": 50, "kind": "message", "name": "paid", "instance": 10, "subscription": 60, "token": 6}
    command = asked(DeliverMessage, WORKER, key="A1", variables={"sum": 5}, **fields)
    move = moves.Deliver("message", "paid", "A1", 6, {"sum": 5})
    assert decided(command, subscribed=True, instance=CASE) == Decision(moves=(move,))
    for seen in ({"instance": CASE}, {"subscribed": True}, {"subscribed": True, "instance": ENDED}):
        said = refused(command, **seen)
        assert said == "WrongState: Expected case 10 to wait for 'paid', but it does not any more"


def test_a_message_is_settled_once() -> None:
    command = asked(SettleMessage, WORKER, message=50, how="delivered", instance=10)
    assert decided(command, message=MESSAGE) == Decision((facts.MessageSettled(50, "delivered", 10, "paid"),))
    assert refused(command) == "WrongState: Expected message 50 in the outbox, but it is settled"
