"""Decides what the passing of time brings: timers of events, and limits that warn, pass and are dated anew."""

from datetime import datetime, timedelta

from engine.domain import facts
from engine.domain.clocks import next_of, redated, schedule_of, standing
from engine.domain.commands import FireTimer, RedateLimits, RedateTimers, TurnLimit
from engine.domain.decision import Decision
from engine.domain.durations import parse_cycle, parse_duration
from engine.domain.limits import Stage, Turn, next_due
from engine.domain.moves import Escalate, Fire, Move
from engine.domain.rejections import WrongState
from engine.domain.situation import Limit, Situation, Timer


def fire(command: FireTimer, situation: Situation) -> Decision:
    timer = situation.timer
    if timer is None or timer.due_at > command.at:
        raise WrongState(f"Expected a timer that is due, but {command.timer} is disarmed or not due")
    late_for = command.at - timer.due_at
    if timer.instance is None:
        return _start_by_timer(timer, late_for, command.at, situation)
    if timer.token is None or situation.instance is None or situation.instance.status != "active":
        raise WrongState(f"Expected timer {timer.id} to belong to an active case")
    return Decision(moves=(Fire(timer.token, timer.id, late_for),))


def _start_by_timer(timer: Timer, late_for: timedelta, at: datetime, situation: Situation) -> Decision:
    """A start timer sends for an instance through the outbox, and is armed for its next round."""
    thrown = facts.MessageThrown(
        message=situation.new_id(),
        kind="message",
        name=f"timer:{timer.element}",
        definition=timer.definition,
        start_event=timer.element,
    )
    told: tuple[facts.Fact, ...] = (facts.TimerFired(timer.id, timer.element, late_for), thrown)
    following = _next_round(timer, at, situation)
    return Decision((*told, following) if following else told)


def _next_round(timer: Timer, at: datetime, situation: Situation) -> facts.TimerArmed | None:
    """Rounds that were missed are skipped. `cycle` counts down: R3/PT1H is followed by R2/PT1H.

    All are counted from the same moment, so that what falls on the 31st comes back to it after a short month.
    """
    if timer.cycle is None:
        return None
    cycle = parse_cycle(timer.cycle)
    if cycle.times == 1:
        return None
    since = timer.since or cycle.start or timer.due_at
    due = situation.calendar.following(cycle.every, since, at)
    head, _, rest = timer.cycle.partition("/")
    left = head if cycle.times is None else f"R{cycle.times - 1}"
    return facts.TimerArmed(
        timer=situation.new_id(),
        due_at=due.at,
        element=timer.element,
        definition=timer.definition,
        cycle=f"{left}/{rest.rpartition('/')[2]}",
        provisional=due.provisional,
        length=due.length,
        since=since,
    )


def redate_timers(command: RedateTimers, situation: Situation) -> Decision:
    """Counts again what was counted in working time, and tells what has changed. No token moves: none has this date."""
    told = (_redated_timer(timer, situation) for timer in situation.timers.values())
    return Decision(tuple(fact for fact in told if fact is not None))


def _redated_timer(timer: Timer, situation: Situation) -> facts.TimerRedated | None:
    if timer.length is None or timer.since is None:
        return None
    due = situation.calendar.after(timer.since, parse_duration(timer.length))
    if (due.at, due.provisional) == (timer.due_at, timer.provisional):
        return None
    return facts.TimerRedated(timer.id, due.at, timer.element, due.provisional, timer.instance)


def turn(command: TurnLimit, situation: Situation) -> Decision:
    """A worker that comes late turns all that is due, in order."""
    limit = situation.limit
    if limit is None:
        raise WrongState(f"Expected a running limit, but {command.limit} has ended")
    told: list[facts.LimitWarned | facts.LimitPassed] = []
    moves: tuple[Move, ...] = ()
    stage = limit.stage
    while (step := _next(limit, stage)) and step.at <= command.at:
        stage = step.stage
        told.append(_turned(limit, step, command.at))
        if stage == "passed" and limit.escalates and limit.token is not None:
            moves = (Escalate(limit.token, "overdue"),)
    if not told:
        raise WrongState(f"Expected limit {limit.id} to be due, but it is not")
    return Decision(tuple(told), moves)


def _next(limit: Limit, stage: str) -> Turn | None:
    reached: Stage = stage  # type: ignore[assignment]  # a row holds one of the stages, as the store's check says
    return next_due(schedule_of(limit), reached, standing(limit))


def _turned(limit: Limit, step: Turn, at: datetime) -> facts.LimitWarned | facts.LimitPassed:
    following = _next(limit, step.stage)
    next_at = following.at if following else None
    late_for = at - step.at
    if step.stage == "warned":
        return facts.LimitWarned(limit.id, limit.instance, limit.task, late_for, next_at, limit.matter, limit.tasks)
    which = "committed" if step.stage == "passed" else "statutory"
    return facts.LimitPassed(limit.id, limit.instance, which, limit.task, late_for, next_at, limit.matter, limit.tasks)


def redate_all(command: RedateLimits, situation: Situation) -> Decision:
    """Only those whose dates really change are told."""
    redated = (_redated(limit, situation) for limit in situation.limits.values())
    return Decision(tuple(fact for fact in redated if fact is not None))


def _redated(limit: Limit, situation: Situation) -> facts.LimitRedated | None:
    new = redated(limit, situation.calendar, limit.pauses)
    if new == schedule_of(limit):
        return None
    moved = next_of(limit, new, standing(limit))
    return facts.LimitRedated(
        limit=limit.id,
        instance=limit.instance,
        warn_at=new.warn_at,
        due_at=new.due_at,
        statutory_at=new.statutory_at,
        provisional=new.provisional,
        task=limit.task,
        next_at=moved.at if moved else None,
        matter=limit.matter,
        tasks=limit.tasks,
    )
