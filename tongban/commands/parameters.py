"""Commands on the amounts and limits that rules calculate with: what holds on a day, and new values from a table."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.domain.ids import CITY
from tongban.terminal import WrongUse, out, show

if TYPE_CHECKING:
    from tongban.console import Console

app = typer.Typer(no_args_is_help=True, help="Amounts and limits, each from a day on.")

File = Annotated[
    Path, typer.Argument(help="CSV with the columns of registers/parameters.csv.", exists=True, dir_okay=False)
]
Rule = Annotated[str, typer.Option(help="The rule, as in items.csv: SUB-01.")]
Area = Annotated[str, typer.Option(help="Code of an area, and all that lies in it.")]
Month = Annotated[str, typer.Option("--from", help="The first month that it is about: 2026-07.")]
Until = Annotated[str | None, typer.Option("--until", help="The month that is paid next; this month without it.")]
By = Annotated[str, typer.Option(help="Who says so.")]
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
    from tongban.console import console, signing

    try:
        rows = tariffs.read(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except Refused as refused:
        raise WrongUse(f"{file} cannot be imported:\n{refused}", "Put these lines right, then import it.") from refused
    with console() as desk, desk.store.writing() as connection:
        signing(desk, entered_by, approved_by)
        try:
            approval = parameters.Approval(entered_by, approved_by, desk.now())
        except ValueError as error:
            raise WrongUse(str(error), "Name two persons.") from error
        count = parameters.put(connection, rows, approval)
    out.print(f"{count} values are added.")


@app.command("affected")
def tell_affected(rule: Rule, area: Area, since: Month, until: Until = None) -> None:
    """Whom the values of today affect since a month: old and new amount, months paid, back-pay each and in sum."""
    from registers.adjustments import affected
    from tongban.adjusting import asked, calculate
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection, told_gaps():
        found = list(affected(connection, asked(desk, rule, area, (since, until)), calculate(desk)))
    rows = [
        (each.benefit, each.matter, each.old, each.new, each.paid, each.back_pay, each.by_hand or None)
        for each in found
    ]
    show(("benefit", "matter", "old", "new", "paid", "back-pay", "by hand"), rows)
    changed = [each for each in found if each.changes]
    total = sum((each.back_pay for each in changed), Decimal(0))
    out.print(f"{len(changed)} benefits change, back-pay {total} yuan; {len(found) - len(changed)} need a person.")


@app.command("adjust")
def propose(rule: Rule, area: Area, since: Month, by: By, until: Until = None) -> None:
    """Propose to change all these benefits; nothing changes until another person approves."""
    from registers import adjusting
    from registers.rolls import By as Named
    from tongban.adjusting import asked, calculate
    from tongban.console import console, signing

    with console() as desk, desk.store.writing() as connection:
        signing(desk, by)
        id = desk.store.ids.take(CITY)
        with told_gaps():
            wanted = asked(desk, rule, area, (since, until))
            found = adjusting.propose(connection, id, wanted, calculate(desk), Named(by, desk.now()))
    out.print(
        f"Adjustment {found.id}: {found.benefits} benefits, back-pay {found.back_pay} yuan. Another one approves."
    )


@app.command("approve")
def approve(adjustment: int, by: By, until: Until = None) -> None:
    """Approve an adjustment, as another person than who proposed it: the next roll pays what is missing."""
    from registers import adjusting
    from registers.rolls import By as Named
    from tongban.adjusting import calculate, last
    from tongban.console import console, signing

    with console() as desk, desk.store.writing() as connection, told_gaps():
        signing(desk, by)
        named = Named(by, desk.now())
        found = adjusting.approve(connection, adjustment, last(desk, until), calculate(desk), named)
    out.print(f"Adjustment {found.id} is in force: {found.benefits} benefits, back-pay {found.back_pay} yuan.")


@contextmanager
def told_gaps() -> Iterator[None]:
    from registers.benefits import Refused
    from registers.parameters import Gap

    try:
        yield
    except (Gap, LookupError, Refused) as error:
        raise WrongUse(str(error), "`tongban parameters list` shows what holds.") from error


def seed_parameters(desk: "Console") -> int:
    """The values that come with the product, where there are none at all: most of them are for trying out."""
    from registers import parameters, tariffs

    with desk.store.writing() as connection:
        if parameters.count(connection):
            return 0
        return parameters.put(connection, tariffs.shipped(), parameters.Approval("product", "console", desk.now()))
