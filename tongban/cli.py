"""The command line `tongban`. Names the commands; what they do is in `tongban/commands/`."""

import sys

import typer

from tongban.account import PostgresError
from tongban.commands import db, processes, tables, up, workers
from tongban.supervise import SupervisionError
from tongban.terminal import complain

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="通办 Tongban")
app.command()(up.up)
app.command()(processes.deploy)
app.command()(processes.lint)
app.command()(tables.migrate)
app.command()(tables.rebuild)
app.command("verify-journal")(tables.verify_journal)
app.command()(workers.workers)
app.add_typer(db.app, name="db")


def main() -> None:
    """Runs a command; what went wrong ends in two lines and exit code 1, not in a traceback."""
    try:
        app()
    except PostgresError as error:
        complain(error.happened, error.remedy)
        sys.exit(1)
    except SupervisionError as error:
        complain(str(error))
        sys.exit(1)
