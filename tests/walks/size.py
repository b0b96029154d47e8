"""How many walks: 2,000 in `make test`, 100,000 in `make soak`, dealt out to parts that run side by side."""

from collections.abc import Iterator

import pytest

from tests.conftest import scale

PARTS = 8
in_parts = pytest.mark.parametrize("part", range(PARTS))


def seeds(percent: int, part: int) -> Iterator[int]:
    """The seeds of one part of this share of all walks."""
    whole = 20 if scale() == 1 else 100 * scale()
    return iter(range(part, percent * whole, PARTS))
