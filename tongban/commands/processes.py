"""Commands on process files: check them as the designer's advisor does, and deploy them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from tongban.terminal import complain, counted, err, out

if TYPE_CHECKING:
    from tongban.console import Console
    from tongban.deployment import Deployed
    from tongban.linting.report import FileReport

COLOURS = {"[拒绝]": "red", "[提醒]": "yellow", "[建议]": "cyan", "✓": "green", "✗": "red"}
Files = Annotated[list[Path], typer.Argument(help="BPMN files, or folders with such files.", exists=True)]


class Format(StrEnum):
    TEXT, JSON, MARKDOWN, SARIF = "text", "json", "markdown", "sarif"


MODELS = "Models (.bpmn, .dmn, .form), or folders with such files."
Models = Annotated[list[Path], typer.Argument(help=MODELS, exists=True)]
ErrorsOnly = Annotated[bool, typer.Option("--errors-only", help="Leave out what does not refuse a file.")]
Groups = Annotated[Path | None, typer.Option(help="The groups that there are, one a line.", exists=True)]


def lint(files: Models, format: Format = Format.TEXT, errors_only: ErrorsOnly = False, groups: Groups = None) -> None:
    """Check models: errors refuse a file, the rest is advice. Exit code 1 where one is refused or cannot be read."""
    from tongban.linting.files import files_in, look_at
    from tongban.linting.report import without_advice

    known = frozenset(groups.read_text("utf-8").split()) if groups else None
    paths = files_in(files)
    reports = list(counted(look_at(paths, datetime.now(UTC).date(), known), "Looking", len(paths)))
    clean = _told([without_advice(each) for each in reports] if errors_only else reports, format)
    raise typer.Exit(0 if clean else 1)


def _told(reports: "list[FileReport]", format: Format) -> bool:
    """Prints the report; says whether nothing is refused."""
    from tongban.linting.formats import as_json, as_sarif
    from tongban.linting.report import summary
    from tongban.linting.words import as_markdown, as_text

    match format:
        case Format.JSON:
            lines: Iterable[str] = [as_json(reports)]
        case Format.SARIF:
            lines = [as_sarif(reports)]
        case Format.MARKDOWN:
            lines = as_markdown(reports)
        case _:
            lines = map(_coloured, as_text(reports))
    for line in lines:
        out.print(line, soft_wrap=True, markup=format is Format.TEXT)
    return summary(reports).is_clean


def _coloured(line: str) -> str:
    colour = next((colour for sign, colour in COLOURS.items() if sign in line[:200]), None)
    return f"[{colour}]{escape(line)}[/{colour}]" if colour else escape(line)


def deploy(files: Files) -> None:
    """Deploy process files with the forms and decisions beside them; the same bytes stay the same version.

    A DMN file that is named itself, or stands in a folder without processes, is deployed by itself, for processes that
    bind to its latest or to a version.
    """
    from bpmn.resources import DECISION_ENDINGS
    from tongban.commands.decisions import deploy_decisions
    from tongban.console import console
    from tongban.processes import bpmn_files, decision_files

    decisions = [file for file in files if file.name.endswith(DECISION_ENDINGS)]
    with console() as desk:
        refused = deploy_decisions(desk, [*decisions, *decision_files(files)])
        refused += deploy_at(desk, bpmn_files(file for file in files if file not in decisions))
    raise typer.Exit(1 if refused else 0)


def deploy_at(desk: "Console", paths: Sequence[Path]) -> int:
    """Deploys what is new or changed, with a bar and a line for each file; gives how many were refused."""
    from tongban.deployment import deploy as deployed
    from tongban.unchanged import stale_files

    files = stale_files(desk.store, paths)
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
