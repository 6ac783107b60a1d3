"""One way to fail held against one trial: time, dose, and side effects where they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing
from priorauth.logic.days import longest_days, total_days
from priorauth.logic.verdict import Verdict, agreed, all_of, any_of, verdict_of
from priorauth.medicines.adequacy import time_at_dose
from priorauth.medicines.doses import dose_range
from priorauth.medicines.filled_doses import other_doses, stated_dose
from priorauth.medicines.fills import claims_for
from priorauth.medicines.reference import reference
from priorauth.policy.trials.doses import dose_rules, doses_asked
from priorauth.policy.trials.effect import responds
from priorauth.policy.trials.facets import Facet, gap_about, who_has
from priorauth.policy.trials.soft import judged_sufficient
from priorauth.policy.trials.words import days_spoken, doses_of, span_of

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from priorauth.chart.trials import Course
    from priorauth.logic.days import Stretch
    from priorauth.logic.finding import Gap
    from priorauth.logic.ranges import Range
    from priorauth.medicines.adequacy import TimeAtDose
    from priorauth.medicines.fills import Covered
    from priorauth.medicines.reference import Named
    from priorauth.policy.trials.rules import CourseRule, Tier
    from priorauth.policy.view import View


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fail, held against a trial."""

    tier: Tier
    time: Facet
    side_effects: Facet
    """Whether side effects limited the dose; met where this way does not ask."""
    days: Range
    of_which: str
    """What sets these days apart from ``in_all``: "without a break", "in the current episode"; empty if nothing."""
    in_all: Range
    """All days at that dose, breaks and earlier episodes apart."""
    days_needed: int | None
    lowest: Decimal | None
    certain: tuple[Stretch, ...]
    moments: tuple[date, ...]

    def in_world(self, world: Range | None) -> Verdict:
        """Whether the trial failed in this way if its effect was ``world`` (``None``: if it fails as asked)."""
        response = Verdict.MET if world is None else responds(self.tier.response, world)
        return all_of([self.time.verdict, self.side_effects.verdict, response])


class _Reading(NamedTuple):
    """The days by one reading of dose and continuity."""

    lowest: Decimal | None
    days: Range
    unbroken: bool
    certain: tuple[Stretch, ...]
    verdict: Verdict


def way_of(tier: Tier, rule: CourseRule, course: Course, named: Named, view: View, since: date | None = None) -> Way:
    """Hold ``course`` against one way to fail; ``since``: by its days from then on."""
    thresholds, dose_facet = doses_asked(tier.dose, course, named, view)
    needed = tier.weeks.days_needed() if tier.weeks else None
    readings = _readings(tier, rule, course, thresholds, view, since)
    verdict = agreed([one.verdict for one in readings])
    # Of the readings behind the verdict, the strictest is shown.
    own = [one for one in readings if one.verdict is verdict] or readings
    shown = min(own, key=lambda one: (one.days.low or 0, -(one.lowest or 0)))
    in_all = _time(course, shown.lowest, rule.tolerated_gap_days, view).total
    sorts = ("in the current episode" if since else "", "without a break" if shown.unbroken else "")
    of_which = " and ".join(filter(None, sorts)) if shown.days != in_all else ""
    told = f"{days_spoken(shown.days)}{f' {of_which}' if of_which else ''}{_at(shown.lowest)}"
    told = f"{told}, of {in_all} in all" if of_which else told
    time = _time_facet(tier, course, named, told, verdict, needed, view, _open_question(readings, course, named))
    time = _with_exceptions(time, rule, course, named)
    time = _held_against_fills(time, rule, course, named, needed, view, since)
    time = _held_against_dispensed_dose(time, rule, course, named, needed, shown, view)
    time = judged_sufficient(time, shown.days, rule.or_judged_sufficient, course, named, view)
    if dose_facet:
        both = all_of([time.verdict, dose_facet.verdict])
        time = Facet(time.name, both, f"{time.text}; {dose_facet.text}", time.gap or dose_facet.gap)
    moments: list[date] = []
    if needed and course.ongoing:
        floor = rule.or_judged_sufficient.not_below_weeks if rule.or_judged_sufficient else "none"
        lengths = [needed] if floor == "none" else [needed, floor * 7]
        moments = [day for one in readings for length in lengths for day in _moments(one.days, length, view)]
        if covered := claims_for(course, view.chart, view.as_of, since):
            moments.append(view.as_of + timedelta(days=_short_of(covered, needed, course, view)))
    limiting = (
        _dose_limiting(course, named) if tier.dose_limiting_side_effects else Facet("side effects", Verdict.MET, "")
    )
    return Way(tier, time, limiting, shown.days, of_which, in_all, needed, shown.lowest, shown.certain, tuple(moments))


def _readings(
    tier: Tier, rule: CourseRule, course: Course, thresholds: list[Decimal | None], view: View, since: date | None
) -> list[_Reading]:
    """Every reading of which dose is adequate, and of whether the time must be without a break."""
    bound = tier.weeks.bound(7) if tier.weeks else None
    found = []
    for lowest in thresholds:
        time = _time(course, lowest, rule.tolerated_gap_days, view, since)
        unbroken = {"consecutive": [True], "cumulative": [False], "unclear": [False, True]}[rule.time]
        found += [
            _Reading(lowest, days, run, time.certain, bound.judge(days) if bound else Verdict.MET)
            for run in unbroken
            for days in [time.longest if run else time.total]
        ]
    return found


def _time(course: Course, lowest: Decimal | None, tolerated: int, view: View, since: date | None = None) -> TimeAtDose:
    """The time at or above a dose, which several rules and days have in common."""
    until, assuming = course.told_until(view.as_of), course.ongoing and view.assuming
    return view.chart.once(
        ("time at dose", course.id, lowest, tolerated, until, assuming, since),
        lambda: time_at_dose(course, lowest, until, since=since, tolerated_gap=tolerated, assuming=assuming),
    )


def _with_exceptions(time: Facet, rule: CourseRule, course: Course, named: Named) -> Facet:
    """What a trial is that side effects ended too early: excepted, not, or something the policy does not say."""
    cut_short = {"side_effects", "contraindicated_later"} & set(course.ended_because)
    short_excepted = rule.intolerance in ("counts_as_failure", "waives_duration")
    if time.verdict is Verdict.NOT_MET and short_excepted and not course.ended_because and not course.ongoing:
        gap = gap_about(f"why {named.name} was ended", who_has(course), course)
        return Facet(time.name, Verdict.NOT_DOCUMENTED, f"{time.text}; why it ended is not documented", gap)
    if time.verdict is Verdict.MET or not cut_short:
        return time
    if excepted(rule, course):
        significant = significance(course, named)
        if significant.verdict is Verdict.MET:
            return Facet(time.name, Verdict.MET, f"{time.text}; ended by side effects, which this policy excepts")
        text = f"{time.text}; ended by side effects of a severity that is not documented as significant"
        return Facet(time.name, Verdict.NOT_DOCUMENTED, text, significant.gap)
    if time.verdict is Verdict.NOT_MET and rule.intolerance == "not_stated" and not rule.fails_by:
        why = "side effects" if "side_effects" in cut_short else "a contraindication"
        needed = f"from the payer: whether {named.name}, stopped for {why}, counts as a trial"
        text = f"{time.text}; ended by {why}, of which the policy as seen says nothing"
        return Facet(time.name, Verdict.NOT_DOCUMENTED, text, gap_about(needed, "billing", course))
    return time


def significance(course: Course, named: Named) -> Facet:
    """Whether side effects that ended a trial were clinically significant: a mild one may not have been."""
    if any(one.severity in ("moderate", "severe") or one.dose_limiting == "yes" for one in course.adverse_effects):
        return Facet("side effects", Verdict.MET, "")
    needed = f"whether the side effects of {named.name} were clinically significant"
    return Facet("side effects", Verdict.NOT_DOCUMENTED, "", gap_about(needed, who_has(course), course))


def excepted(rule: CourseRule, course: Course) -> bool:
    """Whether the trial was ended by side effects under a policy that then asks for no length of time."""
    return "side_effects" in course.ended_because and rule.intolerance in ("counts_as_failure", "waives_duration")


def _held_against_fills(
    time: Facet,
    rule: CourseRule,
    course: Course,
    named: Named,
    needed: int | None,
    view: View,
    since: date | None,
) -> Facet:
    """Stated time that the pharmacy's fills do not bear out is a conflict, and both sides of it are told."""
    if time.verdict is not Verdict.MET or needed is None or excepted(rule, course):
        return time
    covered = claims_for(course, view.chart, view.as_of, since)
    if covered is None or _short_of(covered, needed, course, view) <= 0:
        return time
    claims = f"pharmacy fills cover {covered.covered} of {covered.claimed} days"
    gap = gap_about(f"the pharmacy's record or an explanation: {named.name}, {claims}", "pharmacy", course)
    return Facet(time.name, Verdict.NOT_DOCUMENTED, f"{time.text}; {claims}", gap)


def _held_against_dispensed_dose(
    time: Facet, rule: CourseRule, course: Course, named: Named, needed: int | None, shown: _Reading, view: View
) -> Facet:
    """Days at a stated dose, where what was dispensed for them is less than the rule asks for: both doses are told."""
    lowest = shown.lowest
    if time.verdict is not Verdict.MET or lowest is None or excepted(rule, course):
        return time
    less = [one for one in other_doses(course, view.chart.fills) if not one.reaches(lowest)]
    left = [part for days in shown.certain for part in days.without(one.days for one in less)]
    length = longest_days(left, rule.tolerated_gap_days) if shown.unbroken else total_days(left)
    if not less or length >= (needed or 1):
        return time
    dispensed = " and ".join(map(str, less))
    asked = f"which dose of {named.name} is right: {stated_dose(course)} as stated, or {dispensed}"
    text = f"{time.text}; but {dispensed}"
    return Facet(time.name, Verdict.NOT_DOCUMENTED, text, gap_about(asked, "pharmacy", course))


def _short_of(covered: Covered, needed: int, course: Course, view: View) -> int:
    """How many days of fills are missing; a look ahead takes fills to go on with what is under way."""
    seen = course.end.ongoing_as_of if isinstance(course.end, Ongoing) and view.assuming else view.as_of
    return needed - covered.covered - max(0, (view.as_of - seen).days)


def _dose_limiting(course: Course, named: Named) -> Facet:
    known = [
        verdict_of({"yes": True, "no": False, None: None}[effect.dose_limiting]) for effect in course.adverse_effects
    ]
    if known:
        verdict = any_of(known)
    else:
        # A chart that says why the trial ended, and does not name side effects, has answered the question.
        may_be = not course.ended_because or "side_effects" in course.ended_because
        verdict = Verdict.NOT_DOCUMENTED if may_be else Verdict.NOT_MET
    told = {Verdict.MET: "with dose-limiting side effects", Verdict.NOT_MET: "no dose-limiting side effects"}
    gap = gap_about(f"whether side effects of {named.name} limited its dose", who_has(course), course)
    return Facet(
        "side effects", verdict, told.get(verdict, "whether side effects limited the dose is not documented"), gap
    )


def _open_question(readings: list[_Reading], course: Course, named: Named) -> Gap | None:
    """What the payer would have to say, where the chart says all it can and the readings still disagree."""
    decided = {one.verdict for one in readings}
    if len(decided) == 1 or Verdict.NOT_DOCUMENTED in decided:
        return None
    if len({one.verdict for one in readings if one.lowest == readings[0].lowest}) > 1:
        return gap_about(
            f"from the payer: whether the weeks of {named.name} must be without a break", "billing", course
        )
    numbers = dose_range(named, dose_rules(course)).numbers
    by_rule = ", ".join(f"{one.value:f} mg by the {reference().dose_rules[one.rule].title}" for one in numbers)
    return gap_about(f"which dose of {named.name} the payer takes as adequate ({by_rule})", "billing", course)


def _time_facet(
    tier: Tier,
    course: Course,
    named: Named,
    told: str,
    verdict: Verdict,
    needed: int | None,
    view: View,
    question: Gap | None,
) -> Facet:
    text = f"{doses_of(course)} {span_of(course, view)}".strip()
    if needed is None or tier.weeks is None:
        return Facet("time at dose", verdict, text)
    plain = tier.weeks.at_least is not None
    bound = f"{needed} required" if plain else f"{tier.weeks} weeks ({needed} days or more) required"
    text = f"{text}: {told}, {bound}"
    if verdict is not Verdict.NOT_DOCUMENTED:
        return Facet("time at dose", verdict, text)
    missing = question or gap_about(_what_about_time(course, named), who_has(course), course)
    return Facet("time at dose", verdict, text, missing)


def _at(lowest: Decimal | None) -> str:
    return f" at or above {lowest:f} mg" if lowest is not None else ""


def _what_about_time(course: Course, named: Named) -> str:
    """The question whose answer narrows the days."""
    if course.start is None:
        return f"the start date of {named.name}"
    if course.highest_dose is None:
        return f"the doses of {named.name} and their dates"
    if course.end == "unknown" or (isinstance(course.end, PartialDate) and not course.end.exact):
        also = "" if course.start.exact else " and start"
        return f"the exact stop{also} date of {named.name}"
    if not course.start.exact:
        return f"the exact start date of {named.name}"
    if course.max_dose is not None:
        return f"since when {named.name} was taken at {course.max_dose:f} mg"
    return f"the exact dates of the doses of {named.name}"


def _moments(days: Range, needed: int, view: View) -> list[date]:
    """When what runs on will have lasted long enough."""
    return [
        view.as_of + timedelta(days=missing)
        for known in (days.low, days.high)
        if known is not None and (missing := needed - int(known)) > 0
    ]
