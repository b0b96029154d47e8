"""Folds the journal of each district into the leaders' counters: each row once, and nothing but facts is read."""

from datetime import datetime

from engine.engine import Engine
from engine.projections.dashboard import fold
from engine.store import folding
from workers import metrics
from workers.work import log

NAME, PAGE = "dashboard", 1000


def step(engine: Engine, now: datetime) -> int:
    """One page of each district that has new rows and that no other projector is reading; gives how many rows."""
    with engine.store.writing() as connection:
        behind = folding.behind(connection, NAME)
    metrics.BEHIND.labels(NAME).set(sum(behind.values()))
    return sum(_fold(engine, district) for district in behind)


def _fold(engine: Engine, district: int) -> int:
    """Position and counters are one transaction: a killed projector has counted all of a page or nothing."""
    with engine.store.writing() as connection, metrics.STEPS.labels("projector").time(), connection.transaction():
        position = folding.lock(connection, NAME, district)
        if position is None:
            return 0
        page = folding.read(connection, district, position, PAGE)
        folding.write(connection, fold(page.rows))
        folding.move(connection, NAME, district, page.last)
    log.info("folded", projector=NAME, district=district, rows=len(page.rows), position=page.last)
    return len(page.rows)
