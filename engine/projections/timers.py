"""Facts -> timers of events, and the clocks of cases and steps with the lights that follow from them."""

from datetime import datetime
from typing import Any

from engine.domain import facts
from engine.projections.changes import Change, Drop, Put, Set
from engine.projections.tasks import due, lit

Turned = facts.LimitPaused | facts.LimitResumed | facts.LimitRedated | facts.LimitWarned | facts.LimitPassed


def armed(fact: facts.TimerArmed, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "token": fact.token,
        "element": fact.element,
        "due_at": fact.due_at,
        "definition": fact.definition,
        "cycle": fact.cycle,
        "provisional": fact.provisional,
        "length": fact.length,
        "since": fact.since,
    }
    return (Put("timer", fact.timer, row),)


def redated_timer(fact: facts.TimerRedated, at: datetime) -> tuple[Change, ...]:
    return (Set("timer", fact.timer, {"due_at": fact.due_at, "provisional": fact.provisional}),)


def over(fact: facts.TimerFired | facts.TimerDisarmed, at: datetime) -> tuple[Change, ...]:
    return (Drop("timer", fact.timer),)


def limit_set(fact: facts.LimitSet, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "token": fact.token,
        "task": fact.task,
        "element": fact.element,
        "committed": fact.committed,
        "statutory": fact.statutory,
        "started_at": fact.started_at,
        "warn_at": fact.warn_at,
        "due_at": fact.due_at,
        "statutory_at": fact.statutory_at,
        "stage": "running",
        "next_at": min((m for m in (fact.warn_at, fact.due_at, fact.statutory_at) if m is not None), default=None),
        "escalates": fact.escalates,
        "provisional": fact.provisional,
        "paused_at": None,
        "paused_clocks": None,
        "matter": fact.matter,
        "pauses": [],
        "warn_share": str(fact.warn_share),
    }
    put = Put("time_limit", fact.limit, row)
    if fact.matter is None:
        return (put,)
    shown = {"due_at": fact.due_at, "statutory_at": fact.statutory_at, "provisional": fact.provisional}
    return (put, Set(fact.matter, fact.instance, {"light": "green", **shown}))


def paused(fact: facts.LimitPaused, at: datetime) -> tuple[Change, ...]:
    columns = {"paused_at": at, "paused_clocks": fact.clocks, "next_at": fact.next_at}
    stopped = Set("time_limit", fact.limit, columns)
    if fact.matter is None:
        return (stopped, *lit(_tasks(fact), "stopped"))
    return (stopped, Set(fact.matter, fact.instance, {"light": "stopped", "paused_for": fact.reason}))


def resumed(fact: facts.LimitResumed, at: datetime) -> tuple[Change, ...]:
    dates = {"due_at": fact.due_at, "statutory_at": fact.statutory_at, "provisional": fact.provisional}
    columns = {
        **dates,
        "warn_at": fact.warn_at,
        "next_at": fact.next_at,
        "paused_at": None,
        "paused_clocks": None,
        "pauses": [list(pause) for pause in fact.pauses],
    }
    running = Set("time_limit", fact.limit, columns)
    if fact.matter is None:
        return (running, *due(_tasks(fact), fact.due_at, fact.light))
    return (running, Set(fact.matter, fact.instance, {**dates, "light": fact.light, "paused_for": None}))


def redated(fact: facts.LimitRedated, at: datetime) -> tuple[Change, ...]:
    dates = {"due_at": fact.due_at, "statutory_at": fact.statutory_at, "provisional": fact.provisional}
    moved = Set("time_limit", fact.limit, {**dates, "warn_at": fact.warn_at, "next_at": fact.next_at})
    if fact.matter is not None:
        return (moved, Set(fact.matter, fact.instance, dates))
    return (moved, *due(_tasks(fact), fact.due_at))


def warned(fact: facts.LimitWarned, at: datetime) -> tuple[Change, ...]:
    turned = Set("time_limit", fact.limit, {"stage": "warned", "next_at": fact.next_at})
    return (turned, *_lit(fact, "yellow"))


def passed(fact: facts.LimitPassed, at: datetime) -> tuple[Change, ...]:
    stage, light = ("passed", "red") if fact.which == "committed" else ("breached", "dark_red")
    turned = Set("time_limit", fact.limit, {"stage": stage, "next_at": fact.next_at})
    return (turned, *_lit(fact, light))


def _lit(fact: facts.LimitWarned | facts.LimitPassed, light: str) -> tuple[Change, ...]:
    if fact.matter is not None:
        return (Set(fact.matter, fact.instance, {"light": light}),)
    return lit(_tasks(fact), light)


def _tasks(fact: Turned) -> tuple[int, ...]:
    """Those that show the limit: its own, and the ones inside the step."""
    return fact.tasks if fact.task is None else (fact.task, *fact.tasks)


def limit_ended(fact: facts.LimitEnded, at: datetime) -> tuple[Change, ...]:
    return (Drop("time_limit", fact.limit),)
