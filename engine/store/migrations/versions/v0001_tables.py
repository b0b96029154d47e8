"""The first tables, the guard of the journal, and the place where an operator hangs the distribution of tables."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

TABLES = Path(__file__).with_suffix(".sql")

# Does nothing here; who distributes the tables by district replaces it (scale-out rule 12).
PLACE = "create function place(name text, kind text) returns void language sql as 'select'"

# The missing right guards the journal first, this trigger second; it holds for the owner of the table too.
GUARD = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$
"""
TRIGGERS = (
    "create trigger journal_rows_stay before update or delete on journal for each row execute function refuse_change()",
    "create trigger journal_stays before truncate on journal for each statement execute function refuse_change()",
    "revoke update, delete, truncate on journal from public",
)


def upgrade() -> None:
    op.execute(PLACE)
    op.execute("create extension if not exists pg_trgm")
    op.get_bind().exec_driver_sql(TABLES.read_text())
    for statement in (GUARD, *TRIGGERS):
        op.execute(statement)
