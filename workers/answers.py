"""Answers of departments that came by themselves: wakes the job that waits for them; of a late hit, tells the city.

A hit that comes when the case has gone on reaches a person: the case that waits for the message, else a process that
begins with it. Told under a request made of the question, so once.
"""

from datetime import datetime
from typing import Any

import structlog

from engine.domain.commands import SYSTEM, Command, SendMessage, StartInstance
from engine.domain.ids import district_of
from engine.engine import Engine
from engine.store import chores, claims, outbox
from engine.store.notices import hint
from engine.store.reads import cases, messages
from registers import catalogue, comparisons
from registers.comparisons import Comparison
from workers.work import execute

MESSAGE = "comparison.answered"
BATCH = 200
log = structlog.get_logger("workers")


def step(engine: Engine, now: datetime) -> int:
    """One batch; gives how many answers were late. What wakes a job is settled by the job itself."""
    with engine.store.writing() as connection:
        rows = comparisons.unsettled(connection, chores.districts(connection), BATCH)
        if not rows:
            return 0
        waiting = claims.still_there(connection, claims.JOBS, [row.job for row in rows])
        claims.release(connection, claims.JOBS, sorted(waiting))
        if waiting:
            hint(connection, "job")
    late = [row for row in rows if row.job not in waiting]
    told = [row for row in late if row.verdict != "hit" or _tell(engine, row, now)]
    with engine.store.writing() as connection:
        comparisons.settle(connection, told, late=True)
    return len(told)


def _tell(engine: Engine, row: Comparison, now: datetime) -> bool:
    """A late hit. False where it could not be told now; another step tries again."""
    command = _command(engine, row, now)
    if command is None:
        log.warning("nothing begins with a late hit", message=MESSAGE, request=row.request)
        return True
    return not execute(engine, "answer", [command]).failed


def _command(engine: Engine, row: Comparison, now: datetime) -> Command | None:
    """To the case where it waits for it, else what begins with the message; None where nothing does."""
    stamp: dict[str, Any] = {
        "request_id": f"comparison:{row.request}",
        "at": now,
        "actor": SYSTEM,
        "district": district_of(row.instance),
        "variables": _told(row),
    }
    if row.instance in messages.waiting(engine.store, MESSAGE, None):
        return SendMessage(name=MESSAGE, instance=row.instance, **stamp)
    with engine.store.writing() as connection:
        begun = next((one for one in outbox.latest_starts(connection) if one.begins_by(MESSAGE)), None)
    if begun is None:
        return None
    case = cases.find(engine.store, SYSTEM, row.instance)
    return StartInstance(
        key=begun.key,
        version=begun.version,
        area=row.confirm_area or (case["area"] if case else None),
        about=row.instance,
        start_event=begun.begins_by(MESSAGE),
        **stamp,
    )


def _told(row: Comparison) -> dict[str, Any]:
    return {
        "case": row.instance,
        "asked_by": row.job,
        "check": row.name,
        "check_title": catalogue.checks()[row.name].title,
        "source": row.source,
        "detail": row.detail,
        "confirmers": row.confirmers,
        "confirm_area": row.confirm_area,
    }
