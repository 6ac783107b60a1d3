"""Failed antidepressant trials: how many, of which classes, in which episode. TRD by this payer's measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.counting import Candidate, Count, CountRule, count
from priorauth.logic.finding import Evidence, Gap, Judgement, Proof, weakest
from priorauth.logic.verdict import Verdict, agreed, all_of
from priorauth.medicines.reference import reference
from priorauth.policy.criteria.base import Criterion, waiver_evidence
from priorauth.policy.trials.episodes import in_current_episode
from priorauth.policy.trials.facets import Facet
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.trials.rules import CourseRule
from priorauth.policy.trials.tried import Tried, try_course

if TYPE_CHECKING:
    from priorauth.chart.statements import Attestation
    from priorauth.policy.view import View


ClassList = Literal["payer_groups", "pharmacologic"]


class TrialsWanted(CourseRule):
    """``{count: 2, classes: each_different, weeks: {at_least: 6}, dose: therapeutic, ...}``"""

    count: Annotated[int, Field(ge=1, le=6)]
    classes: Literal["each_different", "any"] | Annotated[int, Field(ge=1, le=12)] = "any"
    """Of how many classes: ``each_different`` and ``2`` differ once there are three trials."""
    class_list: Literal["payer_groups", "pharmacologic", "unclear"] = "unclear"
    """By which classes: payers count bupropion and mirtazapine as classes of their own; ``unclear``: by either."""
    related: Literal["same", "distinct", "unclear"] = "unclear"
    """Whether citalopram and escitalopram (venlafaxine and desvenlafaxine) are one medicine."""
    in_current_episode: Literal["all"] | Annotated[int, Field(ge=0, le=12)] = 0
    """How many of them must belong to the current episode."""
    all_contraindicated: Literal["waives", "not_stated"] = "not_stated"
    """Whether the trials are waived where all agents are contraindicated."""


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """Every trial held against the rule, and on which of them the count rests."""

    rule: TrialsWanted
    tried: tuple[Tried, ...]
    chosen: tuple[str, ...]
    verdict: Verdict
    waived: bool = False

    @property
    def counted(self) -> tuple[Tried, ...]:
        """The trials the verdict rests on."""
        return tuple(one for one in self.tried if one.course.id in self.chosen)

    @property
    def because(self) -> str:
        """The same in one sentence."""
        return " ".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """How many count, and then each one's arithmetic."""
        if self.waived:
            return ("The prescriber attests that all antidepressants are contraindicated.",)
        certain = sum(one.verdict is Verdict.MET for one in self.tried)
        head = (
            f"{certain} of {self.rule.count} trials required {'counts' if certain == 1 else 'count'} "
            "by what is documented"
        )
        if self.verdict is Verdict.MET:
            head = f"{self.rule.count} of {self.rule.count} trials required are documented"
        elif self.verdict is Verdict.NOT_MET and certain >= self.rule.count:
            head = f"{certain} trials count one by one, but not together: {self.together}"
        shown = self.counted if self.verdict is Verdict.MET else self.tried
        return (f"{head}{':' if shown else '.'}", *(f"{one.text}." for one in shown))

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
        classes = sorted({class_of(one, class_lists(self.rule)[0]) for one in self.tried if one.verdict is Verdict.MET})
        return f"{' and '.join(parts) or 'each medicine counts once'} (classes tried: {', '.join(classes)})"


class FailedAntidepressants(Criterion):
    """Trials of antidepressants that failed by this policy's own measure."""

    kind: ClassVar[str] = "failed_antidepressants"
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
        tried = try_trials(rule, view)
        found = count_trials(rule, tried, view)
        if found.verdict is Verdict.NOT_MET and waiver is not None:
            return self._silent_on_contraindication(waiver, tried, view)
        facts = TrialFacts(rule, tried, found.chosen, found.verdict)
        rests_on = facts.counted if found.verdict is Verdict.MET else tried
        return Judgement(
            found.verdict,
            facts,
            tuple(one for trial in rests_on for one in trial.evidence) + _episode_evidence(rule, view),
            self._gaps(rule, tried, found, view),
            tuple(moment for trial in tried for moment in trial.moments),
            tuple(text for trial in facts.counted for text in trial.provided),
        )

    def _silent_on_contraindication(self, waiver: Attestation, tried: tuple[Tried, ...], view: View) -> Judgement:
        """What is not excepted in so many words may still be: the payer has to say."""
        evidence = waiver_evidence(waiver, view)
        gap = Gap(
            "from the payer: whether the trials are waived where all antidepressants are contraindicated", "billing"
        )
        facts = TrialFacts(self.failed_antidepressants, tried, (), Verdict.NOT_DOCUMENTED)
        return Judgement(Verdict.NOT_DOCUMENTED, facts, evidence, (gap,))

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
            wanted = (
                "another antidepressant trial (medicine, doses, dates, effect), or the statement that there was none"
            )
            gaps.append(Gap(wanted, "prescriber"))
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


def try_trials(rule: TrialsWanted, view: View) -> tuple[Tried, ...]:
    """Every antidepressant trial held against the rule, the best first."""
    tried = []
    for trial in view.chart.trials:
        if "antidepressant" not in reference().find(trial.medicine).uses:
            continue
        one = try_course(rule, trial, view)
        episode = in_current_episode(trial, view)
        if rule.in_current_episode == "all":
            one = with_facet(one, episode)
        elif rule.in_current_episode:
            one = with_facet(one, episode, binding=False)
        tried.append(one)
    return tuple(sorted(tried, key=_best_first))


def with_facet(one: Tried, facet: Facet, *, binding: bool = True) -> Tried:
    """The trial with one more facet; ``binding``: its verdict falls with it."""
    from dataclasses import replace  # noqa: PLC0415  (used here alone)

    verdict = all_of([one.verdict, facet.verdict]) if binding else one.verdict
    return replace(one, verdict=verdict, facets=(*one.facets, facet))


def count_trials(rule: TrialsWanted, tried: tuple[Tried, ...], view: View) -> Count:
    """Whether enough trials stand together, under each reading of what the policy leaves open."""
    unlisted = still_open(rule, "antidepressant_trials", view)
    counts = [
        count(_count_rule(rule), [_candidate(one, classes, kin_by_relation=same) for one in tried], unlisted=unlisted)
        for same in {"same": [True], "distinct": [False], "unclear": [False, True]}[rule.related]
        for classes in class_lists(rule)
    ]
    verdict = agreed([one.verdict for one in counts])
    return Count(verdict, next((one.chosen for one in reversed(counts) if one.chosen), ()))


def class_lists(rule: TrialsWanted) -> tuple[ClassList, ...]:
    """The readings of which classes count."""
    return ("payer_groups", "pharmacologic") if rule.class_list == "unclear" else (rule.class_list,)


def class_of(one: Tried, classes: ClassList) -> str:
    """The class in which a medicine is counted."""
    medicine = one.named.medicine
    if medicine.counts_as:
        medicine = reference().get(medicine.counts_as)
    if classes == "pharmacologic" or medicine.group == "other":
        return medicine.pharmacologic_class
    return medicine.group


def _count_rule(rule: TrialsWanted) -> CountRule:
    return CountRule(
        rule.count,
        1 if rule.classes == "any" else rule.classes,
        0 if rule.in_current_episode == "all" else rule.in_current_episode,
    )


def _candidate(one: Tried, classes: ClassList, *, kin_by_relation: bool) -> Candidate:
    medicine = one.named.medicine
    kin = min((medicine.moiety, *medicine.related_to)) if kin_by_relation else medicine.moiety
    episode = next((facet.verdict for facet in one.facets if facet.name == "episode"), Verdict.MET)
    return Candidate(one.course.id, kin, class_of(one, classes), one.verdict, episode)


def _episode_evidence(rule: TrialsWanted, view: View) -> tuple[Evidence, ...]:
    episode = view.chart.episode
    if not rule.in_current_episode or episode is None:
        return ()
    return view.evidence(episode.id, f"current episode since {episode.onset}", shown=episode.shown_in)


_RANK = [Verdict.MET, Verdict.NOT_DOCUMENTED, Verdict.NOT_APPLICABLE, Verdict.NOT_MET]


def _best_first(one: Tried) -> tuple[int, int, str, str]:
    """Certain before possible, well shown before merely entered, then by date: so that order in the file is nothing."""
    proof = weakest([evidence.proof for evidence in one.evidence]) or Proof.ENTERED_ONLY
    return _RANK.index(one.verdict), list(Proof).index(proof), str(one.course.start or ""), one.course.id
