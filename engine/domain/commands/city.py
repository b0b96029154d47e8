"""The city's own affairs: all of district 1 (but for the erasure of a person's key, district by district)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.commands.asking import Command, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployDefinition(Command):
    """One BPMN file with what lies beside it (forms, decisions), by file name."""

    name: str
    source: bytes
    resources: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployDecision(Command):
    """One DMN file as a thing of its own, with the DMN files that it imports, by file name."""

    name: str
    source: bytes
    resources: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCalendar(Command):
    days: tuple[tuple[str, bool, str], ...]
    for_district: int = 0
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineAreas(Command):
    """`areas`: (code, name, level, district)."""

    areas: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAccount(Command):
    """`secret`: the argon2 hash, made at the edge; it never enters the journal."""

    account: str
    name: str
    secret: str
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisableAccount(Command):
    account: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableAccount(Command):
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPassword(Command):
    account: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockAccount(Command):
    account: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantPost(Command):
    account: str
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePost(Command):
    account: str
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson(Command):
    """`person`: the blind index under which the key is kept in this district."""

    person: str
    reason: str
