"""Brings a database to the newest tables, the engine's and the registers': two branches that do not know each other."""

from engine.store import migrations as engine
from registers import migrations as registers


def migrate(dsn: str) -> list[str]:
    """Applies what is missing and names it; safe to call from several processes at once."""
    return [*engine.migrate(dsn), *registers.migrate(dsn)]
