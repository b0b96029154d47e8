"""Callers who wait at the same moment share one piece of work: commands one transaction, readers one statement.

All that wait the moment the last batch is done go into the next one. There is no timer: who is alone waits for nobody.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(slots=True)
class Waiter(Generic[Item, Result]):
    """`loop` is that of the asyncio future, None for a thread's future."""

    item: Item
    future: "Future[Result] | asyncio.Future[Result]"
    loop: asyncio.AbstractEventLoop | None


class Batcher(Generic[Item, Result]):
    """`submit` from threads, `execute` from coroutines. `work` answers each item, or raises for all of them.

    `most`: items a batch. `lanes`: threads; with two, one batch computes while another waits for the disk.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result | Exception]], most: int = 128, lanes: int = 1):
        self._work, self._most = work, most
        self._waiting: deque[Waiter[Item, Result]] = deque()
        self._arrival = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._run, name=f"batcher-{n}", daemon=True) for n in range(lanes)]
        for thread in self._threads:
            thread.start()

    def submit(self, item: Item) -> "Future[Result]":
        future: Future[Result] = Future()
        self._add(Waiter(item, future, None))
        return future

    async def execute(self, item: Item) -> Result:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._add(Waiter(item, future, loop))
        return await future

    def close(self) -> None:
        """Carries out what waits, then stops."""
        with self._arrival:
            self._closed = True
            self._arrival.notify_all()
        for thread in self._threads:
            thread.join()

    def _add(self, waiter: Waiter[Item, Result]) -> None:
        with self._arrival:
            if self._closed:
                raise RuntimeError("Expected a batcher at work, but it is closed")
            self._waiting.append(waiter)
            self._arrival.notify()

    def _run(self) -> None:
        while taken := self._take():
            batch = [waiter for waiter in taken if _begins(waiter)]
            if not batch:
                continue
            answers: Sequence[Result | Exception]
            try:
                answers = self._work([waiter.item for waiter in batch])
            except Exception as error:  # whoever waits must hear of it
                answers = [error] * len(batch)
            _tell(list(zip(batch, answers, strict=True)))

    def _take(self) -> list[Waiter[Item, Result]]:
        """Empty when closed and nothing waits."""
        with self._arrival:
            while not self._waiting and not self._closed:
                self._arrival.wait()
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]


def _begins(waiter: Waiter[Item, Result]) -> bool:
    """From here on a thread's future can no longer be cancelled. A coroutine's is looked at in its own loop."""
    return not isinstance(waiter.future, Future) or waiter.future.set_running_or_notify_cancel()


Told = list[tuple[Waiter[Item, Result], Result | Exception]]


def _tell(told: "Told[Item, Result]") -> None:
    """One wake-up an event loop, however many of its callers are answered."""
    loops: dict[asyncio.AbstractEventLoop | None, Told[Item, Result]] = {}
    for waiter, answer in told:
        loops.setdefault(waiter.loop, []).append((waiter, answer))
    for loop, own in loops.items():
        if loop is None:
            _resolve(own)
        else:
            with suppress(RuntimeError):  # its loop is closed: nobody listens any more
                loop.call_soon_threadsafe(_resolve, own)


def _resolve(told: "Told[Item, Result]") -> None:
    """In the thread of the loop, so that nobody cancels between the look and the answer."""
    for waiter, answer in told:
        if waiter.future.cancelled():
            continue
        if isinstance(answer, Exception):
            waiter.future.set_exception(answer)
        else:
            waiter.future.set_result(answer)
