"""Commands on what departments share: how fresh each dataset is, and a delivery by the machine's own hand."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from tongban.terminal import WrongUse, out, show

app = typer.Typer(no_args_is_help=True, help="The departments' shared data.")
File = Annotated[Path, typer.Argument(help="CSV or workbook (.xlsx).", exists=True, dir_okay=False)]
Day = Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that the data speak of.")]


@app.command("list")
def listing() -> None:
    """Each dataset with its provider, the day of its data, its records, and whether it is fresh."""
    from engine.domain.durations import in_city
    from registers.deliveries import standings
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        known = standings(connection, in_city(desk.now()).date())
    rows = [(each.dataset.name, each.dataset.title, each.state, each.as_of, each.records) for each in known]
    show(("dataset", "title", "state", "as of", "records"), rows)


@app.command("import")
def take(name: str, file: File, as_of: Day) -> None:
    """Take in a dataset, all lines or none."""
    from api.sealing import sealing
    from registers import catalogue, lists
    from registers.deliveries import Handed, receive
    from registers.imports import Delivery
    from tongban.console import console

    if name not in catalogue.datasets():
        raise WrongUse(f"There is no dataset {name!r}.", "`tongban datasets list` shows them.")
    content = file.read_bytes()
    with console() as desk, desk.store.writing() as connection:
        digest, kind = sha256(content).hexdigest(), lists.kind_of(content)
        request = str(desk.stamp()["request_id"])
        handed = Handed(request, kind, digest, desk.now(), desk.actor.id)
        delivery = Delivery(name, as_of.date(), lists.lines(content))
        delivered = receive(connection, delivery, sealing(desk.store).index, handed)
    if delivered.outcome == "refused":
        told = "\n".join(f"line {line}: {words}" for line, words in delivered.findings)
        raise WrongUse(f"{file} cannot be imported:\n{told}", "Put these lines right, then import it.")
    out.print(f"{delivered.records} records are taken in.")
