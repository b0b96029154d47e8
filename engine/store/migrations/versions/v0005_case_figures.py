"""What the figures are counted from: a row a case, folded from the journal by a projector, and the cards of limits."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = (
    """
create table case_figure (
    district integer not null,
    id bigint not null,
    code text not null,
    item text,
    received_at timestamptz not null,
    received_area text,
    handling_area text,
    cross_district boolean not null,
    channel text not null,
    test boolean not null,
    agent boolean not null,
    accepted_at timestamptz,
    ended_at timestamptz,
    how text,
    decision text,
    promised text,
    statutory text,
    promised_minutes integer,
    statutory_minutes integer,
    warned boolean not null,
    late boolean not null,
    breached boolean not null,
    paused_at timestamptz,
    pauses jsonb not null,
    worked_minutes integer,
    supplements integer not null,
    provisional boolean not null,
    papers_completed boolean,
    returned boolean not null,
    papers_listed integer not null,
    papers_spared integer not null,
    rating integer,
    rated_at timestamptz,
    answered_at timestamptz,
    answered_in_time boolean,
    visits integer,
    parties text[] not null,
    calculated numeric,
    awarded numeric,
    steps_done integer not null,
    steps_traced integer not null,
    steps jsonb not null,
    constraint pk_case_figure primary key (district, id),
    constraint ck_case_figure_district check (district = id >> 40)
) with (fillfactor = 70)
""",
    """
create table case_card (
    district integer not null,
    instance bigint not null,
    task bigint not null,
    which text not null,
    at timestamptz not null,
    colour text not null,
    late_minutes integer not null,
    step text,
    area text,
    responsible text,
    holder text,
    constraint pk_case_card primary key (district, instance, task, which)
)
""",
)
INDEXES = (
    "create index ix_case_figure_accepted on case_figure (district, accepted_at)",
    "create index ix_case_figure_ended on case_figure (district, ended_at)",
    "create index ix_case_figure_open on case_figure (district, id) where ended_at is null",
    "create index ix_case_card_at on case_card (district, at)",
)


def upgrade() -> None:
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
    for name in ("case_figure", "case_card"):
        op.execute(f"select place('{name}', 'hot')")
