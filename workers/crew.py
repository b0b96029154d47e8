"""Which kinds of work there are, how often each looks, and what wakes it."""

from collections.abc import Sequence
from datetime import datetime

from engine.engine import Engine
from workers import answers, figures, jobs, loop, messages, projector, timers
from workers.clock import Housekeeper
from workers.work import Work

TIMERS = Work("timers", timers.step, 0.5, frozenset({"timer", "clock"}))
JOBS = Work("jobs", jobs.step, 1.0, frozenset({"job", "clock"}))
MESSAGES = Work("messages", messages.step, 1.0, frozenset({"message", "clock"}))
PROJECTOR = Work("projector", projector.step, 1.0)
FIGURES = Work("figures", figures.step, 5.0)
ANSWERS = Work("answers", answers.step, 10.0, frozenset({"answer", "clock"}))
ROWS = (TIMERS, ANSWERS, JOBS, MESSAGES, PROJECTOR, FIGURES)  # what lives by rows alone
NAMES = (*(work.name for work in ROWS), "clock")


def crew(names: Sequence[str], keeper: Housekeeper) -> list[Work]:
    """The works of these names; `all` is every one. ValueError for a name that is none."""
    wanted = NAMES if "all" in names else names
    unknown = [name for name in wanted if name not in NAMES]
    if unknown or not wanted:
        raise ValueError(f"Expected some of {', '.join(NAMES)} or all, but found {', '.join(unknown) or 'nothing'}")
    house = Work("clock", keeper.step, 30.0, frozenset({"calendar", "clock"}))
    return [work for work in (*ROWS, house) if work.name in wanted]


def run_until_quiet(engine: Engine, now: datetime) -> int:
    """Does all that rows ask for at `now`, until nothing is due; gives how much that was. For scenarios and demos."""
    return loop.run_until_quiet(ROWS, engine, now)
