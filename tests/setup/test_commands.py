"""The command line from outside: a home of its own, commands as somebody would type them."""

import os
import subprocess
import sys
from pathlib import Path

from tests.setup.places import Place
from tests.setup.test_processes import write

WORK = '<bpmn:userTask id="work" name="work"/>'


def tongban(place: Place, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    place.server()  # so that whatever runs there is stopped and cleared away at the end
    programs = os.environ.get("TONGBAN_TEST_PG_BIN", "")
    settings = {"TONGBAN_HOME": str(place.folder), "TONGBAN_PG_BIN": programs, "TONGBAN_SHARED_BUFFERS": "32MB"}
    return subprocess.run(
        [sys.executable, "-m", "tongban", *map(str, words)],
        env={**os.environ, "DATABASE_URL": "", **settings, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_journal_is_written_verified_dumped_and_restored(place: Place) -> None:
    file, dump = write(place.folder, "single", WORK), place.folder / "kept.dump"
    steps = (
        tongban(place, "db", "start"),
        tongban(place, "migrate"),
        tongban(place, "deploy", file),
        tongban(place, "download", "single", "-o", place.folder / "back"),
        tongban(place, "verify-journal"),
        tongban(place, "rebuild", "--dry"),
        tongban(place, "db", "dump", dump),
        tongban(place, "db", "psql", "-c", "drop table journal cascade"),
        tongban(place, "db", "restore", dump, "--yes"),
        tongban(place, "verify-journal"),
    )
    assert [step.stderr for step in steps if step.returncode != 0] == []
    assert "The journal holds." in steps[-1].stdout
    assert (place.folder / "back" / file.name).read_bytes() == file.read_bytes()
    assert dump.stat().st_mode & 0o077 == 0, "others may read the dump"
    assert tongban(place, "db", "stop").returncode == 0


def test_a_changed_row_is_named(place: Place) -> None:
    tongban(place, "db", "start")
    tongban(place, "migrate")
    tongban(place, "deploy", write(place.folder, "single", WORK))
    forge = "set session_replication_role = replica; update journal set actor = 'somebody else'"
    assert tongban(place, "db", "psql", "-c", forge).returncode == 0
    verified = tongban(place, "verify-journal")
    assert verified.returncode == 1
    assert "district 1, row 1" in verified.stdout


def test_a_server_that_does_not_answer_is_no_traceback(place: Place) -> None:
    ran = tongban(place, "migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert ran.returncode == 1
    assert "does not answer" in ran.stderr
    assert "Traceback" not in ran.stderr
