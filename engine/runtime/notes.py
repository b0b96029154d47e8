"""What is to be told of the running command. Knows which things came and went within it: of those nobody hears."""

from typing import Any

from engine.domain.facts import Choice, Decided, ElementsPassed, Fact


class Notes:
    """`passed`, `withdrawn`: element ids in order; `choices`: why. Things that are shown outside have a global id."""

    __slots__ = ("choices", "decisions", "entries", "fresh", "gone", "passed", "withdrawn")

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.withdrawn: list[str] = []
        self.choices: list[Choice] = []
        self.decisions: list[Decided] = []
        self.entries: list[tuple[int, Fact]] = []
        self.fresh: set[int] = set()
        self.gone: set[int] = set()

    def tell(self, fact: Fact) -> None:
        self.entries.append((0, fact))

    def open(self, id: int, fact: Fact) -> None:
        """Something is shown from now on, if it is still there when the command ends."""
        self.fresh.add(id)
        self.entries.append((id, fact))

    def close(self, id: int, fact: Fact) -> None:
        """It is gone. Nobody is told of what was opened within the same command."""
        if id in self.fresh:
            self.gone.add(id)
        else:
            self.entries.append((0, fact))

    def take(self, instance: int, written: dict[str, Any] | None) -> list[Fact]:
        """The facts since the last time, in order; `written` by automatic steps goes with the way that was taken."""
        gone = self.gone
        facts = [fact for id, fact in self.entries if id not in gone]
        if self.passed or self.withdrawn or written:
            facts.append(self._passed(instance, written))
        self.passed, self.withdrawn, self.choices, self.decisions, self.entries = [], [], [], [], []
        self.fresh.clear()
        gone.clear()
        return facts

    def _passed(self, instance: int, written: dict[str, Any] | None) -> ElementsPassed:
        ways = tuple(self.passed), tuple(self.withdrawn)
        return ElementsPassed(instance, *ways, dict(written or ()), tuple(self.choices), tuple(self.decisions))
