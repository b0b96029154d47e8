"""The city's figures over HTTP: the catalogue, one of them in all or by a dimension, all of a period, the cases behind.

Counts are for who holds a post in an area that contains the one asked for. The cases behind are named by their codes,
not by people: a case opens to those who may see it.
"""

from typing import Any, Literal

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import counting
from api.asking import reply, viewer
from api.desk import Desk, desk_of
from api.document import asks_for, gives
from api.queries import Asked
from engine.domain.commands import Actor
from engine.domain.rejections import Forbidden, Invalid, NotFound
from engine.domain.rights import may_count
from engine.figures.cards import measure
from engine.figures.periods import month_of, period, quarter_of
from engine.store.reads import figure_cards
from engine.store.reads.figures import Page, Scope, behind

router = APIRouter(tags=["figures"])
CODE = Field(default=None, pattern=r"[0-9]{4,15}$")
WORD = Field(default=None, max_length=100)


class FigureView(msgspec.Struct, kw_only=True):
    """`opens_to`: cases, cards, items of the register, or benefits. `dimensions`: what `by` may be."""

    name: str
    title: str
    unit: str
    formula: str
    goal: str
    opens_to: str
    dimensions: tuple[str, ...]


class AmountView(msgspec.Struct, kw_only=True):
    """`value` is null and `shown` a dash where nothing stands below the line. `key`: the value of the dimension."""

    key: str
    value: Any
    shown: str
    numerator: Any
    denominator: Any
    numerator_cases: int
    denominator_cases: int


class FigureTold(msgspec.Struct, kw_only=True):
    """`behind`: rows of the journal that are not counted yet. `parts`: by the dimension that was asked for."""

    figure: FigureView
    period: str
    area: str | None
    behind: int
    total: AmountView
    parts: list[AmountView]


class Report(msgspec.Struct, kw_only=True):
    period: str
    area: str | None
    behind: int
    figures: list[FigureTold]


class Responsible(msgspec.Struct, kw_only=True):
    """`leads_to`: 约谈, 问责建议, or null. Three yellow cards count as a red one."""

    responsible: str
    yellow: int
    red: int
    leads_to: str | None


class Where(BaseModel):
    """Which cases. `side`: areas are those of the window that received, or of who handles it."""

    model_config = ConfigDict(extra="ignore")

    period: str | None = Field(default=None, max_length=20)
    area: str | None = CODE
    side: Literal["received", "handling"] = "received"
    by: str | None = WORD
    item: str | None = WORD
    department: str | None = WORD
    route: str | None = WORD
    channel: str | None = WORD


class Behind(Where):
    part: Literal["numerator", "denominator"] = "numerator"
    after: int = Field(default=0, ge=0, lt=2**53)
    limit: int = Field(default=50, ge=1, le=500)


WHERE, BEHIND = Asked(Where), Asked(Behind)


@router.get("/figures", **gives(FigureView, many=True))
def listed(request: Request) -> Response:
    """The catalogue: what is counted, and by which formula."""
    viewer(request)
    return reply([_view(figure) for figure in counting.ALL.values()])


@router.get("/figures/report", **asks_for(WHERE, gives(Report)))
def report(request: Request) -> Response:
    """All figures of a period and an area, without the parts. Read together: some statements, not one a figure."""
    desk, asked = desk_of(request), WHERE.read(request)
    asked.by = None
    scope, text = _scope(desk, viewer(request), asked)
    found = _read(desk, list(counting.ALL.values()), scope, None)
    waiting = behind(desk.store)
    told = [_figure(figure, text, scope, waiting, (found[figure.name], {})) for figure in counting.ALL.values()]
    return reply(Report(period=text, area=scope.area, behind=waiting, figures=told))


@router.get("/figures/cards", **asks_for(WHERE, gives(Responsible, many=True)))
def cards(request: Request) -> Response:
    """Who has how many cards of a quarter (this one), and what that leads to. `by`: responsible or holder."""
    desk, asked = desk_of(request), WHERE.read(request)
    asked.period = asked.period or quarter_of(desk.clock.now())
    scope, _ = _scope(desk, viewer(request), asked)
    if asked.by not in (None, "responsible", "holder"):
        raise Invalid(f"Expected by=responsible or by=holder, but got {asked.by}")
    counts = figure_cards.counts(desk.store, scope, asked.by or "responsible")
    rows = ((key, yellow, red) for key, (yellow, red) in counts.items())
    return reply([Responsible(responsible=key, yellow=y, red=r, leads_to=measure(y, r)) for key, y, r in rows])


@router.get("/figures/{name}", **asks_for(WHERE, gives(FigureTold)))
def read(name: str, request: Request) -> Response:
    """One figure of a period (2026-12, 2026-Q4, 2026; by default this month), in all and by a dimension."""
    desk, asked = desk_of(request), WHERE.read(request)
    figure = _found(name)
    scope, text = _scope(desk, viewer(request), asked)
    whole = _read(desk, [figure], scope, None)[name]
    parts = _read(desk, [figure], scope, asked.by)[name] if asked.by else {}
    return reply(_figure(figure, text, scope, behind(desk.store), (whole, parts)))


@router.get("/figures/{name}/cases", **asks_for(BEHIND, gives(None, many=True)))
def cases(name: str, request: Request) -> Response:
    """The cases (cards, items, benefits) behind: as many as the figure says.

    `after`: the id of the last one of the page before; of items and benefits, how many were read.
    """
    desk, asked = desk_of(request), BEHIND.read(request)
    scope, _ = _scope(desk, viewer(request), asked)
    rows = counting.behind(desk.store, _found(name), asked.part, scope, Page(asked.after, asked.limit))
    return reply(list(rows))


def _found(name: str) -> counting.AnyFigure:
    figure = counting.ALL.get(name)
    if figure is None:
        raise NotFound(f"Expected the name of a figure, but there is no {name[:40]!r}: GET /figures lists them")
    return figure


def _scope(desk: Desk, actor: Actor, asked: Where) -> tuple[Scope, str]:
    """Raises Invalid for a period that is none, Forbidden for an area that is not the actor's."""
    area = asked.area or _own_area(actor)
    if not may_count(actor, area):
        raise Forbidden(f"Expected an area in which {actor.id} holds a post, but got {area or 'the whole city'}")
    text = asked.period or month_of(desk.clock.now())
    try:
        within = period(text)
    except ValueError as error:
        raise Invalid(str(error)) from error
    cut = {name: getattr(asked, name) for name in ("side", "item", "department", "route", "channel")}
    return Scope(within.since, within.until, area, **cut), text


def _own_area(actor: Actor) -> str | None:
    """Of those who look after the whole, all; of others the area of their only post."""
    areas = {post.area for post in actor.posts if post.area}
    return areas.pop() if len(areas) == 1 and not may_count(actor, None) else None


def _read(desk: Desk, wanted: list[counting.AnyFigure], scope: Scope, by: str | None) -> dict[str, counting.Parts]:
    try:
        return counting.read(desk.store, wanted, scope, by)
    except ValueError as error:
        raise Invalid(str(error)) from error


def _figure(
    figure: counting.AnyFigure, text: str, scope: Scope, waiting: int, told: tuple[counting.Parts, counting.Parts]
) -> FigureTold:
    whole, parts = told
    return FigureTold(
        figure=_view(figure),
        period=text,
        area=scope.area,
        behind=waiting,
        total=_amount("", whole[counting.WHOLE]),
        parts=[_amount(key, one) for key, one in parts.items()],
    )


def _view(figure: counting.AnyFigure) -> FigureView:
    return FigureView(
        name=figure.name,
        title=figure.title,
        unit=figure.unit,
        formula=figure.formula,
        goal=getattr(figure, "goal", ""),
        opens_to=counting.source(figure),
        dimensions=counting.dimensions(figure),
    )


def _amount(key: str, told: counting.Told) -> AmountView:
    names = ("value", "shown", "numerator", "denominator", "numerator_cases", "denominator_cases")
    return AmountView(key=key, **{name: getattr(told, name) for name in names})
