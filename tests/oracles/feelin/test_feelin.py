"""Another implementation of the language gives the same values: random expressions and cells, asked of both."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import scale
from tests.oracles.feelin.comparing import cell, ours, same
from tests.oracles.feelin.differences import DIFFERENCES, Difference
from tests.oracles.feelin.expressions import VARIABLES, cells, expressions
from tests.oracles.feelin.peer import Peer, peer

TOGETHER = 10
"""Expressions asked in one go, so that waiting for the other process costs little."""


@pytest.fixture(scope="module")
def feelin() -> Iterator[Peer]:
    with peer() as found:
        yield found


@settings(max_examples=800 * scale(), deadline=None)
@given(st.lists(expressions(), min_size=TOGETHER, max_size=TOGETHER))
def test_both_find_the_same_value(feelin: Peer, texts: list[str]) -> None:
    for text, theirs in zip(texts, feelin.ask_all(texts, VARIABLES), strict=True):
        mine = ours(text, VARIABLES)
        assert same(mine, theirs), f"{text}: {mine}, feelin {theirs}"


@settings(max_examples=150 * scale(), deadline=None)
@given(st.lists(cells(), min_size=TOGETHER, max_size=TOGETHER), st.sampled_from([-7, -3, 0, 1, 2, 2.25, 5, 9, 12]))
def test_both_let_the_same_values_pass_a_cell(feelin: Peer, texts: list[str], value: float) -> None:
    for text, theirs in zip(texts, feelin.ask_all(texts, {**VARIABLES, "?": value}), strict=True):
        mine = cell(text, value, VARIABLES)
        assert mine is (theirs is True), f"{text} of {value}: {mine}, feelin {theirs}"


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: row.text)
def test_the_differences_are_as_they_are_told(feelin: Peer, row: Difference) -> None:
    """A difference that is gone is to be taken out of the list, and its form put into `expressions.py`."""
    mine, theirs = ours(row.text, {}), feelin.ask(row.text, {})

    assert same(mine, row.ours)
    assert same(theirs, row.theirs)
    assert not same(mine, theirs)
