"""What a decision is: the facts that follow at once, and what the runtime is to do."""

from dataclasses import dataclass

from engine.domain.facts import Fact
from engine.domain.moves import Move
from engine.projections.changes import Change


@dataclass(frozen=True, slots=True)
class Decision:
    """`asides`: rows that must not stand in the journal (secrets, sources, keys), written beside the facts."""

    facts: tuple[Fact, ...] = ()
    moves: tuple[Move, ...] = ()
    asides: tuple[Change, ...] = ()


NOTHING = Decision()
