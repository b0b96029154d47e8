"""When things are done: within office hours, most well before they are due, a few late."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from engine.domain.calendar import Calendar, joined
from engine.domain.durations import in_city

SLICE = timedelta(minutes=15)
LATE = 0.02  # of the steps are done after their limit
LATER = (1.02, 1.3)  # of the time that was given
EARLY, LEANING = 2.0, 4.0  # beta distribution: a third of the time that was given, as a rule
UNLIMITED = (10, 180)  # minutes for a step without limit
SHORTEST = timedelta(minutes=1)


def opening(calendar: Calendar, moment: datetime) -> datetime:
    """The moment itself within office hours, else when they next begin."""
    local = in_city(moment)
    day = local.date()
    while True:
        if calendar.is_working(day):
            for since, until in calendar.office.sessions:
                begins, ends = joined(day.toordinal(), since), joined(day.toordinal(), until)
                if local < ends:
                    return max(local, begins)
        day += timedelta(days=1)


def done_at(calendar: Calendar, opened: datetime, due: datetime | None, random: Random) -> datetime:
    """When somebody does a step that was opened then and is due then."""
    if due is None or due <= opened:
        given, share = timedelta(minutes=random.randint(*UNLIMITED)), 1.0
    else:
        given = due - opened
        share = random.uniform(*LATER) if random.random() < LATE else random.betavariate(EARLY, LEANING)
    return opening(calendar, opened + max(given * share, SHORTEST))


def slices(calendar: Calendar, first: date, last: date) -> Iterator[datetime]:
    """Ends of the pieces of time that are simulated together: quarters of office hours, and the end of each day."""
    day = first
    while day <= last:
        if calendar.is_working(day):
            for since, until in calendar.office.sessions:
                at, end = joined(day.toordinal(), since), joined(day.toordinal(), until)
                while (at := at + SLICE) <= end:
                    yield at
        yield joined(day.toordinal() + 1, 0) - timedelta(seconds=1)
        day += timedelta(days=1)
