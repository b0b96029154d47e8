"""`tongban bench`: the figures, a JSON line a run, on a database of its own beside the city's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import Progress

from tongban import database
from tongban.home import home
from tongban.terminal import err, out


def bench(
    growth: Annotated[bool, typer.Option(help="What grows: open cases, step k of a loop, memory.")] = False,
) -> None:
    """W1 to W4, or with --growth what must stay flat. BENCH_N, BENCH_C and BENCH_SECONDS change the sizes."""
    from tongban.bench.growth import growth as growing
    from tongban.bench.run import bench as runs

    with database.opened() as dsn, _bars() as told:
        for line in growing(dsn, home(), told) if growth else runs(dsn, home()):
            out.print(line, markup=False, soft_wrap=True)


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for what is being done, with its words."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Benchmark", total=None)

        def told(words: str, done: int, total: int) -> None:
            progress.update(task, description=words, completed=done, total=total)

        yield told
