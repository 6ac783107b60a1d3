"""Antidepressant trials under one rule: each held against it, and how they count together."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, field_validator

from priorauth.chart.item import Text
from priorauth.logic.counting import Candidate, Count, CountRule, count
from priorauth.logic.finding import Evidence, Proof, weakest
from priorauth.logic.verdict import Verdict, agreed, all_of
from priorauth.medicines.reference import reference
from priorauth.policy.trials.agents import Agents, agent_facet
from priorauth.policy.trials.current import try_in_episode
from priorauth.policy.trials.facets import Facet
from priorauth.policy.trials.open_lists import still_open
from priorauth.policy.trials.rules import CourseRule
from priorauth.policy.trials.tried import Tried, try_course
from priorauth.policy.trials.ways import significance
from priorauth.reading import Flaw

if TYPE_CHECKING:
    from priorauth.chart.trials import Contraindicated, Trial
    from priorauth.medicines.model import Medicine
    from priorauth.policy.view import View

OwnClasses = dict[Text, tuple[Text, ...]]
ClassList = Literal["payer_groups", "pharmacologic"] | OwnClasses


class TrialRule(CourseRule):
    """``{weeks: {at_least: 6}, dose: therapeutic, non_response: {improvement: {at_most: 25}}, ...}``"""

    agents: Agents | None = Field(default=None, alias="from")
    """Which medicines count at all; any antidepressant, if none are named."""
    class_list: Literal["payer_groups", "pharmacologic", "unclear"] | OwnClasses = "unclear"
    """By which classes: payers count bupropion and mirtazapine as classes of their own; ``unclear``: by either.

    A payer's own list names the medicines of each class; what is in none of them does not count.
    """
    related: Literal["same", "distinct", "unclear"] = "unclear"
    """Whether citalopram and escitalopram (venlafaxine and desvenlafaxine) are one medicine."""
    in_current_episode: Literal["all"] | Annotated[int, Field(ge=0, le=12)] = 0
    """How many of them must belong to the current episode."""

    @field_validator("class_list")
    @classmethod
    def _medicines_known(cls, given: str | OwnClasses) -> str | OwnClasses:
        for name in (name for names in given.values() for name in names) if isinstance(given, dict) else ():
            if reference().known(name) is None:
                raise Flaw(f"names a medicine that is not known ({name}).")
        return given

    @property
    def class_lists(self) -> tuple[ClassList, ...]:
        """The readings of which classes count."""
        if self.class_list == "unclear":
            return ("payer_groups", "pharmacologic")
        return (self.class_list,)


def try_trials(rule: TrialRule, view: View) -> tuple[Tried, ...]:
    """Every antidepressant trial held against the rule, the best first."""
    tried = []
    for trial in view.chart.trials:
        if "antidepressant" not in reference().find(trial.medicine).uses:
            continue
        one, episode = _by_its_days(rule, trial, view)
        if rule.agents and (facet := agent_facet(rule.agents, one.named)):
            one = with_facet(one, facet)
        if isinstance(rule.class_list, dict) and class_of(one.named.medicine, rule.class_list) == UNLISTED:
            one = with_facet(one, Facet("class", Verdict.NOT_MET, "in none of the classes that this policy lists"))
        if episode:
            one = with_facet(one, episode, binding=rule.in_current_episode == "all")
        tried.append(one)
    return tuple(sorted(tried, key=best_first))


def _by_its_days(rule: TrialRule, trial: Trial, view: View) -> tuple[Tried, Facet | None]:
    """The trial by the days that count, and whether it belongs to the current episode, where the rule asks.

    Where only some of the trials must, each counts with all its days, and is one of those only by its days in it.
    """
    if not rule.in_current_episode:
        return try_course(rule, trial, view), None
    inside, episode = try_in_episode(rule, trial, view)
    if rule.in_current_episode == "all":
        return inside, episode
    return try_course(rule, trial, view), replace(episode, verdict=all_of([episode.verdict, inside.verdict]))


def with_facet(one: Tried, facet: Facet, *, binding: bool = True) -> Tried:
    """The trial with one more facet; ``binding``: its verdict falls with it."""
    verdict = all_of([one.verdict, facet.verdict]) if binding else one.verdict
    return replace(one, verdict=verdict, facets=(*one.facets, facet))


def contraindicated(rule: TrialRule, view: View) -> tuple[Contraindicated, ...]:
    """The antidepressants that this patient must not be given and that would count under the rule."""
    found = []
    for one in view.chart.contraindicated_medicines:
        named = reference().find(one.medicine)
        if "antidepressant" in named.uses and (rule.agents is None or rule.agents.counts(named)):
            found.append(one)
    return tuple(found)


def count_trials(
    rule: TrialRule, asked: CountRule, tried: tuple[Tried, ...], view: View, *, barred: tuple[Contraindicated, ...] = ()
) -> Count:
    """Whether enough stand together, under each reading of what the policy leaves open.

    ``barred``: contraindicated medicines that count as failures.
    """
    unlisted = still_open(rule, "antidepressant_trials", view)
    counts = [_counted(rule, asked, tried, reading, unlisted=unlisted) for reading in _readings(rule, tried, barred)]
    verdict = agreed([one.verdict for one in counts])
    return Count(verdict, next((one.chosen for one in reversed(counts) if one.chosen), ()))


def _readings(
    rule: TrialRule, tried: tuple[Tried, ...], barred: tuple[Contraindicated, ...]
) -> list[tuple[Candidate, ...]]:
    """What is counted under each reading of relatives and classes, each once: most charts make no difference."""
    readings = [
        (
            *(candidate(one, classes, kin_by_relation=same) for one in tried),
            *(_barred(one, classes, kin_by_relation=same) for one in barred),
        )
        for same in BY_RELATION[rule.related]
        for classes in rule.class_lists
    ]
    return list(dict.fromkeys(reversed(readings)))[::-1]


def _counted(
    rule: TrialRule, asked: CountRule, tried: tuple[Tried, ...], reading: tuple[Candidate, ...], *, unlisted: bool
) -> Count:
    """In each world of what may be an intolerance, where that lowers the number asked for."""
    worlds = []
    for waiving in _worlds_of_waivers(rule, tried):
        candidates = [one for one in reading if one.key not in waiving]
        needed = max(asked.count - len(waiving), 0)
        if needed == 0:
            worlds.append(Count(Verdict.MET, tuple(sorted(waiving))))
            continue
        left = _with_fewer(asked, needed) if waiving else asked
        worlds.append(count(left, candidates, unlisted=unlisted))
    return Count(agreed([one.verdict for one in worlds]), next((one.chosen for one in worlds if one.chosen), ()))


def _with_fewer(asked: CountRule, needed: int) -> CountRule:
    """What is asked of those that are left: no more classes, and no more of this episode, than there are trials."""
    sorts = asked.sorts if asked.sorts == "each_different" else min(asked.sorts, needed)
    return CountRule(needed, sorts, min(asked.marked, needed))


def _worlds_of_waivers(rule: TrialRule, tried: tuple[Tried, ...]) -> list[set[str]]:
    """Which trials lower the number asked for: those ended by side effects that were significant, or may have been."""
    if rule.intolerance != "waives_trial":
        return [set()]
    ended = [one for one in tried if "side_effects" in one.course.ended_because and one.verdict is not Verdict.MET]
    verdicts = [(one.course.id, significance(one.course, one.named).verdict) for one in ended]
    choices = [[{name}] if verdict is Verdict.MET else [set[str](), {name}] for name, verdict in verdicts]
    return [set().union(*chosen) for chosen in product(*choices)]


def candidate(one: Tried, classes: ClassList, *, kin_by_relation: bool) -> Candidate:
    """A trial as something to be counted."""
    episode = next((facet.verdict for facet in one.facets if facet.name == "episode"), Verdict.MET)
    kin = kin_of(one.named.medicine, by_relation=kin_by_relation)
    return Candidate(one.course.id, kin, class_of(one.named.medicine, classes), one.verdict, episode)


def _barred(one: Contraindicated, classes: ClassList, *, kin_by_relation: bool) -> Candidate:
    """What was never taken belongs to no episode."""
    medicine = reference().find(one.medicine).medicine
    kin = kin_of(medicine, by_relation=kin_by_relation)
    return Candidate(one.id, kin, class_of(medicine, classes), Verdict.MET, Verdict.NOT_MET)


def kin_of(medicine: Medicine, *, by_relation: bool) -> str:
    """What counts once: a moiety, or it and its relatives."""
    return min((medicine.moiety, *medicine.related_to)) if by_relation else medicine.moiety


BY_RELATION: dict[Literal["same", "distinct", "unclear"], tuple[bool, ...]] = {
    "same": (True,),
    "distinct": (False,),
    "unclear": (False, True),
}
"""Whether relatives are one medicine, under each reading of a policy."""

UNLISTED = "in no class"

ANOTHER_TRIAL = "another antidepressant trial (medicine, doses, dates, effect), or the statement that there was none"
"""What would be one, for a gap."""


def class_of(medicine: Medicine, classes: ClassList) -> str:
    """The class in which a medicine is counted."""
    if isinstance(classes, dict):
        for name, members in classes.items():
            if any((one := reference().known(member)) and one.medicine.moiety == medicine.moiety for member in members):
                return name
        return UNLISTED
    if medicine.counts_as:
        medicine = reference().get(medicine.counts_as)
    if classes == "pharmacologic" or medicine.group == "other":
        return medicine.pharmacologic_class
    return medicine.group


def episode_evidence(rule: TrialRule, view: View) -> tuple[Evidence, ...]:
    """The onset, where the rule asks for the current episode."""
    episode = view.chart.episode
    if not rule.in_current_episode or episode is None:
        return ()
    return view.evidence(episode.id, f"current episode since {episode.onset}", shown=episode.shown_in)


_RANK = [Verdict.MET, Verdict.NOT_DOCUMENTED, Verdict.NOT_APPLICABLE, Verdict.NOT_MET]


def best_first(one: Tried) -> tuple[int, int, str, str]:
    """Certain before possible, well shown before merely entered, then by date: so that order in the file is nothing."""
    proof = weakest([evidence.proof for evidence in one.evidence]) or Proof.ENTERED_ONLY
    return _RANK.index(one.verdict), list(Proof).index(proof), str(one.course.start or ""), one.course.id
