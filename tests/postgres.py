"""One PostgreSQL server for a test session, shared by pytest's workers, and fresh databases on it in 0.1 s.

The session's first process settles the folder and stops the server at the end. What a killed session left behind is
cleared away by the next one.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

import psycopg
from psycopg import sql

from tongban.database import create
from tongban.postgres import Server, locate, stop
from tongban.sharing import revive

FOLDER = "TONGBAN_TEST_FOLDER"
PREFIX = "tongban-test-"
TEMPLATE = "migrated_template"


def open_session() -> IO[str]:
    """Makes the session's folder, known to workers by the environment; the open file says the session lives."""
    _clear_forsaken()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    os.environ[FOLDER] = str(folder)
    return _held(folder)


def close_session(alive: IO[str]) -> None:
    folder = Path(os.environ.pop(FOLDER))
    _clear(folder)
    alive.close()


def server() -> Server:
    """The session's server, running: the embedded one, or the one whose programs TONGBAN_TEST_PG_BIN names."""
    found = _located(Path(os.environ[FOLDER]))
    revive(found)
    return found


@contextmanager
def fresh_database(server: Server, migrate: Callable[[str], object], template: str = TEMPLATE) -> Iterator[str]:
    """The DSN of a database as `migrate(dsn)` makes it; it is dropped afterwards. The first call makes the template."""
    _make_template(server, migrate, template)
    name = f"test_{uuid4().hex[:16]}"
    _run(server, "create database {} template {}", name, template)
    try:
        yield server.dsn(name)
    finally:
        _run(server, "drop database {} with (force)", name)


def _make_template(server: Server, migrate: Callable[[str], object], template: str) -> None:
    with (Path(os.environ[FOLDER]) / f"{template}.made").open("a+") as marker:
        fcntl.flock(marker, fcntl.LOCK_EX)
        if os.fstat(marker.fileno()).st_size == 0:
            create(server, template)
            migrate(server.dsn(template))
            marker.write("made")


def _run(server: Server, statement: str, *names: str) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _located(folder: Path) -> Server:
    programs = os.environ.get("TONGBAN_TEST_PG_BIN")
    return locate(folder / "pg", Path(programs) if programs else None, shared_buffers="64MB")


def _held(folder: Path) -> IO[str]:
    alive = (folder / "alive").open("a")
    try:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        alive.close()
        raise
    return alive


def _clear_forsaken() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        status = folder.stat()
        if status.st_uid != os.geteuid() or time.time() - status.st_mtime < 60:
            continue  # somebody else's, or just being made
        try:
            with _held(folder):
                _clear(folder)
        except BlockingIOError:
            continue  # another session is at work there


def _clear(folder: Path) -> None:
    if (folder / "pg" / "PG_VERSION").exists():
        stop(_located(folder))
    if (folder / "pg").is_symlink():
        shutil.rmtree((folder / "pg").resolve().parent, ignore_errors=True)
    shutil.rmtree(folder)
