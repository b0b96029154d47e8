"""What is alive in a process on its way, as a tree. A leaf that waits is a `Wait`: when its event comes, the call that
was left with it goes on. Whatever is interrupted is dropped with all below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.walks.blocks import Block, Guard

Done = Callable[[], None]
Key = tuple[str, str, str]  # task, job, timer, subscription or incident; at which element; in which instances
HIDDEN = ""  # in place of the kind: nobody outside sees it


class Live:
    """A part of the tree. `step`, of its root: how much has happened."""

    step = 0

    def __init__(self, parent: Live | None):
        self.parent, self.alive = parent, True
        self.children: list[Live] = []
        self.join: Join | None = None
        if parent is not None:
            parent.children.append(self)

    def drop(self) -> None:
        self.drop_children()
        self.alive = False
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None

    def drop_children(self) -> None:
        for child in list(self.children):
            child.drop()

    def walk(self) -> Iterator[Live]:
        yield self
        for child in list(self.children):
            yield from child.walk()


class Join:
    """Where branches meet: how many are on their way, and how many have come. A parallel one needs them all."""

    def __init__(self, branches: int, needs_all: bool, done: Done):
        self.on_the_way, self.branches, self.needs_all, self.done = branches, branches, needs_all, done
        self.arrived = 0

    def one_came(self) -> None:
        self.arrived += 1
        self.one_less()

    def one_less(self) -> None:
        self.on_the_way -= 1
        if self.on_the_way == 0 and self.arrived == (self.branches if self.needs_all else max(self.arrived, 1)):
            self.done()

    @property
    def is_empty(self) -> bool:
        """No token will ever come to it, nor waits at it."""
        return self.on_the_way == 0 and self.arrived == 0


class Catcher(Live):
    """An activity, or the inside of one, with those of its guards that wait for what is thrown inside."""

    def __init__(self, parent: Live | None, values: dict[str, Any]):
        super().__init__(parent)
        self.values = values
        self.listening: list[Guard] = []

    def caught(self, guard: Guard) -> None:
        raise NotImplementedError


class Wait(Live):
    """`values`: those that its event writes. `goes_on`: is it work, on the way to the end? `block`: of an activity.

    `since`: the step in which it began; `signal`: which one it waits for. `fail`: of a job.
    `condition`: its variable, `held`: so it was before.
    """

    def __init__(self, parent: Live, key: Key, values: dict[str, Any], goes_on: bool = True):
        super().__init__(parent)
        self.key, self.values, self.goes_on = key, values, goes_on
        self.since = root_of(parent).step
        self.signal, self.condition, self.held = "", "", False
        self.block: Block | None = None
        self.fail: Callable[[str], None] | None = None
        self.happen: Done = self.drop


def root_of(live: Live) -> Live:
    while live.parent is not None:
        live = live.parent
    return live
