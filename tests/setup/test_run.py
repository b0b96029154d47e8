"""run.sh on machines that lack something: it ends, and says what to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tongban.home import CHECKOUT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What run.sh needs, with nothing set up."""
    for name in ("run.sh", "requirements.lock", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, tmp_path)
    return tmp_path


def run(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "run.sh", *arguments],
        cwd=clone,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_python_it_says_where_to_get_one(clone: Path) -> None:
    ran = run(clone, PYTHON="/nowhere/python3")
    assert ran.returncode == 1
    assert "No Python 3.11 or newer" in ran.stderr
    assert "apt-get install python3 python3-venv" in ran.stderr


def test_a_half_made_environment_is_not_taken_for_a_whole_one(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "ready").write_text("stale")
    ran = run(clone, "setup", PYTHON="/nowhere/python3")
    assert ran.returncode == 1


def test_it_is_plain_posix_shell(clone: Path) -> None:
    assert subprocess.run(["sh", "-n", clone / "run.sh"], check=False).returncode == 0
