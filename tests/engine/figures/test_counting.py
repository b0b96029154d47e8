"""Over any rows: each figure is what its formula says, and opens to as many cases as it counts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.figures.catalogue import CASES
from engine.projections.case_figures import CaseFigure
from engine.store import case_figures
from engine.store.reads import figures
from engine.store.reads.figures import Page, Scope
from engine.store.store import Store
from tests.engine.figures import oracle
from tests.engine.store.desk import opened

SCOPE = Scope(oracle.SINCE, oracle.UNTIL)
MANY = st.lists(oracle.rows(), max_size=25, unique_by=lambda row: row.id)
ANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with opened(database) as found:
        with found.writing() as connection:
            connection.execute("insert into head (district) values (7)")
        yield found


def kept(store: Store, rows: Sequence[CaseFigure]) -> None:
    """These rows and no others."""
    with store.writing() as connection:
        connection.execute("delete from case_figure")
        case_figures.put(connection, rows)


@ANY
@given(rows=MANY)
def test_figures_are_as_the_formulas_say(store: Store, rows: list[CaseFigure]) -> None:
    kept(store, rows)
    found = figures.read(store, list(CASES.values()), SCOPE)[""]
    told = {name: oracle.counted(figure, rows) for name, figure in CASES.items()}
    assert {name: _near(counted.top) for name, counted in found.items()} == {
        name: _near(counted.top) for name, counted in told.items()
    }
    assert {name: (one.bottom, one.top_cases, one.bottom_cases) for name, one in found.items()} == {
        name: (one.bottom, one.top_cases, one.bottom_cases) for name, one in told.items()
    }


@ANY
@given(rows=MANY, area=st.sampled_from(["", "2101", "210102", "210102004", "210103001002"]))
def test_a_figure_opens_to_the_cases_that_it_counts(store: Store, rows: list[CaseFigure], area: str) -> None:
    kept(store, rows)
    scope = Scope(oracle.SINCE, oracle.UNTIL, area=area)
    found = figures.read(store, list(CASES.values()), scope)[""]
    for name, figure in CASES.items():
        listed = [_all(store, figure, top, scope) for top in (True, False)]
        expected = found[name].top_cases, found[name].bottom_cases
        assert (len(listed[0]), len(listed[1]) if figure.bottom else 0) == expected, name
        if figure.top.of and figure.top.quantile is None:
            assert _near(sum((Decimal(row["counts"]) for row in listed[0]), Decimal(0))) == _near(found[name].top), name


@ANY
@given(rows=MANY)
def test_what_was_in_hand_and_came_less_what_ended_is_in_hand(store: Store, rows: list[CaseFigure]) -> None:
    kept(store, rows)
    names = ("opening", "accepted", "ended", "closing")
    for by in (None, "district", "street", "community", "item", "department", "route", "channel"):
        for told in figures.read(store, [CASES[name] for name in names], SCOPE, by).values():
            opening, accepted, ended, closing = (told[name].top if name in told else 0 for name in names)
            assert opening + accepted - ended == closing


@ANY
@given(rows=MANY)
def test_the_parts_of_a_dimension_make_the_whole(store: Store, rows: list[CaseFigure]) -> None:
    kept(store, rows)
    wanted = [CASES["concluded"], CASES["on_time"], CASES["mean_time"]]
    whole = figures.read(store, wanted, SCOPE)[""]
    for by in figures.DIMENSIONS:
        parts = figures.read(store, wanted, SCOPE, by).values()
        for name, counted in whole.items():
            assert sum(part[name].top for part in parts) == counted.top
            assert sum(part[name].bottom_cases for part in parts) == counted.bottom_cases


def _all(store: Store, figure: object, top: bool, scope: Scope) -> list[figures.Row]:
    """Page by page."""
    found: list[figures.Row] = []
    while rows := figures.cases(store, figure, top, scope, Page(found[-1]["id"] if found else 0, 9)):  # type: ignore[arg-type]
        found += rows
    return found


def _near(amount: Decimal) -> Decimal:
    return round(amount, 9)
