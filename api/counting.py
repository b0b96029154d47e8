"""All figures behind one face, wherever they are counted: cases, cards, items, benefits. Knows no formula.

Dashboard, export and appraisal ask here and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bpmn.register import items
from engine.domain.durations import WorkingDays, in_city
from engine.domain.ids import CITY
from engine.figures import catalogue
from engine.figures import items as of_items
from engine.figures.cards import CARDS, CardFigure
from engine.figures.items import Cut
from engine.figures.shape import Counted, Figure, quotient, shown, value
from engine.store.reads import figure_cards, figures
from engine.store.reads.figures import Page, Scope
from engine.store.store import Store
from registers.figures import counting as of_registers
from registers.figures import relations
from registers.figures.catalogue import REGISTERS
from registers.figures.shape import RegisterFigure, Sum, Within

AnyFigure = Figure | CardFigure | Cut | RegisterFigure
Part = Literal["numerator", "denominator"]
Row = Mapping[str, Any]
ALL: Mapping[str, AnyFigure] = {
    **catalogue.CASES,
    **{card.name: card for card in CARDS},
    **catalogue.ITEMS,
    **REGISTERS,
}
WHOLE = ""
VERIFY_WITHIN = WorkingDays(Decimal(3))  # metrics 3: a doubt is verified within three working days


@dataclass(frozen=True, slots=True)
class Told:
    """`value` is rounded, None where nothing stands below the line; `shown` is what people read.

    `numerator_cases`, `denominator_cases`: how many rows are behind each.
    """

    value: Decimal | None
    shown: str
    numerator: Decimal
    denominator: Decimal | None
    numerator_cases: int
    denominator_cases: int


Parts = dict[str, Told]


def source(figure: AnyFigure) -> str:
    """What it opens to."""
    match figure:
        case Figure():
            return "cases"
        case CardFigure():
            return "cards"
        case Cut():
            return "items"
        case RegisterFigure():
            return "benefits"


def dimensions(figure: AnyFigure) -> tuple[str, ...]:
    match figure:
        case Figure(attributed=attributed):
            return tuple(name for name in figures.DIMENSIONS if name != "month" or attributed in figures.MOMENTS)
        case CardFigure():
            return tuple(figure_cards.DIMENSIONS)
        case Cut():
            return ()
        case RegisterFigure():
            return tuple(relations.KEYS)


def read(store: Store, wanted: Sequence[AnyFigure], scope: Scope, by: str | None = None) -> dict[str, Parts]:
    """By name of the figure: what it is by the value of the dimension, one empty key without. ValueError: see reads."""
    found: dict[str, Parts] = {}
    cases = [figure for figure in wanted if isinstance(figure, Figure)]
    if cases:
        for key, told in figures.read(store, cases, scope, by).items():
            for figure in cases:
                if figure.name in told:
                    found.setdefault(figure.name, {})[key] = _told(figure, told[figure.name])
    if any(isinstance(figure, CardFigure) for figure in wanted):
        counts = figure_cards.counts(store, scope, by) or ({} if by else {WHOLE: (0, 0)})
        found |= {card.name: _cards(card, counts) for card in CARDS if card in wanted}
    found |= {cut.name: {WHOLE: _cut(cut)} for cut in wanted if isinstance(cut, Cut)}
    found |= {figure.name: _kept(store, figure, scope, by) for figure in wanted if isinstance(figure, RegisterFigure)}
    return {figure.name: found.get(figure.name, {}) for figure in wanted}


def behind(store: Store, figure: AnyFigure, part: Part, scope: Scope, page: Page) -> Iterable[Any]:
    """The rows above or below the line, as many as it says."""
    match figure:
        case Figure():
            return figures.cases(store, figure, part == "numerator", scope, page) if _has(figure, part) else []
        case CardFigure(colour=colour):
            return figure_cards.cards(store, colour, scope, page) if part == "numerator" else []
        case Cut():
            rows = list(of_items.behind(figure, items().values()))
            return rows[page.after : page.after + page.limit]
        case RegisterFigure():
            found = figure.top if part == "numerator" else figure.bottom
            paged = page.after, page.limit, _deadline(store)
            with store.writing() as connection:
                return [] if found is None else of_registers.behind(connection, figure, found, _within(scope), paged)


def _kept(store: Store, figure: RegisterFigure, scope: Scope, by: str | None) -> Parts:
    with store.writing() as connection:
        sums = of_registers.read(connection, figure, _within(scope), _deadline(store), by)
    return {key: _summed(figure, told) for key, told in sums.items()}


def _summed(figure: RegisterFigure, told: Sum) -> Told:
    amount = told.top if told.bottom is None else quotient(told.top, told.bottom, figure.unit)
    return Told(amount, shown(amount, figure.unit), told.top, told.bottom, told.top_rows, told.bottom_rows)


def _within(scope: Scope) -> Within:
    """Months: those that begin within the period."""
    since, until = in_city(scope.since), in_city(scope.until)
    return Within((since.date(), until.date()), (scope.since, scope.until), scope.area or "")


def _deadline(store: Store) -> of_registers.Deadline:
    calendar = store.calendar(CITY)
    return lambda moment: calendar.after(moment, VERIFY_WITHIN).at


def _has(figure: Figure, part: Part) -> bool:
    return part == "numerator" or figure.bottom is not None


def _told(figure: Figure, counted: Counted) -> Told:
    amount = value(figure, counted)
    cases = counted.top_cases, counted.bottom_cases
    return Told(amount, shown(amount, figure.unit), counted.top, counted.bottom, *cases)


def _cards(card: CardFigure, counts: Mapping[str, tuple[int, int]]) -> Parts:
    column = ("yellow", "red").index(card.colour)
    numbers = {key: pair[column] for key, pair in counts.items()}
    return {
        key: Told(Decimal(number), shown(Decimal(number), card.unit), Decimal(number), None, number, 0)
        for key, number in numbers.items()
    }


def _cut(cut: Cut) -> Told:
    known = items().values()
    top, bottom = of_items.counted(cut, known)
    amount = quotient(top, bottom, cut.unit)
    return Told(amount, shown(amount, cut.unit), top, bottom, len(known), len(known))
