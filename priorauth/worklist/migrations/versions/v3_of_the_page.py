"""How many entries the trail holds that are of the clinician's page and of no case, and the hash of the last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "worklist_page",
        sa.Column("id", sa.String(125), primary_key=True),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("last_hash", sa.String(64), nullable=False),
    )
