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
    """A part of the tree."""

    def __init__(self, parent: Live | None):
        self.parent, self.alive = parent, True
        self.children: list[Live] = []
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

    `signal`: which one it waits for. `fail`: of a job. `condition`: its variable, `held`: so it was before.
    """

    def __init__(self, parent: Live, key: Key, values: dict[str, Any], goes_on: bool = True):
        super().__init__(parent)
        self.key, self.values, self.goes_on = key, values, goes_on
        self.signal, self.condition, self.held = "", "", False
        self.block: Block | None = None
        self.fail: Callable[[str], None] | None = None
        self.happen: Done = self.drop
