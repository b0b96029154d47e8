"""A block-structured process on its way, apart from any engine: what is open, and what happens."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.walks.alive import HIDDEN, Key, Wait
from tests.walks.blocks import Block
from tests.walks.catching import broadcast
from tests.walks.unfolding import Frame


class Course:
    """A whole process on its way."""

    def __init__(self, process: Block, values: dict[str, Any]):
        self.over = False
        self.root = Frame(None, process, values, "", self._end)
        self.root.begin()
        self._settle()

    def _end(self) -> None:
        self.over = True

    def waits(self) -> list[Wait]:
        return [live for live in self.root.walk() if isinstance(live, Wait) and live.key[0] != HIDDEN]

    def open(self) -> Counter[Key]:
        return Counter(wait.key for wait in self.waits())

    def happens(self, wait: Wait, values: dict[str, Any]) -> None:
        self.root.step += 1
        wait.values.update(values)
        wait.happen()
        self._settle()

    def fails(self, wait: Wait, code: str) -> None:
        assert wait.fail is not None
        self.root.step += 1
        wait.fail(code)
        self._settle()

    def hears(self, signal: str) -> None:
        self.root.step += 1
        broadcast(self.root, signal)
        self._settle()

    def _settle(self) -> None:
        """A condition fires when it becomes true, once all else has come to rest."""
        waits = [live for live in self.root.walk() if isinstance(live, Wait) and live.condition]
        for wait in waits:
            before, wait.held = wait.held, bool(wait.values[wait.condition] > 0)
            if wait.held and not before:
                wait.happen()
                self._settle()
                return
