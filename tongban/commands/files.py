"""Commands on foreign and deployed files: put them into our words, and take back what was deployed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from tongban.terminal import WrongUse, out

if TYPE_CHECKING:
    from bpmn.converting import Converted
    from bpmn.findings import Finding

File = Annotated[Path, typer.Argument(help="A BPMN file.", exists=True, dir_okay=False)]
To = Annotated[Path | None, typer.Option("--out", "-o", help="Where to write it; without, only what would be done.")]
Key = Annotated[str, typer.Argument(help="The process's id.")]
Version = Annotated[int | None, typer.Option(min=1, help="Which version; the latest without.")]
Folder = Annotated[Path, typer.Option("--out", "-o", help="The folder to write into.")]


def convert(file: File, to: To = None) -> None:
    """Put what another tool's words mean into a file in ours; its own words, notes and drawing stay."""
    from bpmn.converting import convert as converted
    from bpmn.xml import Malformed

    try:
        done = converted(file.read_bytes())
    except Malformed as error:
        raise WrongUse(f"{file}: {error}") from error
    _tell(done)
    if to is not None:
        to.write_bytes(done.source)
    place = f"written to {to}" if to is not None else "nothing written; name a file with -o"
    out.print(f"{len(done.written)} put in, {sum(each.is_error for each in done.findings)} cannot be: {place}")
    raise typer.Exit(1 if any(each.is_error for each in done.findings) else 0)


def _tell(done: "Converted") -> None:
    for element, what in done.written:
        out.print(f"[green]+[/green] {escape(element)}: {escape(what)}", soft_wrap=True)
    for found in done.findings:
        _found(found)


def _found(found: "Finding") -> None:
    mark = "[red]✗[/red]" if found.is_error else "[yellow]·[/yellow]"
    place = f"{found.element or '-'} (line {found.line})"
    out.print(f"{mark} {escape(place)}: {escape(found.message)}。{escape(found.remedy)}", soft_wrap=True)


def download(key: Key, version: Version = None, to: Folder = Path()) -> None:
    """Take back the file of a deployed process, and what was deployed beside it, byte for byte."""
    from engine.domain.rejections import NotFound
    from engine.store.reads import definitions
    from tongban.console import console

    with console() as desk:
        files = definitions.files(desk.store, key, version)
    if files is None:
        raise NotFound(f"Expected a deployed process, but there is no {key!r} version {version or 'latest'}")
    to.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        place = to / Path(name).name
        place.write_bytes(content)
        out.print(str(place), soft_wrap=True)
