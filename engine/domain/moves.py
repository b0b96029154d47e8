"""What the runtime is told to do to one instance. A token is the small number of a live task inside its instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Start:
    """`message`: the name of the message with which it begins, if it does."""

    instance: int
    by: str
    area: str | None = None
    business_key: str | None = None
    about: int | None = None
    start_event: str | None = None
    variables: Variables = field(default_factory=dict)
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """A person is done with a user task."""

    token: int
    task: int
    by: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finish:
    """A worker is done with a job."""

    token: int
    job: int
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fail:
    """A job cannot be done. With `code` it is a BPMN error that the model may catch, else an incident."""

    token: int
    job: int
    message: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Fire:
    """The timer of an event is due. `late_for`: how much later than due it is fired."""

    token: int
    timer: int
    late_for: timedelta


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message or signal reaches the instance; with `token` only that waiting task may take it."""

    kind: str  # message | signal
    name: str
    key: str | None = None
    token: int | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Escalate:
    """Throws an escalation at an open activity: a passed limit throws "overdue"."""

    token: int
    code: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Goes on from an incident, with corrected variables if given."""

    token: int
    variables: Variables = field(default_factory=dict)
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Stops the case's clock. `clocks`: both or committed."""

    reason: str
    by: str
    clocks: str = "both"


@dataclass(frozen=True, slots=True)
class Resume:
    reason: str
    by: str


Move = Start | Complete | Finish | Fail | Fire | Deliver | Escalate | Retry | Cancel | Pause | Resume
