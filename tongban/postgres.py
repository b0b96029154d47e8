"""Runs a PostgreSQL server of our own: initialise, start, stop. Knows its programs and files, not what is stored in it.

The server listens on a Unix socket only and outlives whoever started it; `tongban.sharing` says who stops it.
"""

import hashlib
import os
import platform
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tongban import postmaster
from tongban.account import Account, PostgresError, can_enter, make_folder, put_file, run_as, server_account
from tongban.binaries import LENT, Binaries, find

USER = "app"
PORT = 5432
SOCKET_PATH_LIMIT = 100
"""Bytes; the kernel takes 104 to 108 for folder and file name together."""

PATIENCE = 10.0
"""Seconds to wait for a killed server's process to be reaped and its children to notice."""

LOG_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Server:
    data_dir: Path
    binaries: Binaries
    account: Account | None
    socket_dir: Path
    shared_buffers: str = "256MB"

    @property
    def log(self) -> Path:
        return self.data_dir / "server.log"

    def dsn(self, database: str = "tongban") -> str:
        return f"postgresql://{USER}@/{database}?host={quote(str(self.socket_dir), safe='/')}"


def locate(data_dir: Path, bin_dir: Path | None = None, shared_buffers: str | None = None) -> Server:
    """Settles programs, account and places; starts nothing. `shared_buffers` else comes from TONGBAN_SHARED_BUFFERS."""
    account = server_account(data_dir)
    place = _reachable(data_dir.absolute(), account)
    buffers = shared_buffers or os.environ.get("TONGBAN_SHARED_BUFFERS") or "256MB"
    return Server(place, find(account, bin_dir), account, _socket_dir(place), buffers)


def initialise(server: Server) -> None:
    """Makes the cluster unless it is there; a half-made one from a killed run is thrown away. About 1.5 s."""
    if (server.data_dir / "PG_VERSION").exists():
        return _refuse_other_version(server)
    fresh = server.data_dir.with_name(server.data_dir.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    make_folder(server.account, fresh)
    made = run_as(server.account, [server.binaries.folder / "initdb", "-D", fresh, *_initdb_options(server.binaries)])
    if made.returncode != 0:
        raise PostgresError(
            f"The database cluster could not be made in {server.data_dir}:\n{made.stderr.strip()}",
            "Look for free space and write permission there, or choose another place: TONGBAN_HOME=/path.",
        )
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write("\ninclude 'tongban.conf'\n")
    if server.data_dir.exists():
        server.data_dir.rmdir()
    fresh.rename(server.data_dir)
    return None


def start(server: Server) -> None:
    """Starts the server unless it runs; after a crash it waits up to 10 s for the dead. Raises PostgresError."""
    if postmaster.is_ready(server.data_dir):
        return
    initialise(server)
    _write_settings(server)
    postmaster.drop_foreign_pid(server.data_dir)
    _rotate_log(server)
    end = time.monotonic() + PATIENCE
    while (complaint := _try_to_start(server)) is not None:
        if time.monotonic() > end or not postmaster.is_passing(complaint):
            raise PostgresError(
                f"PostgreSQL did not start; the end of {server.log} says:\n{complaint}", postmaster.remedy(complaint)
            )
        time.sleep(0.2)


def stop(server: Server) -> None:
    """Ends all connections and stops, at once where possible; a server that does not run is none of its business."""
    if not postmaster.is_alive(server.data_dir):
        return
    stopped = run_as(server.account, [*_pg_ctl(server), "-m", "fast", "-t", "60", "stop"])
    if stopped.returncode != 0 and postmaster.is_alive(server.data_dir):
        raise PostgresError(
            f"PostgreSQL in {server.data_dir} did not stop: {stopped.stderr.strip()}",
            f"See {server.log}; a second try, or the end of the program that keeps it busy, should help.",
        )


def _try_to_start(server: Server) -> str | None:
    """None if it runs, else what its log said about this try."""
    before = server.log.stat().st_size if server.log.exists() else 0
    began = run_as(server.account, [*_pg_ctl(server), "-w", "-t", "300", "-l", server.log, "start"])
    if began.returncode == 0:
        return None
    said = server.log.read_bytes()[before:].decode(errors="replace") if server.log.exists() else ""
    return "\n".join((said.strip() or began.stderr.strip()).splitlines()[-12:])


def _pg_ctl(server: Server) -> list[str | Path]:
    return [server.binaries.folder / "pg_ctl", "-s", "-D", server.data_dir]


def _initdb_options(binaries: Binaries) -> list[str]:
    """pg_trgm sees Chinese only where the character type is UTF-8, so the machine's own locale is never taken."""
    common = ["-E", "UTF8", "-A", "trust", "-U", USER]
    if not binaries.has_builtin_locale:
        return [*common, "--locale=C.UTF-8"]
    ctype = "en_US.UTF-8" if platform.system() == "Darwin" else "C.UTF-8"
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--lc-ctype={ctype}"]
    return [*common, *builtin]


def _write_settings(server: Server) -> None:
    """fsync and synchronous_commit stay on: an acknowledged answer survives the plug."""
    make_folder(server.account, server.socket_dir)
    lines = [
        "listen_addresses = ''",
        f"port = {PORT}",
        f"unix_socket_directories = '{server.socket_dir}'",
        "unix_socket_permissions = 0700",
        "shared_preload_libraries = 'pg_stat_statements'",
        f"shared_buffers = '{server.shared_buffers}'",
        "max_connections = 200",
        "deadlock_timeout = '200ms'",
        "max_wal_size = '4GB'",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
    ]
    if _has_lz4(server):
        lines.append("wal_compression = 'lz4'")
    head = "# Written at every start; own settings belong into postgresql.conf, below the include.\n"
    put_file(server.account, server.data_dir / "tongban.conf", head + "\n".join(lines) + "\n")


def _has_lz4(server: Server) -> bool:
    return "--with-lz4" in run_as(None, [server.binaries.folder / "pg_config", "--configure"]).stdout


def _rotate_log(server: Server) -> None:
    if server.log.exists() and server.log.stat().st_size > LOG_LIMIT:
        server.log.replace(server.log.with_suffix(".log.1"))


def _refuse_other_version(server: Server) -> None:
    made_by = (server.data_dir / "PG_VERSION").read_text().strip()
    if made_by != str(server.binaries.version):
        raise PostgresError(
            f"PostgreSQL {made_by} made the data in {server.data_dir}, but these are {server.binaries.version}.",
            f"Set TONGBAN_PG_BIN to a version {made_by} and `tongban db dump`; then move the folder away, unset it and "
            "`tongban db restore`.",
        )


def _reachable(data_dir: Path, account: Account | None) -> Path:
    """The data folder itself, or its stand-in with a link to it where the account cannot enter the folder above."""
    if data_dir.is_symlink() and data_dir.exists():
        return data_dir.resolve()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    if account is None or can_enter(account, data_dir.parent):
        return data_dir.parent.resolve() / data_dir.name
    if data_dir.exists():
        raise PostgresError(
            f"The data in {data_dir} cannot be reached by user {account.name}, as whom the server runs.",
            f"Let others pass through the folders above it (chmod o+x {data_dir.parent} ...), then start again.",
        )
    LENT.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="data-", dir=LENT))
    place.chmod(0o755)
    make_folder(account, place / data_dir.name)
    data_dir.unlink(missing_ok=True)
    data_dir.symlink_to(place / data_dir.name)
    return place / data_dir.name


def _socket_dir(data_dir: Path) -> Path:
    if len(os.fsencode(data_dir / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
        return data_dir
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path("/tmp") / f"tongban-{mark}"  # the path must be short, and the same for all who come
