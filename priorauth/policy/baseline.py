"""Scores from before treatment with esketamine, and how they changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.scales import instruments

if TYPE_CHECKING:
    from priorauth.chart.scales import InstrumentName, Score
    from priorauth.policy.view import View


def depression_scales() -> tuple[InstrumentName, ...]:
    """Every scale that measures depression: what "any validated scale" is taken to mean."""
    return tuple(name for name, one in instruments().instruments.items() if one.measures == "depression")


def scores_on(instrument: InstrumentName, view: View) -> list[Score]:
    """The scores on one instrument, the oldest first."""
    own = (one for one in view.chart.scores if one.instrument == instrument)
    return sorted(own, key=lambda one: (one.on, one.id))


def baseline(instrument: InstrumentName, view: View) -> Score | None:
    """The score that the chart calls the baseline; else the last one up to the day of the first session.

    At an initial request without sessions the latest score is from before treatment; at a continuation sessions were
    given, whether or not they are in the chart, and then only a score that is called so is one.
    """
    own = scores_on(instrument, view)
    called = [one for one in own if one.baseline]
    first = min((one.on for one in view.chart.sessions), default=None)
    untreated = first is None and view.ask.phase == "initial"
    before = called or [one for one in own if untreated or (first is not None and one.on <= first)]
    return before[-1] if before else None


def latest_under_treatment(instrument: InstrumentName, view: View) -> Score | None:
    """The last score after the first session."""
    first = min((one.on for one in view.chart.sessions), default=None)
    since = [one for one in scores_on(instrument, view) if first is not None and one.on > first]
    return since[-1] if since else None
