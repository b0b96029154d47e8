"""Which jobs somebody waits for, and which were done lately here: whichever is told first, none is missed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

PREFIX = "await:"
REMEMBERED = 2_000  # jobs done, and jobs waited for: far more than are in those few seconds
WAITS_FOR = 10.0  # seconds; nobody waits longer


@dataclass(slots=True)
class Awaited:
    """`now`: seconds of a clock that only goes forward. Safe for threads."""

    wanted: dict[int, float] = field(default_factory=dict)
    done: dict[int, None] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def hear(self, payload: str, now: float) -> list[int]:
        """Notes the jobs that a hint names, and gives those that are done already; any other hint names none."""
        if not payload.startswith(PREFIX):
            return []
        jobs = [int(job) for job in payload.removeprefix(PREFIX).split(",")]
        with self.lock:
            self.wanted = {job: until for job, until in self.wanted.items() if until > now}
            if len(self.wanted) < REMEMBERED:
                self.wanted |= dict.fromkeys(jobs, now + WAITS_FOR)
            return [job for job in jobs if job in self.done]

    def finish(self, jobs: Iterable[int]) -> list[int]:
        """Notes what is done, and gives what somebody waits for."""
        with self.lock:
            finished = list(jobs)
            self.done |= dict.fromkeys(finished)
            for old in list(self.done)[: max(0, len(self.done) - REMEMBERED)]:
                del self.done[old]
            return [job for job in finished if self.wanted.pop(job, None) is not None]


AWAITED = Awaited()  # of this process
