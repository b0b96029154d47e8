"""Where a seal goes, and what a signing service is asked. None is built in: a document says that it is not sealed."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class SealPlace:
    """A rectangle kept free for the seal, in points (1/72 inch) from the lower left corner; pages count from 1."""

    page: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Signed:
    """`content`: the PDF, with the seal in it where `state` is sealed."""

    content: bytes
    state: Literal["sealed", "not sealed"]


class Sealer(Protocol):
    def __call__(self, content: bytes, place: SealPlace) -> Signed:
        """Seals the PDF at that place (GB/T 38540, GB/T 33481), without changing what was there before."""
        ...


def unsealed(content: bytes, place: SealPlace) -> Signed:
    """Where no signing service is connected: the same bytes, and said so."""
    return Signed(content, "not sealed")
