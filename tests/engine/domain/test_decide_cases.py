"""What is done to whole cases: start, cancel, clock, incidents, comments, files, messages; and by whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.domain import facts, moves
from engine.domain.commands import (
    Actor,
    AddComment,
    AttachFile,
    CancelInstance,
    Command,
    PauseClock,
    ResumeClock,
    RetryIncident,
    SendMessage,
    SendSignal,
    StartInstance,
)
from engine.domain.decision import Decision
from engine.domain.situation import DefinitionRow
from tests.engine.domain.sight import (
    CASE,
    EYE,
    FARAWAY,
    HEAD,
    LI,
    NAMED,
    STARTER,
    TASK,
    WANG,
    WORKER,
    asked,
    decided,
    refused,
)

DEFINITION = DefinitionRow(1, "permit", 3, "许可", "case", "digest")
FOR_CLERKS = replace(DEFINITION, starters=("MZ:street:reviewer",))
ENDED = replace(CASE, status="cancelled")
FILE = {"name": "照片.jpg", "media_type": "image/jpeg", "sha256": "00", "size": 3}
NOT_SEEN = "NotFound: Expected a case that you may see, but there is none with this id"


def on(kind: type[Command], actor: Actor, **fields: Any) -> Any:
    given: dict[type, dict[str, Any]] = {
        RetryIncident: {"incident": 9},
        AddComment: {"text": "好"},
        AttachFile: FILE,
        SendMessage: {"name": "paid"},
    }
    return asked(kind, actor, instance=10, **({"reason": "材料不全"} if kind in REASONED else given[kind]) | fields)


REASONED = (CancelInstance, PauseClock, ResumeClock)
MOVING = (*REASONED, RetryIncident, SendMessage)


def test_a_start_makes_an_instance_with_a_new_id() -> None:
    command = asked(StartInstance, key="permit", area="210102", business_key="B", about=7, variables={"income": 650})
    move = moves.Start(100, "li", "210102", "B", 7, None, {"income": 650})
    assert decided(command, definition=DEFINITION) == Decision(moves=(move,))
    assert decided(command, definition=FOR_CLERKS) == Decision(moves=(move,))


def test_what_may_be_under_way_once_is_not_started_twice() -> None:
    once = asked(StartInstance, key="permit", business_key="B", once=True)
    said = "WrongState: Expected no permit B under way, but there is one"
    assert refused(once, definition=DEFINITION, under_way=True) == said
    assert isinstance(decided(once, definition=DEFINITION), Decision)
    often = asked(StartInstance, key="permit", business_key="B")
    assert isinstance(decided(often, definition=DEFINITION, under_way=True), Decision)


def test_a_message_that_is_kept_for_a_case_goes_by_the_outbox() -> None:
    kept = on(SendMessage, LI, key="A1", ttl=timedelta(hours=1))
    thrown = facts.MessageThrown(100, "message", "paid", "A1", to=10, ttl=timedelta(hours=1))
    assert decided(kept, instance=CASE) == Decision((thrown,))
    assert refused(kept, instance=None) == NOT_SEEN


def test_who_is_no_starter_may_not_and_the_workers_may() -> None:
    said = "Forbidden: Expected one of MZ:street:reviewer to start permit, not head"
    assert refused(asked(StartInstance, HEAD, key="permit"), definition=FOR_CLERKS) == said
    assert isinstance(decided(asked(StartInstance, WORKER, key="permit"), definition=FOR_CLERKS), Decision)


def test_what_is_not_deployed_cannot_be_started() -> None:
    said = "NotFound: Expected a deployed process, but there is no 'permit'"
    assert refused(asked(StartInstance, key="permit")) == said
    assert refused(asked(StartInstance, key="permit", version=9)) == f"{said} version 9"


@pytest.mark.parametrize(
    ("command", "move"),
    [
        (on(CancelInstance, STARTER), moves.Cancel("材料不全", "starter")),
        (on(CancelInstance, HEAD, reason=" 撤回 "), moves.Cancel("撤回", "head")),
        (on(PauseClock, HEAD), moves.Pause("材料不全", "head", "both")),
        (on(PauseClock, HEAD, clocks="committed"), moves.Pause("材料不全", "head", "committed")),
        (on(ResumeClock, HEAD), moves.Resume("材料不全", "head")),
        (on(RetryIncident, HEAD, variables={"a": 1}), moves.Retry(5, {"a": 1}, "head")),
        (on(SendMessage, LI, key="A1"), moves.Deliver("message", "paid", "A1")),
    ],
)
def test_what_may_be_done_to_a_case_moves_it(command: Command, move: moves.Move) -> None:
    assert decided(command, instance=CASE, incident_token=5) == Decision(moves=(move,))


@pytest.mark.parametrize("kind", MOVING)
def test_a_case_that_one_may_not_see_is_not_there(kind: type[Command]) -> None:
    assert refused(on(kind, FARAWAY), instance=CASE, incident_token=5) == NOT_SEEN
    assert refused(on(kind, HEAD)) == NOT_SEEN


@pytest.mark.parametrize("kind", MOVING)
def test_a_case_that_has_ended_does_not_move(kind: type[Command]) -> None:
    said = refused(on(kind, HEAD), instance=ENDED, incident_token=5)
    assert said == "WrongState: Expected an active case, but 10 is cancelled"


@pytest.mark.parametrize("kind", [*REASONED, RetryIncident])
def test_to_see_a_case_is_not_to_run_it(kind: type[Command]) -> None:
    """Whoever started it may end it; the rest is for operators."""
    for actor in (LI, EYE, *(() if kind is CancelInstance else (STARTER,))):
        said = refused(on(kind, actor), instance=CASE, incident_token=5)
        assert said == f"Forbidden: Expected one who holds platform:city:operator, but {actor.id} does not"


@pytest.mark.parametrize("kind", REASONED)
def test_a_reason_is_given(kind: type[Command]) -> None:
    assert refused(on(kind, HEAD, reason=" "), instance=CASE) == "Invalid: Expected a reason, but it is empty"


def test_the_clocks_are_named() -> None:
    said = "Invalid: Expected the clocks to be both or committed, but got 'all'"
    assert refused(on(PauseClock, HEAD, clocks="all"), instance=CASE) == said


def test_an_incident_that_is_resolved_is_not_retried() -> None:
    said = "NotFound: Expected an open incident, but 9 is resolved or was never there"
    assert refused(on(RetryIncident, HEAD), instance=CASE) == said


@pytest.mark.parametrize("actor", [LI, STARTER, HEAD, EYE])
def test_who_sees_a_case_may_comment_on_it_even_when_it_has_ended(actor: Actor) -> None:
    told = facts.CommentAdded(100, 10, actor.id, "好", None)
    for instance in (CASE, ENDED):
        assert decided(on(AddComment, actor), instance=instance) == Decision((told,))


def test_who_has_the_task_may_comment_and_attach_without_seeing_the_case() -> None:
    told = facts.FileAttached(100, 10, "named", "照片.jpg", "image/jpeg", "00", 3, 20)
    assert decided(on(AttachFile, NAMED, task=20), instance=CASE, task=TASK) == Decision((told,))
    assert refused(on(AttachFile, NAMED), instance=CASE) == NOT_SEEN
    other = replace(TASK, instance=11)
    assert refused(on(AddComment, NAMED, task=20), instance=CASE, task=other) == NOT_SEEN
    assert refused(on(AddComment, FARAWAY, task=20), instance=CASE, task=TASK) == NOT_SEEN


def test_a_comment_has_words() -> None:
    said = "Invalid: Expected a comment with words in it, but it is empty"
    assert refused(on(AddComment, WANG, text="\n"), instance=CASE) == said


def test_a_message_by_its_key_and_a_signal_leave_by_the_outbox() -> None:
    message = asked(SendMessage, name="paid", key="A1", ttl=timedelta(days=1), variables={"sum": 5})
    thrown = facts.MessageThrown(100, "message", "paid", "A1", ttl=timedelta(days=1), variables={"sum": 5})
    assert decided(message) == Decision((thrown,))
    signal = facts.MessageThrown(100, "signal", "alarm")
    assert decided(asked(SendSignal, name="alarm")) == Decision((signal,))


def test_what_finds_its_own_way_carries_no_personal_values() -> None:
    for kind in (SendMessage, SendSignal):
        said = refused(asked(kind, name="paid", variables={"id_no": "x", "sum": 5}), personal=frozenset({"id_no"}))
        assert "id_no is personal in some process; send it to the case itself, by its id" in said
    nothing = asked(SendMessage, name="paid", key="A1", variables={"id_no": None})
    assert isinstance(decided(nothing, personal=frozenset({"id_no"})), Decision)
