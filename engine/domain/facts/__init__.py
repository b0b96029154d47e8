"""What has happened: past tense, complete in itself, never changed. Worklist, timers, lights and audit trail follow.

A fact's shape never changes; a new meaning is a new fact. Ids are global, `token` is a number inside the instance.
"""

from engine.domain.facts.city import (
    AccountCreated,
    AccountDisabled,
    AccountEnabled,
    AccountLocked,
    AreaDefined,
    CalendarPublished,
    DecisionDeployed,
    DefinitionDeployed,
    PasswordReset,
    PersonErased,
    PostGranted,
    PostRevoked,
)
from engine.domain.facts.instances import (
    Choice,
    Decided,
    ElementsPassed,
    IncidentRaised,
    IncidentResolved,
    InstanceEnded,
    InstanceStarted,
    MilestoneReached,
)
from engine.domain.facts.tasks import (
    CommentAdded,
    FileAttached,
    TaskClaimed,
    TaskCompleted,
    TaskDelegated,
    TaskOpened,
    TaskReleased,
    TaskReturned,
    TaskTransferred,
    TaskWithdrawn,
)
from engine.domain.facts.time import (
    LimitEnded,
    LimitPassed,
    LimitPaused,
    LimitRedated,
    LimitResumed,
    LimitSet,
    LimitWarned,
    TimerArmed,
    TimerDisarmed,
    TimerFired,
    TimerRedated,
)
from engine.domain.facts.work import (
    JobCompleted,
    JobFailed,
    JobPostponed,
    JobRequested,
    JobWithdrawn,
    MessageReceived,
    MessageSettled,
    MessageThrown,
    SubscriptionClosed,
    SubscriptionOpened,
)

Fact = (
    InstanceStarted
    | InstanceEnded
    | ElementsPassed
    | MilestoneReached
    | IncidentRaised
    | IncidentResolved
    | TaskOpened
    | TaskClaimed
    | TaskReleased
    | TaskTransferred
    | TaskDelegated
    | TaskReturned
    | TaskCompleted
    | TaskWithdrawn
    | CommentAdded
    | FileAttached
    | TimerArmed
    | TimerFired
    | TimerRedated
    | TimerDisarmed
    | LimitSet
    | LimitPaused
    | LimitResumed
    | LimitRedated
    | LimitWarned
    | LimitPassed
    | LimitEnded
    | JobRequested
    | JobCompleted
    | JobPostponed
    | JobFailed
    | JobWithdrawn
    | MessageThrown
    | MessageReceived
    | MessageSettled
    | SubscriptionOpened
    | SubscriptionClosed
    | DecisionDeployed
    | DefinitionDeployed
    | CalendarPublished
    | AreaDefined
    | AccountCreated
    | AccountDisabled
    | AccountEnabled
    | PasswordReset
    | AccountLocked
    | PostGranted
    | PostRevoked
    | PersonErased
)
KINDS: dict[str, type] = {kind.__name__: kind for kind in Fact.__args__}

__all__ = [
    "KINDS",
    "AccountCreated",
    "AccountDisabled",
    "AccountEnabled",
    "AccountLocked",
    "AreaDefined",
    "CalendarPublished",
    "Choice",
    "CommentAdded",
    "Decided",
    "DecisionDeployed",
    "DefinitionDeployed",
    "ElementsPassed",
    "Fact",
    "FileAttached",
    "IncidentRaised",
    "IncidentResolved",
    "InstanceEnded",
    "InstanceStarted",
    "JobCompleted",
    "JobFailed",
    "JobPostponed",
    "JobRequested",
    "JobWithdrawn",
    "LimitEnded",
    "LimitPassed",
    "LimitPaused",
    "LimitRedated",
    "LimitResumed",
    "LimitSet",
    "LimitWarned",
    "MessageReceived",
    "MessageSettled",
    "MessageThrown",
    "MilestoneReached",
    "PasswordReset",
    "PersonErased",
    "PostGranted",
    "PostRevoked",
    "SubscriptionClosed",
    "SubscriptionOpened",
    "TaskClaimed",
    "TaskCompleted",
    "TaskDelegated",
    "TaskOpened",
    "TaskReleased",
    "TaskReturned",
    "TaskTransferred",
    "TaskWithdrawn",
    "TimerArmed",
    "TimerDisarmed",
    "TimerFired",
    "TimerRedated",
]
