"""A course of sessions and what it brought, in the words that wording may name; of esketamine and of ketamine alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Protocol

from priorauth.chart.dates import spoken
from priorauth.chart.scales import instruments
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from priorauth.medicines.response import Change


class Given(Protocol):
    """A session of either medicine, as far as it is told here."""

    @property
    def id(self) -> str:
        """Its name in the chart."""

    @property
    def on(self) -> date:
        """Its day."""

    @property
    def adverse_events(self) -> Sequence[str]:
        """What was unwanted in it."""


def treated(own: Sequence[Given]) -> dict[str, Any]:
    """How many sessions there were, the first and the last, and what was unwanted in them; ``own`` is in order."""
    ids = tuple(one.id for one in own)
    events = Counter(event for one in own for event in one.adverse_events)
    return {
        "count": Traced(len(own) or "", ids),
        "first": Traced(spoken(own[0].on) if own else "", ids[:1]),
        "last": Traced(spoken(own[-1].on) if own else "", ids[-1:]),
        "events": [
            Traced(
                f"{event} ({times} session{'' if times == 1 else 's'})",
                [one.id for one in own if event in one.adverse_events],
            )
            for event, times in events.most_common()
        ],
    }


def response(change: Change, own: Sequence[str]) -> dict[str, Any]:
    """Which score is from before treatment and which from under it rests on the days of the sessions, ``own``."""
    before, after = change.before, change.after
    basis = (before.id, after.id, *own)
    percent = change.percent
    return {
        "instrument": Traced(before.instrument, basis),
        "before": Traced(before.total, before.id),
        "before_on": Traced(spoken(before.on), before.id),
        "after": Traced(after.total, after.id),
        "after_on": Traced(spoken(after.on), after.id),
        "percent": Traced(change.size, basis),
        "direction": Traced("lower" if percent > 0 else "higher" if percent < 0 else "unchanged", basis),
        "severity": Traced(instruments().instruments[after.instrument].spoken_severity(after.total), after.id),
    }
