"""The database as this version of the program knows it: the trail's entries, a row for each case made from them, and
one for the entries that are of the page and of no case.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

EVENTS = Table(
    "worklist_events",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", String(20), nullable=False),
    Column("who", String(200), nullable=False),
    Column("case", String(125), nullable=False),
    Column("event", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("worklist_events_by_case", "case", "sequence"),
)
"""Only added to."""

CASES = Table(
    "worklist_cases",
    METADATA,
    Column("id", String(125), primary_key=True),
    Column("payer", String(60), nullable=False),
    Column("payer_name", Text, nullable=False),
    Column("indication", String(10), nullable=False),
    Column("phase", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("since", Date, nullable=False),
    Column("owners", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_hash", String(64), nullable=False),
)
"""What lists and filters need. It can be made anew from the entries at any time."""

PAGE_TALLY = Table(
    "worklist_page",
    METADATA,
    Column("id", String(125), primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("last_hash", String(64), nullable=False),
)
"""How many entries are of the page itself, and the hash of the last: one row, under the name that they stand under."""

VERSION = "worklist_version"
"""The table in which Alembic notes which migration was the last."""
