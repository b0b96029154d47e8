"""What each move does to the tokens of a running instance, and the fact that tells of the move itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent

from bpmn.checks import check_findings
from engine.domain import facts, moves
from engine.domain.rejections import Invalid, WrongState
from engine.runtime.clock import BY_HAND
from engine.runtime.incidents import Incident
from engine.runtime.routing import ANY, deliver, propagate
from engine.runtime.specs.exchange import demand
from engine.runtime.task import ERROR, Task
from engine.runtime.variables import NOW, Variables

if TYPE_CHECKING:
    from engine.runtime.kernel import Process


def make(process: Process, move: moves.Move) -> None:
    """WrongState where the token is not (any more) what the move takes it for."""
    match move:
        case moves.Complete():
            complete(process, move)
        case moves.Finish():
            finish(process, move)
        case moves.Fail():
            fail(process, move)
        case moves.Fire():
            fire(process, move)
        case moves.Deliver():
            take_in(process, move)
        case moves.Escalate():
            escalate(process, move)
        case moves.Retry():
            retry(process, move)
        case moves.Cancel():
            process.cancel()
        case moves.Pause():
            if not process.clock.pause_by_hand(move):
                raise WrongState(f"Expected the clock of case {process.instance} to run, but it does not")
        case moves.Resume():
            if not process.clock.leave(BY_HAND):
                raise WrongState(f"Expected the clock of case {process.instance} to be stopped by hand, but it is not")


def complete(process: Process, move: moves.Complete) -> None:
    task = _shown(process, move.token, move.task, "task")
    _check(task, move.variables)
    _remember(process, task, move.by)
    del task.internal_data["ref"]
    name = task.task_spec.name
    variables = _with_performer(task, move)
    process.notes.tell(facts.TaskCompleted(move.task, process.instance, name, move.by, variables))
    write(process, task.data, variables)
    task.attempt("complete")


def _with_performer(task: Task, move: moves.Complete) -> Mapping[str, Any]:
    assignment = task.task_spec.element.assignment
    if assignment is None or assignment.performer is None:
        return move.variables
    return {**move.variables, assignment.performer: move.by}


def _check(task: Task, variables: Mapping[str, Any]) -> None:
    """The rules that the designer named for this task, over all that it can see; a finding rejects the completion."""
    exchange = None if task.is_instance else task.task_spec.exchange
    if exchange:
        demand(task.task_spec.name, exchange.missing_outputs(task, variables))
    checks = task.task_spec.element.checks
    if not checks:
        return
    findings = check_findings(checks, {**task.data.visible(), **variables})
    if findings:
        words = "; ".join(f"{name}: {sentence}" for name, sentence in findings)
        raise Invalid(f"Expected a task without findings, but {words}", findings)


def finish(process: Process, move: moves.Finish) -> None:
    """With outputs, the answer is mapped when the task is left; without, it goes into the variables as it is."""
    task = _shown(process, move.token, move.job, "job")
    del task.internal_data["ref"]
    spec = task.task_spec
    if spec.outputs:
        check_names(move.variables)
        task.internal_data["answer"] = dict(move.variables)
    else:
        write(process, task.data, move.variables)
    told = {} if spec.outputs else move.variables
    process.notes.tell(facts.JobCompleted(move.job, process.instance, spec.name, told))
    task.attempt("complete")


def fail(process: Process, move: moves.Fail) -> None:
    """An error that nobody catches, or a failure without a code, is an incident; a retry asks for the job anew."""
    task = _shown(process, move.token, move.job, "job")
    del task.internal_data["ref"]
    process.notes.tell(facts.JobFailed(move.job, process.instance, move.message, move.code))
    error = ErrorEventDefinition(move.code, move.code)
    if move.code is None or not propagate(task, BpmnEvent(error)):
        reason = move.message if move.code is None else f"错误 {move.code} 没有环节接住：{move.message}"
        task.stop_at(Incident(reason), "work")


def fire(process: Process, move: moves.Fire) -> None:
    task = _shown(process, move.token, move.timer, "timer")
    del task.internal_data["ref"]
    process.notes.tell(facts.TimerFired(move.timer, task.task_spec.heard_at, move.late_for, process.instance))
    task.task_spec.catch(task, BpmnEvent(task.task_spec.event_definition))


def take_in(process: Process, move: moves.Deliver) -> None:
    """A message or signal from outside. With a token, its key was compared by whoever found the subscription."""
    make_definition = SignalEventDefinition if move.kind == "signal" else MessageEventDefinition
    key = ANY if move.key is None or move.token is not None else move.key
    check_names(move.variables)
    message = process.situation.message
    event = BpmnEvent(
        make_definition(move.name),
        payload=move.variables,
        correlations={"key": key, "from outside": True, "message": message.id if message else None},
    )
    if not deliver(process, event, move.token):
        raise WrongState(f"Expected case {process.instance} to wait for {move.name!r}, but it does not")
    told(process, move.variables)


def escalate(process: Process, move: moves.Escalate) -> None:
    task = process.find(move.token)
    if task is None or task.is_listener:
        raise WrongState(f"Expected token {move.token} of case {process.instance} to be at work, but it is gone")
    propagate(task, BpmnEvent(EscalationEventDefinition(move.code, move.code)))


def retry(process: Process, move: moves.Retry) -> None:
    task = process.find(move.token)
    if task is None or task._state != ERROR:
        raise WrongState(f"Expected token {move.token} of case {process.instance} to be stopped, but it is not")
    check_names(move.variables)
    task.data.assign(move.variables)
    process.retry(task, move.by)


def write(process: Process, scope: Variables, values: Mapping[str, Any]) -> None:
    """Writes values that a fact of this move carries."""
    check_names(values)
    scope.assign(values)
    told(process, values)


def told(process: Process, values: Mapping[str, Any]) -> None:
    """The process' own scope must follow from the facts.

    Where a name lives in an inner scope, its value out here is told again: the fact speaks of the inner one.
    """
    own, log = process.data, process.data.log
    if log is None:
        return
    for name, value in values.items():
        if name not in own or _same(own[name], value):
            log.pop(name, None)
        else:
            log[name] = own[name]


def _same(one: Any, other: Any) -> bool:
    """Also when one of them has been saved and loaded in between; 1 and true are two."""
    return one is other or (one == other and repr(one) == repr(other))


def check_names(names: Iterable[str]) -> None:
    if NOW in names:
        raise Invalid(f"Expected names of variables, but {NOW} is the engine's own")


def _shown(process: Process, token: int, ref: int, kind: str) -> Task:
    """The live task that is shown outside as `ref`."""
    task = process.find(token)
    if task is None or task.internal_data.get("ref") != ref or task.task_spec.shows != kind or task._state == ERROR:
        raise WrongState(f"Expected {kind} {ref} of case {process.instance} to be open, but it is done or withdrawn")
    return task


def _remember(process: Process, task: Task, by: str) -> None:
    """Who did it, where another task must be done by somebody else; all of them, where many do one task."""
    name = task.task_spec.name
    if name in task.workflow.program.remembered:
        before = process.performers.get(name, []) if task.is_instance else []
        process.performers[name] = [*before, by] if by not in before else before
