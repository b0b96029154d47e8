"""Lets several processes use one server: whoever comes first starts it, whoever leaves last stops it.

Two lock files beside the data: `.door` is held while the server is started or stopped, `.users` while it is used.
Both are closed on exec, so that a server never holds the lock of the program that started it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tongban.account import PostgresError
from tongban.postgres import Server, start, stop


@contextmanager
def in_use(server: Server) -> Iterator[Server]:
    """The server, running. On leaving it is stopped if nobody else uses it and `keep` was not asked for."""
    users = _opened(server, "users")
    try:
        with _door(server):
            fcntl.flock(users, fcntl.LOCK_SH)
            start(server)
        yield server
        _leave(server, users)
    except BaseException:
        _leave(server, users)
        raise
    finally:
        users.close()


def keep(server: Server) -> None:
    """Starts the server and lets it stay when its last user leaves, until `release`."""
    with _door(server):
        start(server)
        _keeper(server).touch()


def release(server: Server, by_force: bool = False) -> None:
    """Stops the server; raises PostgresError while others use it, unless by force."""
    with _door(server), _opened(server, "users") as users:
        if not by_force and not _is_last(users):
            raise PostgresError("The database is in use.", "Stop `tongban up` and what else uses it, or add --force.")
        _keeper(server).unlink(missing_ok=True)
        stop(server)


def revive(server: Server) -> None:
    """Starts a server that died under its users, for example one that was killed."""
    with _door(server):
        start(server)


def _leave(server: Server, users: IO[str]) -> None:
    with _door(server):
        if _is_last(users) and not _keeper(server).exists():
            stop(server)


@contextmanager
def _door(server: Server) -> Iterator[None]:
    with _opened(server, "door") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    """Takes the lock for itself if it can; called at the door only, so nobody comes in between."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _opened(server: Server, name: str) -> IO[str]:
    path = _beside(server, name)
    lock = path.open("a")
    if server.account is not None:
        os.chown(path, server.account.uid, server.account.gid)
    return lock


def _keeper(server: Server) -> Path:
    return _beside(server, "keep")


def _beside(server: Server, name: str) -> Path:
    return server.data_dir.with_name(f"{server.data_dir.name}.{name}")
