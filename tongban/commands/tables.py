"""Commands on what is stored as a whole: the newest tables, the projections, the journal against its hashes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import Progress

from tongban import database
from tongban.home import home
from tongban.terminal import err, out, step

Told = Callable[[int, int], None]


def migrate() -> None:
    """Bring the tables up to date."""
    from tongban.migrations import migrate

    with database.opened() as dsn, step("Bringing the tables up to date"):
        migrate(dsn)
    out.print("The tables are up to date.")


def rebuild(
    dry: Annotated[bool, typer.Option(help="Only say what differs; nobody has to wait.")] = False,
    figures: Annotated[bool, typer.Option(help="The rows that figures are counted from, and nothing else.")] = False,
) -> None:
    """Make the projections again from the journal, and say which rows were different. Exit code 1 if any were."""
    if figures:
        _rebuild_figures()
        return
    from engine.store.rebuild import compare, rebuild

    with database.opened() as dsn, database.connected(dsn) as connection, _bar("Reading the journal") as told:
        different = (compare if dry else rebuild)(connection, told)
    for difference in different:
        out.print(str(difference), markup=False, soft_wrap=True)
    done = "differ" if dry else "differed and are put right"
    out.print(f"{len(different)} rows {done}." if different else "The rows are as the journal tells.")
    raise typer.Exit(1 if different else 0)


def _rebuild_figures() -> None:
    from tongban.console import console
    from workers.figures import retell

    with console() as desk, step("Folding the journal"):
        rows = retell(desk.engine, desk.now())
    out.print(f"{rows} rows of the journal were folded anew.")


def verify_journal() -> None:
    """Hold the journal against its hashes and day seals. Names the rows changed, missing, added, swapped."""
    from engine.keys import load_keys
    from engine.store.seals import seal_key
    from engine.store.verify import verify

    key = seal_key(load_keys(home() / "keys").seal)
    with database.opened() as dsn, database.connected(dsn) as connection, _bar("Reading the journal") as told:
        breaches = verify(connection, {key.id: key.public}, progress=told)
    for breach in breaches:
        out.print(str(breach), markup=False, soft_wrap=True)
    out.print(f"{len(breaches)} rows do not fit." if breaches else "The journal holds.")
    raise typer.Exit(1 if breaches else 0)


@contextmanager
def _bar(words: str) -> Iterator[Told]:
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
