"""Whom PostgreSQL runs as: it refuses root, so root lends it an account. Knows users and files, no database."""

import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CANDIDATES = ("postgres", "nobody")


class PostgresError(Exception):
    """The database cannot be had: what happened, and what to do about it."""

    def __init__(self, happened: str, remedy: str) -> None:
        super().__init__(f"{happened}\n{remedy}")
        self.happened = happened
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int


def server_account(data_dir: Path) -> Account | None:
    """None: as ourselves. For root the owner of the data there is, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        _refuse_foreign(data_dir)
        return None
    if data_dir.exists() and (owner := data_dir.stat().st_uid) != 0:
        return _account(pwd.getpwuid(owner))
    for entry in _known(CANDIDATES):
        return _account(entry)
    raise PostgresError(
        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody.",
        "Make one (`useradd --system postgres`), or run this as a plain user.",
    )


def run_as(account: Account | None, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Runs the command as the account, in the root folder and a small environment; never raises on failure."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return subprocess.CompletedProcess([str(part) for part in command], 126, "", str(error))


def can_enter(account: Account | None, folder: Path) -> bool:
    """True if the account can reach what is in the folder, whatever bits, lists or mounts say."""
    return run_as(account, ["test", "-x", folder]).returncode == 0


def make_folder(account: Account | None, folder: Path, mode: int = 0o700) -> None:
    """Makes the folder, parents too; it alone belongs to the account. Refuses one that a stranger put there."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    allowed = {os.geteuid(), account.uid} if account else {os.geteuid()}
    if folder.is_symlink() or folder.stat().st_uid not in allowed:
        raise PostgresError(f"{folder} is there already and belongs to somebody else.", "Remove it, then start again.")
    folder.chmod(mode)
    if account is not None:
        os.chown(folder, account.uid, account.gid)


def put_file(account: Account | None, path: Path, text: str) -> None:
    """Writes or replaces the file, as a whole; it belongs to the account."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    if account is not None:
        os.chown(fresh, account.uid, account.gid)
    fresh.replace(path)


def _known(names: Sequence[str]) -> Iterator[pwd.struct_passwd]:
    for name in names:
        try:
            yield pwd.getpwnam(name)
        except KeyError:
            continue


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _refuse_foreign(data_dir: Path) -> None:
    if not os.path.lexists(data_dir):
        return
    owner = data_dir.lstat().st_uid
    if owner != os.geteuid():
        raise PostgresError(
            f"The data in {data_dir} belongs to user {owner}, not to you.",
            "Run this as that user, or give your own data a folder: TONGBAN_HOME=/path/of/yours.",
        )
