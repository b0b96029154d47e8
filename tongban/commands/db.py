"""`tongban db`: the database server itself, shell, dump and restore, on our own server or on DATABASE_URL's."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from tongban import database, sharing
from tongban.account import PostgresError
from tongban.terminal import out, step

app = typer.Typer(no_args_is_help=True, help="The database: start, stop, psql, dump, restore.")

Rest = Annotated[list[str] | None, typer.Argument(help="Passed on to psql, for example -c 'select 1'.")]
File = Annotated[Path, typer.Argument(dir_okay=False, resolve_path=True)]


@app.command()
def start() -> None:
    """Start our own server and let it run until `tongban db stop`."""
    _refuse_external("start")
    server = database.our_server()
    with step("Starting the database"):
        sharing.keep(server)
        database.create(server, database.NAME)
    out.print(server.dsn(database.NAME), soft_wrap=True)


@app.command()
def stop(force: Annotated[bool, typer.Option(help="Even while others use it.")] = False) -> None:
    """Stop our own server."""
    _refuse_external("stop")
    with step("Stopping the database"):
        sharing.release(database.our_server(), by_force=force)


@app.command(context_settings={"ignore_unknown_options": True})
def psql(arguments: Rest = None) -> None:
    """A shell on the database."""
    with database.opened() as dsn:
        raise typer.Exit(subprocess.run([_program("psql"), dsn, *(arguments or [])], check=False).returncode)


@app.command()
def dump(file: File) -> None:
    """Write the whole database into one compressed file, readable by its owner only."""
    fresh = file.with_name(file.name + ".part")
    fresh.touch(mode=0o600)
    with database.opened() as dsn, step(f"Dumping into {file}"):
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={fresh}", dsn)
    fresh.replace(file)
    out.print(f"{file}: {file.stat().st_size / 1_000_000:.1f} MB")


@app.command()
def restore(file: File, yes: Annotated[bool, typer.Option(help="Do not ask.")] = False) -> None:
    """Put a dump in place of what is there; all of it or nothing."""
    if not file.is_file():
        raise PostgresError(f"{file} is not there.", "Name a file made by `tongban db dump`.")
    if not yes:
        typer.confirm("What is in the database now will be replaced. Go on?", abort=True)
    with database.opened() as dsn, step(f"Restoring {file}"):
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={dsn}", str(file))
    out.print("Restored.")


def _run(program: str, *arguments: str) -> None:
    """A lock that another program holds ends the run after ten seconds, with nothing changed."""
    environment = {**os.environ, "PGOPTIONS": "-c lock_timeout=10s"}
    done = subprocess.run([_program(program), *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PostgresError(
            f"{program} failed:\n{done.stderr.strip()}",
            "Nothing was changed. If a lock was waited for, stop `tongban up` and try again.",
        )


def _program(name: str) -> str:
    """For somebody else's server the machine's own client first: it speaks TLS, the one that comes along does not."""
    ours = str(database.our_server().binaries.folder / name)
    return (shutil.which(name) or ours) if database.url() else ours


def _refuse_external(verb: str) -> None:
    if database.url() is not None:
        raise PostgresError(
            f"DATABASE_URL names a server that is not ours to {verb}.", "Unset it to work with the built-in server."
        )
