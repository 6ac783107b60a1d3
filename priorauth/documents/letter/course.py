"""Treatment with esketamine so far, as letters tell it: sessions, how scores changed, a curve of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import spoken
from priorauth.chart.scales import instruments
from priorauth.chart.sessions import Pause
from priorauth.documents.content import Figure, Span
from priorauth.documents.curve import Curve, Point
from priorauth.documents.letter.scale import scale_to_draw
from priorauth.documents.letter.treated import response, treated
from priorauth.documents.traced import Traced
from priorauth.logic.ranges import Range
from priorauth.medicines.response import WORDS, Change
from priorauth.medicines.spravato import spravato
from priorauth.policy.baseline import baseline, depression_scales, latest_under_treatment, scores_on
from priorauth.policy.criteria.oral_antidepressant import is_oral_antidepressant
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from priorauth.chart.scales import InstrumentName, Score
    from priorauth.chart.treatment import Session
    from priorauth.request.assessment import Assessment


def sessions(assessment: Assessment) -> dict[str, Any]:
    """How many sessions there were, when, at which doses, and what was unwanted in them."""
    return told_of(_own(assessment))


def told_of(own: Sequence[Session]) -> dict[str, Any]:
    """The same of these sessions, which are in order."""
    ids = tuple(one.id for one in own)
    return {
        **treated(own),
        "when": Traced(when([one.on for one in own]), ids),
        "doses": Traced(_doses(own), ids),
        "rows": [
            {
                "on": Traced(spoken(one.on), one.id),
                "dose": Traced(f"{one.dose_mg} mg", one.id),
                "devices": Traced(spravato().devices(one.dose_mg), one.id),
            }
            for one in own
        ],
    }


def when(days: Sequence[date]) -> str:
    """Days in order, as they end a sentence: "on May 4, 2026", "from May 4, 2026 to June 2, 2026"."""
    if not days:
        return ""
    first, last = spoken(days[0]), spoken(days[-1])
    return f"on {first}" if first == last else f"from {first} to {last}"


def pause(assessment: Assessment, until: date) -> Pause:
    """From the last session, of which there must be one, to ``until``: the first day of service, or today."""
    return Pause(_own(assessment)[-1].on, until)


def got_better(told: Sequence[dict[str, Any]]) -> bool:
    """Whether each instrument that was used before treatment and under it is lower; not, where none was."""
    return bool(told) and all(one["direction"] == "lower" for one in told)


def responses(assessment: Assessment, *, while_treated: bool = False) -> list[dict[str, Any]]:
    """From before treatment to now on each instrument that was used at both times; never across instruments.

    ``while_treated``: to the end of treatment, where that lies back; a score of today would tell of the time since.
    """
    own = [one.id for one in _own(assessment)]
    return [response(change, own) for change in _changes(assessment, while_treated=while_treated)]


def responded(assessment: Assessment, *, while_treated: bool = False) -> bool | None:
    """Whether a scale shows a response, and none shows that there was none; ``None`` where treatment is yet to begin.

    What counts as a response is what the word stands for in a chart.
    """
    if assessment.ask.phase == "initial" and not assessment.case.sessions:
        return None
    shown = [Range.exactly(one.percent) for one in _changes(assessment, while_treated=while_treated)]
    return any(one in WORDS["response"] for one in shown) and not any(one in WORDS["none"] for one in shown)


def oral_antidepressant_goes_on(assessment: Assessment) -> bool | None:
    """Whether an oral antidepressant is taken with esketamine; ``None`` where neither is documented.

    That none is taken has to be said: of a medicine that it ends, or of the list of medicines that it is complete.
    """
    view = _view(assessment)
    told = {one.continues for one in view.chart.current_medicines if is_oral_antidepressant(one)}
    if "yes" in told:
        return True
    if None in told or (not told and still_open(None, "current_medicines", view)):
        return None
    return False


def _changes(assessment: Assessment, *, while_treated: bool) -> list[Change]:
    view = _view(assessment)
    found = []
    for name in depression_scales():
        before = baseline(name, view)
        after = _at_the_end(name, assessment, view) if while_treated else latest_under_treatment(name, view)
        if before and after and before.total and after.on > before.on:
            found.append(Change(before, after))
    return found


def _at_the_end(name: InstrumentName, assessment: Assessment, view: View) -> Score | None:
    """The last score up to the last session, or else the first after it."""
    own = _own(assessment)
    scores = [one for one in scores_on(name, view) if own and one.on > own[0].on]
    until = [one for one in scores if one.on <= own[-1].on]
    return until[-1] if until else next(iter(scores), None)


def since_then(assessment: Assessment) -> list[dict[str, Any]]:
    """The latest score on each instrument, where it was taken after the last session."""
    view, own = _view(assessment), _own(assessment)
    latest = [scores[-1] for name in depression_scales() if (scores := scores_on(name, view))]
    return [
        {
            "instrument": Traced(one.instrument, one.id),
            "total": Traced(one.total, one.id),
            "on": Traced(spoken(one.on), one.id),
            "severity": Traced(instruments().instruments[one.instrument].spoken_severity(one.total), one.id),
        }
        for one in latest
        if own and one.on > own[-1].on
    ]


def curve(assessment: Assessment) -> Figure | None:
    """The scores on the payer's instrument, or on that used most, with the sessions; ``None`` without two to join."""
    name = scale_to_draw(assessment, at_least=2)
    if name is None:
        return None
    scores = scores_on(name, _view(assessment))
    own = _own(assessment)
    days = [*(score.on for score in scores), *(one.on for one in own)]
    data = Curve(
        min(days),
        max(days),
        name,
        instruments().instruments[name].highest,
        tuple(Point(score.on, score.total, (score.id,)) for score in scores),
        tuple(one.on for one in own),
        sessions_evidence=tuple(one.id for one in own),
    )
    told = ", ".join(f"{score.total} on {spoken(score.on)}" for score in scores)
    given = f" Sessions of esketamine: {len(own)}, {when([one.on for one in own])}." if own else ""
    beside = ", with the sessions of esketamine" if own else ""
    return Figure(data, f"{name} along time: {told}.{given}", (Span(f"{name} along time{beside}"),))


def _doses(own: Sequence[Session]) -> str:
    counts = Counter(one.dose_mg for one in own)
    return " and ".join(
        f"{dose} mg in {times} session{'' if times == 1 else 's'}" for dose, times in sorted(counts.items())
    )


def _own(assessment: Assessment) -> list[Session]:
    return sorted(assessment.case.sessions, key=lambda one: (one.on, one.id))


def _view(assessment: Assessment) -> View:
    dates = assessment.determination.dates
    return View(assessment.case, assessment.ask, dates.as_of, dates.service_start)
