"""Tells whether a repeated request asks for the same: a keyed digest of its body, which reveals nothing of it."""

import re
from dataclasses import fields
from hashlib import blake2b
from typing import Any

import msgspec

from engine.domain.commands import Actor, Command
from engine.domain.rejections import Invalid

NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_ASIDE = {"request_id", "at", "actor"}
_encode = msgspec.json.Encoder(order="deterministic", enc_hook=str).encode
_names: dict[type, tuple[str, ...]] = {}


def fingerprint(command: Command, key: bytes) -> bytes:
    """16 bytes: BLAKE2b under the installation's key, over all that the caller said, not when nor how often.

    Raises Invalid for what no JSON text can say, or PostgreSQL cannot keep.
    """
    kind = type(command)
    names = _names.get(kind) or _names.setdefault(kind, _body_names(kind))
    body: list[Any] = [kind.__name__, *(_said(getattr(command, name)) for name in names)]
    return blake2b(_encoded(body), key=key, digest_size=16).digest()


def _encoded(body: list[Any]) -> bytes:
    try:
        text = _encode(body)
    except (UnicodeEncodeError, RecursionError, TypeError) as error:
        raise Invalid(f"Expected plain JSON data, but {error}") from error
    if b"\\u0000" in text and NUL.search(text):
        raise Invalid("Expected texts without the character U+0000, but there is one")
    return text


def _said(value: Any) -> Any:
    """Of a person the caller names the account; the posts are looked up, and may differ on a repeat."""
    return value.id if isinstance(value, Actor) else value


def _body_names(kind: type[Command]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _ASIDE)
