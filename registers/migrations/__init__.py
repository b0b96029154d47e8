"""Brings the registers to their newest tables: a branch of its own beside the engine's, in its database or another.

Alembic is driven from code; the steps are the files in `versions/`, their state lies in `registers_version`.
"""

from pathlib import Path
from typing import Any

import psycopg
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

FOLDER = Path(__file__).parent
LOCK = 7_461_628  # any number that nothing else in this database locks: see the engine's, if it is the same one
NEWEST = "head"
VERSION_TABLE = "registers_version"


def migrate(dsn: str) -> list[str]:
    """Applies what is missing and names it, oldest first; an up to date database gives []."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
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
            version_table=VERSION_TABLE,
            on_version_apply=lambda step, **_: applied.append(f"registers {step.up_revision_id}"),
        )
        environment.run_migrations()
    return applied
