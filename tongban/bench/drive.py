"""Drives a workload through the engine in this process: C clients as coroutines, their commands through the batcher."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from engine.batcher import Batcher
from engine.domain.commands import Actor, ClaimTask, Command, CompleteTask, Post, StartInstance
from engine.domain.ids import district_of
from engine.domain.rejections import Rejected
from engine.outcome import Outcome
from engine.store.reads.worklist import Asked, Page, Wanted
from tongban.bench.workloads import STEPS, Taken

DISTRICT = 2


def actor(client: int) -> Actor:
    return Actor(f"u{client}", f"u{client}", tuple(Post(group) for group in STEPS))


@dataclass(slots=True)
class InProcess:
    """A desk before the engine itself; the clock is read here, at the edge."""

    batcher: Batcher[Command, Outcome]
    reader: Batcher[Asked, Page]
    actor: Actor

    def _asked(self, district: int) -> dict[str, Any]:
        return {"request_id": uuid4().hex, "at": datetime.now(UTC), "actor": self.actor, "district": district}

    async def start(self, key: str, variables: Mapping[str, Any]) -> None:
        await self.batcher.execute(StartInstance(key=key, variables=variables, **self._asked(DISTRICT)))

    async def page(self, group: str) -> list[int]:
        page = await self.reader.execute((self.actor, Wanted(groups=(group,), limit=50)))
        return [row["id"] for row in page.rows]

    async def claim(self, task: int) -> None:
        try:
            await self.batcher.execute(ClaimTask(task=task, **self._asked(district_of(task))))
        except Rejected as rejection:
            raise Taken from rejection

    async def complete(self, task: int, variables: Mapping[str, Any]) -> None:
        await self.batcher.execute(CompleteTask(task=task, variables=variables, **self._asked(district_of(task))))
