"""Deploys process files through the engine, called ones first, and decisions alone. The engine decides by its rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from bpmn.decisions import imported_files
from engine.domain.commands import DeployDecision, DeployDefinition
from engine.domain.facts import DefinitionDeployed
from engine.domain.ids import CITY
from engine.domain.rejections import Rejected
from engine.engine import Engine
from tongban.console import CONSOLE
from tongban.processes import ProcessFile, decisions_beside, in_calling_order


@dataclass(frozen=True, slots=True)
class Deployed:
    """`versions`: (key, version) that are new; empty where the latest has the same bytes. `refused`: why not."""

    file: ProcessFile
    versions: tuple[tuple[str, int], ...] = ()
    refused: Rejected | None = None


def deploy(engine: Engine, files: Sequence[ProcessFile], at: datetime) -> Iterator[Deployed]:
    """One command a file, each told when it is done. A file that is refused does not keep the others back."""
    for file in in_calling_order(files):
        try:
            outcome = engine.execute(_command(file, at))
        except Rejected as rejection:
            yield Deployed(file, refused=rejection)
        else:
            yield Deployed(file, tuple((fact.key, fact.version) for fact in outcome.of(DefinitionDeployed)))


def deploy_decisions(engine: Engine, files: Sequence[Path], at: datetime) -> None:
    """Each by itself, for processes that take its latest version. Rejected where one has faults."""
    for file in files:
        source, beside = file.read_bytes(), decisions_beside(file)
        own = {name: beside[name] for name in imported_files(source, beside)}
        engine.execute(DeployDecision(**_stamp(at), name=file.name, source=source, resources=own))


def _stamp(at: datetime) -> dict[str, Any]:
    return {"request_id": f"deploy-{uuid4()}", "at": at, "actor": CONSOLE, "district": CITY}


def _command(file: ProcessFile, at: datetime) -> DeployDefinition:
    return DeployDefinition(**_stamp(at), name=file.path.name, source=file.source, resources=file.resources)
