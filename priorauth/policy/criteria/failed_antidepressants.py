"""Failed antidepressant trials: how many, of which classes, in which episode. TRD by this payer's measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from priorauth.logic.counting import Count, CountRule
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict
from priorauth.medicines.reference import reference
from priorauth.policy.criteria.base import Criterion, waiver_evidence
from priorauth.policy.trials.antidepressants import (
    ANOTHER_TRIAL,
    TrialRule,
    class_of,
    contraindicated,
    count_trials,
    episode_evidence,
    try_trials,
)
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.trials.tried import HeldCourses
from priorauth.reading import Flaw

if TYPE_CHECKING:
    from priorauth.chart.statements import Attestation
    from priorauth.chart.trials import Contraindicated
    from priorauth.logic.finding import Evidence
    from priorauth.policy.trials.tried import Tried
    from priorauth.policy.view import View


class TrialsWanted(TrialRule):
    """``{count: 2, classes: each_different, weeks: {at_least: 6}, dose: therapeutic, ...}``"""

    count: Annotated[int, Field(ge=1, le=6)]
    classes: Literal["each_different", "any"] | Annotated[int, Field(ge=1, le=12)] = "any"
    """Of how many classes: ``each_different`` and ``2`` differ once there are three trials."""
    all_contraindicated: Literal["waives", "not_stated"] = "not_stated"
    """Whether the trials are waived where all agents are contraindicated."""

    @model_validator(mode="after")
    def _classes_fit(self) -> TrialsWanted:
        if isinstance(self.classes, int) and self.classes > self.count:
            raise Flaw("is more than count: each trial is of one class.", "classes")
        return self

    @property
    def asked(self) -> CountRule:
        """How many must stand together."""
        episode = 0 if self.in_current_episode == "all" else self.in_current_episode
        return CountRule(self.count, 1 if self.classes == "any" else self.classes, episode)


@dataclass(frozen=True, slots=True)
class TrialFacts(HeldCourses[TrialsWanted]):
    """Every trial held against the rule, and on which of them the count rests."""

    barred: tuple[Contraindicated, ...] = ()
    """Contraindicated medicines that count as failures."""

    @property
    def lines(self) -> tuple[str, ...]:
        """How many count, and then each one's arithmetic."""
        if self.waived:
            return ("The prescriber attests that all antidepressants are contraindicated.",)
        barred = [one for one in self.barred if self.verdict is not Verdict.MET or one.id in self.chosen]
        return (
            f"{self._head}{':' if self.shown or barred else '.'}",
            *(f"{one.text}." for one in self.shown),
            *(
                f"{reference().find(one.medicine).name} is contraindicated ({one.because.rstrip('.')})."
                for one in barred
            ),
        )

    @property
    def _head(self) -> str:
        certain = sum(one.verdict is Verdict.MET for one in self.tried) + len(self.barred)
        if self.verdict is Verdict.MET:
            return f"{self.rule.count} of {self.rule.count} trials required are documented"
        if self.verdict is Verdict.NOT_MET and certain >= self.rule.count:
            return f"{certain} trials count one by one, but not together: {self.together}"
        counts = "counts" if certain == 1 else "count"
        return f"{certain} of {self.rule.count} trials required {counts} by what is documented"

    @property
    def together(self) -> str:
        """What the rule asks of the trials as a group."""
        parts = []
        if self.rule.classes == "each_different":
            parts.append("each must be of a different class")
        elif isinstance(self.rule.classes, int) and self.rule.classes > 1:
            parts.append(f"they must be of at least {self.rule.classes} classes")
        if isinstance(self.rule.in_current_episode, int) and self.rule.in_current_episode:
            parts.append(f"at least {self.rule.in_current_episode} must be in the current episode")
        lists = self.rule.class_lists[0]
        classes = sorted({class_of(one.named.medicine, lists) for one in self.tried if one.verdict is Verdict.MET})
        return f"{' and '.join(parts) or 'each medicine counts once'} (classes tried: {', '.join(classes)})"


class FailedAntidepressants(Criterion):
    """Trials of antidepressants that failed by this policy's own measure."""

    kind: ClassVar[str] = "failed_antidepressants"
    about: ClassVar[str] = "Antidepressant trials"
    failed_antidepressants: TrialsWanted

    def judge(self, view: View) -> Judgement:
        """Judge each trial, then whether enough of them stand together."""
        rule = self.failed_antidepressants
        waiver = view.chart.attested("all_antidepressants_contraindicated")
        waiver = waiver if waiver and waiver.answer == "yes" else None
        if waiver and rule.all_contraindicated == "waives":
            evidence = waiver_evidence(waiver, view)
            return Judgement(
                Verdict.MET, TrialFacts(rule, try_trials(rule, view), (), Verdict.MET, waived=True), evidence
            )
        tried, barred = try_trials(rule, view), contraindicated(rule, view)
        counting = barred if rule.contraindication == "counts_as_failure" else ()
        found = count_trials(rule, rule.asked, tried, view, barred=counting)
        if found.verdict is Verdict.NOT_MET and (silent := self._not_said(waiver, barred, tried, view)):
            return silent
        facts = TrialFacts(rule, tried, found.chosen, found.verdict, barred=counting)
        return Judgement(
            found.verdict,
            facts,
            facts.evidence + _barred_evidence(counting, view) + episode_evidence(rule, view),
            self._gaps(rule, tried, found, view),
            facts.moments,
            facts.provided,
        )

    def _not_said(
        self, waiver: Attestation | None, barred: tuple[Contraindicated, ...], tried: tuple[Tried, ...], view: View
    ) -> Judgement | None:
        """What is not excepted in so many words may still be: the payer has to say."""
        rule = self.failed_antidepressants
        facts = TrialFacts(rule, tried, (), Verdict.NOT_DOCUMENTED)
        if waiver:
            needed = "from the payer: whether the trials are waived where all antidepressants are contraindicated"
            return Judgement(Verdict.NOT_DOCUMENTED, facts, waiver_evidence(waiver, view), (Gap(needed, "billing"),))
        if rule.contraindication != "not_stated" or not barred:
            return None
        if count_trials(rule, rule.asked, tried, view, barred=barred).verdict is Verdict.NOT_MET:
            return None
        names = " and ".join(reference().find(one.medicine).name for one in barred)
        needed = f"from the payer: whether {names}, contraindicated here, counts as a failed trial"
        return Judgement(
            Verdict.NOT_DOCUMENTED, facts, _barred_evidence(barred, view), (Gap(needed, "billing", barred[0].id),)
        )

    def _gaps(self, rule: TrialsWanted, tried: tuple[Tried, ...], found: Count, view: View) -> tuple[Gap, ...]:
        if found.verdict is not Verdict.NOT_DOCUMENTED:
            return ()
        gaps = [gap for trial in tried for gap in trial.gaps]
        certain = sum(one.verdict is Verdict.MET for one in tried)
        possible = sum(not one.verdict.decided for one in tried)
        if certain >= rule.count:
            # One by one there are enough: what is open is how they count together.
            gaps.append(Gap(f"from the payer: how these trials count together ({_open_questions(rule)})", "billing"))
        elif still_open(rule, "antidepressant_trials", view) and (certain + possible < rule.count or not gaps):
            gaps.append(Gap(ANOTHER_TRIAL, "prescriber"))
        if not gaps:
            gaps.append(Gap(f"from the payer: {_open_questions(rule)}", "billing"))
        return tuple(gaps)


def _open_questions(rule: TrialsWanted) -> str:
    asked = []
    if rule.class_list == "unclear" and rule.classes != "any":
        asked.append("which medicines are of one class")
    if rule.related == "unclear":
        asked.append("whether citalopram and escitalopram, or venlafaxine and desvenlafaxine, are two medicines")
    return " and ".join(asked) or "how they count"


def _barred_evidence(barred: tuple[Contraindicated, ...], view: View) -> tuple[Evidence, ...]:
    return tuple(
        piece
        for one in barred
        for piece in view.evidence(
            one.id, f"{reference().find(one.medicine).name} contraindicated: {one.because}", shown=one.shown_in
        )
    )
