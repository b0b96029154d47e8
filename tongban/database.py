"""Which database this installation uses: DATABASE_URL's, else our own. Checks that it will do; knows no table."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tongban.account import PostgresError
from tongban.binaries import FLOOR
from tongban.home import home
from tongban.postgres import Server, locate
from tongban.sharing import in_use

NAME = "tongban"


def url() -> str | None:
    """DATABASE_URL as libpq reads it; SQLAlchemy's `+psycopg` is left out. None: we run the server ourselves."""
    named = os.environ.get("DATABASE_URL")
    if not named:
        return None
    scheme, found, rest = named.partition("://")
    if not found or scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise PostgresError(
            "DATABASE_URL is not the address of a PostgreSQL server.",
            "Write it as postgresql://user:password@host:5432/tongban, or leave it empty for the built-in server.",
        )
    return f"postgresql://{rest}"


def our_server() -> Server:
    return locate(data_folder())


def data_folder() -> Path:
    return home() / "pg"


Failure = psycopg.Error
"""What a server may answer instead of rows."""


def explained(error: Failure) -> tuple[str, str]:
    """What happened, and what to do about it."""
    if isinstance(error, psycopg.errors.UndefinedTable):
        return "The database has no tables yet.", "Make them: `tongban migrate`, or start the city: `tongban up`."
    return f"The database failed: {str(error).strip()}", "Is it running and reachable? `tongban db psql` tells."


@contextmanager
def opened() -> Iterator[str]:
    """The DSN of a database that is there and answers; our own server runs until its last user leaves."""
    named = url()
    if named is not None:
        check(named)
        yield named
        return
    with in_use(our_server()) as server:
        create(server, NAME)
        yield server.dsn(NAME)


def unhurried(dsn: str) -> str:
    """Whoever connects so waits for no disk: a fall of the server itself would cost the last moments. For what can be
    made again."""
    return psycopg.conninfo.make_conninfo(dsn, options="-c synchronous_commit=off")


def connected(dsn: str) -> psycopg.Connection[Any]:
    """A connection in autocommit, for those who say themselves where a transaction begins."""
    return psycopg.connect(dsn, autocommit=True)


def create(server: Server, name: str) -> None:
    """Makes the empty database unless it is there."""
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        try:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # somebody else made it at the same moment


def check(dsn: str) -> None:
    """Raises PostgresError unless the server answers, is new enough, and can sort out Chinese text."""
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            version = connection.info.server_version
            row = connection.execute(
                "select pg_encoding_to_char(encoding), datctype from pg_database where datname = current_database()"
            ).fetchone()
    except psycopg.Error as error:
        raise PostgresError(
            f"The server named in DATABASE_URL does not answer: {str(error).strip()}",
            "Check address, name and password and that it runs; without DATABASE_URL the built-in server is used.",
        ) from error
    if version < FLOOR * 10_000:
        raise PostgresError(
            f"The server named in DATABASE_URL is PostgreSQL {version // 10_000}; {FLOOR} is the oldest that works.",
            "Upgrade it, or leave DATABASE_URL empty for the built-in server.",
        )
    if row is None or row[0] != "UTF8" or row[1] in ("C", "POSIX"):
        raise PostgresError(
            f"The database has the encoding and character type {row}: searching Chinese text would find nothing.",
            "create database tongban template template0 encoding 'UTF8' locale 'C.UTF-8';",
        )
