"""Whoever sees a patient's record on the page, or takes a file of it, is in the audit trail: once for each state of the
chart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.worklist.events import Reviewed

if TYPE_CHECKING:
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person


def look(desk: Desk, one: Open, person: Person) -> None:
    """Write down that the person has looked at a case, unless that is known of this state of the chart."""
    if not _known(one, person):
        desk.write_down(one.case.id, Reviewed(on=desk.today(), did="looked", role=person.role, chart=one.chart), person)


def take(desk: Desk, one: Open, person: Person, file: str) -> None:
    """The same of a file that the person has taken away; ``file``: which, in words, without a patient's name."""
    if not _known(one, person, file):
        event = Reviewed(on=desk.today(), did="downloaded", role=person.role, about=file, chart=one.chart)
        desk.write_down(one.case.id, event, person)


def _known(one: Open, person: Person, file: str | None = None) -> bool:
    """Whether that person is known to have seen the chart as it is; whoever has written in it has seen it."""
    return any(
        isinstance(event, Reviewed)
        and entry.who == person.name
        and event.chart == one.chart
        and (file is None or (event.did, event.about) == ("downloaded", file))
        for entry, event in zip(one.kept.entries, one.kept.history.events, strict=True)
    )
