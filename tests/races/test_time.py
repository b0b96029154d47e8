"""A worker's process against a person's: a timer that is due, a message that comes, a limit that passes."""

from collections import Counter
from collections.abc import Sequence

import pytest

from engine.domain import facts
from engine.domain.commands import SYSTEM, CompleteTask, FireTimer, SendMessage
from tests.conftest import scale
from tests.races.racers import Answer, Racers
from tests.races.test_tasks import one_wins, shares
from tests.races.track import DUE, Track, firing, instance_of

ROUNDS = 100 * scale()
GONE = ("WrongState", "NotFound")
pytestmark = pytest.mark.timeout(60 + ROUNDS)
Begun = Sequence[tuple[facts.Fact, ...]]


def timers(track: Track, begun: Begun) -> list[FireTimer]:
    return [firing(told, track.stamp(SYSTEM, DUE)) for told in begun]


def test_a_timer_against_a_completion_of_the_same_task(track: Track, racers: Racers) -> None:
    begun = track.start("timed", ROUNDS)
    tasks = [fact.task for told in begun for fact in told if isinstance(fact, facts.TaskOpened)]
    track.claim(tasks)
    answers = racers.race([CompleteTask(task=task, **track.stamp(at=DUE)) for task in tasks], timers(track, begun))
    for told, pair in zip(begun, answers, strict=True):
        winner = one_wins(track, *pair, refusals=GONE)
        [(status, outcome)] = track.ends([instance_of(told)])
        assert status == "completed"
        assert outcome == ("end" if winner is pair[0] else "late")
        ended = {"TaskCompleted", "TaskWithdrawn"} & set(winner.kinds())
        assert ended == {"TaskCompleted" if winner is pair[0] else "TaskWithdrawn"}
    shares("completion against timer", answers)


def test_two_workers_fire_one_timer(track: Track, racers: Racers) -> None:
    """Under one request_id, as workers derive it: both hear the same answer."""
    begun = track.start("timed", ROUNDS)
    firings = timers(track, begun)
    answers = racers.race(firings, firings)
    for one, other in answers:
        assert one.facts == other.facts
        assert sorted((one.repeated, other.repeated)) == [False, True]
        assert one.kinds().count("TimerFired") == 1
    print(f"one timer, two workers: {ROUNDS} rounds, the first fired {sum(not one.repeated for one, _ in answers)}")


def test_a_timer_against_a_message_at_an_event_gateway(track: Track, racers: Racers) -> None:
    begun = [told for number in range(ROUNDS) for told in track.start("either", 1, number=f"N{number}")]
    answers = racers.race([paying(track, told, number) for number, told in enumerate(begun)], timers(track, begun))
    ends = track.ends([instance_of(told) for told in begun])
    for pair, end in zip(answers, ends, strict=True):
        winner = one_wins(track, *pair, refusals=GONE)
        assert end == ("completed", "paid" if winner is pair[0] else "late")
        assert len(closing(winner)) == 2, "the way not taken is closed with the other"
    shares("message against timer", answers)
    print(Counter(outcome for _, outcome in ends))


def paying(track: Track, begun: Sequence[facts.Fact], number: int) -> SendMessage:
    return SendMessage(name="paid", key=f"N{number}", instance=instance_of(begun), **track.stamp(at=DUE))


def closing(answer: Answer) -> list[str]:
    kinds = ("SubscriptionClosed", "TimerDisarmed", "TimerFired")
    return [kind for kind in answer.kinds() if kind in kinds]
