"""The workloads, the same for every engine: W1 a cross-department approval, W2 straight through, W3 and W4 over HTTP.

A client is a coroutine that waits for the durable answer of each of its operations; it knows no engine, only `Desk`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import perf_counter
from typing import Any, Protocol

STEPS: Mapping[str, dict[str, Any]] = {
    "window": {"accepted": True, "accept_note": "ok"},
    "street": {"review_result": "pass", "review_note": "ok"},
    "civil": {"a_result": "pass", "a_note": "ok"},
    "hr": {"b_result": "pass", "b_note": "ok"},
}


class Taken(Exception):
    """Somebody else was faster."""


class Desk(Protocol):
    """What a client can do, whatever is behind it."""

    async def start(self, key: str, variables: Mapping[str, Any]) -> None: ...
    async def page(self, group: str) -> list[int]: ...
    async def claim(self, task: int) -> None: ...
    async def complete(self, task: int, variables: Mapping[str, Any]) -> None: ...


@dataclass(slots=True)
class Stopwatch:
    """Seconds of every operation, by its name."""

    times: dict[str, list[float]] = field(
        default_factory=lambda: {n: [] for n in ("start", "query", "claim", "complete")}
    )

    def note(self, name: str, since: float) -> None:
        self.times[name].append(perf_counter() - since)

    def percentiles(self, name: str) -> list[float]:
        """p50 and p99 in milliseconds; zeros where nothing was measured."""
        times = sorted(self.times[name])
        if not times:
            return [0.0, 0.0]
        return [round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 2) for share in (0.5, 0.99)]


def variables(number: int) -> dict[str, Any]:
    """About 1 KiB as JSON; the identity number's area is unassigned, so it is nobody's."""
    return {
        "applicant_id": f"21019919580312{number % 10000:04d}",
        "name": "测试",
        "community": "示范社区",
        "district": "示范区",
        "income": 650,
        "accepted": True,
        "household_size": 3,
        "phone": "10000000000",
        "address": "示范路1号3号楼2单元501",
        "materials": [{"name": f"材料{k}.pdf", "sha256": sha256(str(k).encode()).hexdigest()} for k in range(5)],
        "remark": "x" * 400,
    }


async def approval(desk: Desk, client: int, count: int, watch: Stopwatch) -> None:
    """W1: of the oldest 50 tasks of each group take one, claim it, complete it; start first, so that there is one."""
    for number in range(count):
        since = perf_counter()
        await desk.start("approval", variables(client * 100_000 + number))
        watch.note("start", since)
        for group in STEPS:
            await _do_one(desk, client, group, watch)


async def _do_one(desk: Desk, client: int, group: str, watch: Stopwatch) -> None:
    while True:
        since = perf_counter()
        page = await desk.page(group)
        watch.note("query", since)
        if not page:
            continue
        task = page[client % len(page)]
        since = perf_counter()
        try:
            await desk.claim(task)
        except Taken:
            continue
        watch.note("claim", since)
        since = perf_counter()
        await desk.complete(task, STEPS[group])
        watch.note("complete", since)
        return


async def straight(desk: Desk, client: int, count: int, watch: Stopwatch) -> None:
    """W2: no wait state."""
    for number in range(count):
        since = perf_counter()
        await desk.start("straight", variables(client * 100_000 + number))
        watch.note("start", since)


CLIENTS = {"approval": approval, "straight": straight}
