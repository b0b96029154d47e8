"""Where a case is handled, beside where it was received: who holds a post in either sees it."""

from alembic import op

revision = "0007"
down_revision = "0006"
KNOWN = """
update instance i set handling_area = f.handling_area from case_figure f
 where f.district = i.district and f.id = i.id and f.handling_area is not null
"""


def upgrade() -> None:
    op.execute("alter table instance add column handling_area text")
    op.execute(KNOWN)
