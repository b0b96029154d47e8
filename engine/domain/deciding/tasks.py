"""Decides what people do with tasks: claim, release, complete, hand over."""

from engine.domain import facts
from engine.domain.commands import (
    Actor,
    ClaimNext,
    ClaimTask,
    CompleteTask,
    DelegateTask,
    ReleaseTask,
    ReturnTask,
    TaskCommand,
    TransferTask,
)
from engine.domain.decision import Decision
from engine.domain.moves import Complete
from engine.domain.rejections import Forbidden, NotFound, WrongState
from engine.domain.rights import is_offered, may_see_task
from engine.domain.situation import Situation, Task


def claim(command: ClaimTask, situation: Situation) -> Decision:
    task, actor = _open_task(command, situation), command.actor
    if task.assignee == actor.id:
        raise WrongState(f"Expected to claim task {task.id}, but {actor.id} holds it already")
    if actor.id in task.excluded:
        raise Forbidden(f"Expected another person for task {task.id}: {actor.id} did a step that it must differ from")
    if task.assignee is not None:
        raise WrongState(f"Expected to claim task {task.id}, but {task.assignee} holds it")
    return Decision((facts.TaskClaimed(task.id, task.instance, actor.id),))


def claim_next(command: ClaimNext, situation: Situation) -> Decision:
    """The store has picked and locked the task, so it is free and offered."""
    task = situation.task
    if task is None:
        raise NotFound("Expected a free task, but there is none for you")
    return Decision((facts.TaskClaimed(task.id, task.instance, command.actor.id),))


def release(command: ReleaseTask, situation: Situation) -> Decision:
    task = _held_task(command, situation, "release")
    if task.owner is not None:
        raise WrongState(f"Expected to return task {task.id} to {task.owner}, who delegated it, not to release it")
    return Decision((facts.TaskReleased(task.id, task.instance, command.actor.id),))


def complete(command: CompleteTask, situation: Situation) -> Decision:
    task = _held_task(command, situation, "complete")
    if task.owner is not None:
        raise WrongState(f"Expected to return task {task.id} to {task.owner}, who delegated it, before it is completed")
    return Decision(moves=(Complete(task.token, task.id, command.actor.id, command.variables),))


def transfer(command: TransferTask, situation: Situation) -> Decision:
    task = _held_task(command, situation, "transfer")
    _check_receiver(command.to, task)
    return Decision((facts.TaskTransferred(task.id, task.instance, command.actor.id, command.to.id),))


def delegate(command: DelegateTask, situation: Situation) -> Decision:
    task = _held_task(command, situation, "delegate")
    if task.owner is not None:
        raise WrongState(f"Expected {task.owner} to delegate task {task.id}, but it is delegated to {command.actor.id}")
    _check_receiver(command.to, task)
    return Decision((facts.TaskDelegated(task.id, task.instance, command.actor.id, command.to.id),))


def return_(command: ReturnTask, situation: Situation) -> Decision:
    task = _held_task(command, situation, "return")
    if task.owner is None:
        raise WrongState(f"Expected task {task.id} to be delegated, but {command.actor.id} holds it as its own")
    return Decision((facts.TaskReturned(task.id, task.instance, command.actor.id, task.owner),))


def _open_task(command: TaskCommand, situation: Situation) -> Task:
    task = situation.task
    if task is None or situation.instance is None or situation.instance.status != "active":
        raise NotFound(f"Expected an open task, but {command.task} is done, withdrawn or was never there")
    if not may_see_task(command.actor, task) and command.actor.id not in task.excluded:
        raise Forbidden(f"Expected a task that is offered to {command.actor.id}, but {task.id} is not")
    return task


def _held_task(command: TaskCommand, situation: Situation, verb: str) -> Task:
    task = _open_task(command, situation)
    if task.assignee != command.actor.id:
        raise WrongState(f"Expected to {verb} task {task.id}, but {task.assignee or 'nobody'} holds it")
    return task


def _check_receiver(receiver: Actor, task: Task) -> None:
    if not is_offered(receiver, task):
        raise Forbidden(f"Expected one to whom task {task.id} may be given, but {receiver.id} may not do it")
