"""What this process believes the heads of the districts to be: right whenever it alone writes to a district.

A belief that holds saves locking the head before it is moved; one that does not costs a look, and is then given up
until nobody else has written in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.store.journal import Appended, Head


@dataclass(frozen=True, slots=True)
class Belief:
    head: Head
    alone: bool


class Heads:
    """Hints only: whoever appends holds them against the rows."""

    def __init__(self) -> None:
        self._known: dict[int, Belief] = {}

    def guess(self, districts: set[int]) -> Mapping[int, Head]:
        """The head of one district, if this process writes there alone; several are locked in their order instead."""
        if len(districts) != 1:
            return {}
        known = {district: self._known.get(district) for district in districts}
        return {district: belief.head for district, belief in known.items() if belief and belief.alone}

    def learn(self, appended: Appended) -> None:
        """To be called when the transaction is committed."""
        for district, head in appended.heads.items():
            known = self._known.get(district)
            alone = known is None or known.head == appended.found[district]
            self._known[district] = Belief(head, alone)
