"""Makes the city in which the simulation takes place, as of its first day: days, areas, amounts, processes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import uuid4

from engine.domain.commands import DefineAreas
from engine.domain.ids import CITY
from engine.engine import Engine
from engine.store.reads import areas
from registers import geography, parameters, tariffs
from tongban.commands.geography import MOST, numbered
from tongban.console import CONSOLE
from tongban.deployment import deploy, deploy_decisions
from tongban.processes import PROCESSES, bpmn_files, decision_files, read_file
from tongban.seeding import seed, wanting

Step = Callable[[str], AbstractContextManager[None]]


def prepare(engine: Engine, at: datetime, step: Step) -> None:
    """What is there stays. `step` tells what is being done."""
    with step("Calendar"):
        list(seed(engine, wanting(engine, at), at, CONSOLE))
    with step("Map"):
        _map(engine, at)
    with step("Amounts"), engine.store.writing() as connection:
        if not parameters.count(connection):
            parameters.put(connection, tariffs.shipped(), parameters.Approval("product", "console", at))
    with step("Processes"):
        deploy_decisions(engine, decision_files([PROCESSES]), at)
        for deployed in deploy(engine, [read_file(path) for path in bpmn_files([PROCESSES])], at):
            if deployed.refused is not None:
                raise deployed.refused


def _map(engine: Engine, at: datetime) -> None:
    """Districts, streets and communities; grid cells play no part."""
    new = list(numbered(geography.made(7, cells=False), areas.numbers(engine.store)))
    for start in range(0, len(new), MOST):
        engine.execute(DefineAreas(areas=tuple(new[start : start + MOST]), **_stamp(at)))


def _stamp(at: datetime) -> dict[str, Any]:
    return {"request_id": f"simulate-{uuid4()}", "at": at, "actor": CONSOLE, "district": CITY}
