"""Augmentation: an agent added to an antidepressant that did not help enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.counting import Candidate, CountRule, count
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict, all_of
from priorauth.medicines.adequacy import end_of
from priorauth.medicines.reference import reference
from priorauth.policy.criteria.base import Criterion, waiver_evidence
from priorauth.policy.trials.episodes import in_current_episode
from priorauth.policy.trials.facets import Facet
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.trials.rules import CourseRule
from priorauth.policy.trials.tried import Tried, try_course

if TYPE_CHECKING:
    from priorauth.chart.trials import Augmentation as AugmentationTrial
    from priorauth.chart.trials import Course
    from priorauth.policy.view import View

Agent = Literal["second_generation_antipsychotic", "lithium", "thyroid_hormone", "buspirone", "antidepressant", "other"]

SPOKEN: dict[str, str] = {
    "second_generation_antipsychotic": "a second-generation antipsychotic",
    "lithium": "lithium",
    "thyroid_hormone": "thyroid hormone",
    "buspirone": "buspirone",
    "antidepressant": "a second antidepressant",
    "other": "another agent",
}


class AugmentationWanted(CourseRule):
    """``{count: 1, agents: [lithium, ...], weeks: {at_least: 8}, non_response: {words: [none, partial]}}``"""

    count: Annotated[int, Field(ge=1, le=6)]
    agents: tuple[Agent, ...] = ()
    """The kinds that count; any second agent, if none are named."""
    agents_known: bool = True
    """Whether the list of agents was seen whole."""
    different_kinds: bool = False
    """Whether each must be of another kind."""
    in_current_episode: bool = False
    alongside_a_trial: bool = False
    """Whether it must have been added to one of the antidepressant trials."""
    all_contraindicated: Literal["waives", "not_stated"] = "not_stated"


@dataclass(frozen=True, slots=True)
class AugmentationFacts:
    """Each augmentation held against the rule."""

    rule: AugmentationWanted
    tried: tuple[Tried, ...]
    chosen: tuple[str, ...]
    verdict: Verdict
    waived: bool = False

    @property
    def counted(self) -> tuple[Tried, ...]:
        """Those the verdict rests on."""
        return tuple(one for one in self.tried if one.course.id in self.chosen)

    @property
    def because(self) -> str:
        """The same in one sentence."""
        return " ".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """How many count, and then each one's arithmetic."""
        if self.waived:
            return ("The prescriber attests that all augmenting agents are contraindicated.",)
        certain = sum(one.verdict is Verdict.MET for one in self.tried)
        shown = self.counted if self.verdict is Verdict.MET else self.tried
        head = (
            f"{min(certain, self.rule.count)} of {self.rule.count} "
            f"augmentation{'s' if self.rule.count > 1 else ''} required "
            f"{'are' if self.rule.count > 1 else 'is'} documented"
        )
        return (f"{head}{':' if shown else '.'}", *(f"{one.text}." for one in shown))


class Augmentation(Criterion):
    """Augmentation trials that failed by this policy's measure."""

    kind: ClassVar[str] = "augmentation"
    augmentation: AugmentationWanted

    def judge(self, view: View) -> Judgement:
        """Judge each augmentation, then whether enough different agents were tried."""
        rule = self.augmentation
        waiver = view.chart.attested("all_augmenting_agents_contraindicated")
        waiver = waiver if waiver and waiver.answer == "yes" else None
        if waiver and rule.all_contraindicated == "waives":
            facts = AugmentationFacts(rule, (), (), Verdict.MET, waived=True)
            return Judgement(Verdict.MET, facts, waiver_evidence(waiver, view))
        tried = tuple(
            sorted(
                (self._one(course, view) for course in view.chart.augmentations),
                key=lambda one: (one.verdict is not Verdict.MET, str(one.course.start or ""), one.course.id),
            )
        )
        unlisted = still_open(rule, "augmentations", view)
        candidates = [Candidate(one.course.id, one.named.medicine.moiety, _kind(one), one.verdict) for one in tried]
        found = count(
            CountRule(rule.count, "each_different" if rule.different_kinds else 1), candidates, unlisted=unlisted
        )
        if found.verdict is Verdict.NOT_MET and waiver:
            wanted = "from the payer: whether augmentation is waived where all augmenting agents are contraindicated"
            facts = AugmentationFacts(rule, tried, (), Verdict.NOT_DOCUMENTED)
            return Judgement(Verdict.NOT_DOCUMENTED, facts, waiver_evidence(waiver, view), (Gap(wanted, "billing"),))
        facts = AugmentationFacts(rule, tried, found.chosen, found.verdict)
        rests_on = facts.counted if found.verdict is Verdict.MET else tried
        gaps: tuple[Gap, ...] = ()
        if found.verdict is Verdict.NOT_DOCUMENTED:
            gaps = tuple(gap for one in tried for gap in one.gaps)
            if unlisted and (not gaps or len(found.chosen) < rule.count):
                agents = " or ".join(SPOKEN[agent] for agent in rule.agents) or "a second agent"
                gaps = (
                    *gaps,
                    Gap(
                        f"an augmentation with {agents} (dose, dates, effect), or the statement that there was none",
                        "prescriber",
                    ),
                )
        return Judgement(
            found.verdict,
            facts,
            tuple(one for trial in rests_on for one in trial.evidence),
            gaps,
            tuple(moment for trial in tried for moment in trial.moments),
            tuple(text for trial in facts.counted for text in trial.provided),
        )

    def _one(self, course: AugmentationTrial, view: View) -> Tried:
        one = try_course(self.augmentation, course, view)
        facets = [_agent_facet(one, course, self.augmentation, view)]
        if self.augmentation.in_current_episode:
            facets.append(in_current_episode(course, view))
        if self.augmentation.alongside_a_trial:
            facets.append(_alongside(one, course, view))
        return replace(
            one, verdict=all_of([one.verdict, *(facet.verdict for facet in facets)]), facets=(*one.facets, *facets)
        )


def _agent_facet(one: Tried, course: AugmentationTrial, rule: AugmentationWanted, view: View) -> Facet:
    kinds = kinds_of(one) & set(rule.agents) if rule.agents else {"any"}
    if kinds == {"antidepressant"}:
        return _second_antidepressant(one, course, view)
    if kinds:
        return Facet("agent", Verdict.MET, "")
    named = " or ".join(SPOKEN[agent] for agent in rule.agents)
    if not rule.agents_known:
        gap = Gap(f"from the payer: whether {one.named.name} is a recognized augmentation", "billing", one.course.id)
        return Facet("agent", Verdict.NOT_DOCUMENTED, f"not among the agents seen ({named}); the list may go on", gap)
    return Facet("agent", Verdict.NOT_MET, f"not among the agents named ({named})")


def _second_antidepressant(one: Tried, course: AugmentationTrial, view: View) -> Facet:
    """Two antidepressants together are a combination only where they act differently."""
    trial = next((trial for trial in view.chart.trials if trial.id == course.alongside), None)
    if trial is None:
        gap = Gap(f"to which antidepressant {one.named.name} was added", "prescriber", course.id)
        return Facet("agent", Verdict.NOT_DOCUMENTED, "the antidepressant it was added to is not documented", gap)
    partner = reference().find(trial.medicine)
    own, other = one.named.medicine.pharmacologic_class, partner.medicine.pharmacologic_class
    if own == other:
        return Facet("agent", Verdict.NOT_MET, f"of the same class as {partner.name} ({own})")
    return Facet("agent", Verdict.MET, f"of another class ({own}) than {partner.name} ({other})")


def _kind(one: Tried) -> str:
    return one.named.medicine.augments_as or "antidepressant"


def kinds_of(one: Tried) -> set[str]:
    """The kinds of augmentation that a medicine can be: any antidepressant can be a second one."""
    own = {one.named.medicine.augments_as} if one.named.medicine.augments_as else set()
    return {str(kind) for kind in own} | ({"antidepressant"} if "antidepressant" in one.named.uses else set())


def _alongside(one: Tried, course: AugmentationTrial, view: View) -> Facet:
    trial = next((trial for trial in view.chart.trials if trial.id == course.alongside), None)
    if trial is None:
        gap = Gap(f"to which antidepressant {one.named.name} was added", "prescriber", course.id)
        return Facet("alongside", Verdict.NOT_DOCUMENTED, "the antidepressant it was added to is not documented", gap)
    partner = reference().find(trial.medicine)
    if trial.purpose != "depression" or "antidepressant" not in partner.uses:
        return Facet("alongside", Verdict.NOT_MET, f"added to {partner.name}, which was not taken as an antidepressant")
    if apart(course, trial, view):
        text = f"said to be added to {partner.name}, but their dates do not meet"
        gap = Gap(f"which is right for {one.named.name}: {text}", "prescriber", course.id)
        return Facet("alongside", Verdict.NOT_DOCUMENTED, text, gap)
    return Facet("alongside", Verdict.MET, f"added to {partner.name}")


def apart(one: Course, other: Course, view: View) -> bool:
    """Whether two courses certainly had no day in common."""
    ends = [end_of(course, view.as_of) for course in (one, other)]
    return any(
        end is not None and later.start is not None and end.latest < later.start.earliest
        for end, later in zip(ends, (other, one), strict=True)
    )
