"""Reads what a PostgreSQL server leaves about itself: its pid file and its complaints. Starts and stops nothing."""

import contextlib
import os
import subprocess
from pathlib import Path

PASSING = ('"postmaster.pid" already exists', "pre-existing shared memory block", "Is another postmaster")
"""Complaints that time mends: a killed server not yet reaped, or its children not yet gone."""

REMEDIES = {
    "No space left on device": "Free some space on that disk, then start again; nothing is lost.",
    "could not map anonymous shared memory": "Too little memory: set TONGBAN_SHARED_BUFFERS=64MB and start again.",
    "could not resize shared memory": "/dev/shm is too small: give the container --shm-size=512m and start again.",
    "Permission denied": "Give the files back to their owner, or choose another place: TONGBAN_HOME=/path.",
    "Is another postmaster": "Another server uses this folder: stop it, or choose another place: TONGBAN_HOME=/path.",
}
OTHERWISE = "If the cause is not plain from this, keep the folder as it is and ask; it holds the data."


def is_ready(data_dir: Path) -> bool:
    """True if the server lives and takes connections."""
    lines = _pid_file(data_dir)
    return len(lines) > 7 and lines[7].strip() == "ready" and is_alive(data_dir)


def is_alive(data_dir: Path) -> bool:
    lines = _pid_file(data_dir)
    return bool(lines) and _state(int(lines[0])) == "postgres"


def drop_foreign_pid(data_dir: Path) -> None:
    """Removes a pid file whose number now is another program's, as after a reboot; PostgreSQL would not start."""
    lines = _pid_file(data_dir)
    if lines and _state(int(lines[0])) == "other":
        (data_dir / "postmaster.pid").unlink()


def is_passing(complaint: str) -> bool:
    return any(phrase in complaint for phrase in PASSING)


def remedy(complaint: str) -> str:
    return next((words for phrase, words in REMEDIES.items() if phrase in complaint), OTHERWISE)


def _pid_file(data_dir: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        lines = (data_dir / "postmaster.pid").read_text().splitlines()
        return lines if lines and lines[0].strip().isdigit() else []
    return []


def _state(pid: int) -> str:
    """`postgres`, `other`, or `gone`; a zombie is gone, though its number is not free yet."""
    if Path("/proc/self/stat").exists():
        with contextlib.suppress(OSError):
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
            return "gone" if rest.split()[0] in "ZX" else _kind(name)
        return "gone"
    with contextlib.suppress(ProcessLookupError):
        with contextlib.suppress(PermissionError):
            os.kill(pid, 0)
        shown = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return _kind(Path(shown.stdout.strip()).name) if shown.stdout.strip() else "gone"
    return "gone"


def _kind(name: str) -> str:
    return "postgres" if name in ("postgres", "postmaster") else "other"
