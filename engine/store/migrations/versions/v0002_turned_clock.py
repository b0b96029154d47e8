"""One row that says how far the city's clock is turned ahead of the machine's; without it, not at all."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLE = """
create table turned_clock (
    id integer not null constraint pk_turned_clock primary key,
    ahead interval not null,
    constraint ck_turned_clock_one check (id = 1),
    constraint ck_turned_clock_ahead check (ahead >= interval '0')
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("select place('turned_clock', 'reference')")
