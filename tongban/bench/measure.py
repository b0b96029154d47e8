"""What a run costs: statements, commits and WAL as PostgreSQL counts them, seconds and memory as the kernel does."""

import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")
COUNTS = """
select coalesce(sum(calls) filter (where query !~* '^\\s*(begin|commit|rollback|savepoint|release|set|show)'
                                     and query !~* 'pg_stat|pg_current_wal'), 0),
       coalesce(sum(calls) filter (where query ~* '^\\s*commit'), 0)
from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = current_database()
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Counters so far. `cpu`: seconds of this process and `others`; `cpu_pg`: of all of PostgreSQL's processes."""

    statements: int
    commits: int
    wal: int
    cpu: float
    cpu_pg: float

    def since(self, before: "Reading") -> "Reading":
        return Reading(
            self.statements - before.statements,
            self.commits - before.commits,
            self.wal - before.wal,
            self.cpu - before.cpu,
            self.cpu_pg - before.cpu_pg,
        )


def read(connection: "psycopg.Connection[tuple[int, ...]]", others: Sequence[int] = ()) -> Reading:
    """`others`: pids of further processes of ours, as the API's."""
    statements, commits = _row(connection, COUNTS)
    (wal,) = _row(connection, "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")
    (postmaster,) = _row(connection, "select pg_backend_pid()")
    pids = _family(_parent(postmaster))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    own = usage.ru_utime + usage.ru_stime + sum(_seconds(pid) for pid in others)
    return Reading(int(statements), int(commits), int(wal), own, sum(_seconds(pid) for pid in pids))


def _row(connection: "psycopg.Connection[tuple[int, ...]]", query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None, "these queries always give a row"
    return row


def rss_mb(pid: int | None = None) -> float:
    """Resident memory in MB; of this process, its peak where the kernel tells no more (macOS)."""
    status = Path(f"/proc/{pid or 'self'}/status")
    if not status.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
    lines = (line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return round(int(next(lines).split()[1]) / 1024, 1)


def _stat(pid: int) -> list[str]:
    """Fields from the third on; empty where there is no such process or no /proc."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _seconds(pid: int) -> float:
    """User and system time of a process and of its children that have ended."""
    stat = _stat(pid)
    return sum(int(field) for field in stat[11:15]) / TICKS if stat else 0.0


def _parent(pid: int) -> int:
    stat = _stat(pid)
    return int(stat[1]) if stat else pid


def _family(postmaster: int) -> list[int]:
    numbers = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return [pid for pid in numbers if pid == postmaster or _parent(pid) == postmaster]
