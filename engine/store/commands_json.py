"""Commands as the journal keeps them: `["ClaimTask", {...}]`, without what stands in columns of its own.

Secrets are left out, variables stand in the facts (personal ones by reference), of bytes their digest and size stay.
"""

from dataclasses import fields
from hashlib import sha256
from typing import Any

from engine.domain.commands import Actor, Command
from engine.store.facts_json import dumps

_known: dict[type[Command], tuple[str, ...]] = {}
ASIDE = {"request_id", "at", "actor", "district", "secret", "variables"}


def encode(command: Command) -> bytes:
    kind = command.__class__
    names = _known.get(kind) or _known.setdefault(kind, _names(kind))
    body = {name: _spoken(getattr(command, name)) for name in names}
    return dumps((kind.__name__, {name: value for name, value in body.items() if value is not None}))


def _names(kind: type[Command]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in ASIDE)


def _spoken(value: Any) -> Any:
    match value:
        case bytes():
            return {"sha256": sha256(value).hexdigest(), "size": len(value)}
        case Actor():
            return value.id
        case dict() if any(isinstance(item, bytes) for item in value.values()):
            return {name: _spoken(item) for name, item in value.items()}
    return value
