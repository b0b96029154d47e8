"""What the date of a timer was counted from, so that it can be counted again under another calendar."""

from alembic import op

revision = "0003"
down_revision = "0002"

# The first step makes the tables as the code has them now; only a database from before lacks these.
COLUMNS = "alter table timer add column if not exists length text, add column if not exists since timestamptz"
INDEX = "create index if not exists ix_timer_provisional on timer (district, id) where provisional"


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute(INDEX)
