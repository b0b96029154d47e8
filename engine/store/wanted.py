"""What each command needs to see, as sets of ids. Knows commands, no statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.domain.commands import (
    AddComment,
    AttachFile,
    CancelInstance,
    Command,
    CompleteJob,
    CompleteTask,
    CreateAccount,
    DeliverMessage,
    DeployDecision,
    DeployDefinition,
    DisableAccount,
    EnableAccount,
    ErasePerson,
    FailJob,
    FireTimer,
    GrantPost,
    LockAccount,
    PauseClock,
    RedateLimits,
    RedateTimers,
    ResetPassword,
    ResumeClock,
    RetryIncident,
    RevokePost,
    SendMessage,
    SendSignal,
    SettleMessage,
    StartInstance,
    TaskCommand,
    TurnLimit,
)

AccountCommand = CreateAccount | DisableAccount | EnableAccount | ResetPassword | LockAccount | GrantPost | RevokePost
Ids = set[int]


@dataclass(slots=True)
class Wanted:
    """`completing`: tasks, `moving`: instances whose snapshot is needed. `versions`: definitions (key, version).
    `once`: of which process and business key there must be no instance yet.

    `personal`: which variables processes keep as such.
    """

    tasks: Ids = field(default_factory=set)
    completing: Ids = field(default_factory=set)
    instances: Ids = field(default_factory=set)
    moving: Ids = field(default_factory=set)
    timers: Ids = field(default_factory=set)
    limits: Ids = field(default_factory=set)
    jobs: Ids = field(default_factory=set)
    messages: Ids = field(default_factory=set)
    incidents: Ids = field(default_factory=set)
    subscriptions: Ids = field(default_factory=set)
    latest: set[str] = field(default_factory=set)
    versions: set[tuple[str, int]] = field(default_factory=set)
    once: set[tuple[str, str]] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    deploying: bool = False
    decisions: bool = False
    personal: bool = False


def wanted(commands: Iterable[Command]) -> Wanted:
    want = Wanted()
    for command in commands:
        _add(want, command)
    return want


def _add(want: Wanted, command: Command) -> None:
    match command:
        case CompleteTask(task=task):
            want.tasks.add(task)
            want.completing.add(task)
        case TaskCommand(task=task):
            want.tasks.add(task)
        case AddComment(instance=instance, task=task) | AttachFile(instance=instance, task=task):
            want.instances.add(instance)
            want.tasks.update(() if task is None else (task,))
        case StartInstance():
            _add_start(want, command)
        case DeployDefinition():
            want.deploying = True
        case DeployDecision():
            want.decisions = True
        case RedateLimits(limits=limits):
            want.limits.update(limits)
        case RedateTimers(timers=timers):
            want.timers.update(timers)
        case ErasePerson(person=person):
            want.people.add(person)
        case SettleMessage(message=message):
            want.messages.add(message)
        case _:
            _add_work(want, command)


def _add_start(want: Wanted, command: StartInstance) -> None:
    if command.version is None:
        want.latest.add(command.key)
    else:
        want.versions.add((command.key, command.version))
    if command.message is not None:
        want.messages.add(command.message)
    if command.once and command.business_key is not None:
        want.once.add((command.key, command.business_key))


def _add_work(want: Wanted, command: Command) -> None:
    """Commands that may move the tokens of an instance, and those about accounts."""
    match command:
        case FireTimer(timer=timer, instance=instance):
            want.timers.add(timer)
        case TurnLimit(limit=limit, instance=instance):
            want.limits.add(limit)
        case CompleteJob(job=job, instance=instance) | FailJob(job=job, instance=instance):
            want.jobs.add(job)
        case DeliverMessage(message=message, subscription=subscription, instance=instance):
            want.messages.add(message)
            want.subscriptions.add(subscription)
        case RetryIncident(incident=incident, instance=instance):
            want.incidents.add(incident)
        case CancelInstance(instance=instance) | PauseClock(instance=instance) | ResumeClock(instance=instance):
            pass
        case SendSignal() | SendMessage(instance=None):
            want.personal = True
            return
        case SendMessage(instance=instance, ttl=ttl):
            want.personal |= ttl is not None
        case _ if isinstance(command, AccountCommand):
            want.accounts.add(command.account)
            return
        case _:
            return
    if instance is not None:
        want.instances.add(instance)
        want.moving.add(instance)
