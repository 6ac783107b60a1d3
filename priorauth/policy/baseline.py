"""Scores from before treatment with esketamine, and how they changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.scales import instruments
from priorauth.chart.sessions import first_session, under_way
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from datetime import date

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

    What is called so and is from after the first session is none: it was taken under treatment. At an initial request
    without sessions the latest score is from before treatment; at a continuation sessions were given, whether or not
    they are in the chart, and then only a score that is called so is one.
    """
    own = scores_on(instrument, view)
    began = first_session(view.chart, view.ask) or already_treated_since(view)
    called = [one for one in own if one.baseline and (began is None or one.on <= began)]
    first = treatment_began(view)
    untreated = first is None and view.ask.phase == "initial"
    before = called or [one for one in own if untreated or (first is not None and one.on <= (began or first))]
    return before[-1] if before else None


def already_treated_since(view: View) -> date | None:
    """The first session of a course that is under way although the request is an initial one: the payer is new.

    A look ahead takes it to go on.
    """
    if view.ask.phase != "initial":
        return None
    return under_way([one.on for one in view.chart.sessions], view.known_on or view.as_of)


def in_this_episode(day: date, view: View) -> Verdict:
    """Whether what was found on a day can speak of the current episode; where its onset is not known, it may."""
    onset = view.chart.episode.onset if view.chart.episode else None
    if onset is None or day >= onset.latest:
        return Verdict.MET
    return Verdict.NOT_MET if day < onset.earliest else Verdict.NOT_DOCUMENTED


def onset_told(view: View) -> str:
    """ "the current episode (since 2024-06)"."""
    onset = view.chart.episode.onset if view.chart.episode else None
    return f"the current episode{f' (since {onset})' if onset else ''}"


def treatment_began(view: View) -> date | None:
    """The day of the first session, if one is in the chart."""
    return min((one.on for one in view.chart.sessions), default=None)


def latest_under_treatment(instrument: InstrumentName, view: View) -> Score | None:
    """The last score after the first session of the treatment asked about."""
    first = first_session(view.chart, view.ask) or treatment_began(view)
    since = [one for one in scores_on(instrument, view) if first is not None and one.on > first]
    return since[-1] if since else None
