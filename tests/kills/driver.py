"""Load without HTTP: `python -m tests.kills.driver LOG`, a process whose threads ask a batcher, killed like any other.

What was answered is a line in LOG, written before the next thing is asked: (request_id, position, facts).
"""

import os
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from engine.batcher import Batcher
from engine.bootstrap import open_engine
from engine.domain.commands import Actor, ClaimTask, Command, CompleteTask, StartInstance
from engine.domain.facts import TaskOpened
from engine.domain.rejections import Rejected
from engine.outcome import Outcome
from engine.settings import Settings
from engine.store.facts_json import dumps, encode
from tests.kills.town import AREA, CLERKS, HERE

Asked = Batcher[Command, Outcome]
THREADS = 2


def main(log: Path) -> None:
    settings = Settings()
    assert settings.database_url is not None
    batcher: Asked = Batcher(open_engine(settings, settings.database_url).execute_many)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    threads = [threading.Thread(target=_work, args=(batcher, clerk, file)) for clerk in CLERKS[:THREADS]]
    for thread in threads:
        thread.start()
    print("at work", flush=True)
    for thread in threads:
        thread.join()


def _work(batcher: Asked, clerk: Actor, log: int) -> None:
    """For ever; a refusal, which nothing here deserves, ends the process."""
    try:
        while True:
            _case(batcher, clerk, log)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _case(batcher: Asked, clerk: Actor, log: int) -> None:
    """One case from its start to where only the workers are still needed."""
    numbers = _stamps(clerk)
    begun = _asked(batcher, StartInstance(key="filed", area=AREA, variables={"number": str(uuid4())}, **next(numbers)))
    _write(log, begun)
    open_tasks = [fact.task for fact in begun[1].of(TaskOpened)]
    while open_tasks:
        task = open_tasks.pop()
        for command in (ClaimTask(task=task, **next(numbers)), CompleteTask(task=task, **next(numbers))):
            answer = _asked(batcher, command)
            _write(log, answer)
            open_tasks += [fact.task for fact in answer[1].of(TaskOpened)]


def _stamps(clerk: Actor) -> Iterator[dict[str, Any]]:
    while True:
        yield {"request_id": f"driver-{uuid4()}", "at": datetime.now(UTC), "actor": clerk, "district": HERE}


def _asked(batcher: Asked, command: Command) -> tuple[str, Outcome]:
    """Asks again under the same request_id until there is an answer."""
    while True:
        try:
            return command.request_id, batcher.submit(command).result()
        except Rejected:
            raise
        except Exception as error:
            print(f"asked again: {type(error).__name__}", flush=True)


def _write(log: int, answer: tuple[str, Outcome]) -> None:
    request_id, outcome = answer
    os.write(log, dumps((request_id, outcome.position, encode(outcome.facts).decode())) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
