"""A test gets a database of its own, quickly, and leaves nothing behind."""

import psycopg

from tests.postgres import fresh_database
from tongban.postgres import Server


def _plant(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("create table if not exists tree (name text)")


def test_a_fresh_database_holds_what_the_template_holds_and_nothing_of_its_neighbour(postgres: Server) -> None:
    with fresh_database(postgres, _plant, template="planted") as first:
        with psycopg.connect(first) as connection:
            connection.execute("insert into tree values ('柳')")
        with fresh_database(postgres, _plant, template="planted") as second, psycopg.connect(second) as connection:
            assert connection.execute("select count(*) from tree").fetchone() == (0,)


def test_a_database_is_gone_after_its_test(postgres: Server) -> None:
    with fresh_database(postgres, _plant, template="planted") as dsn:
        name = psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]
    with psycopg.connect(postgres.dsn("postgres")) as connection:
        assert connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None


def test_the_server_sees_chinese_words(postgres: Server) -> None:
    with fresh_database(postgres, _plant, template="planted") as dsn, psycopg.connect(dsn) as connection:
        connection.execute("create extension pg_trgm")
        row = connection.execute(
            "select similarity('噪音扰民', '噪音扰民'), cardinality(show_trgm('沈阳市'))"
        ).fetchone()
    assert row == (1.0, 4)
