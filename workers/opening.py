"""Puts personal values in place of their references in a job's inputs, for a handler that may read them."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.domain.references import is_reference
from engine.store import sealed
from engine.store.claims import Connection
from engine.store.vault import Vault


def opened(connection: Connection, vault: Vault, inputs: Mapping[str, Any], instance: int) -> dict[str, Any]:
    """The same inputs with the values that lie sealed for this instance; what was erased is None."""
    references = list(_references(inputs))
    values = sealed.open_(connection, vault, references, instance) if references else {}
    return {name: _put(value, values) for name, value in inputs.items()}


def _references(value: Any) -> Iterator[Mapping[str, Any]]:
    if is_reference(value):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _put(value: Any, values: Mapping[int, Any]) -> Any:
    if is_reference(value):
        return values.get(value["sealed"])
    if isinstance(value, Mapping):
        return {name: _put(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [_put(inner, values) for inner in value]
    return value
