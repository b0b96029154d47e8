"""Commands on the working-day calendar: which years there are, the missing ones, and a decree from a CSV file."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tongban.terminal import WrongUse, counted, out, show

if TYPE_CHECKING:
    from engine.domain.days import Day
    from tongban.console import Console

app = typer.Typer(no_args_is_help=True, help="Working days: list, seed, import a decree.")

Area = Annotated[str | None, typer.Option(help="Only for the district of this area code; else for the whole city.")]
File = Annotated[Path, typer.Argument(help="CSV with the columns date,working,name.", exists=True, dir_okay=False)]


@app.command("list")
def years(area: Area = None) -> None:
    """The years that are known, and which of them no decree has settled yet."""
    from engine.store.reads.calendar import years
    from tongban.console import console

    with console() as desk:
        found = years(desk.store, desk.district(area) if area else 0)
    rows = [(year.year, year.days, year.worked, "provisional" if year.provisional else "decreed") for year in found]
    show(("year", "days", "working", "settled"), rows)


@app.command()
def seed() -> None:
    """Publish the years that are missing, and those that are decreed by now."""
    from tongban.console import console

    with console() as desk:
        count = seed_calendar(desk)
    out.print(f"{count} years published." if count else "The calendar has all its years.")


@app.command("import")
def take(file: File, area: Area = None) -> None:
    """Import a published decree (放假安排); limits that rest on its days get their new dates within seconds."""
    from tongban.calendars import read_decree, settled
    from tongban.console import console
    from tongban.seeding import published

    try:
        decree = read_decree(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WrongUse(
            f"{file} cannot be imported:\n{error}", "Put these lines right, then import it again."
        ) from error
    year = _year_of(decree)
    with console() as desk:
        district = desk.district(area) if area else 0
        desk.carry_out(published(settled(decree, year), desk.now(), desk.actor, district))
    out.print(f"The days of {year} are settled: {len(decree)} of them as the decree names them.")


def seed_calendar(desk: "Console") -> int:
    """Publishes what is wanting, with a bar, and gives how many years that were."""
    from tongban.seeding import seed, wanting

    wanted = wanting(desk.engine, desk.now())
    told = seed(desk.engine, wanted, desk.now(), desk.actor)
    return sum(1 for _ in counted(told, "Calendar", len(wanted)))


def _year_of(decree: "list[Day]") -> int:
    """The year it is about: most of its days lie there."""
    return Counter(day.date.year for day in decree).most_common(1)[0][0]
