"""How what is thrown is caught, outwards from where it is thrown, and how what was done is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.walks.alive import HIDDEN, Catcher, Done, Key, Live, Wait, root_of
from tests.walks.blocks import Block, Guard

if TYPE_CHECKING:
    from tests.walks.unfolding import Frame

THROWN = ("error", "escalation", "cancel")


def key_of(trigger: str, name: str, place: str) -> Key:
    """Nobody can tell the instances of a signal apart, nor need he: it reaches all."""
    kind = "timer" if trigger in ("timer", "cycle") else "subscription"
    return kind, name, "" if trigger == "signal" else place


def arm(catcher: Catcher, guard: Guard, place: str) -> None:
    """From now on the guard listens, for as long as the catcher lives."""
    if guard.trigger in THROWN:
        catcher.listening.append(guard)
        return
    is_condition = guard.trigger == "condition"
    key = (HIDDEN, guard.name, "") if is_condition else key_of(guard.trigger, guard.name, place)
    wait = Wait(catcher, key, catcher.values, goes_on=False)
    wait.condition = f"c_{guard.name}" if is_condition else ""
    wait.signal = guard.code if guard.trigger == "signal" else ""
    left = {"timer": 1, "cycle": 2}.get(guard.trigger, 0)  # how often it rings; 0: as often as it comes

    def happen() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            wait.drop()
        catcher.caught(guard)

    wait.happen = happen


def raised(live: Live | None, kind: str, code: str) -> bool:
    """The nearest that listens takes it; of two at one place, the one that names the code. False: there is none."""
    while live is not None:
        found = [each for each in getattr(live, "listening", ()) if each.trigger == kind and each.code in (code, "")]
        if found and isinstance(live, Catcher):
            live.caught(max(found, key=lambda each: each.code != ""))
            return True
        live = live.parent
    return False


def broadcast(root: Live, signal: str) -> None:
    """To all that wait for it now, the longest first. Who is interrupted from further out does not hear it."""
    waits = [live for live in root.walk() if isinstance(live, Wait) and live.signal == signal]
    for wait in sorted(waits, key=lambda wait: wait.since):
        if wait.alive:
            wait.happen()


def throw(block: Block, frame: Frame, live: Live, done: Done) -> None:
    """Throw events, and the ways out that are taken where their variable says so."""
    match block.kind:
        case "escalate":
            raised(live, "escalation", block.code)
        case "shout":
            broadcast(root_of(live), block.code)
        case "undo":
            due = [entry for entry in frame.completions if block.code in ("", entry[0].name)]
            frame.completions = [entry for entry in frame.completions if entry not in due]
            undo(due, live, done)
            return
        case _ if frame.values[f"d_{block.name}"] > 0:
            leave(block, frame, live)
            return
    if live.alive:
        done()


def leave(block: Block, frame: Frame, live: Live) -> None:
    match block.kind:
        case "fail" if not raised(live, "error", block.code):
            frame.strands += 1  # its token stays in the scope, though on no way to any join
            stopped = Wait(Live(frame), ("incident", f"{block.name}_end", ""), frame.values, goes_on=False)
            stopped.happen = lambda: None
            lose(live)
        case "stop":
            frame.empty()
            frame.finish()
        case "cancel":
            due = [*_siblings(frame), *frame.completions, *_torn_inside(frame)]
            frame.completions = []
            frame.empty()
            frame.strands = 1
            undo(due, Live(frame), lambda: _leave_cancelled(frame))


def lose(live: Live) -> None:
    """A token has left the ways that lead on: an inclusive join waits for it no longer, a parallel one for ever."""
    here: Live | None = live
    while here is not None and not isinstance(here, Catcher):
        if here.join is not None:
            here.join.one_less()
            if not here.join.is_empty:
                return
        here = here.parent


def _leave_cancelled(frame: Frame) -> None:
    raised(frame, "cancel", "")


def _siblings(frame: Frame) -> list[Any]:
    """With one instance of a transaction all are cancelled that are under way, the latest first."""
    own = frame.parent
    others = [each for each in own.parent.children if each is not own] if own and own.parent else []
    due = [_torn(inner) for instance in others for inner in instance.children if is_frame(inner)]
    for instance in others:
        if any(is_frame(inner) for inner in instance.children):
            instance.drop()
    return due


def _torn(frame: Any) -> Any:
    """Of a scope that did not come to its end: what was completed in it, and in those that still run in it."""
    return frame.block, [*frame.completions, *_torn_inside(frame)], frame.place, frame.values


def _torn_inside(live: Live) -> list[Any]:
    """Of the scopes that run next below, in the order in which they began."""
    found: list[Any] = []
    todo = list(live.children)
    while todo:
        here = todo.pop()
        if is_frame(here):
            found.append(here)
        else:
            todo += here.children
    return [_torn(each) for each in sorted(found, key=lambda frame: frame.number)]


def is_frame(live: Live) -> bool:
    return hasattr(live, "completions")


def undo(due: list[Any], live: Live, done: Done) -> None:
    """The handlers of what was completed, one by one, the latest first; in a called process with the values it had."""
    if not due:
        done()
        return
    *before, (block, inside, place, values) = due
    if inside is not None:
        undo(inside, live, lambda: undo(before, live, done))
        return
    wait = Wait(live, ("task", f"undo_{block.name}", place), values)

    def happen() -> None:
        wait.drop()
        undo(before, live, done)

    wait.happen = happen
