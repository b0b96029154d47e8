"""Personal values on their way to a person: every opening leaves a line in the log, with names and without values."""

from collections.abc import Mapping
from typing import Any

import structlog

from api.desk import Desk
from engine.domain.commands import Actor
from engine.store.reads import personal
from engine.store.reads.personal import Shown

log = structlog.get_logger("api")


def shown_to(desk: Desk, viewer: Actor, instance: int, variables: Mapping[str, Any]) -> Shown:
    shown = personal.show(desk.store, viewer, instance, variables)
    if shown.opened:
        log.info("personal values opened", by=viewer.id, instance=instance, names=shown.opened)
    return shown
