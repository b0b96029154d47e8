"""Commands on the tables as a whole: bring them up to date."""

from tongban.terminal import out, step


def migrate() -> None:
    """Bring the tables up to date."""
    from engine.store.migrations import migrate
    from tongban.database import opened

    with opened() as dsn, step("Bringing the tables up to date"):
        migrate(dsn)
    out.print("The tables are up to date.")
