"""Commands on the register of persons and households: made people for trying out, or a department's delivery."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tongban.terminal import WrongUse, out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tongban.console import Console

SEED, FEW = 7, 60

app = typer.Typer(no_args_is_help=True, help="Persons and households.")
File = Annotated[
    Path, typer.Argument(help="CSV or workbook (.xlsx) of persons, a line each.", exists=True, dir_okay=False)
]
Day = Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that the data speak of.")]


@app.command()
def make(
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = SEED,
    count: Annotated[int, typer.Option(min=1, max=1_000_000)] = 2000,
) -> None:
    """Make people who do not exist, in households all over the city. Not in production."""
    from registers.population.synthetic import made
    from tongban.console import console

    with console() as desk:
        if desk.settings.production:
            raise WrongUse(
                "This city is in production: no people are made up.", "`tongban persons import` takes a list."
            )
        today = _today(desk)
        try:
            taken = enter(desk, made(seed, count, sorted(_communities(desk)), today), today)
        except ValueError as error:
            raise WrongUse(str(error), "`tongban map make`") from error
    out.print(f"{taken} persons are there.")


@app.command("import")
def take(file: File, as_of: Day) -> None:
    """Take in a delivery of persons, all lines or none."""
    from registers import lists
    from registers.imports import Refused
    from tongban.console import console

    with console() as desk:
        try:
            taken = enter(desk, lists.lines(file.read_bytes()), as_of.date())
        except Refused as refused:
            raise WrongUse(
                f"{file} cannot be imported:\n{refused}", "Put these lines right, then import it."
            ) from refused
    out.print(f"{taken} persons are taken in.")


def settle(desk: "Console") -> int:
    """Units for the areas of a city for trying out, and a few made people, where there is nobody yet."""
    from registers.organisation import units
    from registers.population import persons
    from registers.population.synthetic import made

    with desk.store.writing() as connection:
        if persons.somebody(connection):
            return 0
        units.make(connection)
    today = _today(desk)
    return enter(desk, made(SEED, FEW, sorted(_communities(desk)), today), today)


def enter(desk: "Console", rows: "Iterable[Mapping[str, str]]", as_of: "date") -> int:
    from api.sealing import sealing
    from registers.imports import Refused
    from registers.population import persons
    from registers.population.rows import read

    today = _today(desk)
    if as_of > today:
        raise Refused(((0, f"Expected data as of {today} or before, but these are as of {as_of}"),))
    listed = read(rows, _communities(desk), today)
    with desk.store.writing() as connection:
        return persons.take_in(connection, listed, as_of, sealing(desk.store))


def _communities(desk: "Console") -> set[str]:
    from engine.store.reads import areas

    return {code for code in areas.numbers(desk.store) if len(code) == 12}


def _today(desk: "Console") -> "date":
    from engine.domain.durations import in_city

    return in_city(desk.now()).date()
