"""How log lines look: one JSON object an event, or plain text for a terminal. The edges call this once; no other does.

A traceback holds lines of code and never the values of variables, which may be somebody's personal ones.
"""

import logging
from typing import TextIO

import structlog

LIBRARIES = {"psycopg": logging.ERROR, "psycopg.pool": logging.WARNING, "apscheduler": logging.WARNING}
"""From which level on libraries are heard; psycopg warns whenever a pipeline ends on an error that is told anyway."""

OWN_HANDLERS = ("uvicorn", "uvicorn.error")


def write_lines(to: TextIO, level: int = logging.INFO) -> None:
    """Our own events and those of libraries, in one form and in one place."""
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    shown = _for_people() if to.isatty() else _for_programs()
    structlog.configure(
        [*shared, *shown],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(to),
    )
    _libraries(to, level, shared, shown)


def _for_people() -> list[structlog.typing.Processor]:
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]


def _for_programs() -> list[structlog.typing.Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _libraries(
    to: TextIO, level: int, shared: list[structlog.typing.Processor], shown: list[structlog.typing.Processor]
) -> None:
    """What speaks through the standard library's logging; handlers that were there before are taken away."""
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(to)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[tidy, *shown]))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(True)
    for name in OWN_HANDLERS:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name, least in LIBRARIES.items():
        logging.getLogger(name).setLevel(max(level, least))
