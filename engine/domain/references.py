"""What stands for a personal value in facts, snapshots and variables: an id and a salted digest, no value."""

from collections.abc import Mapping
from typing import Any

REFERENCE = frozenset({"sealed", "digest"})


def is_reference(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() == REFERENCE
