"""Rating scales as gates: a severity shown on a named instrument, or a total with its own threshold.

A score from before the current episode says nothing of how severe this one is, whatever its total. Where an initial
request is for a patient who is already treated, a gate is read before treatment and under it: see either_time.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from priorauth.chart.episode import Severity as Level
from priorauth.chart.scales import LEVELS, InstrumentName, Score, instruments
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict, agreed, all_of, any_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.baseline import already_treated_since, baseline, in_this_episode, onset_told, scores_on
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.either_time import Measured, at_either_time
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from priorauth.policy.view import View


class Gate(Frozen):
    """One instrument and the total it must show."""

    instrument: InstrumentName
    total: Threshold

    def __str__(self) -> str:
        """ "MADRS at least 28"."""
        return f"{self.instrument} {self.total}"


class ScoreRule(Frozen):
    """``{any_of: [{instrument: PHQ-9, total: {more_than: 15}}], within_days: 28}``"""

    any_of: Annotated[tuple[Gate, ...], Field(min_length=1)]
    within_days: Annotated[int, Field(ge=1)] | None = None
    """How old it may be on the day of the request; of a baseline, on the day of the first session."""
    measured: Measured = "current"
    """At an initial request of a patient already treated, ``current`` asks the baseline to agree with it."""


class SeverityRule(Frozen):
    """``{at_least: severe, shown_on: [BDI-II, HAM-D17, MADRS]}``"""

    at_least: Level
    shown_on: tuple[InstrumentName, ...] = ()
    """Instruments that the payer names; any depression scale, if it names none."""
    within_days: Annotated[int, Field(ge=1)] | None = None
    measured: Measured = "current"
    """At renewal a payer reads the baseline: who got better no longer meets a gate of severity."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A score held against what is asked of it."""

    score: Score
    verdict: Verdict
    told: str
    episode: Verdict
    """Whether it was taken in the current episode."""
    by: date
    """The day on which it must not be too old."""

    @property
    def counts(self) -> Verdict:
        """What it shows of the current episode."""
        return all_of([self.verdict, self.episode])


class ScoreGate(Criterion):
    """A total over a threshold on one of several instruments."""

    kind: ClassVar[str] = "score"
    about: ClassVar[str] = "Rating scale"
    score: ScoreRule

    @property
    def scales(self) -> tuple[InstrumentName, ...]:
        """Those of the gates."""
        return tuple(gate.instrument for gate in self.score.any_of)

    def judge(self, view: View) -> Judgement:
        """The latest score on each instrument, if it is not too old; any one that passes is enough."""
        return at_either_time(self.score.measured, self._judged, view)

    def _judged(self, measured: Measured, view: View) -> Judgement:
        rule, by = self.score, _by(measured, view)
        read = []
        for gate in rule.any_of:
            if found := _latest(view, gate.instrument, measured):
                told = f"{found.instrument} {found.total} on {found.on}; {gate.total} required"
                passes = self._passes(gate, found, view, by)
                read.append(_Read(found, passes, told, in_this_episode(found.on, view), by))
        # An instrument that was not used may still show it: a low score on one is no answer for the others.
        unused = len(rule.any_of) - len(_fresh(read, rule.within_days))
        wanted = [gate.instrument for gate in rule.any_of]
        return _gate(view, read, wanted, rule.within_days, unused=unused, measured=measured)

    def _passes(self, gate: Gate, latest: Score, view: View, by: date) -> Verdict:
        """The latest decides, unless an earlier one within the same days says otherwise: then the payer has to."""
        days = self.score.within_days
        within = [
            one
            for one in view.chart.scores
            if one.instrument == gate.instrument and days is not None and 0 <= (by - one.on).days <= days
        ]
        bound = gate.total.bound()
        any_within = any_of([bound.judge(Range.exactly(one.total)) for one in within or [latest]])
        return agreed([bound.judge(Range.exactly(latest.total)), any_within])


class Severity(Criterion):
    """A severity as a standardized scale shows it."""

    kind: ClassVar[str] = "severity"
    severity: SeverityRule

    @property
    def scales(self) -> tuple[InstrumentName, ...]:
        """Those of the rule."""
        return self.severity.shown_on

    def judge(self, view: View) -> Judgement:
        """The band of the latest score on each accepted instrument; where two sets of bands are in use, by both."""
        return at_either_time(self.severity.measured, self._judged, view)

    def _judged(self, measured: Measured, view: View) -> Judgement:
        rule, by = self.severity, _by(measured, view)
        table = instruments().instruments
        accepted = sorted(set(rule.shown_on) or {name for name, one in table.items() if one.measures == "depression"})
        read = []
        for instrument in accepted:
            if found := _latest(view, instrument, measured):
                verdict = agreed(
                    [verdict_of(_reaches(band, rule.at_least)) for band in table[instrument].severities(found.total)]
                )
                begins = " or ".join(str(lowest) for lowest in table[instrument].begins(rule.at_least))
                band = table[instrument].spoken_severity(found.total)
                gate = f"{rule.at_least.replace('_', ' ')} begins at {begins}"
                told = f"{found.instrument} {found.total} on {found.on}, {band}; {gate}"
                read.append(_Read(found, verdict, told, in_this_episode(found.on, view), by))
        return _gate(view, read, accepted, rule.within_days, measured=measured)


def _reaches(band: Level | None, wanted: Level) -> bool:
    return band is not None and LEVELS.index(band) >= LEVELS.index(wanted)


def _by(measured: Measured, view: View) -> date:
    """The day from which a score's age is counted back: a baseline stood when treatment began, and ages no more."""
    return (already_treated_since(view) if measured == "baseline" else None) or view.as_of


def _latest(view: View, instrument: InstrumentName, measured: Measured) -> Score | None:
    if measured == "baseline":
        return baseline(instrument, view)
    return next(reversed(scores_on(instrument, view)), None)


def _fresh(read: list[_Read], within_days: int | None) -> list[_Read]:
    """Those that can speak of this episode and are not too old."""
    return [
        one for one in read if one.episode is not Verdict.NOT_MET and (within_days is None or _age(one) <= within_days)
    ]


def _age(one: _Read) -> int:
    return (one.by - one.score.on).days


def _gate(
    view: View,
    read: list[_Read],
    wanted: Sequence[str],
    within_days: int | None,
    *,
    measured: Measured,
    unused: int = 0,
) -> Judgement:
    fresh = _fresh(read, within_days)
    before = " from before the first session" if measured == "baseline" else ""
    limit = f", at most {within_days} allowed" if within_days is not None else ""
    moments = tuple(one.score.on + timedelta(days=within_days + 1) for one in read) if within_days else ()
    evidence = tuple(
        piece
        for one in read
        for piece in view.evidence(
            one.score.id, f"{one.score.instrument} {one.score.total} on {one.score.on}", shown=one.score.shown_in
        )
    )
    names = " or ".join(wanted)
    if fresh:
        verdict = any_of([*(one.counts for one in fresh), *[Verdict.NOT_DOCUMENTED] * unused])
        told = "; ".join(f"{one.told} ({_aged(one, view)}{limit})" if limit else one.told for one in fresh)
        return Judgement(verdict, sentence(f"{told}."), evidence, _gaps(fresh, wanted, verdict, view, before), moments)
    if read:
        told = "; ".join(
            f"{one.score.instrument} of {one.score.on} is from before {onset_told(view)}"
            if one.episode is Verdict.NOT_MET
            else f"{one.score.instrument} of {one.score.on} is {_aged(one, view)}{limit}"
            for one in read
        )
        gap = Gap(f"a later {names}{before}" if before else f"a new {names}", "prescriber")
        return Judgement(Verdict.NOT_DOCUMENTED, sentence(f"{told}."), evidence, (gap,), moments)
    others = sorted({score.instrument for score in view.chart.scores} - set(wanted))
    held = f"; the chart holds {', '.join(others)} only" if others and not before else ""
    gap = Gap(f"a score on {names}{before}", "prescriber")
    return Judgement(Verdict.NOT_DOCUMENTED, sentence(f"no {names}{before} is documented{held}."), (), (gap,), moments)


def _aged(one: _Read, view: View) -> str:
    """How old it is; a baseline, how old it was when treatment began."""
    return f"{_age(one)} days old{'' if one.by == view.as_of else ' at the first session'}"


def _gaps(fresh: list[_Read], wanted: Sequence[str], verdict: Verdict, view: View, before: str) -> tuple[Gap, ...]:
    """What would decide it: the payer's bands where two are in use, or a score on an instrument not yet used."""
    if verdict.decided:
        return ()
    disputed = [one.score for one in fresh if not one.verdict.decided]
    if disputed:
        return tuple(
            Gap(f"from the payer: how {one.instrument} {one.total} is read", "billing", one.id) for one in disputed
        )
    doubtful = [one.score for one in fresh if not one.counts.decided]
    if doubtful:
        episode = onset_told(view)
        return tuple(
            Gap(f"whether {one.instrument} of {one.on} was taken in {episode}", "prescriber", one.id)
            for one in doubtful
        )
    used = {one.score.instrument for one in fresh}
    names = " or ".join(name for name in wanted if name not in used)
    return (Gap(f"a score on {names}{before}", "prescriber"),)
