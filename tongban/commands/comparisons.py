"""Commands on comparisons: a department's daily file of answers, by the machine's own hand."""

import os
from pathlib import Path
from typing import Annotated

import typer

from tongban.terminal import out

app = typer.Typer(no_args_is_help=True, help="What departments were asked.")
File = Annotated[Path, typer.Argument(help="CSV or workbook (.xlsx), each line signed.", exists=True, dir_okay=False)]
Of = Annotated[str, typer.Option("--provider", help="The department's code in checks.csv.")]


@app.callback()
def comparisons() -> None:
    """What departments were asked."""


@app.command("reconcile")
def reconcile(file: File, provider: Of) -> None:
    """Fill in the answers that never came by callback; lines that are wrong are named, the others are taken."""
    from api.reconciliation import reconciled
    from registers import lists
    from registers.departments.connectors import read, secrets_in
    from tongban.console import console

    with console() as desk:
        settings = desk.settings
        known = read(settings.connectors, secrets_in(settings.home / "keys" / "connectors", os.environ))
        done = reconciled(desk.store, known, provider, lists.lines(file.read_bytes()), desk.now())
    for line, words in done.findings:
        out.print(f"line {line}: {words}", markup=False, soft_wrap=True)
    out.print(f"{done.taken} answers are filled in, {done.known} were known, {len(done.findings)} lines are wrong.")
    raise typer.Exit(1 if done.findings else 0)
