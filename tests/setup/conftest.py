"""A place for a server of its own, for tests that kill and break it."""

from collections.abc import Iterator

import pytest

from tests.setup.places import Place, new_place


@pytest.fixture
def place() -> Iterator[Place]:
    made = new_place()
    yield made
    made.clear()
