"""`tongban up`: the database, the tables, the processes, a demo district, then API and workers until Ctrl-C."""

import signal
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tongban import database, postmaster, serving, sharing
from tongban.commands.calendar import seed_calendar
from tongban.commands.decisions import deploy_decisions
from tongban.commands.parameters import seed_parameters
from tongban.commands.processes import deploy_at
from tongban.home import home
from tongban.supervise import STOP_SIGNALS, Group
from tongban.terminal import WrongUse, err, out, show, step

if TYPE_CHECKING:
    from tongban.console import Console


class Clock(StrEnum):
    real = "real"
    turned = "turned"


def up(
    clock: Annotated[Clock, typer.Option(help="turned: time stands where it is put, by POST /clock.")] = Clock.real,
    port: Annotated[int, typer.Option(help="Where the API listens; 0 for any that is free.")] = 8000,
    host: Annotated[str, typer.Option(help="0.0.0.0 lets other machines in.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="API processes.")] = 1,
) -> None:
    """Start the city and serve until Ctrl-C."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.default_int_handler)  # so that the database is stopped, wherever we are
    with serving.listen(host, port) as listener:
        err.print(f"[dim]Data and logs: {home()}[/dim]")
        with database.opened() as dsn:
            logins = _prepare(dsn, clock)
            environment = {"DATABASE_URL": dsn, "TONGBAN_CLOCK": clock.value, "TONGBAN_HOME": str(home())}
            plan = serving.Plan(host, listener.getsockname()[1], workers, environment)
            group = Group(home() / "logs", say=err.print)
            err.print("Starting the API and the workers ...")
            group.run(serving.children(plan, listener), lambda: _welcome(plan, logins), _database_keeper())
        err.print("Stopped.")


def _prepare(dsn: str, clock: Clock) -> list[tuple[str, str, str]]:
    """What has to be there before it opens; gives the log-ins of the demo district, in production none."""
    from engine.settings import Settings
    from tongban.console import at_engine
    from tongban.migrations import migrate
    from tongban.processes import PROCESSES, bpmn_files, decision_files

    settings = Settings(home=home(), clock=clock.value)
    if settings.production and settings.clock == "turned":
        raise WrongUse("Expected real time in production, but --clock turned was asked for.", "Leave it out.")
    with step("Tables"):
        migrate(dsn)
    with at_engine(settings, dsn) as desk:
        seed_calendar(desk)
        with step("Processes"):
            deploy_decisions(desk, decision_files([PROCESSES]))
            deploy_at(desk, bpmn_files([PROCESSES]))
        return [] if settings.production else _furnish(desk)


def _furnish(desk: "Console") -> list[tuple[str, str, str]]:
    from tongban.commands.people import settle
    from tongban.demo import furnish, logins

    with step("Demo district"):
        furnish(desk.engine, desk.settings, desk.now())
        seed_parameters(desk)
        settle(desk)
    return logins()


def _welcome(plan: serving.Plan, logins: list[tuple[str, str, str]]) -> None:
    if logins:
        rows = [(account, password, person) for account, person, password in logins]
        show(("account", "password", "who"), rows, title="Log in as one of these:")
    if logins and plan.host not in ("127.0.0.1", "localhost", "::1"):
        err.print("[yellow]Other machines can come in, and the demo passwords are known to all.[/yellow]")
    out.print(
        f"\n[bold]通办 is open: {plan.address}[/bold]   API: {plan.address}/docs   Ctrl-C closes it.", soft_wrap=True
    )


def _database_keeper() -> Callable[[], None]:
    """Looks each second whether our own server lives, and starts it again where it was killed."""
    if database.url() is not None:
        return lambda: None
    server = database.our_server()

    def look() -> None:
        if not postmaster.is_ready(server.data_dir):
            err.print("The database died; starting it again")
            sharing.revive(server)

    return look
