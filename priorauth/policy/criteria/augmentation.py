"""Augmentation: an agent added to an antidepressant that did not help enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.counting import Candidate, CountRule, count
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.base import Criterion, waiver_evidence
from priorauth.policy.trials.augmentations import AugmentationRule, kind_of, try_augmentations, wanted
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.trials.reuse import Reuse, used_once
from priorauth.policy.trials.tried import HeldCourses

if TYPE_CHECKING:
    from priorauth.policy.view import View


class AugmentationWanted(AugmentationRule):
    """``{count: 1, agents: [lithium, ...], weeks: {at_least: 8}, non_response: {words: [none, partial]}}``"""

    count: Annotated[int, Field(ge=1, le=6)]
    different_kinds: bool = False
    """Whether each must be of another kind."""
    alongside_a_trial: bool = False
    """Whether it must have been added to one of the antidepressant trials."""
    all_contraindicated: Literal["waives", "not_stated"] = "not_stated"
    """Whether it is waived where all agents are contraindicated."""
    reuse: Reuse = "unclear"
    """Whether one course may count as a failed antidepressant and as an augmentation too."""


@dataclass(frozen=True, slots=True)
class AugmentationFacts(HeldCourses[AugmentationWanted]):
    """Each augmentation held against the rule."""

    @property
    def lines(self) -> tuple[str, ...]:
        """How many count, and then each one's arithmetic."""
        if self.waived:
            return ("The prescriber attests that all augmenting agents are contraindicated.",)
        certain = sum(one.verdict is Verdict.MET for one in self.tried)
        head = (
            f"{min(certain, self.rule.count)} of {self.rule.count} "
            f"augmentation{'s' if self.rule.count > 1 else ''} required "
            f"{'are' if self.rule.count > 1 else 'is'} documented"
        )
        return (f"{head}{':' if self.shown else '.'}", *(f"{one.text}." for one in self.shown))


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
        held = try_augmentations(rule, view, alongside=rule.alongside_a_trial)
        tried = tuple(used_once(one, rule.reuse, view) for one in held)
        unlisted = still_open(rule, "augmentations", view)
        candidates = [Candidate(one.course.id, one.named.medicine.moiety, kind_of(one), one.verdict) for one in tried]
        found = count(
            CountRule(rule.count, "each_different" if rule.different_kinds else 1), candidates, unlisted=unlisted
        )
        if found.verdict is Verdict.NOT_MET and waiver:
            needed = "from the payer: whether augmentation is waived where all augmenting agents are contraindicated"
            facts = AugmentationFacts(rule, tried, (), Verdict.NOT_DOCUMENTED)
            return Judgement(Verdict.NOT_DOCUMENTED, facts, waiver_evidence(waiver, view), (Gap(needed, "billing"),))
        facts = AugmentationFacts(rule, tried, found.chosen, found.verdict)
        gaps: tuple[Gap, ...] = ()
        if found.verdict is Verdict.NOT_DOCUMENTED:
            gaps = tuple(gap for one in tried for gap in one.gaps)
            if unlisted and (not gaps or len(found.chosen) < rule.count):
                gaps = (*gaps, Gap(wanted(rule), "prescriber"))
        return Judgement(found.verdict, facts, facts.evidence, gaps, facts.moments, facts.provided)
