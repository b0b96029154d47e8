"""The city's documents: their numbers, without gaps a series, and the versions of their templates."""

from alembic import op

revision = "r0005"
down_revision = "r0004"

DOCUMENT = """
create table document (
    district integer not null,
    id bigint not null,
    instance bigint not null,
    kind text not null,
    template text not null,
    version integer not null,
    series text not null,
    area text not null,
    year integer not null,
    count integer not null,
    number text not null,
    code text not null,
    sha256 text not null,
    size integer not null,
    pdf_sha256 text,
    seal text,
    issued_at timestamptz not null,
    void_asked_at timestamptz,
    void_asked_by text,
    void_reason text,
    voided_at timestamptz,
    voided_by text,
    constraint pk_document primary key (district, id),
    constraint uq_document_count unique (district, series, area, year, count),
    constraint uq_document_code unique (district, code),
    constraint ck_document_district check (district = id >> 40),
    constraint ck_document_two_persons check (voided_by <> void_asked_by)
)
"""
SERIES = """
create table document_number (
    district integer not null,
    series text not null,
    area text not null,
    year integer not null,
    last integer not null,
    constraint pk_document_number primary key (district, series, area, year)
)
"""
TEMPLATE = """
create table document_template (
    name text not null,
    version integer not null,
    text text not null,
    sha256 text not null,
    written_at timestamptz not null,
    written_by text not null,
    approved_at timestamptz,
    approved_by text,
    constraint pk_document_template primary key (name, version),
    constraint ck_document_template_two_persons check (approved_by <> written_by)
)
"""


def upgrade() -> None:
    op.execute(DOCUMENT)
    op.execute("create index ix_document_instance on document (district, instance)")
    op.execute("create index ix_document_sha256 on document (district, sha256)")
    op.execute("select place('document', 'hot')")
    op.execute(SERIES)
    op.execute("select place('document_number', 'hot')")
    op.execute(TEMPLATE)
    op.execute("select place('document_template', 'reference')")
