"""Decisions that are deployed as things of their own, a row a version; their files lie with those of the processes."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLE = """
create table decision (
    id bigint not null constraint pk_decision primary key,
    key text not null,
    version integer not null,
    name text not null,
    digest text not null,
    deployed_at timestamp with time zone not null,
    deployed_by text not null,
    constraint uq_decision_key_version unique (key, version)
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("select place('decision', 'reference')")
