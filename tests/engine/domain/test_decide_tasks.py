"""What people may do with a task: who, in which state, with which fact or which refusal."""

from dataclasses import replace
from typing import Any

import pytest

from engine.domain import commands, facts, moves
from engine.domain.commands import (
    Actor,
    ClaimNext,
    ClaimTask,
    Command,
    CompleteTask,
    DelegateTask,
    ReleaseTask,
    ReturnTask,
    TransferTask,
)
from engine.domain.decide import DECIDERS
from engine.domain.decision import Decision
from engine.domain.situation import Instance, Task
from tests.engine.domain.sight import (
    CASE,
    DELEGATED,
    EXCLUDED,
    HELD,
    LI,
    NAMED,
    STRANGER,
    TASK,
    WANG,
    WORKER,
    asked,
    decided,
    refused,
)

EVERY = (ClaimTask, ReleaseTask, CompleteTask, TransferTask, DelegateTask, ReturnTask)


def on(kind: type[Command], actor: Actor, **fields: Any) -> Any:
    receiver = {"to": WANG} if kind in (TransferTask, DelegateTask) else {}
    return asked(kind, actor, task=20, **(receiver | fields))


@pytest.mark.parametrize(
    ("command", "task", "fact"),
    [
        (on(ClaimTask, LI), TASK, facts.TaskClaimed(20, 10, "li")),
        (on(ClaimTask, NAMED), TASK, facts.TaskClaimed(20, 10, "named")),
        (asked(ClaimNext, LI), TASK, facts.TaskClaimed(20, 10, "li")),
        (on(ReleaseTask, LI), HELD, facts.TaskReleased(20, 10, "li")),
        (on(TransferTask, LI), HELD, facts.TaskTransferred(20, 10, "li", "wang")),
        (on(TransferTask, WANG, to=NAMED), DELEGATED, facts.TaskTransferred(20, 10, "wang", "named")),
        (on(DelegateTask, LI), HELD, facts.TaskDelegated(20, 10, "li", "wang")),
        (on(ReturnTask, WANG), DELEGATED, facts.TaskReturned(20, 10, "wang", "li")),
    ],
)
def test_what_may_be_done_becomes_one_fact(command: Command, task: Task, fact: Any) -> None:
    assert decided(command, task=task, instance=CASE) == Decision((fact,))


def test_a_completion_moves_the_token() -> None:
    command = on(CompleteTask, LI, variables={"opinion": "同意"})
    move = moves.Complete(2, 20, "li", {"opinion": "同意"})
    assert decided(command, task=HELD, instance=CASE) == Decision(moves=(move,))


@pytest.mark.parametrize(
    ("command", "task", "said"),
    [
        (on(ClaimTask, LI), HELD, "WrongState: Expected to claim task 20, but li holds it already"),
        (on(ClaimTask, WANG), HELD, "WrongState: Expected to claim task 20, but li holds it"),
        (on(ClaimTask, STRANGER), TASK, "Forbidden: Expected a task that is offered to stranger, but 20 is not"),
        (on(ClaimTask, EXCLUDED), TASK, "Forbidden: Expected another person for task 20"),
        (on(ReleaseTask, LI), TASK, "WrongState: Expected to release task 20, but nobody holds it"),
        (on(ReleaseTask, WANG), HELD, "WrongState: Expected to release task 20, but li holds it"),
        (on(ReleaseTask, WANG), DELEGATED, "WrongState: Expected to return task 20 to li, who delegated it"),
        (on(CompleteTask, WANG), HELD, "WrongState: Expected to complete task 20, but li holds it"),
        (on(CompleteTask, LI), TASK, "WrongState: Expected to complete task 20, but nobody holds it"),
        (on(CompleteTask, WANG), DELEGATED, "WrongState: Expected to return task 20 to li"),
        (on(CompleteTask, LI), DELEGATED, "WrongState: Expected to complete task 20, but wang holds it"),
        (on(CompleteTask, STRANGER), HELD, "Forbidden: Expected a task that is offered to stranger"),
        (on(TransferTask, WANG), HELD, "WrongState: Expected to transfer task 20, but li holds it"),
        (on(TransferTask, LI, to=STRANGER), HELD, "Forbidden: Expected one to whom task 20 may be given"),
        (on(TransferTask, LI, to=EXCLUDED), HELD, "Forbidden: Expected one to whom task 20 may be given"),
        (on(DelegateTask, LI, to=EXCLUDED), HELD, "Forbidden: Expected one to whom task 20 may be given"),
        (on(DelegateTask, WANG, to=NAMED), DELEGATED, "WrongState: Expected li to delegate task 20"),
        (on(ReturnTask, LI), HELD, "WrongState: Expected task 20 to be delegated, but li holds it as its own"),
        (on(ReturnTask, LI), DELEGATED, "WrongState: Expected to return task 20, but wang holds it"),
        (on(CompleteTask, WORKER), HELD, "WrongState: Expected to complete task 20, but li holds it"),
    ],
)
def test_what_may_not_be_done_is_refused_in_words(command: Command, task: Task, said: str) -> None:
    assert refused(command, task=task, instance=CASE).startswith(said)


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize(
    ("task", "instance"),
    [(None, None), (None, CASE), (HELD, None), (HELD, replace(CASE, status="completed"))],
    ids=["unknown", "done", "no case", "case ended"],
)
def test_a_task_that_is_gone_is_not_found(kind: type[Command], task: Task | None, instance: Instance | None) -> None:
    said = refused(on(kind, LI), task=task, instance=instance)
    assert said == "NotFound: Expected an open task, but 20 is done, withdrawn or was never there"


def test_there_is_no_next_task() -> None:
    assert refused(asked(ClaimNext, LI)) == "NotFound: Expected a free task, but there is none for you"


def test_a_holder_without_a_post_any_more_may_finish_what_it_holds() -> None:
    former = Actor("li")
    assert isinstance(decided(on(CompleteTask, former), task=HELD, instance=CASE), Decision)


def test_every_command_is_decided_by_somebody() -> None:
    """But for a deployment, which hangs on what the file says, and what is no command by itself."""
    words = {"Actor", "Post", "Command", "TaskCommand"}
    known = {name for name in commands.__all__ if name[1].islower()} - words
    assert known - {kind.__name__ for kind in DECIDERS} == {"DeployDefinition", "DeployDecision"}
