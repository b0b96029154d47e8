"""What no code of ours does: run text as code, read the clock in the middle, wait in a test, leave work undone."""

import ast
import re

from tests.house.sources import PRODUCT, sources

RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
EDGES = ("api/", "workers/", "tongban/", "engine/clock.py")
"""engine/clock.py is what the edges read: the machine's time, or a turned one."""

READS_CLOCK = re.compile(r"(datetime|date)\.(now|utcnow|today)$|^time\.time(_ns)?$")
KNOW_TABLES = ("engine/store/", "registers/", "tongban/database.py", "tongban/bench/")
SQL = re.compile(
    r"\s*(select\s+\S.*\bfrom\b|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)", re.IGNORECASE | re.DOTALL
)
UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_no_text_is_run_as_code() -> None:
    found = [
        f"{source.path}:{line} calls {name}"
        for source in sources(*PRODUCT)
        for line, name in source.calls()
        if name.removeprefix("builtins.") in RUNS_TEXT and name not in source.own_names()
    ]
    assert found == []


def test_the_clock_is_read_at_the_edges_only() -> None:
    found = [
        f"{source.path}:{line} calls {name}"
        for source in sources(*PRODUCT)
        if not source.path.startswith(EDGES)
        for line, name in source.calls()
        if READS_CLOCK.search(name)
    ]
    assert found == []


def test_sql_is_written_where_the_tables_are_known() -> None:
    found = [
        f"{source.path}:{node.lineno} {str(node.value)[:60]!r}"
        for source in sources(*PRODUCT)
        if not source.path.startswith(KNOW_TABLES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    assert found == []


def test_no_test_sleeps_or_mocks() -> None:
    sleeps = [
        f"{source.path}:{line} calls {name}"
        for source in sources("tests")
        for line, name in source.calls()
        if name in ("time.sleep", "sleep", "asyncio.sleep")
    ]
    mocks = [
        f"{source.path}:{line} imports {name}"
        for source in sources("tests")
        for line, name in source.imports()
        if name.startswith("unittest.mock")
    ]
    assert sleeps + mocks == []


def test_nothing_is_left_undone() -> None:
    found = [
        f"{source.path}:{number} {line.strip()}"
        for source in sources(*PRODUCT, "tests")
        if source.path != "tests/house/test_conduct.py"
        for number, line in enumerate(source.text.splitlines(), 1)
        if UNDONE.search(line)
    ]
    assert found == []
