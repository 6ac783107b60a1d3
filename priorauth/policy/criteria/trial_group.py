"""Bundles of trials: three antidepressants, or two and an augmentation.

The count is then no independent number, and where the two touch (an augmentation added to one of those trials, one
medicine used as both) they have to be assigned together. One node owns both lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict, agreed, any_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.trials.antidepressants import (
    ANOTHER_TRIAL,
    BY_RELATION,
    ClassList,
    TrialRule,
    class_of,
    episode_evidence,
    kin_of,
    try_trials,
)
from priorauth.policy.trials.augmentations import AugmentationRule, try_augmentations, wanted
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.trials.reuse import Reuse
from priorauth.policy.trials.tried import HeldCourses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.trials.tried import Tried
    from priorauth.policy.view import View


class Bundle(Frozen):
    """``{antidepressants: 2, classes: 2, augmentations: 1}``"""

    antidepressants: Annotated[int, Field(ge=1, le=6)]
    classes: Literal["each_different", "any"] | Annotated[int, Field(ge=1, le=12)] = "any"
    """Of how many classes the antidepressants must be."""
    augmentations: Annotated[int, Field(ge=0, le=6)] = 0

    def __str__(self) -> str:
        """ "2 antidepressants and 1 augmentation"."""
        parts = [f"{self.antidepressants} antidepressant{'' if self.antidepressants == 1 else 's'}"]
        if self.augmentations:
            parts.append(f"{self.augmentations} augmentation{'' if self.augmentations == 1 else 's'}")
        return " and ".join(parts)


class GroupRule(Frozen):
    """``{any_of: [{antidepressants: 3}, {antidepressants: 2, augmentations: 1}], antidepressant: ..., ...}``"""

    any_of: Annotated[tuple[Bundle, ...], Field(min_length=1)]
    """One of these bundles is enough."""
    antidepressant: TrialRule
    """What each antidepressant trial must be to count."""
    augmentation: AugmentationRule
    """What each augmentation must be to count."""
    alongside: bool = False
    """Whether the augmentation must have been added to one of the trials that are counted."""
    reuse: Reuse = "unclear"
    """Whether one medicine may count as a trial and as the augmentation too."""


@dataclass(frozen=True, slots=True)
class GroupFacts(HeldCourses[GroupRule]):
    """Both lists held against the rule, the antidepressants first; and on which of them the bundle rests."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What is asked, and then each course's arithmetic."""
        told = {Verdict.MET: "is documented", Verdict.NOT_MET: "does not come together"}
        bundles = " or ".join(str(one) for one in self.rule.any_of)
        head = f"{bundles}: one of these {told.get(self.verdict, 'may come together')}"
        return (f"{head}{':' if self.shown else '.'}", *(f"{one.text}." for one in self.shown))


class TrialGroup(Criterion):
    """One of several bundles of antidepressant trials and augmentations."""

    kind: ClassVar[str] = "trial_group"
    about: ClassVar[str] = "Antidepressant trials and augmentation"
    trial_group: GroupRule

    def judge(self, view: View) -> Judgement:
        """Both lists first, each course by itself; then whether a bundle can be made of them."""
        rule = self.trial_group
        tried = try_trials(rule.antidepressant, view)
        augmented = try_augmentations(rule.augmentation, view, alongside=rule.alongside)
        found = [self._found(bundle, tried, augmented, view) for bundle in rule.any_of]
        verdict = any_of([one for one, _ in found])
        chosen = next((chosen for one, chosen in found if one is verdict and chosen), ())
        every = (*tried, *augmented)
        facts = GroupFacts(rule, every, chosen, verdict)
        return Judgement(
            verdict,
            facts,
            facts.evidence + episode_evidence(rule.antidepressant, view),
            self._gaps(every, view) if verdict is Verdict.NOT_DOCUMENTED else (),
            facts.moments,
            facts.provided,
        )

    def _found(
        self, bundle: Bundle, tried: tuple[Tried, ...], augmented: tuple[Tried, ...], view: View
    ) -> tuple[Verdict, tuple[str, ...]]:
        """Whether this bundle can be made, under each reading of what the policy leaves open."""
        rule = self.trial_group
        missing = self._may_be_missing(bundle, view)
        readings = [
            _made(_Reading(bundle, classes, same, reuse, rule), tried, augmented, missing=missing)
            for classes in rule.antidepressant.class_lists
            for same in BY_RELATION[rule.antidepressant.related]
            for reuse in {"allowed": [True], "forbidden": [False], "unclear": [True, False]}[rule.reuse]
        ]
        verdict = agreed([one for one, _ in readings])
        return verdict, next((chosen for _, chosen in reversed(readings) if chosen), ())

    def _may_be_missing(self, bundle: Bundle, view: View) -> bool:
        """Whether a list is open from which this bundle could still be filled."""
        rule = self.trial_group
        trials = still_open(rule.antidepressant, "antidepressant_trials", view)
        return trials or (bundle.augmentations > 0 and still_open(rule.augmentation, "augmentations", view))

    def _gaps(self, every: tuple[Tried, ...], view: View) -> tuple[Gap, ...]:
        rule = self.trial_group
        gaps = [gap for one in every for gap in one.gaps]
        if still_open(rule.antidepressant, "antidepressant_trials", view):
            gaps.append(Gap(ANOTHER_TRIAL, "prescriber"))
        if any(one.augmentations for one in rule.any_of) and still_open(rule.augmentation, "augmentations", view):
            gaps.append(Gap(wanted(rule.augmentation), "prescriber"))
        if not gaps:
            asked = "from the payer: how these trials count together (classes, relatives, one medicine used as both)"
            gaps.append(Gap(asked, "billing"))
        return tuple(gaps)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of the rule: which classes, which relatives, whether a medicine may be used twice."""

    bundle: Bundle
    classes: ClassList
    kin_by_relation: bool
    reuse: bool
    rule: GroupRule


def _made(
    reading: _Reading, tried: tuple[Tried, ...], augmented: tuple[Tried, ...], *, missing: bool
) -> tuple[Verdict, tuple[str, ...]]:
    """With nothing granted that is uncertain; else with everything granted; else not at all, if nothing is missing."""
    for verdict, granted in (
        (Verdict.MET, {Verdict.MET}),
        (Verdict.NOT_DOCUMENTED, {Verdict.MET, Verdict.NOT_DOCUMENTED}),
    ):
        if (chosen := _choose(reading, tried, augmented, granted)) is not None:
            return verdict, chosen
    return (Verdict.NOT_DOCUMENTED if missing else Verdict.NOT_MET), ()


def _choose(
    reading: _Reading, tried: tuple[Tried, ...], augmented: tuple[Tried, ...], granted: set[Verdict]
) -> tuple[str, ...] | None:
    """The first selection of both lists that makes the bundle."""
    agents = [one for one in augmented if one.verdict in granted]
    for trials in _selections(reading, [one for one in tried if one.verdict in granted], granted):
        fitting = [one for one in agents if _goes_with(one, trials, reading)]
        kinds = {one.named.medicine.moiety: one for one in reversed(fitting)}
        if len(kinds) >= reading.bundle.augmentations:
            added = list(kinds.values())[: reading.bundle.augmentations]
            return tuple(one.course.id for one in (*trials, *added))
    return None


def _selections(reading: _Reading, tried: list[Tried], granted: set[Verdict]) -> Iterator[tuple[Tried, ...]]:
    """The selections of antidepressant trials that are enough: a larger one where classes or the episode ask for it."""
    bundle, wanted_classes = reading.bundle, reading.bundle.classes
    in_episode = reading.rule.antidepressant.in_current_episode
    for size in range(bundle.antidepressants, len(tried) + 1):
        for chosen in combinations(tried, size):
            if len({kin_of(one.named.medicine, by_relation=reading.kin_by_relation) for one in chosen}) < size:
                continue
            classes = len({class_of(one.named.medicine, reading.classes) for one in chosen})
            if wanted_classes == "each_different" and classes < size:
                continue
            if isinstance(wanted_classes, int) and classes < wanted_classes:
                continue
            marked = sum(
                any(facet.name == "episode" and facet.verdict in granted for facet in one.facets) for one in chosen
            )
            if isinstance(in_episode, int) and marked < in_episode:
                continue
            yield chosen


def _goes_with(agent: Tried, trials: tuple[Tried, ...], reading: _Reading) -> bool:
    """Whether an augmentation may stand beside these trials."""
    partner = getattr(agent.course, "alongside", None)
    # One that is not known may be any of them; the agent's own facet has said that it is open.
    if reading.rule.alongside and partner is not None and partner not in {one.course.id for one in trials}:
        return False
    used = {kin_of(one.named.medicine, by_relation=reading.kin_by_relation) for one in trials}
    return reading.reuse or kin_of(agent.named.medicine, by_relation=reading.kin_by_relation) not in used
