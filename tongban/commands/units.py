"""Commands on the departments' units and posts: make them from the map, take in a list, show them."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from tongban.terminal import WrongUse, out, show

app = typer.Typer(no_args_is_help=True, help="The units of the departments at each level, and the posts in them.")
File = Annotated[
    Path, typer.Argument(help="CSV with the columns department,area,name,posts.", exists=True, dir_okay=False)
]


@app.command()
def make() -> None:
    """Make the units of all departments for the areas that are there, by the product's rules."""
    from registers.organisation import units
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        count = units.make(connection)
    if not count:
        raise WrongUse("There are no areas yet.", "`tongban map make` or `tongban map import` comes first.")
    out.print(f"{count} units are there.")


@app.command("import")
def take(file: File) -> None:
    """Take in the city's own list; a unit that is there is named anew and gets these posts."""
    from registers.imports import Refused
    from registers.organisation import units
    from tongban.console import console

    try:
        listed = units.read(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except Refused as refused:
        raise WrongUse(f"{file} cannot be imported:\n{refused}", "Put these lines right, then import it.") from refused
    with console() as desk, desk.store.writing() as connection:
        count = units.keep(connection, listed)
    out.print(f"{count} units are taken in.")


@app.command("list")
def listing(department: str = "", area: str = "") -> None:
    """The units of a department, or of all, within an area."""
    from registers.organisation import units
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        known = units.listed(connection, department, area)
    show(
        ("code", "name", "level", "posts"), [(each.code, each.name, each.level, " ".join(each.posts)) for each in known]
    )


@app.command()
def groups() -> None:
    """All groups in which posts can be held, one a line."""
    from registers.organisation import units
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        known = units.groups(connection)
    for group in known:
        out.print(group)
