"""The catalogue of figures: its numbers of the register of items, its rounding, and that every word of it is known."""

from decimal import Decimal
from pathlib import Path

import pytest

from bpmn.register import items
from engine.figures import items as of_items
from engine.figures.cards import CARDS, CardFigure, measure
from engine.figures.catalogue import CASES, ITEMS
from engine.figures.items import Cut
from engine.figures.periods import period
from engine.figures.shape import Counted, Figure, shown, value
from engine.store.reads.figure_terms import MEASURES, PERSONS, TERMS
from registers.figures.catalogue import REGISTERS
from registers.figures.shape import RegisterFigure


@pytest.mark.parametrize(
    ("name", "percent"),
    [
        ("limit_cut", "75.10"),
        ("limit_cut_merged", "70.97"),
        ("papers_cut", "50.02"),
        ("papers_cut_merged", "56.49"),
    ],
)
def test_the_register_of_items_gives_the_figures_of_the_city(name: str, percent: str) -> None:
    assert of_items.value(ITEMS[name], items().values()) == Decimal(percent)


def test_a_cut_opens_to_all_items() -> None:
    rows = list(of_items.behind(ITEMS["papers_cut"], items().values()))
    assert len(rows) == of_items.counted(ITEMS["papers_cut"], items().values())[1] == 115
    assert (rows[0].item, rows[0].now, rows[0].before, rows[0].share) == ("MZ-001", 4, 12, Decimal("66.67"))


@pytest.mark.parametrize(
    ("top", "bottom", "words"),
    [(1, 8, "12.50%"), (1, 3, "33.33%"), (2, 3, "66.67%"), (1, 800, "0.13%"), (0, 5, "0.00%"), (0, 0, "—")],
)
def test_a_share_is_rounded_half_up_and_nothing_is_no_zero(top: int, bottom: int, words: str) -> None:
    figure = CASES["on_time"]
    assert shown(value(figure, Counted(Decimal(top), Decimal(bottom), top, bottom)), figure.unit) == words


def test_times_are_in_working_days() -> None:
    mean, median = CASES["mean_time"], CASES["time_p50"]
    assert value(mean, Counted(Decimal(1260), Decimal(2), 2, 2)) == Decimal("1.50")
    assert value(median, Counted(Decimal(630), None, 3, 0)) == Decimal("1.50")
    assert value(median, Counted(Decimal(0), None, 0, 0)) is None


def test_every_term_and_measure_is_known_and_used() -> None:
    parts = [part for figure in CASES.values() for part in (figure.top, figure.bottom) if part is not None]
    assert {term.lstrip("!") for part in parts for term in part.where} == set(TERMS)
    assert {part.of for part in parts if part.of} == {*MEASURES, PERSONS}


def test_every_route_has_a_weight() -> None:
    weights = {str(row["route"]): row["weight"] for row in of_items.traits()}
    assert {route: weights[route] for route in ("R01", "R02", "R03", "R04", "R06", "R07", "R08", "R12")} == {
        "R01": 1,
        "R02": 2,
        "R03": 3,
        "R04": 6,
        "R06": 6,
        "R07": 3,
        "R08": 3,
        "R12": 2,
    }


def test_the_page_for_leaders_has_every_figure_as_it_is_counted() -> None:
    page = (Path(__file__).parents[3] / "docs" / "figures.md").read_text("utf-8")
    listed = [line for line in page.splitlines() if line.startswith("| ") and line.endswith("` |")]
    every: tuple[Figure | CardFigure | Cut | RegisterFigure, ...]
    every = (*CASES.values(), *CARDS, *ITEMS.values(), *REGISTERS.values())
    told = [
        f"| {one.title} | {one.unit} | {one.formula} | {getattr(one, 'goal', '')} | `{one.name}` |" for one in every
    ]
    assert listed == told


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-12-31", "2026-12-31", "2027-01-01"),
    ],
)
def test_a_period_is_from_midnight_to_before_midnight(text: str, since: str, until: str) -> None:
    found = period(text)
    assert (f"{found.since:%Y-%m-%d}", f"{found.until:%Y-%m-%d}") == (since, until)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "26", "2026-02-30", "2026/12", "9999"])
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="Expected a period such as 2026-12"):
        period(text)


@pytest.mark.parametrize(
    ("yellow", "red", "leads_to"),
    [
        (2, 0, None),
        (3, 0, None),
        (6, 0, "约谈"),
        (3, 1, "约谈"),
        (0, 2, "约谈"),
        (9, 0, "问责建议"),
        (0, 3, "问责建议"),
    ],
)
def test_cards_of_a_quarter_lead_to_graver_ones(yellow: int, red: int, leads_to: str | None) -> None:
    assert measure(yellow, red) == leads_to
