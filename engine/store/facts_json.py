"""Facts to JSON and back: `[["TaskOpened", {...}], ...]`, without the fields that have their default.

Decimals are numbers with all their digits, moments are ISO 8601. What is read equals what was written; a number without
a fraction is read as an int.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from typing import Any

import msgspec

from engine.domain.facts import KINDS, Fact

_encode = msgspec.json.Encoder(decimal_format="number").encode
_outline = msgspec.json.Decoder(list[tuple[str, msgspec.Raw]])
_decoders: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(kind, float_hook=Decimal) for name, kind in KINDS.items()
}
_plain = msgspec.json.Decoder(float_hook=Decimal)
LARGEST = 2**63


def encode(facts: Sequence[Fact]) -> bytes:
    return dumps([(fact.__class__.__name__, _spoken(fact)) for fact in facts])


def decode(text: bytes | str) -> tuple[Fact, ...]:
    """ValueError (of msgspec) for what is no list of facts, KeyError for an unknown kind."""
    return tuple(_decoders[name].decode(body) for name, body in _outline.decode(text))


def decode_some(text: bytes | str, wanted: Container[str]) -> tuple[Fact, ...]:
    """Only the facts of these kinds; the others are passed over unread."""
    return tuple(_decoders[name].decode(body) for name, body in _outline.decode(text) if name in wanted)


def dumps(value: object) -> bytes:
    """Any plain value as JSON, numbers exact; also an int that no machine word holds."""
    try:
        return _encode(value)
    except OverflowError:
        return _encode(_narrowed(value))


def loads(text: bytes | str) -> Any:
    """Plain values; numbers with a fraction or an exponent are Decimal, never float."""
    return _plain.decode(text)


def _default(field: Field[Any]) -> object:
    if field.default is not MISSING or field.default_factory is MISSING:
        return field.default
    return field.default_factory()


_FIELDS = {kind: tuple((field.name, _default(field)) for field in fields(kind)) for kind in KINDS.values()}


def _spoken(fact: Fact) -> dict[str, Any]:
    pairs = ((name, getattr(fact, name), default) for name, default in _FIELDS[fact.__class__])
    return {name: value for name, value, default in pairs if value is not default and value != default}


def _narrowed(value: Any) -> Any:
    """Ints beyond 64 bits as Decimals, which are written as numbers too."""
    match value:
        case bool():
            return value
        case int() if abs(value) >= LARGEST:
            return Decimal(value)
        case Mapping():
            return {key: _narrowed(item) for key, item in value.items()}
        case str() | bytes():
            return value
        case Iterable():
            return [_narrowed(item) for item in value]
    return value
