"""Decides what jobs and messages bring about."""

from engine.domain import facts
from engine.domain.commands import CompleteJob, DeliverMessage, FailJob, SendMessage, SendSignal, SettleMessage
from engine.domain.decision import Decision
from engine.domain.moves import Deliver, Fail, Finish
from engine.domain.rejections import Invalid, NotFound, WrongState
from engine.domain.rights import may_see_instance
from engine.domain.situation import Job, Situation


def complete_job(command: CompleteJob, situation: Situation) -> Decision:
    job = _open_job(command, situation)
    return Decision(moves=(Finish(job.token, job.id, command.variables),))


def fail_job(command: FailJob, situation: Situation) -> Decision:
    """Another attempt while some of `retries` in all are left; then an incident, or at once the reported BPMN error."""
    job = _open_job(command, situation)
    attempts = job.attempts + 1
    if command.code is None and command.retry_after is not None and attempts < job.retries:
        retry_at = command.at + command.retry_after
        return Decision((facts.JobPostponed(job.id, job.instance, command.message, attempts, retry_at),))
    return Decision(moves=(Fail(job.token, job.id, command.message, command.code),))


def send_message(command: SendMessage, situation: Situation) -> Decision:
    """To a named instance it goes at once; by its key alone, or to be kept, it goes through the outbox."""
    if command.instance is None:
        return Decision((_thrown(command, situation, "message", command.key),))
    instance = situation.instance
    if instance is None or not may_see_instance(command.actor, instance):
        raise NotFound("Expected a case that you may see, but there is none with this id")
    if instance.status != "active":
        raise WrongState(f"Expected an active case, but {instance.id} is {instance.status}")
    if command.ttl is not None:
        return Decision((_thrown(command, situation, "message", command.key),))
    return Decision(moves=(Deliver("message", command.name, command.key, variables=command.variables),))


def send_signal(command: SendSignal, situation: Situation) -> Decision:
    return Decision((_thrown(command, situation, "signal", None),))


def _thrown(command: SendMessage | SendSignal, situation: Situation, kind: str, key: str | None) -> facts.MessageThrown:
    """Nobody knows yet who takes it, so nobody could seal a value: it would stand bare in the journal for ever."""
    bare = sorted(name for name in situation.personal if command.variables.get(name) is not None)
    if bare:
        raise Invalid(
            f"Expected a {kind} without personal values, but {', '.join(bare)} is personal in some process; "
            "send it to the case itself, by its id, or without them",
            tuple((name, "personal: only a message to a case, by its id, may carry it") for name in bare),
        )
    return facts.MessageThrown(
        message=situation.new_id(),
        kind=kind,
        name=command.name,
        key=key,
        to=command.instance if isinstance(command, SendMessage) else None,
        ttl=command.ttl if isinstance(command, SendMessage) else None,
        variables=command.variables,
    )


def deliver(command: DeliverMessage, situation: Situation) -> Decision:
    if not situation.subscribed or situation.instance is None or situation.instance.status != "active":
        raise WrongState(f"Expected case {command.instance} to wait for {command.name!r}, but it does not any more")
    return Decision(moves=(Deliver(command.kind, command.name, command.key, command.token, command.variables),))


def settle(command: SettleMessage, situation: Situation) -> Decision:
    if situation.message is None:
        raise WrongState(f"Expected message {command.message} in the outbox, but it is settled")
    name = situation.message.name
    return Decision((facts.MessageSettled(command.message, command.how, command.instance, name),))


def _open_job(command: CompleteJob | FailJob, situation: Situation) -> Job:
    if situation.job is None or situation.instance is None or situation.instance.status != "active":
        raise WrongState(f"Expected an open job, but {command.job} is done or withdrawn")
    return situation.job
