"""Augmentation: an agent added to an antidepressant that did not help enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.counting import Candidate, CountRule, count
from priorauth.logic.finding import Gap, Judgement, Proof
from priorauth.logic.verdict import Verdict, all_of
from priorauth.medicines.reference import reference
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.trials.episodes import in_current_episode
from priorauth.policy.trials.facets import Facet
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.trials.rules import CourseRule
from priorauth.policy.trials.tried import Tried, try_course

if TYPE_CHECKING:
    from priorauth.chart.trials import Augmentation as AugmentationTrial
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
    """The kinds that count; any, if none are named."""
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
        if (
            rule.all_contraindicated == "waives"
            and (waiver := view.chart.attested("all_augmenting_agents_contraindicated"))
            and waiver.answer == "yes"
        ):
            evidence = view.evidence(
                waiver.id, f"attested by {waiver.by} on {waiver.on}", shown=waiver.shown_in, proof=Proof.ATTESTATION
            )
            return Judgement(Verdict.MET, AugmentationFacts(rule, (), (), Verdict.MET, waived=True), evidence)
        tried = tuple(
            sorted(
                (self._one(course, view) for course in view.chart.augmentations),
                key=lambda one: (one.verdict is not Verdict.MET, str(one.course.start or ""), one.course.id),
            )
        )
        unlisted = still_open(rule, "augmentations", view)
        candidates = [Candidate(one.course.id, one.named.medicine.moiety, "", one.verdict) for one in tried]
        found = count(CountRule(rule.count), candidates, unlisted=unlisted)
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
        facets = [_agent_facet(one, self.augmentation)]
        if self.augmentation.in_current_episode:
            facets.append(in_current_episode(course, view))
        if self.augmentation.alongside_a_trial:
            facets.append(_alongside(one, course, view))
        return replace(
            one, verdict=all_of([one.verdict, *(facet.verdict for facet in facets)]), facets=(*one.facets, *facets)
        )


def _agent_facet(one: Tried, rule: AugmentationWanted) -> Facet:
    agent = one.named.medicine.augments_as
    if agent is None:
        return Facet("agent", Verdict.NOT_MET, "is not an agent that augments")
    if rule.agents and agent not in rule.agents:
        return Facet("agent", Verdict.NOT_MET, f"{SPOKEN[agent]} is not among the agents named")
    return Facet("agent", Verdict.MET, "")


def _alongside(one: Tried, course: AugmentationTrial, view: View) -> Facet:
    trial = next((trial for trial in view.chart.trials if trial.id == course.alongside), None)
    if trial is None:
        gap = Gap(f"to which antidepressant {one.named.name} was added", "prescriber", course.id)
        return Facet("alongside", Verdict.NOT_DOCUMENTED, "the antidepressant it was added to is not documented", gap)
    partner = reference().find(trial.medicine)
    return Facet("alongside", Verdict.MET, f"added to {partner.name}")
