"""One simulation from its first day to its last, slice by slice; after a kill it goes on where the database stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from time import perf_counter

from bpmn.register import items
from engine.domain.calendar import Calendar, calendar
from engine.domain.durations import CITY, in_city
from engine.domain.rejections import WrongState
from engine.store.reads import numbered
from tongban.calendars import city_days
from tongban.simulate import office, shares
from tongban.simulate.arrivals import Arrival, Ground, Plan, arrivals
from tongban.simulate.course import Count, Course, Hearing, series
from tongban.simulate.forms import Forms
from workers import jobs
from workers.crew import FIGURES, JOBS, MESSAGES, PROJECTOR, TIMERS
from workers.loop import run_until_quiet

WORKS = (TIMERS, replace(JOBS, step=jobs.step_together), MESSAGES)
Told = Callable[[datetime, Count], None]


@dataclass(frozen=True, slots=True)
class Result:
    count: Count
    seconds: float


def begins(plan: Plan) -> datetime:
    return datetime.combine(plan.first, time(0), CITY)


def run(engine: Hearing, plan: Plan, told: Told) -> Result:
    """The city is prepared. WrongState where it has cases of its own; `told` hears of the progress after each slice."""
    strangers = numbered.strangers(engine.store, series(plan))
    if strangers:
        raise WrongState(f"Expected a city without cases, or with those of this seed alone, but there are {strangers}")
    last = plan.first + timedelta(days=plan.days - 1)
    days = calendar(city_days(plan.first.year, last.year + 1))
    checks = {code: item.checks for code, item in items().items()}
    forms = Forms(engine, checks)
    course = Course(engine, plan, days, forms)
    since = perf_counter()
    coming = _resumed(engine, plan, course, _planned(plan, days, forms))
    _go(engine, course, coming, last, told)
    return Result(course.count, perf_counter() - since)


def _planned(plan: Plan, days: Calendar, forms: Forms) -> Iterator[Arrival]:
    return arrivals(plan, days.is_working, Ground(frozenset(forms.definitions), forms.bound, forms.communities))


def _resumed(engine: Hearing, plan: Plan, course: Course, coming: Iterator[Arrival]) -> Iterator[Arrival]:
    """Those who have not come yet; the course knows what the others left open."""
    known = {number: (instance, active) for number, instance, active in numbered.cases(engine.store, series(plan))}
    if not known:
        return coming
    rest: list[Arrival] = []
    for arrival in coming:
        if arrival.number not in known:
            rest.append(arrival)
        elif known[arrival.number][1]:
            course.knows(known[arrival.number][0], arrival)
    for task, at in numbered.open_tasks(engine.store):
        course.plan_task(task, at)
    for waiting, at in numbered.waiting(engine.store):
        course.plan_message(waiting, at)
    return iter(rest)


def _go(engine: Hearing, course: Course, coming: Iterator[Arrival], last: date, told: Told) -> None:
    """Slices before the last known start have nothing due and pass at once."""
    settle = partial(_settle, engine)
    waiting = next(coming, None)
    day: date | None = None
    for end in office.slices(course.calendar, course.plan.first, last):
        while waiting is not None and waiting.at <= end:
            course.expect(waiting.at, waiting)
            waiting = next(coming, None)
        if in_city(end).date() != day:
            day = in_city(end).date()
            _deliver(engine, day, end)
            run_until_quiet([PROJECTOR, FIGURES], engine, end)
        course.run_until(end, settle)
        told(end, course.count)
    run_until_quiet([PROJECTOR, FIGURES], engine, end)


def _settle(engine: Hearing, now: datetime) -> None:
    run_until_quiet(WORKS, engine, now)


def _deliver(engine: Hearing, day: date, at: datetime) -> None:
    with engine.store.writing() as connection:
        shares.reach(connection, day, at)
