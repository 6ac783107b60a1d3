"""``priorauth note``"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from priorauth.cli.options import today, who_option
from priorauth.cli.record import written_down

if TYPE_CHECKING:
    from priorauth.worklist.events import Event
    from priorauth.worklist.store import Kept
    from priorauth.workspace import Workspace


@click.command(short_help="Write a remark into a case's history.")
@click.argument("case")
@click.argument("text")
@who_option
def note(case: str, text: str, who: str | None) -> None:
    """Write TEXT into the history of CASE. It stays there for good: write no patient's name in it.

    \b
    Example:  priorauth note case-01 "Pharmacy will send the fills on Monday"
    """
    from priorauth.worklist.events import Noted  # noqa: PLC0415
    from priorauth.worklist.lines import told  # noqa: PLC0415

    def event(kept: Kept, workspace: Workspace) -> Event:  # noqa: ARG001  (as every event is made)
        return told(Noted, {"on": today(), "text": text})

    written_down(case, event, who, None)
