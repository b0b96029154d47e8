"""Rows whose hash does not follow from what they say and the row before: which were changed, and which swapped."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.store.journal import Line, canonical, chained


@dataclass(frozen=True, slots=True)
class Breach:
    """`what`: changed, missing, added, swapped, head or seal. `position`: of the row in its district."""

    district: int
    position: int
    what: str
    detail: str

    def __str__(self) -> str:
        return f"district {self.district}, row {self.position}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A row with the hash it carries, and the one that the row before it carries."""

    position: int
    line: Line
    hash: bytes
    before: bytes


@dataclass(slots=True)
class Findings:
    """`true`: the hashes that belong at positions where another one stands."""

    breaches: list[Breach] = field(default_factory=list)
    explained: set[int] = field(default_factory=set)
    true: dict[int, bytes] = field(default_factory=dict)


def resolve(suspects: Sequence[Suspect]) -> list[Breach]:
    """Names the rows at fault. A row that only follows a displaced or altered hash is not one of them."""
    found = Findings()
    for number, one in enumerate(suspects):
        for other in suspects[number + 1 :]:
            _try_swap(one, other, found)
    for suspect in suspects:
        if suspect.position not in found.explained and not _follows(suspect, found):
            found.breaches.append(Breach(suspect.line.district, suspect.position, "changed", "it was changed"))
            found.true[suspect.position] = chained(suspect.before, canonical(suspect.line, suspect.position))
    return found.breaches


def _try_swap(one: Suspect, other: Suspect, found: Findings) -> None:
    """Does each of them fit in the place of the other? With its hash, or with the hash that was left in place."""
    if {one.position, other.position} & found.explained:
        return
    moved = chained(found.true.get(one.position - 1, one.before), canonical(other.line, one.position))
    if moved not in (one.hash, other.hash):
        return
    whole = moved == other.hash
    found.true[one.position], found.true[other.position] = moved, one.hash if whole else other.hash
    for here, there in ((one, other), (other, one)):
        detail = f"it was swapped with row {there.position}"
        found.breaches.append(Breach(here.line.district, here.position, "swapped", detail))
        found.explained.add(here.position)


def _follows(suspect: Suspect, found: Findings) -> bool:
    """Is it right behind the hash that belongs before it?"""
    before = found.true.get(suspect.position - 1)
    return before is not None and chained(before, canonical(suspect.line, suspect.position)) == suspect.hash
