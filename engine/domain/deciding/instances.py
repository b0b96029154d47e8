"""Decides what is done to a whole instance: its start, end and clock, its incidents, what is said and filed of it."""

from engine.domain import facts
from engine.domain.commands import (
    OPERATOR,
    AddComment,
    AttachFile,
    CancelInstance,
    Command,
    PauseClock,
    ResumeClock,
    RetryIncident,
    StartInstance,
)
from engine.domain.decision import Decision
from engine.domain.moves import Cancel, Pause, Resume, Retry, Start
from engine.domain.rejections import Forbidden, Invalid, NotFound, WrongState
from engine.domain.rights import may_see_instance, may_see_task, require
from engine.domain.situation import Instance, Situation


def start(command: StartInstance, situation: Situation) -> Decision:
    definition = situation.definition
    if definition is None:
        version = f" version {command.version}" if command.version else ""
        raise NotFound(f"Expected a deployed process, but there is no {command.key!r}{version}")
    if definition.starters and not command.actor.holds(*definition.starters):
        groups = ", ".join(definition.starters)
        raise Forbidden(f"Expected one of {groups} to start {command.key}, not {command.actor.id}")
    if command.once and situation.under_way:
        raise WrongState(f"Expected no {command.key} {command.business_key} under way, but there is one")
    move = Start(
        instance=situation.new_id(),
        by=command.actor.id,
        area=command.area,
        business_key=command.business_key,
        about=command.about,
        start_event=command.start_event,
        message=situation.message.name if situation.message else None,
        variables=command.variables,
    )
    return Decision(moves=(move,))


def cancel(command: CancelInstance, situation: Situation) -> Decision:
    instance = _active(command, situation)
    if command.actor.id != instance.started_by:
        require(command.actor, OPERATOR)
    return Decision(moves=(Cancel(_reason(command.reason), command.actor.id),))


def pause(command: PauseClock, situation: Situation) -> Decision:
    _active(command, situation)
    require(command.actor, OPERATOR)
    if command.clocks not in ("both", "committed"):
        raise Invalid(f"Expected the clocks to be both or committed, but got {command.clocks!r}")
    return Decision(moves=(Pause(_reason(command.reason), command.actor.id, command.clocks),))


def resume(command: ResumeClock, situation: Situation) -> Decision:
    _active(command, situation)
    require(command.actor, OPERATOR)
    return Decision(moves=(Resume(_reason(command.reason), command.actor.id),))


def retry(command: RetryIncident, situation: Situation) -> Decision:
    _active(command, situation)
    require(command.actor, OPERATOR)
    if situation.incident_token is None:
        raise NotFound(f"Expected an open incident, but {command.incident} is resolved or was never there")
    return Decision(moves=(Retry(situation.incident_token, command.variables, command.actor.id),))


def comment(command: AddComment, situation: Situation) -> Decision:
    instance = _seen(command, situation)
    if not command.text.strip():
        raise Invalid("Expected a comment with words in it, but it is empty")
    fact = facts.CommentAdded(situation.new_id(), instance.id, command.actor.id, command.text, command.task)
    return Decision((fact,))


def attach(command: AttachFile, situation: Situation) -> Decision:
    instance = _seen(command, situation)
    fact = facts.FileAttached(
        attachment=situation.new_id(),
        instance=instance.id,
        by=command.actor.id,
        name=command.name,
        media_type=command.media_type,
        sha256=command.sha256,
        size=command.size,
        task=command.task,
    )
    return Decision((fact,))


def _active(command: Command, situation: Situation) -> Instance:
    instance = situation.instance
    if instance is None or not may_see_instance(command.actor, instance):
        raise NotFound("Expected a case that you may see, but there is none with this id")
    if instance.status != "active":
        raise WrongState(f"Expected an active case, but {instance.id} is {instance.status}")
    return instance


def _seen(command: AddComment | AttachFile, situation: Situation) -> Instance:
    """Whoever may see the task at hand, or the case."""
    instance, task = situation.instance, situation.task
    sees_task = task is not None and instance is not None and task.instance == instance.id
    if sees_task and task is not None and may_see_task(command.actor, task) and instance is not None:
        return instance
    if instance is None or not may_see_instance(command.actor, instance):
        raise NotFound("Expected a case that you may see, but there is none with this id")
    return instance


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid("Expected a reason, but it is empty")
    return text.strip()
