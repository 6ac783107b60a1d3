"""One trial held against one rule, facet by facet: dose and time, effect, look-back, change of treatment."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from priorauth.chart.dates import PartialDate
from priorauth.chart.scored import scores_of
from priorauth.chart.trials import Ongoing, Trial
from priorauth.logic.finding import Evidence, Gap, Proof
from priorauth.logic.verdict import Verdict, agreed, all_of, any_of, verdict_of
from priorauth.medicines.doses import against_depression, low_dose_use
from priorauth.medicines.filled_doses import other_doses
from priorauth.medicines.fills import claims_for
from priorauth.medicines.reference import reference
from priorauth.medicines.response import Improvement, improvement
from priorauth.policy.trials.adherence import adherence_facet, not_taken
from priorauth.policy.trials.effect import effect_facet, worlds
from priorauth.policy.trials.facets import Facet, gap_about, who_has
from priorauth.policy.trials.lookback import lookback_facet, lookback_moments
from priorauth.policy.trials.ways import Way, excepted, significance, way_of
from priorauth.policy.trials.words import days_spoken, doses_of, span_of

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from priorauth.chart.trials import Course
    from priorauth.logic.days import Stretch
    from priorauth.logic.ranges import Range
    from priorauth.medicines.reference import Named
    from priorauth.policy.trials.rules import CourseRule
    from priorauth.policy.view import View

Rule = TypeVar("Rule")


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial held against a rule: every sentence and table row about it is made from this."""

    course: Course
    named: Named
    verdict: Verdict
    facets: tuple[Facet, ...]
    improvement: Improvement
    days: Range
    """Days at the dose by which the trial is judged."""
    of_which: str
    """What sets them apart from ``in_all``: "without a break"; empty if nothing."""
    in_all: Range
    """All days at that dose."""
    days_needed: int | None
    lowest: Decimal | None
    """That dose in mg a day, where the rule knows one."""
    certain: tuple[Stretch, ...]
    """The days that are certainly at or above it."""
    evidence: tuple[Evidence, ...]
    moments: tuple[date, ...] = ()
    provided: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """What the days rest on beside the course itself: the episode, where only the days in it count."""
    together: tuple[str, ...] = ()
    """The names of the medicines that it is said to have been combined with."""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing to decide it; nothing, once a facet certainly fails."""
        if self.verdict is not Verdict.NOT_DOCUMENTED:
            return ()
        return tuple(facet.gap for facet in self.facets if facet.verdict is Verdict.NOT_DOCUMENTED and facet.gap)

    @property
    def text(self) -> str:
        """The arithmetic of every facet."""
        together = f" combined with {', '.join(self.together)}," if self.together else ""
        return f"{self.named.name}{together} " + "; ".join(facet.text for facet in self.facets if facet.text)


@dataclass(frozen=True, slots=True)
class HeldCourses(ABC, Generic[Rule]):
    """The facts of a criterion about courses: what was held against it, and on which of them its verdict rests."""

    rule: Rule
    tried: tuple[Tried, ...]
    """Every course that was held against it."""
    chosen: tuple[str, ...]
    """What counts together, by id."""
    verdict: Verdict
    waived: bool = False
    """Whether none were asked for in the end."""

    @property
    def counted(self) -> tuple[Tried, ...]:
        """The courses that count together."""
        return tuple(one for one in self.tried if one.course.id in self.chosen)

    @property
    def shown(self) -> tuple[Tried, ...]:
        """Those the verdict rests on: where the criterion is met, what counts; else every one."""
        return self.counted if self.verdict is Verdict.MET else self.tried

    @property
    @abstractmethod
    def lines(self) -> tuple[str, ...]:
        """How they count, and then each one's arithmetic."""

    @property
    def because(self) -> str:
        """The same in one sentence."""
        return " ".join(self.lines)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Of the courses that the verdict rests on."""
        return tuple(one for course in self.shown for one in course.evidence)

    @property
    def moments(self) -> tuple[date, ...]:
        """The days on which a course may come to be judged otherwise."""
        return tuple(moment for course in self.tried for moment in course.moments)

    @property
    def provided(self) -> tuple[str, ...]:
        """What is taken for granted of those that count, where one looks ahead."""
        return tuple(text for course in self.counted for text in course.provided)


def held_courses(facts: object) -> HeldCourses[Any] | None:
    """The facts of a finding, if they are about courses."""
    return facts if isinstance(facts, HeldCourses) else None


_BEST = {Verdict.MET: 3, Verdict.NOT_DOCUMENTED: 2, Verdict.NOT_APPLICABLE: 1, Verdict.NOT_MET: 0}


def try_course(rule: CourseRule, course: Course, view: View, since: date | None = None) -> Tried:
    """Hold ``course`` against ``rule``; ``since``: by its days from then on."""
    until = course.told_until(view.as_of)
    # A trial that has ended is judged alike on every later day, unless the rule looks back from that day.
    days = (view.as_of, view.service_start) if rule.within else until
    question = ("tried", id(rule), course.id, days, until == view.as_of and view.assuming, since)
    return view.chart.once(question, lambda: (rule, _tried(rule, course, view, since)))[1]  # the rule keeps its id


def _tried(rule: CourseRule, course: Course, view: View, since: date | None) -> Tried:
    named = reference().find(course.medicine)
    effect = improvement(course, {score.id: score for score in view.chart.scores})
    going_on = course.ongoing and view.assuming
    ways = [way_of(tier, rule, course, named, view, since) for tier in rule.tiers]
    # Where the effect is not known, the ways to fail are judged in each world that is possible; see worlds.
    # A look ahead keeps the effect that is documented; only one that is not known yet is taken to fail.
    free = going_on and not effect.possible
    possible: list[Range | None] = [None] if free else [*worlds(effect, course)]
    failed = agreed([any_of([way.in_world(world) for way in ways]) for world in possible])
    shown = max(ways, key=lambda way: (_BEST[way.in_world(possible[0])], -(way.days_needed or 0)))
    also: list[Facet] = [shown.side_effects]
    if rule.intolerance == "counts_as_failure" and "side_effects" in course.ended_because:
        also.append(significance(course, named))
        failed = any_of([failed, also[-1].verdict])
    facets = [shown.time]
    facets.append(effect_facet(failed, shown.tier.response, effect, course, going_on=free))
    if rule.within:
        facets.append(lookback_facet(rule.within, course, view))
    if rule.adherence and not free:
        facets.append(adherence_facet(rule.adherence, course, named, view))
    elif not rule.adherence and not excepted(rule, course) and (doubt := not_taken(course, named, view, since)):
        facets.append(doubt)
    if rule.therapy_change:
        facets.append(change_facet(course, going_on=going_on))
    if purpose := _purpose_facet(course, named):
        facets.append(purpose)
    # A facet is shown by its own verdict; the whole rests on the ways to fail taken together.
    verdict = all_of([failed, *(facet.verdict for facet in facets[2:])])
    facets += [one for one in also if not one.verdict.decided]
    return Tried(
        course,
        named,
        verdict,
        tuple(facets),
        effect,
        shown.days,
        shown.of_which,
        shown.in_all,
        shown.days_needed,
        shown.lowest,
        shown.certain,
        _evidence(course, named, view, shown, effect),
        tuple(moment for way in ways for moment in way.moments) + lookback_moments(rule.within, course, view),
        _provided(course, named, shown, rule, view, free=free) if going_on else (),
        (view.chart.episode.id,) if since and view.chart.episode else (),
        _together(course, view),
    )


def _together(course: Course, view: View) -> tuple[str, ...]:
    courses = {one.id: one for one in (*view.chart.trials, *view.chart.augmentations)}
    others = course.combined_with if isinstance(course, Trial) else ()
    return tuple(reference().find(courses[one].medicine).name for one in others if one in courses)


def change_facet(course: Course, *, going_on: bool) -> Facet:
    """Whether the trial led to a change of treatment; one that was ended did."""
    if going_on and course.therapy_changed is None:
        return Facet("change", Verdict.MET, "taken to lead to a change of treatment")
    if course.therapy_changed:
        changed = course.therapy_changed == "yes"
        return Facet(
            "change",
            verdict_of(changed),
            "led to a change of treatment" if changed else "did not lead to a change of treatment",
        )
    if isinstance(course.end, PartialDate):
        return Facet("change", Verdict.MET, "was ended")
    name = reference().find(course.medicine).name
    return Facet(
        "change",
        Verdict.NOT_DOCUMENTED,
        "no change of treatment documented",
        gap_about(f"whether {name} led to a change of treatment", who_has(course), course),
    )


def _purpose_facet(course: Course, named: Named) -> Facet | None:
    """A question about the purpose, where it was another, or where so low a dose is given for another."""
    if course.purpose != "depression":
        return Facet("purpose", Verdict.NOT_MET, f"was taken for {course.purpose}")
    dose = course.highest_dose
    use = low_dose_use(named, dose) if dose else None
    if use is None or against_depression(course):
        return None
    text = f"{dose:f} mg of it is a dose for {use.purpose}"
    gap = gap_about(f"what {named.name} {dose:f} mg was taken for ({text})", who_has(course), course)
    return Facet("purpose", Verdict.NOT_DOCUMENTED, text, gap)


def _provided(course: Course, named: Named, way: Way, rule: CourseRule, view: View, *, free: bool) -> tuple[str, ...]:
    """What a look ahead takes for granted; ``free``: of the effect, too, nothing is documented."""
    seen = course.end.ongoing_as_of if isinstance(course.end, Ongoing) else view.as_of
    dose = f" at or above {way.lowest:f} mg" if way.lowest is not None else ""
    taken = (f"{named.name} is still taken{dose} on {view.as_of.isoformat()}",) if seen < view.as_of else ()
    wanted = way.tier.response
    fails = (
        f"improvement on {named.name} is {wanted.improvement}%"
        if wanted.improvement
        else f"the response to {named.name} is {' or '.join(wanted.words)}"
    )
    told = (f"{fails} on that day".replace("is none", "is absent"),) if seen < view.as_of or free else ()
    open_change = rule.therapy_change and course.therapy_changed is None
    change = (f"{named.name} leads to a change of treatment",) if open_change else ()
    return (*taken, *told, *change)


def _evidence(course: Course, named: Named, view: View, way: Way, effect: Improvement) -> tuple[Evidence, ...]:
    """What the chart says of the trial, without what anyone requires: it goes into the packet's index."""
    claims = claims_for(course, view.chart, view.as_of)
    borne_out = claims and claims.covered == claims.claimed and not other_doses(course, view.chart.fills)
    proof = Proof.FILLS if borne_out else Proof.ENTERED_ONLY
    at = f" at or above {way.lowest:f} mg" if way.lowest is not None else ""
    told = f"{named.name} {doses_of(course)} {span_of(course, view)}, {days_spoken(way.days)}{at}"
    text = f"{told}; {effect.spoken()}" if effect.spoken() else told
    own = view.evidence(course.id, text, shown=course.shown_in, proof=proof)
    # Scores that cannot be its own show nothing of it.
    scores = () if effect.misplaced else scores_of(course, {score.id: score for score in view.chart.scores})
    shown = tuple(
        one
        for score in scores
        if score is not None
        for one in view.evidence(score.id, f"{score.instrument} {score.total}", shown=score.shown_in)
    )
    fills = tuple(Evidence(fill, f"fill of {named.name}", Proof.FILLS) for fill in (claims.fills if claims else ()))
    return own + shown + fills
