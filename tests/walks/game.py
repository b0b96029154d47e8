"""The token game of BPMN 2.0.2, chapter 13, for flat graphs: naive, and on purpose without a thought for speed.

A marking is a bag of tokens. Where the standard leaves the order open, all orders are played: the game gives every
marking at which things may come to rest. It shares nothing with the engine but the drawing.

Tokens: `("flow", arc)` on a sequence flow before its target; `("in", node, armed)` inside a node that waits, with the
boundary events that still listen; `("stopped", node, armed)` where no outgoing flow may be taken or an error is caught
by nobody: what guards an activity still does; `("reset", node, arcs)` a complex gateway that has fired and still takes
in late tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.walks.graph import Graph, Node, is_true

Token = tuple[Any, ...]
Marking = tuple[Token, ...]  # sorted
Values = Mapping[str, int]
MOST = 14  # tokens; a game with more is given up
BOUND = 400  # moves within one step, and markings that one step may come to
TERMINATED: Marking = ()
STUCK = ("stuck",)


class GivenUp(Exception):
    """The game grows without end, so it proves nothing."""


@dataclass(frozen=True, slots=True)
class Event:
    """What comes from outside. `kind`: complete, message, timer or retry; at which node."""

    kind: str
    node: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What shows outside, as sorted node ids. `stopped`: where incidents are; `stuck`: the one of all."""

    tasks: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    timers: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    over: bool = False


@dataclass(frozen=True)
class Game:
    graph: Graph

    def begin(self, values: Values) -> set[Marking]:
        return self.rests(self.emit(self.graph.start.id, values), values)

    def step(self, marking: Marking, event: Event, values: Values) -> set[Marking]:
        """Where it may come to rest after the event; nothing where it cannot happen."""
        found: set[Marking] = set()
        for token in set(marking):
            if (put := self._answer(token, event, values)) is not None:
                found |= self.rests(_without(marking, [token]) + put, values)
        return found

    # --- what the outside does

    def _answer(self, token: Token, event: Event, values: Values) -> Marking | None:
        """What takes the place of `token` when the event happens to it."""
        node = self.graph.by_id[event.node]
        match token[0]:
            case "stopped" if event.kind == "retry" and token[1] == event.node:
                return self.emit(event.node, values, token[2])
            case "in" | "stopped" if node.kind == "boundary" and node.host == token[1] and node.id in token[2]:
                return self._caught(token, node, values)
            case "in" if token[1] == event.node and event.kind != "retry":
                return self.emit(event.node, values, token[2])
            case "in" if self.graph.by_id[token[1]].kind == "event" and event.node in self.graph.after(token[1]):
                return self.emit(event.node, values)
        return None

    def _caught(self, token: Token, boundary: Node, values: Values) -> Marking:
        sent = self.emit(boundary.id, values)
        if boundary.interrupts:
            return sent
        armed = tuple(id for id in token[2] if id != boundary.id or boundary.trigger != "timer")
        return ((token[0], token[1], armed), *sent)

    # --- what goes by itself

    def rests(self, marking: Iterable[Token], values: Values) -> set[Marking]:
        """Every marking at which nothing goes on by itself; joins that ask about the rest of the diagram come last."""
        found: set[Marking] = set()
        seen: set[Marking] = set()
        todo = [_sorted(marking)]
        while todo:
            now = self._run(todo.pop(), values)
            if now in seen:
                continue
            seen.add(now)
            if len(seen) > BOUND:
                raise GivenUp
            further = [_sorted(each) for each in self._choices(now, values)]
            further = further or [_sorted(each) for each in self._circles(now, values)]
            todo += further
            if not further:
                found.add(now)
        return found

    def _run(self, marking: Marking, values: Values) -> Marking:
        """Plays what no other move can prevent: each flow leads to one node, so the order makes no difference."""
        for _ in range(BOUND):
            if len(marking) > MOST:
                raise GivenUp
            moved = next(self._sure(marking, values), None)
            if moved is None:
                return marking
            marking = _sorted(moved)
        raise GivenUp

    def _sure(self, marking: Marking, values: Values) -> Iterator[Iterable[Token]]:
        for token in set(marking):
            if token[0] != "flow":
                continue
            node = self.graph.by_id[self.graph.arcs[token[1]].target]
            if node.kind == "parallel":
                wanted = [("flow", n) for n in self.graph.into[node.id]]
                if all(each in marking for each in wanted):
                    yield _without(marking, wanted) + self.emit(node.id, values)
            elif node.kind == "terminate":
                yield TERMINATED
            elif node.kind not in ("inclusive", "complex") or len(self.graph.into[node.id]) == 1:
                yield _without(marking, [token]) + self._enter(node, values)

    def _enter(self, node: Node, values: Values) -> Marking:
        match node.kind:
            case "user":
                return (("in", node.id, tuple(each.id for each in self.graph.boundaries[node.id])),)
            case "message" | "timer" | "event" | "condition":
                return (("in", node.id, ()),)
            case "error":
                return (("stopped", node.id, ()),)
        return self.emit(node.id, values)

    def emit(self, id: str, values: Values, armed: tuple[str, ...] = ()) -> Marking:
        """The tokens that leave `id`; one that is stopped there if none may."""
        if self.graph.by_id[id].kind == "error":
            return (("stopped", id, ()),)
        outgoing = self.graph.out[id]
        if not outgoing:
            return ()
        open_flows = [n for n in outgoing if self.graph.arcs[n].when != "default" and self.graph.arcs[n].holds(values)]
        otherwise = [n for n in outgoing if self.graph.arcs[n].when == "default"]
        if self.graph.by_id[id].kind == "exclusive":
            open_flows = open_flows[:1]
        taken = open_flows or otherwise
        return tuple(("flow", n) for n in taken) if taken else (("stopped", id, armed),)

    def _choices(self, marking: Marking, values: Values) -> Iterator[Iterable[Token]]:
        for node in self.graph.nodes:
            if node.kind == "condition" and ("in", node.id, ()) in marking and is_true(node.trigger, values):
                yield _without(marking, [("in", node.id, ())]) + self.emit(node.id, values)
            if len(self.graph.into[node.id]) < 2:
                continue
            if node.kind == "inclusive" and (full := self._activated(node, marking)):
                yield _without(marking, [("flow", n) for n in full]) + self.emit(node.id, values)
            if node.kind == "complex":
                yield from self._complex(node, marking, values)

    def _complex(self, node: Node, marking: Marking, values: Values) -> Iterator[Iterable[Token]]:
        """Table 13.5: waiting for start it counts; waiting for reset it waits for flows that may still have a token."""
        full = self._full(node, marking)
        late = next((token for token in marking if token[:2] == ("reset", node.id)), None)
        if late is None:
            if len(full) >= node.number:
                missing = tuple(n for n in self.graph.into[node.id] if n not in full)
                left = _without(marking, [("flow", n) for n in full]) + self.emit(node.id, values)
                yield (*left, ("reset", node.id, missing)) if missing else left
            return
        taken = [n for n in full if n in late[2]]
        empty = set(late[2]) - set(taken)
        if not any(self._coming(node, marking, empty, set(self.graph.into[node.id]) - empty)):
            yield _without(marking, [late, *(("flow", n) for n in taken)])

    # --- the inclusive gateway, by the letter of table 13.3

    def _activated(self, node: Node, marking: Marking) -> list[int]:
        """The incoming flows that have a token, if the gateway may fire."""
        full = self._full(node, marking)
        return [] if next(self._awaited(node, marking), None) else full

    def _full(self, node: Node, marking: Marking) -> list[int]:
        return [n for n in self.graph.into[node.id] if ("flow", n) in marking]

    def _awaited(self, node: Node, marking: Marking) -> Iterator[Token]:
        """The tokens that may come by an empty flow and not by one that has a token."""
        full = set(self._full(node, marking))
        return self._coming(node, marking, set(self.graph.into[node.id]) - full if full else set(), full)

    def _coming(self, node: Node, marking: Marking, empty: set[int], full: set[int]) -> Iterator[Token]:
        """The tokens from which there is a path to an empty flow, and none to a full one.

        The standard speaks of sequence flows only. That a boundary event may bring one to an empty flow is added; what
        it may bring to a full one excuses nothing, for then the activity under it is still at work.
        """
        for token in marking if empty else ():
            if (
                token[0] != "reset"
                and self._reach(token, node, True) & empty
                and not self._reach(token, node, False) & full
            ):
                yield token

    def _circles(self, marking: Marking, values: Values) -> Iterator[Iterable[Token]]:
        """Joins that wait for nobody but each other, for ever by the letter: any one of them may go on."""
        waiting = {node.id: node for node in self.graph.nodes if node.kind == "inclusive" and self._full(node, marking)}
        waiting = {id: node for id, node in waiting.items() if len(self.graph.into[id]) > 1}
        at = {n: node.id for node in waiting.values() for n in self.graph.into[node.id]}
        while True:
            kept = {
                id: node
                for id, node in waiting.items()
                if all(token[0] == "flow" and at.get(token[1]) in waiting for token in self._awaited(node, marking))
            }
            if len(kept) == len(waiting):
                break
            waiting = kept
        for node in waiting.values():
            yield _without(marking, [("flow", n) for n in self._full(node, marking)]) + self.emit(node.id, values)

    def _reach(self, token: Token, gateway: Node, over_boundaries: bool) -> set[int]:
        """The flows at which a path ends that starts with this token and does not visit the gateway before."""
        seen: set[int] = {token[1]} if token[0] == "flow" else set()
        nodes = {self.graph.arcs[token[1]].target} if token[0] == "flow" else {token[1]}
        todo = [id for id in nodes if id != gateway.id]
        visited = set(todo)
        while todo:
            id = todo.pop()
            seen |= set(self.graph.out[id])
            for after in self.graph.after(id, over_boundaries):
                if after != gateway.id and after not in visited:
                    visited.add(after)
                    todo.append(after)
        return seen

    # --- what shows

    def seen(self, marking: Marking) -> Seen:
        shown: Counter[tuple[str, str]] = Counter()
        for token in marking:
            if token[0] in ("in", "stopped"):
                here = (token[1], *self._raced(token[1])) if token[0] == "in" else ()
                for id in (*here, *token[2]):
                    shown[self.graph.by_id[id].shows, id] += 1
        stopped = tuple(sorted(token[1] for token in marking if token[0] == "stopped"))
        tasks, subscriptions, timers = (_named(shown, kind) for kind in ("task", "subscription", "timer"))
        is_stuck = bool(marking) and not (tasks or subscriptions or timers or stopped)
        return Seen(tasks, subscriptions, timers, STUCK if is_stuck else stopped, not marking)

    def _raced(self, id: str) -> list[str]:
        """The events behind an event-based gateway."""
        return list(self.graph.after(id)) if self.graph.by_id[id].kind == "event" else []

    def events(self, marking: Marking) -> list[Event]:
        """All that may come from outside."""
        seen = self.seen(marking)
        found = [Event("complete", id) for id in seen.tasks]
        found += [Event("message", id) for id in seen.subscriptions]
        found += [Event("timer", id) for id in seen.timers]
        return found + [Event("retry", token[1]) for token in marking if token[0] == "stopped"]


def _named(shown: Counter[tuple[str, str]], kind: str) -> tuple[str, ...]:
    return tuple(sorted(id for (shows, id), count in shown.items() for _ in range(count) if shows == kind))


def _sorted(tokens: Iterable[Token]) -> Marking:
    return tuple(sorted(tokens, key=repr))


def _without(marking: Marking, taken: Iterable[Token]) -> Marking:
    left = list(marking)
    for token in taken:
        left.remove(token)
    return tuple(left)
