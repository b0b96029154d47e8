"""Callers who wait at the same moment share one piece of work: commands one transaction, readers one statement.

All that wait the moment the last batch is done go into the next one. Nobody waits for company: a lone caller goes at
once.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


HEARING = 0.02  # seconds; a loop that is busier than this is not waited for


@dataclass(slots=True)
class Waiter(Generic[Item, Result]):
    """`loop` is that of the asyncio future, None for a thread's future."""

    item: Item
    future: "Future[Result] | asyncio.Future[Result]"
    loop: asyncio.AbstractEventLoop | None


class Lane:
    """The thread in which batchers work, one after the other: commands and pages that share it never fight for the
    interpreter, and gather while the others are served. It ends when all its batchers are closed."""

    def __init__(self) -> None:
        self.arrival = threading.Condition()
        self._batchers: list[Batcher[Any, Any]] = []
        self._thread = threading.Thread(target=self._run, name="lane", daemon=True)

    def join(self, batcher: "Batcher[Any, Any]") -> None:
        with self.arrival:
            self._batchers.append(batcher)
        if len(self._batchers) == 1:
            self._thread.start()

    def leave(self, batcher: "Batcher[Any, Any]") -> None:
        """Returns when what waited for the batcher is carried out."""
        with self.arrival:
            while not batcher.is_idle:
                self.arrival.wait()
            self._batchers.remove(batcher)
            self.arrival.notify_all()

    def _run(self) -> None:
        while self._await_work():
            rounds = [(batcher, batcher.take()) for batcher in list(self._batchers)]
            told = [pair for batcher, batch in rounds for pair in batcher.answered(batch)]
            _tell(told)
            for batcher, _ in rounds:
                batcher.rest()
            with self.arrival:
                self.arrival.notify_all()

    def _await_work(self) -> bool:
        with self.arrival:
            while self._batchers and not any(batcher.has_work for batcher in self._batchers):
                self.arrival.wait()
            return bool(self._batchers)


class Batcher(Generic[Item, Result]):
    """`submit` from threads, `execute` from coroutines. `work` answers each item, or raises for all of them.

    `most`: items a batch. `lane`: shared with other batchers, or one of its own.
    """

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Result | Exception]], most: int = 128, lane: Lane | None = None
    ):
        self._work, self._most, self._lane = work, most, lane or Lane()
        self._waiting: deque[Waiter[Item, Result]] = deque()
        self._busy = self._closed = False
        self._lane.join(self)

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
        with self._lane.arrival:
            self._closed = True
        self._lane.leave(self)

    @property
    def has_work(self) -> bool:
        return bool(self._waiting)

    @property
    def is_idle(self) -> bool:
        return not self._waiting and not self._busy

    def _add(self, waiter: Waiter[Item, Result]) -> None:
        with self._lane.arrival:
            if self._closed:
                raise RuntimeError("Expected a batcher at work, but it is closed")
            self._waiting.append(waiter)
            self._lane.arrival.notify_all()

    def take(self) -> list[Waiter[Item, Result]]:
        """One batch of what waits; this and the following are called by the lane."""
        with self._lane.arrival:
            taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
            self._busy = bool(taken)
        return [waiter for waiter in taken if _begins(waiter)]

    def answered(self, batch: list[Waiter[Item, Result]]) -> "Told[Item, Result]":
        if not batch:
            return []
        answers: Sequence[Result | Exception]
        try:
            answers = self._work([waiter.item for waiter in batch])
        except Exception as error:  # whoever waits must hear of it
            answers = [error] * len(batch)
        return list(zip(batch, answers, strict=True))

    def rest(self) -> None:
        self._busy = False


def _begins(waiter: Waiter[Item, Result]) -> bool:
    """From here on a thread's future can no longer be cancelled. A coroutine's is looked at in its own loop."""
    return not isinstance(waiter.future, Future) or waiter.future.set_running_or_notify_cancel()


Told = list[tuple[Waiter[Item, Result], Result | Exception]]


def _tell(told: "Told[Item, Result]") -> None:
    """One wake-up an event loop, however many of its callers are answered; returns when they have had their say.

    Who was just answered and asks again at once then goes with those who wait already: else two crowds would take
    turns for ever, each in batches of half the size.
    """
    loops: dict[asyncio.AbstractEventLoop | None, Told[Item, Result]] = {}
    for waiter, answer in told:
        loops.setdefault(waiter.loop, []).append((waiter, answer))
    _resolve(loops.pop(None, []))
    for heard in [heard for loop, own in loops.items() if loop and (heard := _tell_loop(loop, own))]:
        heard.wait(HEARING)


def _tell_loop(loop: asyncio.AbstractEventLoop, told: "Told[Item, Result]") -> threading.Event | None:
    """An event that is set behind the callers' own next steps; None if the loop is closed and nobody listens."""
    heard = threading.Event()

    def resolve() -> None:
        _resolve(told)
        loop.call_soon(heard.set)

    try:
        loop.call_soon_threadsafe(resolve)
    except RuntimeError:
        return None
    return heard


def _resolve(told: "Told[Item, Result]") -> None:
    """In the thread of the loop, so that nobody cancels between the look and the answer."""
    for waiter, answer in told:
        if waiter.future.cancelled():
            continue
        if isinstance(answer, Exception):
            waiter.future.set_exception(answer)
        else:
            waiter.future.set_result(answer)
