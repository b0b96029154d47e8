"""A database is brought up once, whoever calls; the journal refuses to be changed; the tables are those of the code."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from engine.store.migrations import migrate
from engine.store.tables import metadata
from tests.engine.store.desk import Desk
from tongban.postgres import Server

CHANGES = ("update journal set actor = 'x'", "delete from journal", "truncate journal")


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Other contexts keep their tables in the same database."""
    return kind != "table" or name in metadata.tables


def test_several_processes_bring_it_up_at_once(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn("postgres"), autocommit=True) as connection:
        connection.execute("create database brought_up")
        try:
            with ThreadPoolExecutor(3) as pool:
                applied = list(pool.map(migrate, [postgres.dsn("brought_up")] * 3))
        finally:
            connection.execute("drop database brought_up with (force)")

    assert sorted(map(len, applied))[:2] == [0, 0]
    assert max(applied, key=len)[0] == "0001"


def test_it_has_the_tables_of_the_code(database: str) -> None:
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(database))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


@pytest.mark.parametrize("change", CHANGES)
def test_the_journal_refuses_to_be_changed_even_by_its_owner(desk: Desk, database: str, change: str) -> None:
    desk.start()
    with (
        psycopg.connect(database) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        connection.execute(change)


def test_hot_tables_begin_with_the_district_and_have_no_counters(database: str) -> None:
    with psycopg.connect(database) as connection:
        sequences = connection.execute("select count(*) from pg_class where relkind = 'S'").fetchone()
    hot = [table for table in metadata.tables.values() if table.info["hot"]]

    assert sequences == (0,)
    assert all(next(iter(table.primary_key)).name == "district" for table in hot)
