"""The whole city from outside: up, killed in every part, up again with all that was there, and down."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.setup.places import Place
from tongban import postmaster

PATIENCE = 60.0


@contextmanager
def city(place: Place) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running `tongban up` and the port on which it is open."""
    settings = {"TONGBAN_HOME": str(place.folder), "DATABASE_URL": "", "TONGBAN_SHARED_BUFFERS": "32MB"}
    programs = os.environ.get("TONGBAN_TEST_PG_BIN", "")
    with subprocess.Popen(
        [sys.executable, "-m", "tongban", "up", "--port", "0"],
        env={**os.environ, **settings, "TONGBAN_PG_BIN": programs},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process, _port(process)
        finally:
            process.kill()


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"is open: http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise AssertionError("it ended before it was open")


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def comes_back(port: int) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if is_healthy(port):
            return True
    return False


def log_in(port: int, account: str, password: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    body = json.dumps({"account": account, "password": password})
    connection.request("POST", "/login", body, {"Content-Type": "application/json"})
    status = connection.getresponse().status
    connection.close()
    return status


def definitions(place: Place) -> int:
    with psycopg.connect(place.server().dsn()) as connection:
        row = connection.execute("select count(*) from definition").fetchone()
    assert row is not None
    return int(row[0])


def kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children_of(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if listed.exists():
        return [int(pid) for pid in listed.read_text().split()]
    shown = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in shown.stdout.split()]


def test_nothing_is_lost_whatever_is_killed_and_the_second_start_is_quick(place: Place) -> None:
    data = place.server().data_dir
    with city(place) as (process, port):
        deployed = definitions(place)
        first = int((data / "postmaster.pid").read_text().split()[0])
        kill([first, *children_of(first), *children_of(process.pid)])
        while postmaster.is_alive(data) and int((data / "postmaster.pid").read_text().split()[0]) == first:
            os.sched_yield()
        assert comes_back(port)
        process.kill()
    began = time.monotonic()
    with city(place) as (process, port):
        assert time.monotonic() - began < 10, "under 5 s on a quiet machine"
        assert is_healthy(port)
        assert definitions(place) == deployed > 0
        assert log_in(port, "window", "tongban-demo") == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    assert not Path(data / "postmaster.pid").exists()
