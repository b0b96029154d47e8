"""Benefits and who holds them: one of a kind a person at a time, in the whole city; and every act, in order."""

from alembic import op

revision = "r0004"
down_revision = "r0003"

STATES = "state in ('in_payment', 'suspended', 'stopped')"
TABLES = (
    """
create table beneficiary (
    bucket smallint not null,
    person text not null,
    constraint pk_beneficiary primary key (bucket, person)
)
""",
    f"""
create table benefit (
    bucket smallint not null,
    id bigint not null,
    person text not null,
    household text,
    matter text not null,
    area text not null,
    rule text not null,
    from_month date not null,
    until date,
    state text not null,
    amount numeric(12, 2) not null,
    acts integer not null,
    instance bigint not null,
    constraint pk_benefit primary key (bucket, id),
    constraint ck_benefit_state check ({STATES}),
    constraint ck_benefit_amount check (amount > 0),
    constraint ck_benefit_months check (extract(day from from_month) = 1 and coalesce(until, from_month) >= from_month),
    constraint ex_benefit_once exclude using gist
        (bucket with =, person with =, matter with =, daterange(from_month, until) with &&)
)
""",
    f"""
create table benefit_act (
    bucket smallint not null,
    benefit bigint not null,
    number integer not null,
    id bigint not null,
    act text not null,
    month date not null,
    state text not null,
    amount numeric(12, 2) not null,
    until date,
    reason text not null,
    calculation json,
    instance bigint not null,
    at timestamptz not null,
    by text not null,
    constraint pk_benefit_act primary key (bucket, benefit, number),
    constraint uq_benefit_act_id unique (bucket, benefit, id),
    constraint fk_benefit_act_benefit foreign key (bucket, benefit) references benefit (bucket, id),
    constraint ck_benefit_act_act check (act in ('grant', 'change', 'suspend', 'resume', 'stop')),
    constraint ck_benefit_act_state check ({STATES}),
    constraint ck_benefit_act_month check (extract(day from month) = 1)
)
""",
)


def upgrade() -> None:
    op.execute("create extension if not exists btree_gist")  # equality beside ranges, for "once at a time"
    for table in TABLES:
        op.execute(table)
    op.execute("create index ix_benefit_roll on benefit (matter, area text_pattern_ops)")
    for name in ("beneficiary", "benefit", "benefit_act"):
        op.execute(f"select place('{name}', 'hot')")
