"""The form of the current episode: single and of some length, or recurrent, with or without psychotic features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.dates import add_months
from priorauth.chart.item import Answered
from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, all_of, any_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, Part, together

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.episode import Episode
    from priorauth.logic.finding import Judgement
    from priorauth.policy.view import View


class Form(Frozen):
    """One form that an episode may have."""

    form: Literal["single", "recurrent"]
    at_least_months: Annotated[int, Field(ge=1, le=600)] | None = None
    """How long it must have lasted: so many calendar months since its onset."""
    psychotic_features: Answered | None = None


class FormRule(Frozen):
    """``{any_of: [{form: single, at_least_months: 24}, {form: recurrent, psychotic_features: no}]}``"""

    any_of: Annotated[tuple[Form, ...], Field(min_length=1)]


class EpisodeForm(Criterion):
    """An episode of one of these forms."""

    kind: ClassVar[str] = "episode_form"
    about: ClassVar[str] = "Current episode"
    episode_form: FormRule

    def judge(self, view: View) -> Judgement:
        """Any one form that fits is enough."""
        episode = view.chart.episode
        if episode is None:
            gap = Gap("the current episode: single or recurrent, its onset, its features", "prescriber", "episode")
            return together([Part(Verdict.NOT_DOCUMENTED, "the current episode is not documented", gap)])
        parts = [_fits(one, episode, view) for one in self.episode_form.any_of]
        shown = next((one for one in parts if one.verdict is any_of([part.verdict for part in parts])), parts[0])
        moments = tuple(day for one in self.episode_form.any_of for day in _reaches(one, episode))
        return together([shown] if shown.verdict is Verdict.MET else parts, any_of, moments=moments)


def _fits(wanted: Form, episode: Episode, view: View) -> Part:
    verdicts = [verdict_of(episode.form == wanted.form if episode.form else None)]
    told = [
        f"{episode.form} episode" if episode.form else "whether the episode is single or recurrent is not documented"
    ]
    missing = [] if episode.form else ["whether the episode is single or recurrent"]
    if wanted.at_least_months:
        verdicts.append(_long_enough(wanted.at_least_months, episode, view))
        told.append(f"since {episode.onset or 'an unknown day'}, {wanted.at_least_months} months required")
        if not verdicts[-1].decided:
            missing.append("when exactly the episode began")
    if wanted.psychotic_features:
        known = episode.psychotic_features
        verdicts.append(verdict_of(known == wanted.psychotic_features if known else None))
        told.append(f"psychotic features: {known or 'not documented'}")
        if known is None:
            missing.append("whether it has psychotic features")
    own = [episode.form and f"{episode.form} episode", episode.onset and f"since {episode.onset}"]
    evidence = view.evidence(episode.id, " ".join(one for one in own if one) or "the episode", shown=episode.shown_in)
    gap = Gap(" and ".join(missing), "prescriber", episode.id) if missing else None
    return Part(all_of(verdicts), ", ".join(told), gap, evidence)


def _long_enough(months: int, episode: Episode, view: View) -> Verdict:
    if episode.onset is None:
        return Verdict.NOT_DOCUMENTED
    latest, earliest = (add_months(day, months) <= view.as_of for day in (episode.onset.latest, episode.onset.earliest))
    return Verdict.MET if latest else Verdict.NOT_DOCUMENTED if earliest else Verdict.NOT_MET


def _reaches(wanted: Form, episode: Episode) -> tuple[date, ...]:
    """The days on which the episode will have lasted long enough."""
    if wanted.at_least_months is None or episode.onset is None:
        return ()
    return tuple(add_months(day, wanted.at_least_months) for day in (episode.onset.earliest, episode.onset.latest))
