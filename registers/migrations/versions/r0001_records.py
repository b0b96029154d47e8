"""The first registers: what departments share, how far it reaches, and the log of notices."""

from alembic import op

from registers.tables import metadata

revision = "r0001"
down_revision = None

# The engine's first step makes it; a database of the registers alone has none yet (scale-out rule 12).
PLACE = """
do $$ begin
    if to_regprocedure('place(text, text)') is null then
        create function place(name text, kind text) returns void language sql as 'select';
    end if;
end $$
"""


def upgrade() -> None:
    op.execute(PLACE)
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in metadata.sorted_tables:
        op.execute(f"select place('{table.name}', '{'hot' if table.info['hot'] else 'reference'}')")
