"""Commands on the amounts and limits that rules calculate with: what holds on a day, and new values from a table."""

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tongban.terminal import WrongUse, out, show

if TYPE_CHECKING:
    from tongban.console import Console

app = typer.Typer(no_args_is_help=True, help="Amounts and limits, each from a day on.")

File = Annotated[
    Path, typer.Argument(help="CSV with the columns of registers/parameters.csv.", exists=True, dir_okay=False)
]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day; today without it.")]


@app.command("list")
def valid(rule: str, area: str = "2101", residence: str = "", day: Day = None) -> None:
    """What a rule finds on a day, in an area (residence: 城市 or 农村)."""
    from engine.domain.durations import in_city
    from registers.parameters import Gap
    from registers.parameters import valid as found
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        on = (day or in_city(desk.now())).date()
        try:
            known = found(connection, rule, (area, residence), on)
        except Gap as gap:
            raise WrongUse(str(gap), "`tongban parameters import` takes in what is missing.") from gap
    rows = [(each.name, each.label, each.value, each.unit, each.valid_from, each.version) for each in known.values()]
    show(("name", "label", "value", "unit", "since", "version"), rows)


@app.command("import")
def take(
    file: File,
    entered_by: Annotated[str, typer.Option(help="Who wrote the table.")],
    approved_by: Annotated[str, typer.Option(help="Who approved it: another person.")],
) -> None:
    """Add the values of a table, all or none; a newer value takes over from its day on."""
    from registers import parameters, tariffs
    from registers.imports import Refused
    from tongban.console import console

    try:
        rows = tariffs.read(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except Refused as refused:
        raise WrongUse(f"{file} cannot be imported:\n{refused}", "Put these lines right, then import it.") from refused
    with console() as desk, desk.store.writing() as connection:
        try:
            approval = parameters.Approval(entered_by, approved_by, desk.now())
        except ValueError as error:
            raise WrongUse(str(error), "Name two persons.") from error
        count = parameters.put(connection, rows, approval)
    out.print(f"{count} values are added.")


def seed_parameters(desk: "Console") -> int:
    """The values that come with the product, where there are none at all: most of them are for trying out."""
    from registers import parameters, tariffs

    with desk.store.writing() as connection:
        if parameters.count(connection):
            return 0
        return parameters.put(connection, tariffs.shipped(), parameters.Approval("product", "console", desk.now()))
