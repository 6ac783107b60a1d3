"""Rating scales as gates: a severity shown on a named instrument, or a total with its own threshold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.episode import Severity as Level
from priorauth.chart.scales import InstrumentName, Score, instruments
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict, any_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from priorauth.policy.view import View

_LEVELS: tuple[Level, ...] = ("mild", "moderate", "moderately_severe", "severe")


class Gate(Frozen):
    """One instrument and the total it must show."""

    instrument: InstrumentName
    total: Threshold


class ScoreRule(Frozen):
    """``{any_of: [{instrument: PHQ-9, total: {more_than: 15}}], within_days: 28}``"""

    any_of: Annotated[tuple[Gate, ...], Field(min_length=1)]
    within_days: Annotated[int, Field(ge=1)] | None = None
    """How old it may be on the day of the request."""
    measured: Literal["current", "baseline"] = "current"


class SeverityRule(Frozen):
    """``{at_least: severe, shown_on: [BDI-II, HAM-D17, MADRS]}``"""

    at_least: Level
    shown_on: tuple[InstrumentName, ...] = ()
    """Instruments that the payer names; any depression scale, if it names none."""
    within_days: Annotated[int, Field(ge=1)] | None = None
    measured: Literal["current", "baseline"] = "current"
    """At renewal a payer reads the baseline: who got better no longer meets a gate of severity."""


class ScoreGate(Criterion):
    """A total over a threshold on one of several instruments."""

    kind: ClassVar[str] = "score"
    score: ScoreRule

    def judge(self, view: View) -> Judgement:
        """The latest score on each instrument, if it is not too old; any one that passes is enough."""
        judged = []
        for gate in self.score.any_of:
            if found := _latest(view, {gate.instrument}, self.score.measured):
                verdict = gate.total.bound().judge(Range.exactly(found.total))
                judged.append(
                    (found, verdict, f"{found.instrument} {found.total} on {found.on}; {gate.total} required")
                )
        wanted = " or ".join(gate.instrument for gate in self.score.any_of)
        return _gate(view, judged, wanted, self.score.within_days)


class Severity(Criterion):
    """A severity as a standardized scale shows it."""

    kind: ClassVar[str] = "severity"
    severity: SeverityRule

    def judge(self, view: View) -> Judgement:
        """The band of the latest score on each accepted instrument."""
        rule = self.severity
        table = instruments().instruments
        accepted = set(rule.shown_on) or {name for name, one in table.items() if one.measures == "depression"}
        judged = []
        for instrument in sorted(accepted):
            if found := _latest(view, {instrument}, rule.measured):
                band = table[instrument].severity(found.total)
                reached = band is not None and _LEVELS.index(band) >= _LEVELS.index(rule.at_least)
                lowest = next(
                    table[instrument].bands[level]
                    for level in _LEVELS[_LEVELS.index(rule.at_least) :]
                    if level in table[instrument].bands
                )
                said = (band or "none").replace("_", " ")
                text = (
                    f"{found.instrument} {found.total} on {found.on}, {said}; "
                    f"{rule.at_least.replace('_', ' ')} begins at {lowest}"
                )
                judged.append((found, verdict_of(reached), text))
        return _gate(view, judged, " or ".join(sorted(accepted)), rule.within_days)


def _latest(view: View, accepted: set[InstrumentName], measured: Literal["current", "baseline"]) -> Score | None:
    own = [
        score
        for score in view.chart.scores
        if score.instrument in accepted and (measured == "current" or score.baseline)
    ]
    return max(own, key=lambda score: (score.on, score.id), default=None)


def _gate(view: View, judged: list[tuple[Score, Verdict, str]], wanted: str, within_days: int | None) -> Judgement:
    fresh = [one for one in judged if within_days is None or (view.as_of - one[0].on).days <= within_days]
    moments: tuple[date, ...] = ()
    if within_days is not None:
        moments = tuple(one[0].on + timedelta(days=within_days + 1) for one in judged)
    evidence = tuple(
        piece
        for one in judged
        for piece in view.evidence(
            one[0].id, f"{one[0].instrument} {one[0].total} on {one[0].on}", shown=one[0].shown_in
        )
    )
    if fresh:
        told = "; ".join(one[2] for one in fresh)
        recent = (
            f" ({(view.as_of - fresh[0][0].on).days} days old, at most {within_days} allowed)" if within_days else ""
        )
        return Judgement(any_of([one[1] for one in fresh]), sentence(f"{told}{recent}."), evidence, moments=moments)
    if judged:
        ages = "; ".join(
            (
                f"{one[0].instrument} of {one[0].on} is {(view.as_of - one[0].on).days} days old, at most "
                f"{within_days} allowed"
            )
            for one in judged
        )
        return Judgement(
            Verdict.NOT_DOCUMENTED, sentence(f"{ages}."), evidence, (Gap(f"a new {wanted}", "prescriber"),), moments
        )
    others = sorted({score.instrument for score in view.chart.scores})
    held = f"; the chart holds {', '.join(others)} only" if others else ""
    return Judgement(
        Verdict.NOT_DOCUMENTED,
        sentence(f"no {wanted} is documented{held}."),
        (),
        (Gap(f"a score on {wanted}", "prescriber"),),
        moments,
    )
