"""Benefits and who holds them, one of a kind a person in the whole city; rolls, their files, doubts, recoveries."""

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
    """
create table roll (
    id bigint not null,
    month date not null,
    matter text not null,
    area text not null,
    state text not null,
    made_by text not null,
    locked_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    closed_by text,
    closed_at timestamptz,
    constraint pk_roll primary key (id),
    constraint uq_roll_month unique (matter, area, month),
    constraint ck_roll_month check (extract(day from month) = 1),
    constraint ck_roll_state check (state in ('locked', 'calculated', 'checked', 'approved', 'closed')),
    constraint ck_roll_two_persons check (approved_by <> made_by)
)
""",
    """
create table roll_line (
    bucket smallint not null,
    person text not null,
    matter text not null,
    month date not null,
    roll bigint not null,
    benefit bigint not null,
    due numeric(12, 2) not null,
    withheld numeric(12, 2) not null,
    recovery bigint,
    amount numeric(12, 2) not null,
    state text not null,
    reason text not null default '',
    file smallint,
    seq integer,
    tries smallint not null default 0,
    constraint pk_roll_line primary key (bucket, person, matter, month),
    constraint ck_roll_line_amount check (amount >= 0 and amount = due - withheld),
    constraint ck_roll_line_tries check (tries between 0 and 3),
    constraint ck_roll_line_state
        check (state in ('listed', 'held', 'sent', 'paid', 'failed', 'corrected', 'unpaid'))
)
""",
    """
create table roll_part (
    bucket smallint not null,
    person text not null,
    matter text not null,
    roll_month date not null,
    month date not null,
    roll bigint not null,
    benefit bigint not null,
    amount numeric(12, 2) not null,
    constraint pk_roll_part primary key (bucket, person, matter, roll_month, month),
    constraint ck_roll_part_amount check (amount > 0)
)
""",
    """
create table roll_event (
    roll bigint not null,
    number integer not null,
    event text not null,
    detail text not null,
    at timestamptz not null,
    by text not null,
    constraint pk_roll_event primary key (roll, number)
)
""",
    """
create table bank_file (
    roll bigint not null,
    number smallint not null,
    lines integer not null,
    total numeric(14, 2) not null,
    sha256 text,
    made_at timestamptz not null,
    made_by text not null,
    paid numeric(14, 2),
    failed numeric(14, 2),
    return_sha256 text,
    returned_at timestamptz,
    constraint pk_bank_file primary key (roll, number),
    constraint ck_bank_file_sums check (paid + failed = total)
)
""",
    """
create table doubt (
    bucket smallint not null,
    person text not null,
    matter text not null,
    month date not null,
    kind text not null,
    benefit bigint not null,
    detail text not null,
    evidence jsonb not null,
    found_at timestamptz not null,
    outcome text,
    reason text,
    settled_by text,
    settled_at timestamptz,
    constraint pk_doubt primary key (bucket, person, matter, month, kind),
    constraint ck_doubt_outcome check (outcome in ('confirmed', 'overruled'))
)
""",
    """
create table recovery (
    bucket smallint not null,
    id bigint not null,
    person text not null,
    matter text not null,
    benefit bigint not null,
    total numeric(12, 2) not null,
    covered numeric(12, 2) not null default 0,
    instalment numeric(12, 2),
    from_month date,
    state text not null,
    reason text not null,
    instance bigint not null,
    at timestamptz not null,
    by text not null,
    constraint pk_recovery primary key (bucket, id),
    constraint ck_recovery_total check (total > 0 and covered between 0 and total),
    constraint ck_recovery_instalment check (instalment > 0),
    constraint ck_recovery_state check (state in ('unpaid', 'instalments', 'paid', 'written_off'))
)
""",
    """
create table recovery_entry (
    bucket smallint not null,
    recovery bigint not null,
    id text not null,
    kind text not null,
    amount numeric(12, 2) not null,
    reason text not null,
    at timestamptz not null,
    by text not null,
    approved_by text,
    constraint ck_recovery_entry_two_persons check (approved_by <> by),
    constraint ck_recovery_entry_approved check (kind <> 'written_off' or approved_by is not null),
    constraint pk_recovery_entry primary key (bucket, recovery, id),
    constraint fk_recovery_entry_recovery foreign key (bucket, recovery) references recovery (bucket, id),
    constraint ck_recovery_entry_kind check (kind in ('withheld', 'repaid', 'written_off')),
    constraint ck_recovery_entry_amount check (amount > 0)
)
""",
)
INDEXES = (
    "create index ix_benefit_roll on benefit (matter, area text_pattern_ops)",
    "create index ix_roll_line_roll on roll_line (roll, state)",
    "create index ix_roll_part_roll on roll_part (roll)",
    "create index ix_doubt_month on doubt (month, kind)",
    "create index ix_recovery_person on recovery (bucket, person, matter) where state in ('unpaid', 'instalments')",
)
HOT = ("beneficiary", "benefit", "benefit_act", "roll_line", "roll_part", "doubt", "recovery", "recovery_entry")
RARE = ("roll", "roll_event", "bank_file")  # one row a month and matter: no row of theirs is about a person


def upgrade() -> None:
    op.execute("create extension if not exists btree_gist")  # equality beside ranges, for "once at a time"
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
    for name in HOT:
        op.execute(f"select place('{name}', 'hot')")
    for name in RARE:
        op.execute(f"select place('{name}', 'reference')")
