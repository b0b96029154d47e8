"""Chance that can be repeated: the same seed and the same question give the same answer, in whatever order one asks."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def chance(seed: int, *about: object) -> Random:
    """A generator of its own for one question."""
    return Random(":".join(map(str, (seed, *about))))


def picked(random: Random, weights: Mapping[Thing, float]) -> Thing:
    """One of the things by its weight. ValueError where there is none."""
    return random.choices(list(weights), list(weights.values()))[0]


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `total`, as near to the weights as can be (largest remainder)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(share) for share in exact]
    by_rest = sorted(range(len(weights)), key=lambda n: counts[n] - exact[n])
    for number in by_rest[: total - sum(counts)]:
        counts[number] += 1
    return counts
