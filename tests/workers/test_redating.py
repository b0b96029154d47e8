"""A decree moves what was dated provisionally: timers wait for the other date; the journal and the story tell."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from engine.domain.commands import PublishCalendar
from engine.domain.durations import CITY
from engine.domain.facts import TimerArmed, TimerFired, TimerRedated
from engine.store.reads.story import story
from engine.store.rebuild import compare
from engine.store.seals import seal_key
from tests.workers.town import WANG, Town, end, flow, start
from workers import metrics
from workers.clock import Housekeeper, chores_under
from workers.redating import redate

DECEMBER = datetime(2026, 12, 14, 10, tzinfo=CITY)
HOLIDAYS = (1, 2, 3, 4, 5, 6, 7)
LAST_YEAR, NEXT_YEAR = date(2026, 12, 1), date(2027, 1, 1)


def timed(kind: str, written: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{written}</bpmn:{kind}></bpmn:timerEventDefinition>"


P20WD = timed("timeDuration", "P20WD")
WAIT = ("wait", f'<bpmn:intermediateCatchEvent id="wait" name="公示">{P20WD}</bpmn:intermediateCatchEvent>')
TASK = ("task", '<bpmn:userTask id="task" name="task"/>')
REMIND = (
    f'<bpmn:boundaryEvent id="each" attachedToRef="task" cancelActivity="false">{timed("timeCycle", "R/P15WD")}'
    '</bpmn:boundaryEvent><bpmn:endEvent id="told"/><bpmn:sequenceFlow id="f" sourceRef="each" targetRef="told"/>'
)


@pytest.fixture
def winter(town: Town) -> Town:
    """The middle of December; the days of the next year are not decreed yet."""
    town.now = DECEMBER
    publish(town, LAST_YEAR, 31)
    return town


def publish(town: Town, first: date, days: int, rest: tuple[int, ...] = ()) -> None:
    dates = (first + timedelta(number) for number in range(days))
    rows = tuple((day.isoformat(), day.weekday() < 5 and day.day not in rest, "") for day in dates)
    town.engine.execute(PublishCalendar(request_id=f"calendar {first}", at=town.now, actor=WANG, district=1, days=rows))


def told(town: Town, instance: int, kind: type[Any]) -> list[Any]:
    return [fact for fact in town.told(instance) if isinstance(fact, kind)]


def test_a_timer_waits_for_the_date_of_the_decree(winter: Town, database: str) -> None:
    winter.deploy("notice", flow(start(), WAIT, end()))
    notice = winter.start("notice")
    (armed,) = told(winter, notice, TimerArmed)
    assert (armed.provisional, armed.length, armed.since) == (True, "P20WD", DECEMBER)
    assert armed.due_at.date() == date(2027, 1, 11)

    keeper = Housekeeper(database, chores_under(seal_key(bytes(32))))
    keeper.step(winter.engine, winter.now)
    publish(winter, NEXT_YEAR, 60, HOLIDAYS)
    keeper.step(winter.engine, winter.now)
    keeper.close()
    (moved,) = told(winter, notice, TimerRedated)
    assert (moved.due_at.date(), moved.provisional) == (date(2027, 1, 18), False)

    winter.now = armed.due_at
    winter.work()
    assert told(winter, notice, TimerFired) == []
    winter.now = moved.due_at
    winter.work()
    (fired,) = told(winter, notice, TimerFired)
    assert fired.late_for == timedelta(0)
    sentences = [line.sentence_zh for line in story(winter.engine.store, notice, {"wait": "公示"})]
    assert "放假安排已定，“公示”的时间是 01-18 17:00" in sentences


def test_a_cycle_that_was_dated_anew_goes_on_from_its_round(winter: Town) -> None:
    winter.deploy("remind", flow(start(), TASK, end()) + REMIND)
    remind = winter.start("remind")
    days = []
    for month in (NEXT_YEAR, date(2027, 2, 1)):
        publish(winter, month, 28, HOLIDAYS)
        redate(winter.engine, winter.now)
        with winter.engine.store.writing() as connection:
            (row,) = connection.execute("select due_at from timer").fetchall()
        winter.now = row[0]
        winter.work()
        days.append(winter.now.date())
    assert [fact.due_at.date() for fact in told(winter, remind, TimerRedated)] == days
    assert days == [date(2027, 1, 11), date(2027, 2, 8)]
    assert [fact.late_for for fact in told(winter, remind, TimerFired)] == [timedelta(0)] * 2


def test_a_start_timer_is_dated_anew_and_the_rows_are_those_of_the_journal(winter: Town) -> None:
    begin = f'<bpmn:startEvent id="begin">{timed("timeCycle", "R/P15WD")}</bpmn:startEvent>'
    winter.deploy("sweep", flow(("begin", begin), end()))
    winter.deploy("notice", flow(start(), WAIT, end()))
    winter.start("notice")
    before = metrics.REDATED.labels("timers")._value.get()
    publish(winter, NEXT_YEAR, 60, HOLIDAYS)
    assert redate(winter.engine, winter.now) == 2
    assert redate(winter.engine, winter.now) == 0
    assert metrics.REDATED.labels("timers")._value.get() == before + 2
    with winter.engine.store.writing() as connection:
        rows = connection.execute("select element, due_at from timer order by element").fetchall()
        assert compare(connection) == []
    assert [(element, due.date()) for element, due in rows] == [
        ("begin", date(2027, 1, 11)),
        ("wait", date(2027, 1, 18)),
    ]


def test_under_the_same_calendar_nothing_is_written_again(winter: Town) -> None:
    winter.deploy("notice", flow(start(), WAIT, end()))
    notice = winter.start("notice")
    assert [redate(winter.engine, winter.now) for _ in range(2)] == [1, 1]
    assert told(winter, notice, TimerRedated) == []
    assert winter.count("journal") == 4  # a calendar, a deployment, a start, and that nothing had to move
