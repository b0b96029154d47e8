"""Commands on the map of the city: make one from a seed, or take in the city's own list. What is there stays."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.domain.ids import CITY
from tongban.terminal import WrongUse, counted, out

if TYPE_CHECKING:
    from registers.geography import Place
    from tongban.console import Console

app = typer.Typer(no_args_is_help=True, help="The map of the city: districts, streets, communities, grid cells.")
MOST = 2000  # areas a command: each is one row of the journal
File = Annotated[Path, typer.Argument(help="CSV with the columns code,name.", exists=True, dir_okay=False)]


@app.command()
def make(seed: Annotated[int, typer.Option(help="The same seed makes the same city.")] = 7) -> None:
    """Make all 13 districts with 2,430 communities and their grid cells."""
    from registers.geography import made
    from tongban.console import console

    with console() as desk:
        count = define(desk, made(seed))
    out.print(f"{count} areas are new." if count else "All areas were there.")


@app.command("import")
def take(file: File) -> None:
    """Take in the city's own list; a code that is there keeps its name."""
    from registers.geography import read
    from registers.imports import Refused
    from tongban.console import console

    try:
        places = read(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except Refused as refused:
        raise WrongUse(f"{file} cannot be imported:\n{refused}", "Put these lines right, then import it.") from refused
    with console() as desk:
        count = define(desk, places)
    out.print(f"{count} areas are new." if count else "All areas were there.")


def define(desk: "Console", places: "Iterable[Place]") -> int:
    """Defines those that are missing, some thousands a command, with a bar."""
    from engine.domain.commands import DefineAreas
    from engine.store.reads.areas import numbers

    new = list(numbered(places, numbers(desk.store)))
    parts = [new[start : start + MOST] for start in range(0, len(new), MOST)]
    for part in counted(parts, "Areas", len(parts)):
        desk.carry_out(DefineAreas(areas=tuple(part), **desk.stamp()))
    return len(new)


def numbered(places: "Iterable[Place]", known: dict[str, int]) -> Iterator[tuple[str, str, str, int]]:
    """Those that are not known, each with its district's number; a new district gets the next."""
    for place in places:
        if place.code in known:
            continue
        if place.level == "city":
            known[place.code] = CITY
        elif place.level == "district":
            known[place.code] = max(known.values(), default=CITY) + 1
        else:
            known[place.code] = known[place.code[:6]]
        yield place.code, place.name, place.level, known[place.code]
