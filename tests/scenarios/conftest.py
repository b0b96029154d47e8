"""The city of each story, and what must hold of it when the story is over."""

from collections.abc import Iterator

import pytest

from tests.city.aftermath import check
from tests.city.city import City
from tests.city.opening import open_city
from tongban.postgres import Server


@pytest.fixture
def city(postgres: Server) -> Iterator[City]:
    with open_city(postgres) as opened:
        yield opened
        check(opened)
