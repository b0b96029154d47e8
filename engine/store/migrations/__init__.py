"""Brings a database to the newest tables: numbered, forward only, safe to call from several processes at once.

Alembic is driven from code; the steps are the files in `versions/`. All steps run in one transaction under one lock.
"""

from pathlib import Path
from typing import Any

import psycopg
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from engine.store.locks import MIGRATION

FOLDER = Path(__file__).parent
NEWEST = "head"


def migrate(dsn: str) -> list[str]:
    """Applies what is missing and names it, oldest first; an up to date database gives []."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION})
        return _upgrade(connection)


def _upgrade(connection: Connection) -> list[str]:
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix().replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    applied: list[str] = []

    def steps(revision: Any, _: Any) -> Any:
        return script._upgrade_revs(NEWEST, revision)

    environment = EnvironmentContext(config, script, fn=steps, destination_rev=NEWEST)
    with environment:
        environment.configure(
            connection=connection,
            on_version_apply=lambda step, **_: applied.append(str(step.up_revision_id)),
        )
        environment.run_migrations()
    return applied
