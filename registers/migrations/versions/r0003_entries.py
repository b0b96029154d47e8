"""Named registers: what processes keep under a key, district by district."""

from alembic import op

revision = "r0003"
down_revision = "r0002"

TABLE = """
create table entry (
    district integer not null,
    register text not null,
    key text not null,
    number bigint not null,
    instance bigint not null,
    value jsonb not null,
    written_at timestamptz not null,
    constraint pk_entry primary key (district, register, key, number),
    constraint ck_entry_district check (district = number >> 40)
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("create index ix_entry_latest on entry (district, register, key, written_at desc, number desc)")
    op.execute("select place('entry', 'hot')")
