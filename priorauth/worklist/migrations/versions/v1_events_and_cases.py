"""The trail's entries, and a row for each case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "worklist_events",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("case", sa.String(125), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )
    op.create_index("worklist_events_by_case", "worklist_events", ["case", "sequence"])
    op.create_table(
        "worklist_cases",
        sa.Column("id", sa.String(125), primary_key=True),
        sa.Column("payer", sa.String(60), nullable=False),
        sa.Column("payer_name", sa.Text, nullable=False),
        sa.Column("indication", sa.String(10), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("owners", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("last_hash", sa.String(64), nullable=False),
    )
