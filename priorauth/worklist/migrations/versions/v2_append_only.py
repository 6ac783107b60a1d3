"""The database itself refuses to change or remove an entry.

Whoever owns it can take that away again. It is against slips; against intent there is the chain.
"""

from __future__ import annotations

from alembic import op

revision = "2"
down_revision = "1"

_SQLITE = """
CREATE TRIGGER worklist_events_no_{what} BEFORE {what} ON worklist_events
BEGIN SELECT RAISE(ABORT, 'an entry of the trail is never changed'); END
"""
_POSTGRESQL = (
    """
CREATE FUNCTION worklist_events_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an entry of the trail is never changed'; END $$
""",
    """
CREATE TRIGGER worklist_events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON worklist_events
FOR EACH STATEMENT EXECUTE FUNCTION worklist_events_stay()
""",
)


def upgrade() -> None:
    """Add the triggers."""
    in_a_file = op.get_bind().dialect.name == "sqlite"
    for statement in [_SQLITE.format(what=what) for what in ("UPDATE", "DELETE")] if in_a_file else _POSTGRESQL:
        op.execute(statement)
