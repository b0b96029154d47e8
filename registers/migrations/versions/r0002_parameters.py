"""Dated parameters: the amounts and limits that rules calculate with."""

from alembic import op

revision = "r0002"
down_revision = "r0001"

TABLE = """
create table parameter (
    version bigint primary key,
    rules text[] not null,
    name text not null,
    label text not null,
    area text not null,
    residence text not null,
    valid_from date not null,
    valid_to date,
    value numeric not null,
    unit text not null,
    mark text not null,
    basis text not null,
    entered_at timestamptz not null,
    entered_by text not null,
    approved_by text not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_for text,
    constraint ck_parameter_days check (valid_to is null or valid_to >= valid_from),
    constraint ck_parameter_two_persons check (entered_by <> approved_by)
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("create index ix_parameter_rules on parameter using gin (rules)")
    op.execute("select place('parameter', 'reference')")
