"""Comparisons: what was asked of which department about whom in which case, what came back, how a person found it."""

from alembic import op

revision = "r0006"
down_revision = "r0007"  # which came first

COMPARISON = """
create table comparison (
    district integer not null,
    job bigint not null,
    name text not null,
    source text not null,
    instance bigint not null,
    person text not null,
    stage text not null,
    asked_at timestamptz not null,
    tries integer not null default 0,
    ask_again_at timestamptz,
    fault text,
    verdict text,
    detail text,
    as_of date,
    fresh boolean,
    evidence json,
    evidence_ref text,
    answered_at timestamptz,
    settled boolean not null default true,
    late boolean not null default false,
    confirmers json,
    confirm_area text,
    finding text,
    finding_reason text,
    found_by text,
    found_at timestamptz,
    constraint pk_comparison primary key (district, job, name, source),
    constraint ck_comparison_district check (district = instance >> 40 and district = job >> 40),
    constraint ck_comparison_verdict check (verdict in ('agree', 'hit', 'unknown')),
    constraint ck_comparison_answered check ((verdict is null) = (answered_at is null)),
    constraint ck_comparison_finding check (finding in ('confirmed', 'overruled')),
    constraint ck_comparison_found check (finding is null or (verdict = 'hit' and found_by is not null))
)
"""


def upgrade() -> None:
    op.execute(COMPARISON)
    # "What was asked in this case?", and the answers that nobody was told of yet: few, and soon none.
    op.execute("create index ix_comparison_instance on comparison (district, instance)")
    op.execute("create index ix_comparison_unsettled on comparison (district) where not settled")
    op.execute("select place('comparison', 'hot')")
