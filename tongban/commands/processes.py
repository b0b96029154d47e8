"""Commands on process files: check them as the designer's advisor does, and deploy them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from tongban.terminal import complain, counted, err, out

if TYPE_CHECKING:
    from bpmn.findings import Finding
    from tongban.console import Console
    from tongban.deployment import Deployed
    from tongban.processes import ProcessFile

Files = Annotated[list[Path], typer.Argument(help="BPMN files, or folders with such files.", exists=True)]


def lint(files: Files) -> None:
    """Check process files: errors refuse a file, warnings advise. Exit code 1 with any error."""
    errors = sum(_report(file) for file in _read(files))
    out.print(f"{errors} errors" if errors else "No errors.")
    raise typer.Exit(1 if errors else 0)


def deploy(files: Files) -> None:
    """Deploy process files with the forms and decisions beside them; the same bytes stay the same version."""
    from tongban.console import console

    with console() as desk:
        refused = deploy_at(desk, _read(files))
    raise typer.Exit(1 if refused else 0)


def deploy_at(desk: "Console", files: "Sequence[ProcessFile]") -> int:
    """Deploys with a bar and a line for each file that is new or refused; gives how many were refused."""
    from tongban.deployment import deploy as deployed

    told = deployed(desk.engine, files, desk.now())
    return sum(_tell(one) for one in counted(told, "Deploying", len(files)))


def _tell(one: "Deployed") -> int:
    name = one.file.path.name
    if one.refused is not None:
        complain(f"{name}: {one.refused}", "\n  ".join(f"{where}: {what}" for where, what in _findings(one.refused)))
        return 1
    for key, version in one.versions:
        err.print(f"[green]✓[/green] {escape(key)} version {version}")
    return 0


def _findings(rejection: Exception) -> Iterable[tuple[str, str]]:
    found: Iterable[tuple[str, str]] = getattr(rejection, "findings", ())
    return found


def _read(places: Iterable[Path]) -> "list[ProcessFile]":
    from tongban.processes import bpmn_files, read_file

    return [read_file(path) for path in bpmn_files(places)]


def _report(file: "ProcessFile") -> int:
    """Prints what was found in the file and gives the number of errors."""
    from bpmn.lint import lint as advice

    if file.document is None:
        complain(f"{file.path}: {file.malformed}")
        return 1
    warnings = () if file.document.errors else advice(file.document, datetime.now(UTC).date())
    for found in (*file.document.findings, *warnings):
        _print(file, found)
    return len(file.document.errors)


def _print(file: "ProcessFile", found: "Finding") -> None:
    colour = "red" if found.is_error else "yellow"
    place = f"{file.path}:{found.line}"
    out.print(f"{escape(place)} [{colour}]{escape(found.message)}[/{colour}] ({found.element or '-'})", soft_wrap=True)
    out.print(f"    {escape(found.remedy)}", soft_wrap=True)
