"""Facts of the city's own affairs, which district 1 journals."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DefinitionDeployed:
    """`digest`: of the file and what lies beside it. `starts`: (element, kind, name) of message and timer starts.

    `personal`: the names of the variables that it seals.
    """

    definition: int
    key: str
    version: int
    name: str
    kind: str
    digest: str
    by: str
    item: str | None = None
    starters: tuple[str, ...] = ()
    starts: tuple[tuple[str, str, str], ...] = ()
    called: tuple[tuple[str, int], ...] = ()
    personal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionDeployed:
    """`key`: the id of the decision, or of the decision service, in its file. `digest`: of the file and its imports."""

    decision: int
    key: str
    version: int
    name: str
    digest: str
    by: str


@dataclass(frozen=True, slots=True)
class CalendarPublished:
    """`days`: (date, working, name). `district` 0 is the whole city."""

    district: int
    days: tuple[tuple[str, bool, str], ...]
    provisional: bool
    by: str


@dataclass(frozen=True, slots=True)
class AreaDefined:
    code: str
    name: str
    level: str
    district: int


@dataclass(frozen=True, slots=True)
class AccountCreated:
    account: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class AccountDisabled:
    account: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountEnabled:
    account: str
    by: str


@dataclass(frozen=True, slots=True)
class PasswordReset:
    account: str
    by: str


@dataclass(frozen=True, slots=True)
class AccountLocked:
    """Too many failed log-ins."""

    account: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PostGranted:
    account: str
    group: str
    area: str
    by: str


@dataclass(frozen=True, slots=True)
class PostRevoked:
    account: str
    group: str
    area: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonErased:
    """The key of a person's sealed values is destroyed."""

    person: str
    by: str
    reason: str
