"""`Prefer: wait=3` (RFC 7240) on a write: it is answered when its sync comparisons are done, after 3 s without them.

Then the page goes on without them. Whoever does not ask pays nothing for it.
"""

import asyncio
import re

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from api.desk import Desk, desk_of
from engine.domain.facts import JobRequested
from engine.outcome import Outcome
from registers import catalogue

PREFERENCE = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?([0-9]{1,4})\b")
LONGEST = 3  # seconds (data standards, section 6)
SYNC = "compare"  # the kind of job whose checks say whether a window waits for them


async def awaited(request: Request, outcome: Outcome, response: Response) -> Response:
    """The same answer, later. `X-Jobs-Pending`: how many of the jobs that it waited for are not done."""
    prefer = request.headers.get("prefer")
    found = PREFERENCE.search(prefer) if prefer else None
    if found is None:
        return response
    seconds = min(int(found.group(1)), LONGEST)
    jobs = [fact.job for fact in outcome.of(JobRequested) if _is_sync(fact)]
    left = await _until_done(desk_of(request), jobs, seconds) if jobs else set()
    response.headers["Preference-Applied"] = f"wait={seconds}"
    response.headers["X-Jobs-Pending"] = str(len(left))
    return response


def _is_sync(job: JobRequested) -> bool:
    """Does it ask a check that the window waits for?"""
    if job.kind != SYNC or job.inputs.get("act") not in (None, "ask"):
        return False
    asked = job.inputs.get("checks", job.inputs.get("check"))
    names = [asked] if isinstance(asked, str) else asked if isinstance(asked, list | tuple) else []
    known = catalogue.checks()
    return any(isinstance(name, str) and name in known and known[name].mode == "sync" for name in names)


async def _until_done(desk: Desk, jobs: list[int], seconds: int) -> set[int]:
    """Those that are not done by then."""
    loop, left, over = asyncio.get_running_loop(), set(jobs), asyncio.Event()

    def settle(job: int) -> None:
        left.discard(job)
        if not left:
            over.set()

    def done(job: int) -> None:
        loop.call_soon_threadsafe(settle, job)

    def ask() -> None:
        with desk.store.writing() as connection:
            desk.hearing.await_(connection, jobs, done)

    try:
        async with asyncio.timeout(seconds):
            await run_in_threadpool(ask)
            await over.wait()
    except TimeoutError:
        pass
    finally:
        desk.hearing.forget(jobs, done)
    return left
