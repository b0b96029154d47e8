"""`tongban simulate`: fills this installation with a year of cases, through the real engine, in minutes."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from tongban import database
from tongban.home import home
from tongban.terminal import WrongUse, err, out, show, step

if TYPE_CHECKING:
    from tongban.simulate.arrivals import Plan
    from tongban.simulate.course import Hearing
    from tongban.simulate.run import Result

STUCK = 20  # of what nobody could fill in, at most so many lines


def simulate(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="So many days.")] = 330,
    cases: Annotated[int, typer.Option(min=1, help="So many cases in all.")] = 50_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same year.")] = 7,
) -> None:
    """Simulate the city on a turned clock: residents, windows, departments, late steps. Goes on after a kill.

    Only in a city that has no cases of its own, never in production.
    """
    from engine.bootstrap import open_engine_of
    from engine.settings import Settings
    from tongban.migrations import migrate
    from tongban.simulate.arrivals import Plan
    from tongban.simulate.course import Hearing
    from tongban.simulate.preparing import prepare
    from tongban.simulate.run import begins

    settings = Settings(home=home(), clock="turned")
    if settings.production:
        raise WrongUse("Expected a city for trying things out, but this one is in production.")
    plan = Plan(first.date(), days, cases, seed)
    with database.opened() as dsn:
        migrate(dsn)
        engine = open_engine_of(Hearing, settings, database.unhurried(dsn))
        try:
            prepare(engine, begins(plan), step)
            _tell(_simulated(engine, plan))
            _figures(engine, plan)
        finally:
            engine.store.close()


def _simulated(engine: "Hearing", plan: "Plan") -> "Result":
    from datetime import UTC, timedelta

    from engine.store import turned_clock
    from tongban.simulate.run import begins, run

    end = begins(plan) + timedelta(days=plan.days)
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("Simulating", total=plan.cases)
        found = run(
            engine,
            plan,
            lambda at, count: progress.update(bar, description=f"{at:%Y-%m-%d %H:%M}", completed=count.started),
        )
    with engine.store.writing() as connection:
        turned_clock.jump(connection, end, datetime.now(UTC))
    return found


def _figures(engine: "Hearing", plan: "Plan") -> None:
    """Those of the first year, as `tongban figures` tells them."""
    from api import counting
    from engine.figures.periods import period
    from engine.store.reads.figures import Scope
    from tongban.commands.figures import tell

    year = period(str(plan.first.year))
    found = counting.read(
        engine.store, list(counting.ALL.values()), Scope(year.since, year.until, None, "received"), None
    )
    tell(found, f"{plan.first.year} 全市", None)


def _tell(found: "Result") -> None:
    count = found.count
    show(("outcome", "cases"), [(name, f"{n:,}") for name, n in count.ended.most_common()])
    speed = count.started / found.seconds
    out.print(f"{count.started:,} cases, {count.commands:,} acts in {found.seconds:.1f} s: {speed:.0f} cases/s")
    for words, times in count.stuck.most_common(STUCK):
        err.print(f"[yellow]not filled in {times} times[/yellow]: {words}", markup=True, soft_wrap=True)
