"""Where amounts come from and where they go: sheets, corrections, accounts, members, adjustments, settled doubts."""

from alembic import op

revision = "r0008"
down_revision = "r0005"

TABLES = (
    """
create table calculation_sheet (
    district integer not null,
    id bigint not null,
    instance bigint not null,
    rule text not null,
    version integer not null,
    area text not null,
    residence text not null,
    month date not null,
    amount numeric(14, 2),
    content text not null,
    sha256 text not null,
    calculated_at timestamptz not null,
    constraint pk_calculation_sheet primary key (district, id),
    constraint ck_calculation_sheet_district check (district = id >> 40)
)
""",
    """
create table correction (
    district integer not null,
    id bigint not null,
    sheet bigint not null,
    instance bigint not null,
    kept numeric(14, 2) not null,
    amount numeric(14, 2) not null,
    reason text not null,
    proposed_by text not null,
    proposed_at timestamptz not null,
    confirmed boolean,
    decided_by text,
    decided_at timestamptz,
    constraint pk_correction primary key (district, id),
    constraint ck_correction_amount check (amount >= 0 and amount <> kept),
    constraint ck_correction_reason check (reason <> ''),
    constraint ck_correction_two_persons check (decided_by <> proposed_by),
    constraint ck_correction_decided check ((confirmed is null) = (decided_by is null))
)
""",
    """
create table payee (
    bucket smallint not null,
    person text not null,
    number integer not null,
    bank text not null,
    last4 text not null,
    sealed bytea not null,
    source text not null,
    entered_at timestamptz not null,
    entered_by text not null,
    approved_at timestamptz,
    approved_by text,
    constraint pk_payee primary key (bucket, person, number),
    constraint ck_payee_two_persons check (approved_by <> entered_by)
)
""",
    """
create table benefit_member (
    bucket smallint not null,
    person text not null,
    matter text not null,
    holder_bucket smallint not null,
    benefit bigint not null,
    from_month date not null,
    until date,
    constraint pk_benefit_member primary key (bucket, person, benefit),
    constraint ex_benefit_member_once exclude using gist
        (bucket with =, person with =, matter with =, daterange(from_month, until) with &&)
)
""",
    """
create table adjustment (
    id bigint not null,
    rule text not null,
    area text not null,
    month date not null,
    benefits integer not null,
    back_pay numeric(14, 2) not null,
    proposed_by text not null,
    proposed_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    constraint pk_adjustment primary key (id),
    constraint ck_adjustment_two_persons check (approved_by <> proposed_by)
)
""",
    """
create table adjustment_line (
    bucket smallint not null,
    adjustment bigint not null,
    benefit bigint not null,
    month date not null,
    person text not null,
    matter text not null,
    amount numeric(12, 2) not null,
    constraint pk_adjustment_line primary key (bucket, adjustment, benefit, month),
    constraint ck_adjustment_line_amount check (amount > 0)
)
""",
)
GUARD = """
create function refuse_sheet_change() returns trigger language plpgsql as $$
begin
    raise exception 'A calculation sheet is never changed: a correction stands beside it';
end $$
"""
INDEXES = (
    "create index ix_calculation_sheet_instance on calculation_sheet (district, instance)",
    "create unique index uq_correction_open on correction (district, sheet) where confirmed is null",
    "create index ix_benefit_member_benefit on benefit_member (holder_bucket, benefit)",
    "create index ix_benefit_act_sheet on benefit_act (sheet) where sheet is not null",
    "create index ix_doubt_instance on doubt (instance) where instance is not null",
)
ALTERED = (
    # Which sheet an amount comes from, read from what the case handed over.
    "alter table benefit_act add sheet bigint generated always as ((calculation -> 'sheet' ->> 'id')::bigint) stored",
    "alter table doubt drop constraint ck_doubt_outcome",
    "alter table doubt add constraint ck_doubt_outcome check (outcome in ('confirmed', 'overruled', 'handled'))",
    "alter table doubt add suspected boolean not null default false, add instance bigint",
)
HOLDERS = """
insert into benefit_member (bucket, person, matter, holder_bucket, benefit, from_month, until)
select bucket, person, matter, bucket, id, from_month, until from benefit
"""
HOT = ("calculation_sheet", "correction", "payee", "benefit_member", "adjustment_line")


def upgrade() -> None:
    for statement in (*TABLES, *ALTERED, GUARD, *INDEXES):
        op.execute(statement)
    op.execute(
        "create trigger calculation_sheet_kept before update or delete on calculation_sheet"
        " for each row execute function refuse_sheet_change()"
    )
    op.execute(HOLDERS)
    for name in HOT:
        op.execute(f"select place('{name}', 'hot')")
    op.execute("select place('adjustment', 'reference')")
