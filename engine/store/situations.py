"""What each command sees of the rows that were loaded for its batch. What is not there is None."""

from collections.abc import Mapping
from typing import Any

from engine.domain.commands import (
    Command,
    CompleteJob,
    DeliverMessage,
    DeployDecision,
    DeployDefinition,
    ErasePerson,
    FailJob,
    FireTimer,
    RedateLimits,
    RedateTimers,
    RetryIncident,
    SendMessage,
    SendSignal,
    SettleMessage,
    StartInstance,
    TaskCommand,
    TurnLimit,
)
from engine.store.look import Loaded
from engine.store.wanted import AccountCommand


def seen(command: Command, loaded: Loaded) -> Mapping[str, Any]:
    """The fields of its situation. A command that was carried out before sees its first answer alone."""
    earlier = loaded.earlier.get((command.district, command.request_id))
    if earlier is not None:
        return {"earlier": earlier}
    match command:
        case TaskCommand(task=task):
            return _of_task(task, loaded)
        case StartInstance(key=key, business_key=business_key):
            return {
                "definition": _started(command, loaded),
                "message": loaded.messages.get(command.message or 0),
                "under_way": (key, business_key) in loaded.under_way,
            }
        case DeployDefinition():
            return {"latest": loaded.latest, "start_timers": loaded.start_timers}
        case DeployDecision():
            return {"latest_decisions": loaded.latest_decisions}
        case RedateLimits(limits=limits):
            return {"limits": {id: loaded.limits[id] for id in limits if id in loaded.limits}}
        case RedateTimers(timers=timers):
            return {"timers": {id: loaded.timers[id] for id in timers if id in loaded.timers}}
        case ErasePerson(district=district, person=person):
            return {"sealed": tuple(loaded.sealed.get((district, person), ()))}
        case SendSignal() | SendMessage(instance=None):
            return {"personal": loaded.personal}
        case SettleMessage(message=message):
            return {"message": loaded.messages.get(message)}
        case _ if isinstance(command, AccountCommand):
            return {"account": loaded.accounts.get(command.account)}
    return _of_instance(command, loaded)


def _of_task(id: int, loaded: Loaded) -> dict[str, Any]:
    task = loaded.tasks.get(id)
    if task is None:
        return {}
    return {
        "task": task,
        "instance": loaded.instances.get(task.instance),
        "limits": loaded.limits_of.get(task.instance, {}),
    }


def _of_instance(command: Command, loaded: Loaded) -> dict[str, Any]:
    instance: int | None = getattr(command, "instance", None)
    task: int | None = getattr(command, "task", None)
    fields: dict[str, Any] = {
        "instance": loaded.instances.get(instance or 0),
        "task": loaded.tasks.get(task or 0),
        "limits": loaded.limits_of.get(instance or 0, {}),
    }
    match command:
        case FireTimer(timer=timer):
            fields["timer"] = loaded.timers.get(timer)
        case TurnLimit(limit=id):
            limit = fields["limit"] = loaded.limits.get(id)
            fields["instance"] = loaded.instances.get(limit.instance) if limit else None
        case CompleteJob(job=job) | FailJob(job=job):
            fields["job"] = loaded.jobs.get(job)
        case RetryIncident(incident=incident):
            fields["incident_token"] = loaded.incidents.get(incident)
        case DeliverMessage(message=message, subscription=subscription):
            fields["message"] = loaded.messages.get(message)
            fields["subscribed"] = subscription in loaded.subscriptions
        case SendMessage():
            fields["personal"] = loaded.personal
    return fields


def _started(command: StartInstance, loaded: Loaded) -> Any:
    if command.version is None:
        return loaded.latest.get(command.key)
    return loaded.versions.get((command.key, command.version))
