"""Our launcher of PostgreSQL: what is stored survives, whoever runs it, wherever it lies, however it is ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.setup.places import Place
from tongban import postmaster
from tongban.account import PostgresError
from tongban.postgres import Server, start, stop
from tongban.sharing import in_use, keep, release, revive

ROWS = 1000

USES_AND_DIES = """
import os, pathlib, signal, sys
from tongban import postgres, sharing
with sharing.in_use(postgres.locate(pathlib.Path(sys.argv[1]), shared_buffers="32MB")):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def plant(server: Server) -> None:
    with psycopg.connect(server.dsn("postgres")) as connection:
        connection.execute(f"create table kept as select generate_series(1, {ROWS}) as number")


def rows(server: Server) -> int:
    with psycopg.connect(server.dsn("postgres")) as connection:
        row = connection.execute("select count(*) from kept").fetchone()
    assert row is not None
    return int(row[0])


def setting(server: Server, name: str) -> str:
    with psycopg.connect(server.dsn("postgres")) as connection:
        row = connection.execute("select current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def kill_all(server: Server) -> None:
    """SIGKILL to the server and every process of it, as a power cut would."""
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        pids = [row[0] for row in connection.execute("select pid from pg_stat_activity").fetchall()]
    first = int((server.data_dir / "postmaster.pid").read_text().split()[0])
    for pid in (first, *pids):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    while postmaster.is_alive(server.data_dir):
        os.sched_yield()


def test_rows_survive_stop_and_start_and_a_warm_start_is_quick(place: Place) -> None:
    server = place.server()
    start(server)
    plant(server)
    stop(server)
    began = time.monotonic()
    start(server)
    assert time.monotonic() - began < 2, "0.12 s on a quiet machine"
    assert rows(server) == ROWS


def test_rows_survive_the_killing_of_every_process(place: Place) -> None:
    server = place.server()
    start(server)
    plant(server)
    kill_all(server)
    revive(server)
    assert rows(server) == ROWS


def test_what_is_acknowledged_is_on_the_disk(place: Place) -> None:
    server = place.server()
    start(server)
    assert [setting(server, name) for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on"] * 3
    assert setting(server, "listen_addresses") == ""


def test_a_folder_that_others_cannot_enter_will_do(place: Place) -> None:
    """As root the data go where the server's account can reach them; a plain user keeps them in place."""
    place.folder.chmod(0o700)
    server = place.server()
    start(server)
    plant(server)
    stop(server)
    again = place.server()
    start(again)
    assert rows(again) == ROWS
    assert (place.folder / "pg").resolve() == again.data_dir


def test_data_that_a_closed_folder_cuts_off_are_left_alone(place: Place) -> None:
    """Nothing changes for a plain user; for root the way out is said, and no second, empty database is made."""
    server = place.server()
    start(server)
    plant(server)
    stop(server)
    place.folder.chmod(0o700)
    if os.geteuid() == 0:
        with pytest.raises(PostgresError, match=r"cannot be reached.*\n.*chmod o\+x"):
            place.server()
        place.folder.chmod(0o755)
    again = place.server()
    start(again)
    assert rows(again) == ROWS


def test_a_long_path_gets_its_socket_elsewhere(place: Place) -> None:
    server = place.server("/".join(["a-rather-long-name-of-a-folder"] * 4))
    start(server)
    plant(server)
    assert rows(server) == ROWS
    assert server.socket_dir != server.data_dir
    stop(server)
    server.socket_dir.rmdir()


def test_the_server_runs_until_its_last_user_leaves(place: Place) -> None:
    server = place.server()
    with in_use(server):
        with in_use(server):
            plant(server)
        assert rows(server) == ROWS
    assert not (server.data_dir / "postmaster.pid").exists()


def test_a_killed_user_does_not_keep_the_server_for_ever(place: Place) -> None:
    killed = subprocess.run([sys.executable, "-c", USES_AND_DIES, str(place.folder / "pg")], check=False)
    assert killed.returncode == -signal.SIGKILL
    server = place.server()
    with in_use(server):
        plant(server)
    assert not (server.data_dir / "postmaster.pid").exists()


def test_a_kept_server_stays_until_it_is_released(place: Place) -> None:
    server = place.server()
    keep(server)
    with in_use(server), pytest.raises(PostgresError, match="in use"):
        release(server)
    plant(server)
    release(server)
    assert not (server.data_dir / "postmaster.pid").exists()


def test_a_pid_file_whose_number_is_another_programs_is_no_hindrance(place: Place) -> None:
    server = place.server()
    start(server)
    plant(server)
    left = (server.data_dir / "postmaster.pid").read_text().splitlines()
    stop(server)
    (server.data_dir / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left[1:]]) + "\n")
    start(server)
    assert rows(server) == ROWS


def test_a_half_made_cluster_is_made_anew(place: Place) -> None:
    half = place.folder / "pg.new"
    half.mkdir()
    (half / "base").touch()
    server = place.server()
    start(server)
    plant(server)
    assert rows(server) == ROWS


def test_data_of_another_version_are_left_alone_and_the_way_out_is_said(place: Place) -> None:
    server = place.server()
    start(server)
    stop(server)
    (server.data_dir / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresError, match=r"(?s)PostgreSQL 9 made the data.*db dump.*db restore"):
        start(server)


def test_a_server_that_cannot_start_says_why_and_what_to_do(place: Place) -> None:
    server = place.server()
    start(server)
    stop(server)
    with Path(server.data_dir / "postgresql.conf").open("a") as conf:
        conf.write("shared_preload_libraries = 'no_such_library'\n")
    with pytest.raises(PostgresError, match=r"(?s)did not start.*no_such_library"):
        start(server)
