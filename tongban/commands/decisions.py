"""Commands on decision files: take a decision for a try and see how it came about; deploy files by themselves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from tongban.terminal import WrongUse, complain, err, out

if TYPE_CHECKING:
    from bpmn.decisions import Decision
    from tongban.console import Console

File = Annotated[Path, typer.Argument(help="A DMN file; what it imports lies in the same folder.", exists=True)]
Name = Annotated[str, typer.Argument(help="The id or the name of a decision or a decision service.")]
Given = Annotated[list[str] | None, typer.Argument(help="name=value, value text or JSON; or a JSON object.")]


def decide(file: File, decision: Name, given: Given = None) -> None:
    """Take a decision of a file, without a database: prints the reasons in Chinese, then the output."""
    from bpmn.decisions import DecisionError, explain, sentences
    from engine.domain.durations import in_city
    from engine.store.facts_json import dumps
    from tongban.typed import variables

    try:
        result = _find(file, decision).tried({**variables(given or []), "$now": in_city(datetime.now(UTC))})
    except DecisionError as error:
        complain(str(error))
        raise typer.Exit(1) from error
    for sentence in sentences(result):
        out.print(sentence, markup=False, soft_wrap=True)
    out.print(dumps(explain(result)[-1]["output"]).decode(), markup=False, soft_wrap=True)


def _find(file: Path, name: str) -> "Decision":
    """Raises DecisionError, or WrongUse for a name that the file does not have."""
    from bpmn.decisions import read
    from tongban.processes import decisions_beside

    known = read(file.read_bytes(), decisions_beside(file))
    found = next((one for one in known.values() if name in (one.id, one.name)), None)
    if found is None:
        raise WrongUse(f"{file.name} 里没有决策 {name}。", f"有的是：{'、'.join(one.name for one in known.values())}")
    return found


def deploy_decisions(desk: "Console", files: Sequence[Path]) -> int:
    """Deploys each by itself, with what it imports; gives how many were refused."""
    from tongban.unchanged import stale_decisions

    return sum(_deploy(desk, file) for file in stale_decisions(desk.store, files))


def _deploy(desk: "Console", file: Path) -> int:
    from bpmn.decisions import DecisionError, imported_files
    from engine.domain.commands import DeployDecision
    from engine.domain.facts import DecisionDeployed
    from engine.domain.ids import CITY
    from engine.domain.rejections import Rejected
    from tongban.processes import decisions_beside

    source, beside = file.read_bytes(), decisions_beside(file)
    try:
        own = {name: beside[name] for name in imported_files(source, beside)}
        outcome = desk.carry_out(
            DeployDecision(name=file.name, source=source, resources=own, **desk.stamp(CITY)),
        )
    except (Rejected, DecisionError) as error:
        complain(f"{file.name}: {error}")
        return 1
    for fact in outcome.of(DecisionDeployed):
        err.print(f"[green]✓[/green] {escape(fact.key)} version {fact.version}")
    return 0
