"""Units and posts, persons and households, open applications, deliveries, and who looked whom up."""

from alembic import op

revision = "r0007"
down_revision = "r0008"  # which came first

BUCKET = "check (bucket between 0 and 1023)"
TABLES = (
    """
create table department (
    code text not null,
    name text not null,
    level text not null,
    kind text not null,
    constraint pk_department primary key (code)
)
""",
    """
create table unit (
    code text not null,
    department text not null,
    level text not null,
    area text not null,
    name text not null,
    constraint pk_unit primary key (code),
    constraint uq_unit_area unique (department, level, area),
    constraint ck_unit_level check (level in ('city', 'district', 'street', 'community'))
)
""",
    """
create table unit_post (
    unit text not null,
    post text not null,
    constraint pk_unit_post primary key (unit, post),
    constraint fk_unit_post_unit foreign key (unit) references unit (code) on delete cascade
)
""",
    f"""
create table person (
    bucket smallint not null,
    person text not null,
    sealed bytea not null,
    household text,
    relation text,
    died_on date,
    as_of date not null,
    constraint pk_person primary key (bucket, person),
    constraint ck_person_bucket {BUCKET}
)
""",
    f"""
create table person_area (
    bucket smallint not null,
    person text not null,
    kind text not null,
    area text not null,
    valid_from date not null,
    valid_to date,
    constraint pk_person_area primary key (bucket, person, kind, area, valid_from),
    constraint ck_person_area_bucket {BUCKET},
    constraint ck_person_area_kind check (kind in ('household', 'residence', 'property', 'insured')),
    constraint ck_person_area_days check (valid_to >= valid_from),
    constraint ex_person_area_once exclude using gist
        (bucket with =, person with =, kind with =, daterange(valid_from, valid_to) with &&) where (kind <> 'property')
)
""",
    f"""
create table household (
    bucket smallint not null,
    number text not null,
    head text not null,
    area text,
    as_of date not null,
    constraint pk_household primary key (bucket, number),
    constraint ck_household_bucket {BUCKET}
)
""",
    f"""
create table household_member (
    bucket smallint not null,
    number text not null,
    person text not null,
    relation text not null,
    constraint pk_household_member primary key (bucket, number, person),
    constraint ck_household_member_bucket {BUCKET}
)
""",
    f"""
create table open_application (
    bucket smallint not null,
    claimant text not null,
    matter text not null,
    instance bigint not null,
    claimed_at timestamptz not null,
    constraint pk_open_application primary key (bucket, claimant, matter),
    constraint ck_open_application_bucket {BUCKET}
)
""",
    """
create table delivery (
    dataset text not null,
    number integer not null,
    request text not null,
    as_of date not null,
    records integer not null,
    kind text not null,
    sha256 text not null,
    outcome text not null,
    findings jsonb not null,
    delivered_at timestamptz not null,
    delivered_by text not null,
    constraint pk_delivery primary key (dataset, number),
    constraint uq_delivery_request unique (dataset, request),
    constraint ck_delivery_outcome check (outcome in ('taken', 'refused'))
)
""",
    """
create table delivery_count (
    dataset text not null,
    last integer not null,
    constraint pk_delivery_count primary key (dataset)
)
""",
    f"""
create table lookup (
    bucket smallint not null,
    person text not null,
    request text not null,
    account text not null,
    at timestamptz not null,
    item text not null,
    purpose text not null,
    area text not null,
    told text[] not null,
    constraint pk_lookup primary key (bucket, person, request),
    constraint ck_lookup_bucket {BUCKET},
    constraint ck_lookup_purpose check (purpose <> '')
)
""",
)
INDEXES = (
    "create index ix_household_member_person on household_member (person)",
    "create index ix_open_application_instance on open_application (instance)",
    "create index ix_lookup_account on lookup (account, at)",
)
HOT = ("person", "person_area", "household", "household_member", "open_application", "lookup")
RARE = ("department", "unit", "unit_post", "delivery", "delivery_count")


def upgrade() -> None:
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
    for name in HOT:
        op.execute(f"select place('{name}', 'hot')")
    for name in RARE:
        op.execute(f"select place('{name}', 'reference')")
