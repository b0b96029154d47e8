"""New ids of each district, taken from its head in blocks; an id needs no order, and a lost block is no loss."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from threading import Lock
from typing import Any

import psycopg

from engine.domain.ids import make_id

BLOCK = 1000
TAKE = "update head set next_id = next_id + %s where district = any(%s) returning next_id"
FIRST = "insert into head (district) values (%s) on conflict do nothing"
Open = Callable[[], AbstractContextManager[psycopg.Connection[Any]]]


class Ids:
    """Safe for threads. Takes its blocks in transactions of its own, never within one that holds the head's lock."""

    def __init__(self, connect: Open):
        self._connect = connect
        self._lock = Lock()
        self._blocks: dict[int, Iterator[int]] = {}
        self._known: set[int] = set()

    def take(self, district: int) -> int:
        """A new id of this district."""
        with self._lock:
            number = next(self._blocks.get(district, iter(())), None)
            if number is None:
                number = self._next_block(district)
        return make_id(district, number)

    def of(self, district: int) -> Callable[[], int]:
        return partial(self.take, district)

    def ensure(self, districts: set[int]) -> None:
        """Makes the heads of districts that are named for the first time."""
        missing = districts - self._known
        if not missing:
            return
        with self._lock, self._connect() as connection:
            for district in sorted(missing):
                connection.execute(FIRST, (district,))
        self._known |= missing

    def _next_block(self, district: int) -> int:
        with self._connect() as connection:
            connection.execute(FIRST, (district,))
            row = connection.execute(TAKE, (BLOCK, [district])).fetchone()
        assert row is not None, "the head has just been made"
        self._blocks[district] = iter(range(row[0] - BLOCK, row[0]))
        return next(self._blocks[district])
