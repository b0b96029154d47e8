"""Folds the journal of each district into the rows that figures are counted from, and reckons them again when a
calendar is published. Reads nothing but facts and the calendar."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from engine.domain import facts
from engine.domain.calendar import Calendar
from engine.domain.ids import CITY
from engine.engine import Engine
from engine.projections.case_figures import Card, CaseFigure, begun, card, reckoned, told
from engine.store import case_figures, folding
from engine.store.case_figures import CALENDARS, NAME, Connection, Entry
from workers import metrics
from workers.work import log

PAGE = 1000
WHOLE_CITY = 0


def step(engine: Engine, now: datetime) -> int:
    """One page of each district that has new rows and that no other projector is reading; gives how many rows."""
    with engine.store.writing() as connection:
        behind = folding.behind(connection, NAME)
        unreckoned = folding.behind_city(connection, CALENDARS, CITY)
    metrics.BEHIND.labels(NAME).set(sum(behind.values()))
    return sum(_fold(engine, district) for district in sorted({*behind, *unreckoned}))


def retell(engine: Engine, now: datetime) -> int:
    """Folds all journals from their beginning; gives how many rows. Figures are empty meanwhile."""
    for district in engine.store.districts():
        with engine.store.writing() as connection, connection.transaction():
            case_figures.forget(connection, district)
    total = 0
    while done := step(engine, now):
        total += done
    return total


def _fold(engine: Engine, district: int) -> int:
    """Position and rows are one transaction: a killed projector has counted all of a page or nothing."""
    with engine.store.writing() as connection, metrics.STEPS.labels(NAME).time(), connection.transaction():
        since = folding.lock(connection, NAME, district)
        if since is None:
            return 0
        calendar = _calendar(engine, connection, district)
        until = min(since + PAGE, case_figures.head(connection, district))
        rows, cards = fold(connection, district, case_figures.read(connection, district, since, until))
        case_figures.put(connection, [reckoned(row, calendar) for row in rows], cards)
        folding.move(connection, NAME, district, until)
    log.info("folded", projector=NAME, district=district, rows=until - since, position=until)
    return until - since


def fold(connection: Connection, district: int, entries: Iterable[Entry]) -> tuple[list[CaseFigure], list[Card]]:
    """The rows after these entries, and the cards that they give."""
    entries = list(entries)
    rows = case_figures.load(connection, district, (entry.instance for entry in entries))
    cards: list[Card] = []
    for entry in entries:
        for fact in entry.facts:
            if isinstance(fact, facts.InstanceStarted):
                rows[entry.instance] = begun(fact, district, entry.at)
                continue
            row = rows[entry.instance]
            found = card(row, fact, entry.at)
            cards += [found] if found else []
            rows[entry.instance] = told(row, fact, entry.at)
    return list(rows.values()), cards


def _calendar(engine: Engine, connection: Connection, district: int) -> Calendar:
    """As of now; where one was published since the last time, what was reckoned by another is reckoned again."""
    newest = case_figures.head(connection, CITY)
    applied = folding.lock(connection, CALENDARS, district) or 0
    calendar = engine.store.calendar_as_of(district, newest)
    for published in case_figures.published(connection, applied, newest):
        if published.days and published.district in (WHOLE_CITY, district):
            _reckon_again(connection, district, _reach(published), calendar)
    if newest > applied:
        folding.move(connection, CALENDARS, district, newest)
    return calendar


def _reach(published: facts.CalendarPublished) -> tuple[date, date]:
    """The days it speaks of, the second one after them; a bad rating may be answered some weeks before."""
    days = [date.fromisoformat(day) for day, _, _ in published.days]
    return min(days), max(days) + timedelta(days=1)


def _reckon_again(connection: Connection, district: int, days: tuple[date, date], calendar: Calendar) -> None:
    after = 0
    while rows := case_figures.touched(connection, district, days, after, PAGE):
        case_figures.put(connection, [reckoned(row, calendar) for row in rows])
        after = rows[-1].id
