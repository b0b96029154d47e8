"""Which request did what to money over HTTP: a repeat finds what the first one did."""

from alembic import op

revision = "r0010"
down_revision = "r0009"

TABLE = """
create table money_request (
    request text not null,
    what text not null,
    sha256 text not null,
    by text not null,
    at timestamptz not null,
    id bigint,
    constraint pk_money_request primary key (request)
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("select place('money_request', 'reference')")
