"""Tells whether a repeated request asks for the same: a keyed digest of its body, which reveals nothing of it."""

from dataclasses import fields
from hashlib import blake2b
from typing import Any

import msgspec

from engine.domain.commands import Command

_ASIDE = {"request_id", "at", "actor"}
_encode = msgspec.json.Encoder(order="deterministic", enc_hook=str).encode
_names: dict[type, tuple[str, ...]] = {}


def fingerprint(command: Command, key: bytes) -> bytes:
    """16 bytes: BLAKE2b under the installation's key, over all that the caller said, not when nor how often."""
    kind = type(command)
    names = _names.get(kind) or _names.setdefault(kind, _body_names(kind))
    body: list[Any] = [kind.__name__, *(getattr(command, name) for name in names)]
    return blake2b(_encode(body), key=key, digest_size=16).digest()


def _body_names(kind: type[Command]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _ASIDE)
