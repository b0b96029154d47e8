"""The command line `tongban`. Names the commands; what they do is in `tongban/commands/`."""

import logging
import sys

import typer

from engine.domain.rejections import Rejected
from engine.logs import write_lines
from tongban import database
from tongban.account import PostgresError
from tongban.commands import (
    accounts,
    bench,
    calendar,
    cases,
    comparisons,
    datasets,
    db,
    decisions,
    figures,
    files,
    geography,
    items,
    operations,
    parameters,
    payees,
    people,
    processes,
    sheets,
    simulate,
    tables,
    units,
    up,
    workers,
)
from tongban.supervise import SupervisionError
from tongban.terminal import WrongUse, complain

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="通办 Tongban")
app.command()(up.up)
app.command()(processes.deploy)
app.command()(processes.lint)
app.command()(files.convert)
app.command()(files.download)
app.command()(decisions.decide)
app.command()(cases.start)
app.command()(cases.worklist)
app.command()(cases.case)
app.command()(figures.figures)
app.command()(operations.areas)
app.command()(items.items)
app.command()(sheets.recompute)
app.command()(tables.migrate)
app.command()(tables.rebuild)
app.command("verify-journal")(tables.verify_journal)
app.command()(operations.seal)
app.command()(operations.erase)
app.command()(workers.workers)
app.command()(bench.bench)
app.command()(simulate.simulate)
app.add_typer(accounts.app, name="account")
app.add_typer(calendar.app, name="calendar")
app.add_typer(geography.app, name="map")
app.add_typer(units.app, name="units")
app.add_typer(people.app, name="persons")
app.add_typer(comparisons.app, name="comparisons")
app.add_typer(datasets.app, name="datasets")
app.add_typer(parameters.app, name="parameters")
app.add_typer(payees.app, name="payee")
app.add_typer(sheets.app, name="sheet")
app.add_typer(operations.incidents, name="incidents")
app.add_typer(db.app, name="db")


def main() -> None:
    """Runs a command; what went wrong ends in two lines and exit code 1, not in a traceback."""
    write_lines(sys.stderr, logging.ERROR)
    try:
        app()
    except (PostgresError, WrongUse) as error:
        complain(error.happened, error.remedy)
        sys.exit(1)
    except SupervisionError as error:
        complain(str(error))
        sys.exit(1)
    except database.Failure as error:
        complain(*database.explained(error))
        sys.exit(1)
    except Rejected as rejection:
        complain(str(rejection), _findings(rejection))
        sys.exit(1)


def _findings(rejection: Rejected) -> str:
    """The fields or elements that are meant, a line each, but for those that the sentence names already."""
    found: tuple[tuple[str, str], ...] = getattr(rejection, "findings", ())
    told = [f"{where}: {what}" for where, what in found]
    return "\n  ".join(line for line in told if line not in str(rejection))
