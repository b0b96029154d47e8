"""Deploys process files through the engine, called ones first. Knows no rule of deployment: the engine decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from engine.domain.commands import DeployDefinition
from engine.domain.facts import DefinitionDeployed
from engine.domain.ids import CITY
from engine.domain.rejections import Rejected
from engine.engine import Engine
from tongban.console import CONSOLE
from tongban.processes import ProcessFile, in_calling_order


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


def _command(file: ProcessFile, at: datetime) -> DeployDefinition:
    return DeployDefinition(
        request_id=f"deploy-{uuid4()}",
        at=at,
        actor=CONSOLE,
        district=CITY,
        name=file.path.name,
        source=file.source,
        resources=file.resources,
    )
