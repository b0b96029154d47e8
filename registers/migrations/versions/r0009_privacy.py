"""What sensitive checks say is sealed: prison, disability, illness stand in no row in the clear."""

from alembic import op

revision = "r0009"
down_revision = "r0006"


def upgrade() -> None:
    op.execute("alter table comparison add column sealed bytea")
