"""`tongban bench`: the figures, a JSON line a run, on a database of its own beside the city's."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from tongban import database
from tongban.home import home
from tongban.terminal import err, out


def bench(
    growth: Annotated[bool, typer.Option(help="What grows: open cases, step k of a loop, memory.")] = False,
    tck: Annotated[Path | None, typer.Option(help="A folder of DMN conformance tests.", exists=True)] = None,
) -> None:
    """W1 to W4, or with --growth what must stay flat. BENCH_N, BENCH_C and BENCH_SECONDS change the sizes.

    With --tck: how many results of the DMN conformance tests are right, by level, those that are not null apart.
    """
    if tck is not None:
        _conformance(tck)
        return
    from tongban.bench.growth import growth as growing
    from tongban.bench.run import bench as runs

    with database.opened() as dsn, _bars() as told:
        for line in growing(dsn, home(), told) if growth else runs(dsn, home()):
            out.print(line, markup=False, soft_wrap=True)


def _conformance(folder: Path) -> None:
    """A JSON line a level, and before them one for each result that is not right."""
    from tongban.bench.conformance import counted, judged

    found = list(judged(folder))
    for one in found:
        if one.verdict != "right":
            err.print(f"{one.verdict}: {one.level} {one.test} {one.case} {one.result}", markup=False, soft_wrap=True)
    for level, counts in counted(found).items():
        out.print(json.dumps({"level": level, **counts}), markup=False, soft_wrap=True)


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for what is being done, with its words."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Benchmark", total=None)

        def told(words: str, done: int, total: int) -> None:
            progress.update(task, description=words, completed=done, total=total)

        yield told
