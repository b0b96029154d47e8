"""What a caller gets back for a command that was carried out."""

from dataclasses import dataclass
from typing import TypeVar

from engine.domain.facts import Fact

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`position`: of its journal row in its district. `repeated`: it was carried out before; this is that answer."""

    facts: tuple[Fact, ...]
    position: int
    repeated: bool = False

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The facts of one kind, in order."""
        return [fact for fact in self.facts if isinstance(fact, kind)]
