"""A task inside a step with a limit shows the date and light of that limit: `timed_by` says of which.

Tasks that were opened before this step show what they showed, until the limit around them is paused or resumed.
"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("alter table task add column timed_by bigint")
