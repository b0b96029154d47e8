"""Commands on accounts and on the files to the bank and back: who is paid where, and what the bank answered."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tongban.terminal import WrongUse, out, show

app = typer.Typer(no_args_is_help=True, help="Accounts into which benefits are paid, and the files to the bank.")
File = Annotated[Path, typer.Argument(help="A file.", exists=True, dir_okay=False)]
By = Annotated[str, typer.Option(help="Who does it.")]
Number = Annotated[str, typer.Argument(help="An identity number.")]


@app.command("import")
def take(
    file: File,
    entered_by: Annotated[str, typer.Option(help="Who wrote the list.")],
    approved_by: Annotated[str, typer.Option(help="Who approved it: another person.")],
) -> None:
    """Take in accounts, CSV with id_number, bank, account, name, source; all or none."""
    from api.sealing import seal
    from registers import payees
    from registers.parameters import Approval
    from tongban.console import console, signing

    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    with console() as desk, desk.store.writing() as connection, _told():
        signing(desk, entered_by, approved_by)
        keys = (lambda number: desk.store.vault.person(number, 0), seal(desk.store, connection))
        count = payees.take_in(connection, rows, keys, Approval(entered_by, approved_by, desk.now()))
    out.print(f"{count} accounts are in force.")


@app.command("list")
def versions(number: Number) -> None:
    """The accounts of a person, of each the last four digits."""
    from registers import payees
    from tongban.console import console

    with console() as desk, desk.store.writing() as connection:
        found = payees.versions(connection, desk.store.vault.person(number, 0))
    rows = [(each.number, each.bank, f"**** {each.last4}", each.source, each.approved_by) for each in found]
    show(("version", "bank", "account", "source", "approved by"), rows)


@app.command("send")
def send(roll: int, to: Annotated[Path, typer.Option(help="Where the file is written.")], by: By) -> None:
    """Write the file of an approved roll for the bank; who has no account is put down as failed."""
    from api.sealing import opening
    from registers import bank_files, payees
    from registers.rolls import By as Named
    from tongban.console import console, signing

    with console() as desk, desk.store.writing() as connection, _told():
        signing(desk, by)
        open_ = opening(desk.store, connection)
        known = lambda persons: payees.whole(connection, persons, open_)  # noqa: E731 a name would say no more
        file = bank_files.make(connection, roll, known, Named(by, desk.now()))
        to.write_bytes(file.content)
    out.print(f"{file.name}: {file.count} lines, {file.total} yuan, SHA-256 {file.sha256}", soft_wrap=True)


@app.command("returned")
def returned(roll: int, file: File, by: By) -> None:
    """Take in what the bank sent back; a file that does not agree is refused whole, line by line."""
    from registers import bank_returns
    from registers.rolls import By as Named
    from tongban.console import console, signing

    with console() as desk, desk.store.writing() as connection, _told():
        signing(desk, by)
        paid, failed = bank_returns.take_in(connection, roll, file.read_bytes(), Named(by, desk.now()))
    out.print(f"Paid {paid} yuan, failed {failed} yuan.")


@contextmanager
def _told() -> Iterator[None]:
    from registers.benefits import Refused
    from registers.imports import Refused as Unread

    try:
        yield
    except (LookupError, Refused, Unread, ValueError) as error:
        raise WrongUse(str(error), "Put it right, then do it again: nothing was written.") from error
