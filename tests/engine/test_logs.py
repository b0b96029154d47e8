"""Log lines: an event is one JSON object, whoever tells it, and a traceback holds nobody's values."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from engine.logs import write_lines

NUMBER = "210199" + "19900101" + "0011"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What was written; afterwards logging is as it was."""
    root, before = logging.getLogger(), (structlog.get_config(), logging.getLogger().handlers[:])
    level = root.level
    written = io.StringIO()
    write_lines(written)
    yield written
    structlog.configure(**before[0])
    root.handlers[:] = before[1]
    root.setLevel(level)
    logging.captureWarnings(False)


def read(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def fail(number: str) -> None:
    raise ValueError("it does not fit")


def test_a_traceback_holds_no_values(lines: io.StringIO) -> None:
    number = NUMBER
    try:
        fail(number)
    except ValueError as error:
        structlog.get_logger("api").error("command failed", command="CompleteTask", exc_info=error)
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    ours, theirs = read(lines)
    assert (ours["event"], ours["command"], ours["level"]) == ("command failed", "CompleteTask", "error")
    assert (theirs["event"], theirs["level"]) == ("Exception in ASGI application", "error")
    assert "it does not fit" in ours["exception"]
    assert "it does not fit" in theirs["exception"]
    assert NUMBER not in lines.getvalue()


def test_libraries_speak_when_it_matters(lines: io.StringIO) -> None:
    logging.getLogger("psycopg").warning("error ignored terminating pipeline")
    logging.getLogger("apscheduler.scheduler").info("Added job")
    logging.getLogger("psycopg.pool").warning("error connecting")
    structlog.get_logger("workers").info("step", 事项="低保")
    assert [line["event"] for line in read(lines)] == ["error connecting", "step"]
    assert "低保" in lines.getvalue()
