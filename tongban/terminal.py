"""How the command line talks: a line a step, with a spinner while it lasts; an error with what to do about it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

out = Console(highlight=False)
"""For what a command was asked for."""

err = Console(stderr=True, highlight=False)
"""For progress and errors."""


@contextmanager
def step(words: str) -> Iterator[None]:
    """Shows that something is going on, then how long it took."""
    began = time.monotonic()
    with err.status(f"{words} ..."):
        yield
    err.print(f"[green]✓[/green] {words} [dim]{time.monotonic() - began:.1f} s[/dim]")


def complain(happened: str, remedy: str = "") -> None:
    """What happened may hold any text, brackets too."""
    err.print(f"[bold red]✗[/bold red] {escape(happened)}", soft_wrap=True)
    if remedy:
        err.print(f"  {escape(remedy)}", soft_wrap=True)
