"""How a block-structured process should run, said by recursion over its blocks: no token, no gateway, no engine.

Each block is begun with what to call when it is done. What is caught, thrown and undone is in `catching`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.walks.alive import Catcher, Done, Join, Live, Wait
from tests.walks.blocks import SCOPES, Block, Guard, passed
from tests.walks.catching import arm, key_of, raised, throw

_numbers = count()  # in which order frames begin


class Frame(Catcher):
    """The inside of a scope. `completions`: what can be undone: block, what was done inside, where, values."""

    def __init__(self, parent: Live | None, block: Block, values: dict[str, Any], place: str, done: Done):
        super().__init__(parent, values)
        self.block, self.place, self.done = block, place, done
        self.completions: list[Any] = []
        self.strands, self.number = 0, next(_numbers)

    def begin(self) -> None:
        for guard in self.block.events:
            arm(self, guard, self.place)
        if self.block.kind == "hoc":
            self._offer(list(self.block.parts))
        else:
            self.spawn(self.block.parts[0])

    def spawn(self, block: Block, then: Done = lambda: None) -> None:
        """One more strand in this scope, which ends when it has none."""
        self.strands += 1
        strand = Live(self)

        def ended() -> None:
            strand.drop()
            self.strands -= 1
            then()
            self.check()

        start(block, self, strand, ended)

    def check(self) -> None:
        if self.alive and self.strands == 0:
            self.finish()

    def finish(self) -> None:
        self.drop()
        self.done()

    def _offer(self, parts: list[Block]) -> None:
        """Of an ad-hoc subprocess: all at once or one after another, and all again, until its condition holds."""
        at_once = parts[:1] if self.block.code == "sequential" else parts
        later = parts[len(at_once) :]

        def look() -> None:
            if self.values[f"h_{self.block.name}"] > 0:
                self.empty()
            elif later or not self.strands:
                self._offer(later or list(self.block.parts))

        for part in at_once:
            self.spawn(part, look)

    def caught(self, guard: Guard) -> None:
        if guard.interrupts:
            self.empty()
        self.spawn(guard.body)

    def empty(self) -> None:
        """All that runs or listens in it is gone."""
        self.drop_children()
        self.listening, self.strands = [], 0


class Activity(Catcher):
    """An activity with its boundary events; one or many performances of it."""

    def __init__(self, parent: Live, block: Block, frame: Frame, done: Done):
        super().__init__(parent, frame.values)
        self.block, self.frame, self.done, self.above = block, frame, done, parent
        self.rounds = 0
        self.results: dict[int, Any] = {}
        for guard in block.guards:
            arm(self, guard, frame.place)
        self._begin()

    def _begin(self) -> None:
        block = self.block
        if block.is_many:
            for index in range(block.number if block.loop == "parallel" else 1):
                if self.alive:
                    self._perform(index)
        elif block.loop == "before" and not self._again():
            self._finish()
        else:
            self._perform(0)

    def _again(self) -> bool:
        return self.rounds < self.block.number and bool(self.frame.values[f"w_{self.block.name}"] > 0)

    def _perform(self, index: int) -> None:
        place = self.frame.place + (str(index + 1) if self.block.is_many else "")
        instance = Live(self)

        def done(inside: list[Any] | None = None, result: Any = None) -> None:
            instance.drop()
            self.results[index] = result
            if self.block.undone or inside:
                self.frame.completions.append((self.block, None if self.block.undone else inside, place, self.values))
            self._performed()

        perform(self.block, self.frame, (instance, place), done)

    def _performed(self) -> None:
        block = self.block
        self.rounds += 1
        if block.is_many:
            enough = self.rounds == block.number or (block.until and self.rounds >= block.until)
            if not enough and block.loop == "sequential":
                self._perform(self.rounds)
            elif enough:
                if block.kind == "task":
                    self.frame.values[f"o_{block.name}"] = [self.results[n] for n in sorted(self.results)]
                self._finish()
        elif block.loop and self._again():
            self._perform(0)
        else:
            self._finish()

    def _finish(self) -> None:
        self.drop()
        self.done()

    def caught(self, guard: Guard) -> None:
        if guard.interrupts:
            self.drop()
            start(guard.body, self.frame, self.above, self.done)
        else:
            self.frame.spawn(guard.body)


def perform(block: Block, frame: Frame, where: tuple[Live, str], done: Callable[..., None]) -> None:
    """One performance of an activity: on behalf of which instance, and where that is."""
    if block.kind in SCOPES:
        enter(block, frame, where, done)
    else:
        work(block, frame, where, done)


def enter(block: Block, frame: Frame, where: tuple[Live, str], done: Callable[..., None]) -> None:
    """A called process has variables of its own: it gets those that it asks for, and gives back what it counted."""
    is_call = block.kind == "call"
    values = {name: frame.values[name] for name in passed(block)} if is_call else frame.values

    def ended() -> None:
        if is_call:
            frame.values.update({name: value for name, value in values.items() if name.startswith("n_")})
        done(inner.completions)

    inner = Frame(where[0], block, values, where[1], ended)
    inner.begin()


def work(block: Block, frame: Frame, where: tuple[Live, str], done: Callable[..., None]) -> None:
    """A person's or a worker's; of many, each may have a result."""
    wait = Wait(where[0], (block.kind, block.name, where[1]), frame.values)
    wait.block = block

    def happen() -> None:
        result = frame.values.pop(f"r_{block.name}", None)
        wait.drop()
        done(None, result)

    wait.happen = happen
    if block.kind == "job":
        wait.fail = lambda code: fail_job(wait, code, (block, frame, where, done))


def fail_job(wait: Wait, code: str, again: tuple[Any, ...]) -> None:
    """An error that nobody catches, or none with a code, stops it until somebody has it done anew."""
    instance = again[2][0]
    wait.drop()
    if code and raised(instance, "error", code):
        return
    stopped = Wait(instance, ("incident", *wait.key[1:]), wait.values)

    def retry() -> None:
        stopped.drop()
        perform(*again)

    stopped.happen = retry


def start(block: Block, frame: Frame, parent: Live, done: Done) -> None:
    """Begins a block under `parent`; `done` is called once, when it has come to its end in the ordinary way."""
    live = Live(parent)

    def finish() -> None:
        live.drop()
        done()

    match block.kind:
        case "sequence":
            follow(list(block.parts), frame, live, finish)
        case "choice" | "parallel" | "several":
            live.join = Join(len(chosen(block, frame.values)), block.kind == "parallel", finish)
            branch(chosen(block, frame.values), frame, live, live.join)
        case "again":
            rounds(block, frame, live, finish)
        case "race":
            race(block, frame, live, finish)
        case "script":
            frame.values[f"n_{block.name}"] += 1
            finish()
        case "jump":
            finish()
        case "message" | "receive" | "timer" | "signal":
            listen(block, frame, live, finish)
        case "fail" | "stop" | "cancel" | "escalate" | "shout" | "undo":
            throw(block, frame, live, finish)
        case _:
            Activity(live, block, frame, finish)


def follow(parts: list[Block], frame: Frame, live: Live, done: Done) -> None:
    if not parts:
        done()
    else:
        start(parts[0], frame, live, lambda: follow(parts[1:], frame, live, done))


def chosen(block: Block, values: dict[str, Any]) -> list[Block]:
    match block.kind:
        case "choice":
            number = values[f"d_{block.name}"]
            return [block.parts[number - 1 if 0 < number < len(block.parts) else -1]]
        case "several":
            asked = block.parts[: len(block.parts) - block.number]
            taken = [part for n, part in enumerate(asked) if values[f"d_{block.name}_{n}"] > 0]
            return taken or list(block.parts[len(asked) :])
    return list(block.parts)


def branch(parts: list[Block], frame: Frame, live: Live, join: Join) -> None:
    if not parts:
        join.done()
    for part in parts:
        if live.alive:
            start(part, frame, live, join.one_came)


def rounds(block: Block, frame: Frame, live: Live, done: Done) -> None:
    def asked() -> None:
        if frame.values[f"d_{block.name}"] > 0:
            rounds(block, frame, live, done)
        else:
            done()

    start(block.parts[0], frame, live, asked)


def race(block: Block, frame: Frame, live: Live, done: Done) -> None:
    """Each part is a sequence that begins with what is waited for."""
    for part in block.parts:
        first, rest = part.parts[0], list(part.parts[1:])

        def won(rest: list[Block] = rest) -> None:
            live.drop_children()
            follow(rest, frame, live, done)

        listen(first, frame, live, won)


def listen(block: Block, frame: Frame, live: Live, done: Done) -> None:
    wait = Wait(live, key_of(block.kind, block.name, frame.place), frame.values)
    wait.signal = block.code if block.kind == "signal" else ""

    def happen() -> None:
        wait.drop()
        done()

    wait.happen = happen
