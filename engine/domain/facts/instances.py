"""Facts of instances: how they begin, go on, stop and end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InstanceStarted:
    """`kind`: case, ticket or process. `variables`: all it began with (personal ones by reference)."""

    instance: int
    definition: int
    key: str
    version: int
    name: str
    kind: str
    by: str
    item: str | None = None
    code: str | None = None
    title: str | None = None
    area: str | None = None
    business_key: str | None = None
    about: int | None = None
    clocked: bool = False
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InstanceEnded:
    """`how`: completed, terminated, cancelled. `outcome`: the end event reached last. `late`: its clock had passed."""

    instance: int
    how: str
    kind: str = "process"
    outcome: str | None = None
    reason: str | None = None
    by: str | None = None
    late: bool = False


class Choice(NamedTuple):
    """Why a token went where it went: the flows that `element` took, and what its conditions read, as it was then.

    A value that is long is left out. `definition`: where the element lies in a called process.
    """

    element: str
    flows: tuple[str, ...]
    values: Variables
    definition: int | None = None


class Decided(NamedTuple):
    """A decision that was taken at `element`, and all that it read: so it can be taken again, with the same reasons.

    `version`: of a decision that is deployed by itself.
    """

    element: str
    values: Variables
    definition: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ElementsPassed:
    """The way the tokens took in one move, and what automatic steps wrote. `withdrawn`: interrupted elements."""

    instance: int
    elements: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    variables: Variables = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneReached:
    """`kind`: case, ticket or process, as in InstanceStarted."""

    instance: int
    milestone: str
    element: str
    kind: str = "process"


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """The process is at fault: a token stopped at `element`. The id names the incident until it is resolved."""

    incident: int
    instance: int
    token: int
    element: str
    message: str


@dataclass(frozen=True, slots=True)
class IncidentResolved:
    incident: int
    instance: int
    by: str | None = None
