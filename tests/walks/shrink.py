"""From a model that fails to the smallest one near it that still does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

M = TypeVar("M")


def shrink(model: M, smaller: Callable[[M], Iterable[M]], fails: Callable[[M], str | None]) -> tuple[M, str]:
    """`fails` says how, or None. Takes the first smaller model that fails, and begins anew from it."""
    words = fails(model)
    if words is None:
        raise ValueError("Expected a model that fails, but it does not")
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for candidate in smaller(model):
            said = fails(candidate)
            if said is not None:
                model, words, is_smaller = candidate, said, True
                break
    return model, words
