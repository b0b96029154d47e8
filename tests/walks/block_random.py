"""Random block-structured processes. Their number decides all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from tests.walks.blocks import Block, Guard
from tests.walks.sketch import CODES, SIGNALS

LEAVES = {"task": 8, "job": 2, "script": 2, "jump": 1, "message": 1, "receive": 1, "timer": 1, "signal": 1}
DEEP = {
    "sequence": 4,
    "choice": 3,
    "parallel": 3,
    "several": 3,
    "again": 2,
    "race": 1,
    "sub": 5,
    "call": 2,
    "transaction": 2,
    "hoc": 1,
    "escalate": 1.5,
    "shout": 1,
    "undo": 2,
    "fail": 4,
    "stop": 1,
}
PLAIN_LEAVES = {"task": 8, "script": 3}
PLAIN_DEEP = {"sequence": 4, "choice": 3, "parallel": 3, "several": 3, "sub": 3}
GUARDS = {"message": 2, "signal": 2, "timer": 2, "cycle": 1, "error": 3, "escalation": 2, "condition": 1}
NAMED = ("error", "escalation")
ALWAYS, NEVER = ("error", "cancel"), ("cycle",)  # which interrupt


@dataclass(frozen=True)
class Author:
    """`is_plain`: no loop, no boundary event, no event subprocess and nothing to undo."""

    random: Random
    names: count[int]
    leaves: Mapping[str, float] = field(default_factory=lambda: LEAVES)
    deep: Mapping[str, float] = field(default_factory=lambda: DEEP)
    is_plain: bool = False

    def name(self, kind: str) -> str:
        return f"{kind[:2]}{next(self.names)}"

    def one(self, weights: Mapping[str, float]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    # --- parts

    def block(self, depth: int, is_inside: bool = True) -> Block:
        """`is_inside`: is there a scope around that an error may end?"""
        kind = self.one(self.deep) if depth > 0 and self.chance(0.75) else self.one(self.leaves)
        if kind == "fail" and not is_inside:
            kind = "sequence"
        match kind:
            case "task" | "job":
                return self.activity(kind)
            case "signal":
                return Block(kind, self.name("si"), code=self.random.choice(SIGNALS))
            case "script" | "jump" | "message" | "receive" | "timer":
                return Block(kind, self.name(kind))
            case "sequence" | "choice" | "parallel" | "several":
                size = self.random.randint(2, 3)
                has_default = kind == "several" and (self.is_plain or self.chance(0.5))
                deep = 0 if self.is_plain and kind == "several" else depth - 1
                parts = tuple(self.block(deep, is_inside) for _ in range(size))
                return Block(kind, self.name(kind), parts, number=int(has_default))
            case "again":
                return Block(kind, self.name("ag"), (self.after_task(self.block(depth - 1, is_inside)),))
            case "race":
                return self.race(depth, is_inside)
            case "sub" | "call" | "transaction" | "hoc":
                return self.scope(kind, depth)
            case "undo":
                return self.undoing(depth)
        return self.after_task(Block(kind, self.name(kind), code=self.code(kind)))

    def code(self, kind: str) -> str:
        return self.random.choice({"shout": SIGNALS, "stop": ("",)}.get(kind, CODES))

    def task(self) -> Block:
        return Block("task", self.name("ta"))

    def after_task(self, block: Block) -> Block:
        """So that nothing else moves in the command in which it begins."""
        return Block("sequence", self.name("se"), (self.task(), block))

    def race(self, depth: int, is_inside: bool) -> Block:
        kinds = self.random.sample(("message", "receive", "timer", "signal"), 2)
        firsts = [Block(kind, self.name(kind), code=SIGNALS[0] if kind == "signal" else "") for kind in kinds]
        parts = (Block("sequence", self.name("se"), (first, self.block(depth - 1, is_inside))) for first in firsts)
        return Block("race", self.name("ra"), tuple(parts))

    def undoing(self, depth: int) -> Block:
        """Some things that can be undone, and what undoes them."""
        parts = [replace(self.activity("task"), undone=True) for _ in range(2)]
        if depth > 1:
            parts.append(self.block(depth - 1))
        named = self.random.choice((parts[0].name, "", ""))
        self.random.shuffle(parts)
        kind = self.random.choice(("parallel", "sequence", "sequence"))
        done = Block(kind, self.name(kind), tuple(parts))
        return Block("sequence", self.name("se"), (done, self.task(), Block("undo", self.name("un"), code=named)))

    def activity(self, kind: str) -> Block:
        block = Block(kind, self.name(kind))
        return block if self.is_plain else self.guarded(self.looped(replace(block, undone=self.chance(0.1))))

    def looped(self, block: Block) -> Block:
        if self.chance(0.7):
            return block
        loop = self.random.choice(("parallel", "parallel", "sequential", "while", "before"))
        until = self.random.choice((0, 0, 1, 2)) if loop in ("parallel", "sequential") else 0
        return replace(block, loop=loop, number=self.random.randint(1, 3), until=until)

    def guarded(self, block: Block) -> Block:
        return replace(block, guards=self.guards())

    def guards(self) -> tuple[Guard, ...]:
        """None, one or two; and where a throw is caught, often a second that is for its code, or for all others."""
        found = [self.guard(self.one(GUARDS)) for _ in range(self.random.choice((0, 0, 1, 2)))]
        found += [self.guard(each.trigger) for each in found if each.trigger in NAMED and self.chance(0.5)]
        return _apart(tuple(found))

    def guard(self, trigger: str) -> Guard:
        interrupts = trigger in ALWAYS or (trigger not in NEVER and self.chance(0.5))
        code = {
            "signal": SIGNALS,
            "error": (*CODES, ""),
            "escalation": (*CODES, ""),
        }.get(trigger, ("",))
        return Guard(self.name("gu"), trigger, self.simple(), interrupts, self.random.choice(code))

    def simple(self) -> Block:
        """What comes behind an event may run twice at the same time: then two of it must be alike."""
        parts = tuple(Block(kind, self.name(kind)) for kind in self.random.choices(("task", "script"), k=2))
        return Block("sequence", self.name("se"), (*parts, self.task()))

    def scope(self, kind: str, depth: int) -> Block:
        if kind == "hoc":
            parts = tuple(Block(self.random.choice(("task", "job")), self.name("ho")) for _ in range(2))
            order = self.random.choice(("", "sequential"))
            return self.guarded(Block("hoc", self.name("hc"), parts, order))
        inside = self.after_task(self.block(depth - 1))
        if self.is_plain:
            return Block(kind, self.name(kind), (inside,))
        if kind == "transaction":
            inside = replace(
                inside,
                parts=(self.task(), self.undoing(0), self.task(), Block("cancel", self.name("ca")), *inside.parts),
            )
        block = Block(kind, self.name(kind), (inside,), events=self.guards(), undone=self.chance(0.1))
        block = self.guarded(self.looped(block))
        if kind == "transaction":
            block = replace(block, guards=(*block.guards, self.guard("cancel")))
        return block


def _apart(guards: tuple[Guard, ...]) -> tuple[Guard, ...]:
    """No two at one place that the same throw could reach: whose turn it is, is not said."""
    found: list[Guard] = []
    for guard in guards:
        if (guard.trigger, guard.code) not in [(each.trigger, each.code) for each in found]:
            found.append(guard)
    return tuple(found)


def plain_process(seed: int) -> Block:
    author = Author(Random(seed), count(), PLAIN_LEAVES, PLAIN_DEEP, is_plain=True)
    parts = tuple(author.block(3, is_inside=False) for _ in range(2))
    return Block("process", "p", (Block("sequence", "all", (author.task(), *parts)),))


def random_process(seed: int) -> Block:
    author = Author(Random(seed), count())
    parts = tuple(author.block(3, is_inside=False) for _ in range(2))
    events = tuple(author.guard(author.one(GUARDS)) for _ in range(author.random.choice((0, 0, 0, 1))))
    return Block("process", "p", (Block("sequence", "all", (author.task(), *parts)),), events=events)
