"""Who waits at the same moment goes together, who is alone waits for nobody, and each hears of its own fate."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from engine.batcher import Batcher, Lane

PATIENCE = 20.0  # seconds; what is waited for comes at once


@dataclass(slots=True)
class Kitchen:
    """Work that stands still until it may go on; it keeps the batches that it was given, and refuses what is odd."""

    batches: list[list[int]] = field(default_factory=list)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    may_go_on: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def work(self, items: Sequence[int]) -> list[str | Exception]:
        self.batches.append(list(items))
        self.begun.release()
        assert self.may_go_on.acquire(timeout=PATIENCE)
        return [str(item) if item % 2 == 0 else ValueError(item) for item in items]


def echo(items: Sequence[int]) -> list[int]:
    return list(items)


def test_who_is_alone_waits_for_nobody() -> None:
    batcher: Batcher[int, int] = Batcher(echo)
    assert [batcher.submit(n).result(PATIENCE) for n in range(3)] == [0, 1, 2]
    batcher.close()


def test_all_who_wait_when_a_batch_is_done_go_into_the_next() -> None:
    kitchen = Kitchen()
    batcher: Batcher[int, str] = Batcher(kitchen.work)
    first = batcher.submit(0)
    assert kitchen.begun.acquire(timeout=PATIENCE)
    rest = [batcher.submit(n) for n in (2, 4, 6)]
    kitchen.may_go_on.release(2)
    assert [one.result(PATIENCE) for one in (first, *rest)] == ["0", "2", "4", "6"]
    assert kitchen.batches == [[0], [2, 4, 6]]
    batcher.close()


def test_a_batch_is_bounded_and_nobody_is_passed_over() -> None:
    kitchen = Kitchen()
    batcher: Batcher[int, str] = Batcher(kitchen.work, most=2)
    waiting = [batcher.submit(n) for n in range(0, 10, 2)]
    kitchen.may_go_on.release(10)
    assert [one.result(PATIENCE) for one in waiting] == ["0", "2", "4", "6", "8"]
    assert [item for batch in kitchen.batches for item in batch] == [0, 2, 4, 6, 8]
    assert max(map(len, kitchen.batches)) <= 2
    batcher.close()


def test_what_fails_does_not_fail_its_batch() -> None:
    kitchen = Kitchen()
    batcher: Batcher[int, str] = Batcher(kitchen.work)
    batcher.submit(0)
    assert kitchen.begun.acquire(timeout=PATIENCE)
    good, bad, other = (batcher.submit(n) for n in (2, 3, 4))
    kitchen.may_go_on.release(2)
    assert (good.result(PATIENCE), other.result(PATIENCE)) == ("2", "4")
    with pytest.raises(ValueError, match="3"):
        bad.result(PATIENCE)
    assert len(kitchen.batches) == 2
    batcher.close()


def test_work_that_raises_is_heard_by_all_and_the_next_batch_goes_on() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if 1 in items:
            raise RuntimeError("broken")
        return list(items)

    batcher: Batcher[int, int] = Batcher(work)
    with pytest.raises(RuntimeError, match="broken"):
        batcher.submit(1).result(PATIENCE)
    assert batcher.submit(2).result(PATIENCE) == 2
    batcher.close()


def test_coroutines_are_answered_in_their_own_loop() -> None:
    batcher: Batcher[int, int] = Batcher(echo)

    async def ask() -> list[int]:
        return await asyncio.gather(*(batcher.execute(n) for n in range(50)))

    assert asyncio.run(ask()) == list(range(50))
    batcher.close()


def test_a_coroutine_that_gave_up_disturbs_nobody() -> None:
    kitchen = Kitchen()
    batcher: Batcher[int, str] = Batcher(kitchen.work)

    async def ask() -> str:
        impatient = asyncio.ensure_future(batcher.execute(0))
        await asyncio.to_thread(kitchen.begun.acquire, timeout=PATIENCE)
        impatient.cancel()
        kitchen.may_go_on.release(2)
        return await batcher.execute(2)

    assert asyncio.run(ask()) == "2"
    batcher.close()


def test_a_thread_that_gave_up_disturbs_nobody() -> None:
    """Before its batch began it is not carried out; afterwards it is too late to give up."""
    kitchen = Kitchen()
    batcher: Batcher[int, str] = Batcher(kitchen.work)
    running = batcher.submit(0)
    assert kitchen.begun.acquire(timeout=PATIENCE)
    impatient, patient = batcher.submit(2), batcher.submit(4)
    assert impatient.cancel()
    assert not running.cancel()
    kitchen.may_go_on.release(2)
    assert (running.result(PATIENCE), patient.result(PATIENCE)) == ("0", "4")
    batcher.close()
    assert kitchen.batches == [[0], [4]]


def test_a_batch_that_everybody_gave_up_does_not_end_the_lane() -> None:
    kitchen = Kitchen()
    batcher: Batcher[int, str] = Batcher(kitchen.work, most=1)
    batcher.submit(0)
    assert kitchen.begun.acquire(timeout=PATIENCE)
    assert batcher.submit(2).cancel()
    after = batcher.submit(4)
    kitchen.may_go_on.release(2)
    assert after.result(PATIENCE) == "4"
    batcher.close()


def test_closing_carries_out_what_waits_and_takes_nothing_more() -> None:
    kitchen = Kitchen()
    batcher: Batcher[int, str] = Batcher(kitchen.work)
    waiting = [batcher.submit(0)]
    assert kitchen.begun.acquire(timeout=PATIENCE)
    waiting += [batcher.submit(n) for n in (2, 4)]
    kitchen.may_go_on.release(3)
    batcher.close()
    assert [one.result(0) for one in waiting] == ["0", "2", "4"]
    with pytest.raises(RuntimeError, match="it is closed"):
        batcher.submit(6)


def test_those_who_share_a_lane_take_turns_and_gather_meanwhile() -> None:
    kitchen, lane = Kitchen(), Lane()
    cooks: Batcher[int, str] = Batcher(kitchen.work, lane=lane)
    waiters: Batcher[int, int] = Batcher(echo, lane=lane)
    first = cooks.submit(0)
    assert kitchen.begun.acquire(timeout=PATIENCE)
    asked, ordered = [waiters.submit(n) for n in (1, 2)], cooks.submit(2)
    assert not any(one.done() for one in asked), "the thread is at work for the other"
    kitchen.may_go_on.release(2)
    assert [one.result(PATIENCE) for one in asked] == [1, 2]
    assert (first.result(PATIENCE), ordered.result(PATIENCE)) == ("0", "2")
    waiters.close()
    last = cooks.submit(4)
    kitchen.may_go_on.release()
    assert last.result(PATIENCE) == "4", "one may leave, the lane goes on for the others"
    cooks.close()
