"""How the command line talks: a line a step, with a spinner while it lasts; an error with what to do about it."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table
from rich.text import Text

Thing = TypeVar("Thing")
PIPE = 300  # columns, where nobody looks on and a program wants a row a line

out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE)
"""For what a command was asked for."""

err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else PIPE)
"""For progress and errors."""


class WrongUse(Exception):
    """What was typed cannot be meant: what was expected, and what to type instead."""

    def __init__(self, happened: str, remedy: str = "") -> None:
        super().__init__(happened)
        self.happened = happened
        self.remedy = remedy


@contextmanager
def step(words: str) -> Iterator[None]:
    """Shows that something is going on, then how long it took."""
    began = time.monotonic()
    with err.status(f"{words} ..."):
        yield
    err.print(f"[green]✓[/green] {words} [dim]{time.monotonic() - began:.1f} s[/dim]")


def counted(things: Iterable[Thing], words: str, total: int) -> Iterator[Thing]:
    """The things, with a bar while they come, where somebody looks on."""
    yield from track(things, words, total=total, console=err, transient=True, disable=not err.is_terminal)


def complain(happened: str, remedy: str = "") -> None:
    """What happened may hold any text, brackets too."""
    err.print(f"[bold red]✗[/bold red] {escape(happened)}", soft_wrap=True)
    if remedy:
        err.print(f"  {escape(remedy)}", soft_wrap=True)


def show(columns: Iterable[str], rows: Iterable[Iterable[object]], title: str | None = None) -> None:
    """A table. Cells may hold any text, or styled ones; None is a dash. Nothing is cut off, first cells never break."""
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*map(_cell, row))
    out.print(table)


def pairs(told: Iterable[tuple[str, object]]) -> None:
    """A line a pair: what it is, and its content."""
    table = Table.grid(padding=(0, 2))
    for name, content in told:
        table.add_row(Text(name, "dim"), _cell(content))
    out.print(table)


def _cell(content: object) -> str | Text:
    if isinstance(content, Text):
        return content
    return "-" if content is None else escape(str(content))
