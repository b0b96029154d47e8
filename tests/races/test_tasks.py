"""Two processes after one task, one request or one join: one wins, the other hears why not, and the journal knows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from engine.domain import facts
from engine.domain.commands import (
    CancelInstance,
    ClaimNext,
    ClaimTask,
    Command,
    CompleteTask,
    ReleaseTask,
    StartInstance,
)
from tests.conftest import scale
from tests.races.racers import Answer, Racers
from tests.races.track import LI, WANG, Track, instance_of

ROUNDS = 100 * scale()
pytestmark = pytest.mark.timeout(60 + ROUNDS)


def one_wins(track: Track, one: Answer, other: Answer, refusals: Sequence[str] = ("WrongState",)) -> Answer:
    """The winner's facts are in the journal as it was told them; of the other there is nothing but a clear refusal."""
    assert one.is_won != other.is_won, f"Expected one to win, but got {one} and {other}"
    winner, loser = (one, other) if one.is_won else (other, one)
    assert track.written(winner.request_id) == (winner.request_id.split("-")[0], winner.facts, winner.position)
    assert track.written(loser.request_id) is None
    assert loser.rejection is not None
    assert loser.rejection.split(":")[0] in refusals, loser.rejection
    return winner


def shares(name: str, answers: Sequence[tuple[Answer, Answer]]) -> None:
    first = sum(one.is_won for one, _ in answers)
    print(f"{name}: {len(answers)} rounds, won by the first {first}, by the second {len(answers) - first}")


def test_of_two_claims_of_one_task_one_wins(track: Track, racers: Racers) -> None:
    tasks = [task for (task,) in track.tasks("single", ROUNDS)]
    answers = racers.race(
        [ClaimTask(task=task, **track.stamp(LI)) for task in tasks],
        [ClaimTask(task=task, **track.stamp(WANG)) for task in tasks],
    )
    for task, pair in zip(tasks, answers, strict=True):
        winner = one_wins(track, *pair)
        [claimed] = winner.facts
        assert isinstance(claimed, facts.TaskClaimed)
        holder = LI if claimed.by == LI.id else WANG
        assert (claimed.task, winner.request_id.split("-")[0]) == (task, claimed.by)
        track.complete([task], holder)
    shares("two claims", answers)


def test_of_two_completions_of_one_task_one_wins(track: Track, racers: Racers) -> None:
    tasks = [task for (task,) in track.tasks("single", ROUNDS)]
    track.claim(tasks)
    first, second = ([CompleteTask(task=task, **track.stamp()) for task in tasks] for _ in range(2))
    answers = racers.race(first, second)
    for pair in answers:
        winner = one_wins(track, *pair, refusals=("WrongState", "NotFound"))
        assert winner.kinds() == ["TaskCompleted", "ElementsPassed", "InstanceEnded"]
    shares("two completions", answers)


def test_a_release_against_a_completion(track: Track, racers: Racers) -> None:
    """Whichever is first, the task is completed once, and not by one who no longer holds it."""
    tasks = [task for (task,) in track.tasks("single", ROUNDS)]
    track.claim(tasks)
    answers = racers.race(
        [CompleteTask(task=task, **track.stamp()) for task in tasks],
        [ReleaseTask(task=task, **track.stamp()) for task in tasks],
    )
    for task, pair in zip(tasks, answers, strict=True):
        winner = one_wins(track, *pair, refusals=("WrongState", "NotFound"))
        if winner.kinds() == ["TaskReleased"]:
            track.claim([task])
            track.complete([task])
    shares("completion against release", answers)


def test_a_cancellation_against_a_completion(track: Track, racers: Racers) -> None:
    begun = track.start("single", ROUNDS)
    tasks = [fact.task for told in begun for fact in told if isinstance(fact, facts.TaskOpened)]
    track.claim(tasks)
    answers = racers.race(
        [CompleteTask(task=task, **track.stamp()) for task in tasks],
        [CancelInstance(instance=instance_of(told), reason="撤回", **track.stamp()) for told in begun],
    )
    ends = track.ends([instance_of(told) for told in begun])
    for pair, (status, _) in zip(answers, ends, strict=True):
        one_wins(track, *pair, refusals=("WrongState", "NotFound"))
        assert status == ("completed" if pair[0].is_won else "cancelled")
    shares("completion against cancellation", answers)


def test_both_branches_of_a_join_at_once(track: Track, racers: Racers) -> None:
    """Both are completed, the join lets one token through, and no instance is left behind it."""
    pairs = track.tasks("pair", ROUNDS)
    track.claim([task for pair in pairs for task in pair])
    answers = racers.race(
        [CompleteTask(task=a, **track.stamp()) for a, _ in pairs],
        [CompleteTask(task=b, **track.stamp()) for _, b in pairs],
    )
    for pair in answers:
        assert [one.rejection for one in pair] == [None, None]
        first, last = sorted(pair, key=lambda one: one.position)
        assert "InstanceEnded" not in first.kinds()
        assert last.kinds() == ["TaskCompleted", "ElementsPassed", "InstanceEnded"]
    lasts = Counter(one.position < other.position for one, other in answers)
    print(f"join: {len(answers)} rounds, the first came first in {lasts[True]}")


def test_one_request_sent_twice_is_carried_out_once(track: Track, racers: Racers) -> None:
    starts = [StartInstance(key="single", variables={"n": n}, **track.stamp()) for n in range(ROUNDS)]
    answers = racers.race(starts, [replace(start) for start in starts])
    for one, other in answers:
        assert one.is_won
        assert other.is_won
        assert (one.facts, one.position) == (other.facts, other.position)
        assert sorted((one.repeated, other.repeated)) == [False, True]
    begun = [one.facts for one, _ in answers]
    assert len({instance_of(told) for told in begun}) == ROUNDS
    tasks = [fact.task for told in begun for fact in told if isinstance(fact, facts.TaskOpened)]
    track.claim(tasks)
    track.complete(tasks)
    print(
        f"one request twice: {ROUNDS} rounds, the first answered first in {sum(not one.repeated for one, _ in answers)}"
    )


def test_one_key_for_two_bodies_carries_out_one(track: Track, racers: Racers) -> None:
    starts = [StartInstance(key="single", variables={"n": n}, **track.stamp()) for n in range(ROUNDS)]
    answers = racers.race(starts, [replace(start, variables={"n": "another"}) for start in starts])
    for one, other in answers:
        winner, loser = (one, other) if one.is_won else (other, one)
        assert winner.is_won
        assert loser.rejection is not None
        assert "its body differs from the first one" in loser.rejection
        assert track.written(winner.request_id) == (LI.id, winner.facts, winner.position)
        tasks = [fact.task for fact in winner.facts if isinstance(fact, facts.TaskOpened)]
        track.claim(tasks)
        track.complete(tasks)
    shares("one key, two bodies", answers)


def test_many_who_ask_for_their_next_task_get_different_ones(track: Track, racers: Racers) -> None:
    """Two processes, four at once in each: every task is given out, and none twice."""
    tasks = [task for (task,) in track.tasks("single", ROUNDS * 2)]
    rounds = ROUNDS // 4

    def asking() -> list[Sequence[Command]]:
        return [[ClaimNext(**track.stamp(actor)) for actor in (LI, WANG, LI, WANG)] for _ in range(rounds)]

    both = racers.race_many(asking(), asking())
    given = [answer for answers in both for one in answers for answer in one]
    claimed = [fact for answer in given for fact in answer.facts if isinstance(fact, facts.TaskClaimed)]
    assert [answer.rejection for answer in given if not answer.is_won] == []
    assert sorted(fact.task for fact in claimed) == sorted(tasks)
    for fact in claimed:
        track.complete([fact.task], LI if fact.by == LI.id else WANG)
    print(f"next task: {len(given)} asked, {len(claimed)} different tasks given")
