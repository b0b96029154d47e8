"""`tongban workers`: workers alone, on this or another machine, against the one database."""

import os
import signal
import subprocess
from typing import Annotated

import typer

from tongban import database
from tongban.home import home
from tongban.supervise import STOP_SIGNALS
from tongban.tether import tethered

Names = Annotated[
    list[str] | None, typer.Argument(help="timers, jobs, messages, projector, figures, clock; all without a name.")
]


def workers(names: Names = None) -> None:
    """Run workers until Ctrl-C; they finish what they have begun, and write to this terminal."""
    with database.opened() as dsn:
        environment = {**os.environ, "DATABASE_URL": dsn, "TONGBAN_HOME": str(home())}
        with subprocess.Popen(tethered(os.getpid(), "workers", tuple(names or ["all"])), env=environment) as process:
            for number in STOP_SIGNALS:
                signal.signal(number, lambda *_: process.terminate())
            raise typer.Exit(process.wait())
