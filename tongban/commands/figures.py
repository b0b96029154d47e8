"""The city's figures on the terminal, as leaders read them: a line a figure, in Chinese."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from tongban.terminal import WrongUse, out, show

if TYPE_CHECKING:
    from api.counting import AnyFigure, Parts, Told

Period = Annotated[str | None, typer.Option(help="2026-12, 2026-Q4, 2026; this month without it.")]
Area = Annotated[str | None, typer.Option(help="An area's code, and all in it; the whole city without it.")]
Side = Annotated[str, typer.Option(help="received: areas are those of the windows; handling: of who handles it.")]
By = Annotated[str | None, typer.Option(help="Also by district, street, community, item, department, route, channel.")]
Only = Annotated[str | None, typer.Option(help="Only the figure of this name.")]


def figures(
    period: Period = None, area: Area = None, side: Side = "received", by: By = None, only: Only = None
) -> None:
    """The figures of a period: on time, early, how long, papers, across districts, cards."""
    from api import counting
    from engine.figures.periods import month_of
    from engine.figures.periods import period as read_period
    from engine.store.reads.figures import AREAS, Scope, behind
    from tongban.console import console

    if side not in AREAS:
        raise WrongUse(f"Expected --side {' or '.join(AREAS)}, but got {side!r}")
    wanted = [figure for figure in counting.ALL.values() if only in (None, figure.name)]
    if not wanted:
        raise WrongUse(f"Expected the name of a figure, but there is no {only!r}", ", ".join(counting.ALL))
    with console() as desk:
        text = period or month_of(desk.now())
        try:
            within = read_period(text)
            scope = Scope(within.since, within.until, area, side)  # type: ignore[arg-type]
            found = counting.read(desk.store, [one for one in wanted if _has(one, by)], scope, by)
        except ValueError as error:
            raise WrongUse(str(error)) from error
        waiting = behind(desk.store)
    tell(found, f"{text} {area or '全市'}", by)
    if waiting:
        out.print(f"还有 {waiting} 行没有计入。")


def _has(figure: "AnyFigure", by: str | None) -> bool:
    from api import counting

    return by is None or by in counting.dimensions(figure)


def tell(found: Mapping[str, "Parts"], title: str, by: str | None) -> None:
    """A table, a line a figure."""
    from api import counting

    rows = [
        (counting.ALL[name].title, *([key or "—"] if by else []), told.shown, _fraction(told), name)
        for name, parts in found.items()
        for key, told in parts.items()
    ]
    show(("指标", *(["分项"] if by else []), "值", "分子 / 分母", "名称"), rows, title)


def _fraction(told: "Told") -> str:
    top, bottom = told.numerator, told.denominator
    return f"{top:f}" if bottom is None else f"{round(top, 2):f} / {bottom:f}"
