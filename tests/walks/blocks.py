"""Block-structured processes as data: what stands in them. Knows neither how they are drawn nor how they run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

SCOPES = ("process", "sub", "call", "transaction", "hoc")


@dataclass(frozen=True, slots=True)
class Guard:
    """A boundary event, or the start of an event subprocess, with what comes behind it.

    `trigger`: message, signal, timer, cycle (a timer that fires twice), error, escalation, condition or cancel.
    `code`: of a signal, error or escalation; of the last two, none catches all.
    """

    name: str
    trigger: str
    body: Block
    interrupts: bool = True
    code: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One way in, one way out.

    Leaves: task, job, script, message, receive (the same, as a task), timer, signal (wait for one), jump (a link),
    shout (a signal), escalate; undo (throws compensation, of all or of the activity `code`); and the ways out: fail
    (an error end), stop (a terminate end), cancel, each taken where its variable says so. With parts: sequence,
    choice, parallel, several (inclusive), again (a loop), race (event-based gateway), and the scopes sub, call,
    transaction, hoc (ad-hoc).

    `loop`: parallel, sequential (multi-instance), while (standard loop), before (the same, asked first). `number`: how
    many times at most; 1 where the last part of several is the one that is taken otherwise. `until`: of a
    multi-instance, how many are enough. `undone`: it has a compensation handler.
    """

    kind: str
    name: str
    parts: tuple[Block, ...] = ()
    code: str = ""
    loop: str = ""
    number: int = 0
    until: int = 0
    undone: bool = False
    guards: tuple[Guard, ...] = ()
    events: tuple[Guard, ...] = ()

    @property
    def is_many(self) -> bool:
        return self.loop in ("parallel", "sequential")

    @property
    def item(self) -> str:
        """The variable that tells one instance from another."""
        return f"i_{self.name}"

    def inner(self) -> Iterator[Block]:
        yield from self.parts
        yield from (guard.body for guard in (*self.guards, *self.events))

    def all(self) -> Iterator[Block]:
        yield self
        for block in self.inner():
            yield from block.all()

    def written(self) -> str:
        """As Python, to be kept as a test."""
        return _written(self)


def asked(block: Block) -> list[str]:
    """The variables by which this one block, apart from those in it, decides."""
    names = [f"c_{guard.name}" for guard in (*block.guards, *block.events) if guard.trigger == "condition"]
    match block.kind:
        case "several":
            names += [f"d_{block.name}_{n}" for n in range(len(block.parts) - block.number)]
        case "choice" | "again" | "fail" | "stop" | "cancel":
            names.append(f"d_{block.name}")
        case "hoc":
            names.append(f"h_{block.name}")
    return names + ([f"w_{block.name}"] if block.loop in ("while", "before") else [])


def variables(block: Block) -> dict[str, int]:
    """All that the blocks in it, and it, read and count, as they begin."""
    names = [name for each in block.all() for name in asked(each)]
    names += [f"n_{each.name}" for each in block.all() if each.kind == "script"]
    return dict.fromkeys(sorted(names), 0)


def passed(call: Block) -> list[str]:
    """The variables that a called process gets; those that count come back."""
    return list(variables(Block("process", call.name, call.parts, events=call.events)))


THROWING = ("escalate", "shout", "undo", "fail", "stop", "cancel")
WAITING = ("message", "receive", "timer", "signal")


def is_fair(block: Block) -> bool:
    """Does nothing else move in the command in which something is thrown, or a scope is begun?

    Otherwise what comes first is not said by the drawing, and the course would say more than it knows.
    """
    firsts = [part.parts[0].kind if part.kind == "sequence" else "" for part in block.parts]
    match block.kind:
        case "sequence":
            before = ["", *(part.kind if not part.loop else "" for part in block.parts)]
            if any(part.kind in THROWING and kind != "task" for part, kind in zip(block.parts, before, strict=False)):
                return False
        case "race":
            if any(first not in WAITING for first in firsts):
                return False
        case "again" | "sub" | "call" | "transaction" | "process":
            if firsts != ["task"] or _cancels(block) != ("cancel" in [guard.trigger for guard in block.guards]):
                return False
    loose = block.kind != "sequence" and any(part.kind in THROWING for part in block.parts)
    return not loose and all(is_fair(inner) for inner in block.inner())


def _cancels(block: Block) -> bool:
    """A cancel end event belongs to a transaction, and a boundary event to it."""
    inside = [each for part in block.parts for each in (part, *part.parts)]
    return block.kind == "transaction" and any(each.kind == "cancel" for each in inside)


def smaller_blocks(block: Block) -> Iterator[Block]:
    """One that is in it in its place; without something; with something smaller in it."""
    if block.kind != "process":
        yield from block.inner()
        if block.kind != "task":
            yield Block("task", block.name)
    for plain in (
        {"loop": "", "number": 0, "until": 0},
        {"until": 0},
        {"undone": False},
    ):
        if any(getattr(block, name) != value for name, value in plain.items()):
            yield replace(block, **plain)
    for name in ("guards", "events", "parts"):
        yield from _with_less(block, name)


def _with_less(block: Block, name: str) -> Iterator[Block]:
    items: tuple[Any, ...] = getattr(block, name)
    for n, item in enumerate(items):
        if name != "parts" or len(items) > 1:
            yield replace(block, **{name: items[:n] + items[n + 1 :]})  # type: ignore[arg-type]
        for less in smaller_blocks(item.body if isinstance(item, Guard) else item):
            put = replace(item, body=less) if isinstance(item, Guard) else less
            yield replace(block, **{name: (*items[:n], put, *items[n + 1 :])})  # type: ignore[arg-type]


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return f"({''.join(f'{_written(each)}, ' for each in value)})"
    if not isinstance(value, Block | Guard):
        return repr(value)
    told = [
        f"{field.name}={_written(each)}"
        for field in fields(value)
        if (each := getattr(value, field.name)) != field.default
    ]
    return f"{type(value).__name__}({', '.join(told)})"
