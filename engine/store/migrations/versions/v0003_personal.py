"""A definition says which variables it keeps as personal: what may not stand bare in a message that finds its own way.

Versions deployed before this step name none until their file is deployed anew with a change.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("alter table definition add column personal text[] not null default '{}'")
