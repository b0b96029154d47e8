"""Group commit over waiting callers: all that wait the moment the last batch is committed go into the next one.

There is no timer: a caller who is alone waits for nobody.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from engine.domain.commands import Command
from engine.outcome import Outcome

Answer = Outcome | Exception


class Executor(Protocol):
    def execute_many(self, commands: Sequence[Command]) -> list[Answer]: ...


@dataclass(slots=True)
class Waiter:
    """`loop` is that of the asyncio future, None for a thread's future."""

    command: Command
    future: "Future[Outcome] | asyncio.Future[Outcome]"
    loop: asyncio.AbstractEventLoop | None


class Batcher:
    """`submit` from threads, `execute` from coroutines. With two `lanes` one batch computes while another commits."""

    def __init__(self, engine: Executor, most: int = 128, lanes: int = 1):
        self._engine, self._most = engine, most
        self._waiting: deque[Waiter] = deque()
        self._arrival = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._run, name=f"batcher-{n}", daemon=True) for n in range(lanes)]
        for thread in self._threads:
            thread.start()

    def submit(self, command: Command) -> "Future[Outcome]":
        future: Future[Outcome] = Future()
        self._add(Waiter(command, future, None))
        return future

    async def execute(self, command: Command) -> Outcome:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._add(Waiter(command, future, loop))
        answer: Outcome = await future
        return answer

    def close(self) -> None:
        """Carries out what waits, then stops."""
        with self._arrival:
            self._closed = True
            self._arrival.notify_all()
        for thread in self._threads:
            thread.join()

    def _add(self, waiter: Waiter) -> None:
        with self._arrival:
            if self._closed:
                raise RuntimeError("Expected a batcher at work, but it is closed")
            self._waiting.append(waiter)
            self._arrival.notify()

    def _run(self) -> None:
        while batch := self._take():
            try:
                answers = self._engine.execute_many([waiter.command for waiter in batch])
            except Exception as error:  # whoever waits must hear of it
                answers = [error] * len(batch)
            _tell(batch, answers)

    def _take(self) -> list[Waiter]:
        """Empty when closed and nothing waits."""
        with self._arrival:
            while not self._waiting and not self._closed:
                self._arrival.wait()
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]


def _tell(batch: list[Waiter], answers: list[Answer]) -> None:
    """One wake-up an event loop, however many of its callers are answered."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[Waiter, Answer]]] = {}
    for waiter, answer in zip(batch, answers, strict=True):
        if waiter.loop is None:
            _resolve(waiter, answer)
        else:
            loops.setdefault(waiter.loop, []).append((waiter, answer))
    for loop, pairs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_all, pairs)


def _resolve_all(pairs: list[tuple[Waiter, Answer]]) -> None:
    for waiter, answer in pairs:
        _resolve(waiter, answer)


def _resolve(waiter: Waiter, answer: Answer) -> None:
    if waiter.future.cancelled():
        return
    if isinstance(answer, Exception):
        waiter.future.set_exception(answer)
    else:
        waiter.future.set_result(answer)
