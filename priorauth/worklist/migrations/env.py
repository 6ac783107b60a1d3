"""What Alembic runs: the steps, on the connection that the program has opened."""

from __future__ import annotations

from alembic import context

from priorauth.worklist.tables import METADATA, VERSION

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION,
    transactional_ddl=True,
)
context.run_migrations()
