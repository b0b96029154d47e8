"""Walks through a block-structured process: the engine and its course side by side, from one event to the next."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from engine.domain import moves
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import document
from tests.engine.runtime.story import BEGIN, Setting, Story, check, runtime_of
from tests.walks.alive import Key, Wait
from tests.walks.block_drawn import drawn
from tests.walks.blocks import Block, is_fair, smaller_blocks, variables
from tests.walks.course import Course
from tests.walks.shrink import shrink
from tests.walks.sketch import CODES

STEPS = 40  # at random; then it is brought to its end
MOST = 400
Step = tuple[str, Key, dict[str, Any]]  # what, at what, with which variables


class Beside:
    """The engine beside the course."""

    def __init__(self, process: Block, setting: Setting):
        self.steps: list[Step] = []
        values: dict[str, Any] = dict(variables(process))
        self.course = Course(process, dict(values))
        self.story = Story(setting=setting, **values)
        self.places: dict[int, str] = {}  # token -> in which instances, where a later fact does not tell
        self.compare()

    def compare(self) -> None:
        said = f"after {self.steps}"
        assert self.story.over == self.course.over, f"{said}\n  engine {self.shown()}\n  course {self.course.open()}"
        if not self.course.over:
            assert self.shown() == self.course.open(), (
                f"{said}\n  engine {_only(self.shown(), self.course.open())}"
                f"\n  course {_only(self.course.open(), self.shown())}"
            )
        own = self.course.root.values
        found = {name: self.story.variables.get(name) for name in own}
        assert found == own, f"{said}\n  engine {found}\n  course {own}"

    def tell(self, what: str, wait: Wait, values: dict[str, Any]) -> None:
        self.steps.append((what, wait.key, values))
        move = self._move(what, wait, values)
        match what:
            case "signal":
                self.course.hears(wait.signal)
            case "fail":
                self.course.fails(wait, values.get("code", ""))
            case _:
                self.course.happens(wait, values)
        self.story.tell(move)
        self.compare()

    def _move(self, what: str, wait: Wait, values: dict[str, Any]) -> moves.Move:
        fact = next(fact for fact in self.story.shown.open[wait.key[0]].values() if self.key_of(fact) == wait.key)
        match what:
            case "complete":
                return moves.Complete(fact.token, fact.task, "li", values)
            case "finish":
                return moves.Finish(fact.token, fact.job, values)
            case "fail":
                self.places[fact.token] = wait.key[2]
                return moves.Fail(fact.token, fact.job, "no answer", values.get("code"))
            case "fire":
                return moves.Fire(fact.token, fact.timer, timedelta(0))
            case "message":
                return moves.Deliver("message", fact.name, fact.key, fact.token)
            case "signal":
                return moves.Deliver("signal", wait.signal)
        return moves.Retry(fact.token)

    def shown(self) -> Counter[Key]:
        return Counter(self.key_of(fact) for rows in self.story.shown.open.values() for fact in rows.values())

    def key_of(self, fact: Any) -> Key:
        """With the instances as they are told apart: by user, by input, by the key of a message, by a length."""
        match type(fact).__name__:
            case "TaskOpened":
                return "task", fact.element, "".join(fact.users)
            case "JobRequested":
                return "job", fact.element, str(fact.inputs["place"])
            case "TimerArmed":
                minutes = round((fact.due_at - BEGIN).total_seconds() / 60)
                return "timer", fact.element, self.places.setdefault(fact.token, str(minutes)[1:])
            case "SubscriptionOpened":
                return "subscription", fact.element, fact.key or ""
        return "incident", fact.element, self.places.get(fact.token, "")


def _only(these: Counter[Key], those: Counter[Key]) -> list[Key]:
    return sorted((these - those).elements())


def setting_of(process: Block) -> Setting:
    processes, declared = drawn(process)
    return Setting(runtime=runtime_of(*processes, declarations=declared))


def walk(process: Block, random: Random, setting: Setting | None = None) -> int:
    """Gives the number of steps. After some at random it is brought to its end, or cancelled where it is stopped."""
    pair = Beside(process, setting or setting_of(process))
    while not pair.course.over and len(pair.steps) < MOST:
        is_ending = len(pair.steps) >= STEPS
        choices = [wait for wait in _plain_waits(pair) if wait.goes_on or not is_ending]
        if not choices:
            break
        step(pair, random.choice(choices), random, is_ending)
    if not pair.course.over:
        pair.story.tell(moves.Cancel("撤回", "wang"))
    assert pair.story.over
    return len(pair.steps)


def _plain_waits(pair: Beside) -> list[Wait]:
    """All but an incident that stays one, and handlers of the same name that two throws wait for: which is whose?"""
    there = pair.course.open()
    return [
        wait
        for wait in pair.course.waits()
        if not (wait.key[0] == "incident" and not wait.goes_on)
        and not (wait.key[1].startswith("undo_") and there[wait.key] > 1)
    ]


def step(pair: Beside, wait: Wait, random: Random, is_ending: bool) -> None:
    kind = wait.key[0]
    match kind:
        case "task":
            pair.tell("complete", wait, written(wait, random, is_ending))
        case "job" if wait.fail and not is_ending and random.random() < 0.3:
            code = random.choice((*CODES, ""))
            pair.tell("fail", wait, {"code": code} if code else {})
        case "job":
            pair.tell("finish", wait, written(wait, random, is_ending))
        case "timer":
            pair.tell("fire", wait, {})
        case "subscription":
            pair.tell("signal" if wait.signal else "message", wait, {})
        case "incident" if wait.goes_on:
            pair.tell("retry", wait, {})


def written(wait: Wait, random: Random, is_ending: bool) -> dict[str, Any]:
    """What a person writes: some of the variables by which the process decides; all of them, to let it end."""
    own = [name for name in wait.values if name[0] in "dwch"]
    if is_ending:
        return {name: int(name[0] == "h") for name in own if name[0] != "c"} | result(wait, random)
    some = random.sample(own, min(len(own), random.randint(0, 3)))
    values = {name: random.choice((0, 0, 1, 2, 3)) if name[0] == "d" else random.randint(0, 1) for name in some}
    return values | result(wait, random)


def result(wait: Wait, random: Random) -> dict[str, Any]:
    block = wait.block
    return {f"r_{block.name}": random.randint(0, 99)} if block and block.is_many and block.kind == "task" else {}


def failure(process: Block, walks: int = 25) -> str | None:
    """How the engine differs from the course on any of some walks."""
    if not is_fair(process) or not is_deployable(process):
        return None
    setting = setting_of(process)
    found = [words for seed in range(walks) if (words := _failure(process, seed, setting))]
    return min(found, key=len, default=None)


def is_deployable(process: Block) -> bool:
    processes, declared = drawn(process)
    try:
        check(document(*processes, declarations=declared))
    except Invalid:
        return False
    return True


def _failure(process: Block, seed: int, setting: Setting) -> str | None:
    try:
        walk(process, Random(seed), setting)
    except AssertionError as error:
        return str(error)
    return None


def explained(process: Block) -> str:
    """The smallest counter-example near `process`, to be kept as a test."""
    least, words = shrink(process, smaller_blocks, failure)
    processes, declared = drawn(least)
    return f"{words}\n{least.written()}\n{declared}\n" + "\n".join(processes)
