"""What is asked of trials and augmentations: what any course is told by, and what this policy makes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import PartialDate
from priorauth.guided.draft import at, called
from priorauth.guided.parts import (
    antidepressant,
    breaks,
    dose_since,
    doses,
    doses_kept,
    held_throughout,
    in_place,
    score_kept,
    score_on,
)
from priorauth.guided.words import OR_NONE
from priorauth.intake.readings import day, exact_day, medicine, one_of, yes_no
from priorauth.logic.verdict import Verdict
from priorauth.medicines.reference import reference
from priorauth.policy.trials.antidepressants import contraindicated, try_trials
from priorauth.policy.trials.augmentations import SPOKEN, try_augmentations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from priorauth.guided.question import Question
    from priorauth.guided.situation import Situation
    from priorauth.policy.criteria.augmentation import Augmentation
    from priorauth.policy.criteria.failed_antidepressants import FailedAntidepressants
    from priorauth.policy.criteria.trial_group import TrialGroup
    from priorauth.policy.trials.augmentations import AugmentationRule
    from priorauth.policy.trials.rules import CourseRule
    from priorauth.policy.trials.tried import Tried

    Questions = Iterator[Question]


def failed_antidepressants(one: FailedAntidepressants, s: Situation) -> Questions:
    """Each trial, then another one; and where a contraindication counts, whether there is one."""
    rule = one.failed_antidepressants
    yield from told(s, "trials", try_trials(rule, s.view), rule)
    yield from _another_trial(s, rule)
    if rule.contraindication == "counts_as_failure":
        yield from s.unfinished("contraindicated_medicines")
        if not contraindicated(rule, s.view):
            yield s.new("contraindicated_medicines", "medicine", read=antidepressant, none=s.nothing)
    if rule.all_contraindicated == "waives":
        words = "Does the prescriber state that all antidepressants are contraindicated?"
        yield from s.statement("all_antidepressants_contraindicated", words)


def augmentation(one: Augmentation, s: Situation) -> Questions:
    """Each augmentation, then another one."""
    rule = one.augmentation
    yield from told(s, "augmentations", try_augmentations(rule, s.view, alongside=rule.alongside_a_trial), rule)
    yield from _another_augmentation(s, rule)
    if rule.all_contraindicated == "waives":
        words = "Does the prescriber state that all augmenting agents are contraindicated?"
        yield from s.statement("all_augmenting_agents_contraindicated", words)


def trial_group(one: TrialGroup, s: Situation) -> Questions:
    """Both lists of a bundle, the antidepressants first."""
    rule = one.trial_group
    yield from told(s, "trials", try_trials(rule.antidepressant, s.view), rule.antidepressant)
    yield from _another_trial(s, rule.antidepressant)
    if any(bundle.augmentations for bundle in rule.any_of):
        tried = try_augmentations(rule.augmentation, s.view, alongside=rule.alongside)
        yield from told(s, "augmentations", tried, rule.augmentation)
        yield from _another_augmentation(s, rule.augmentation)


def _another_trial(s: Situation, rule: CourseRule) -> Questions:
    yield from s.listed("trials", "medicine", "antidepressant_trials", rule, **named(s, "trials"))


def _another_augmentation(s: Situation, rule: AugmentationRule) -> Questions:
    agents = f"Asked for: {', or '.join(SPOKEN[one] for one in rule.agents)}. " if rule.agents else ""
    yield from s.listed("augmentations", "medicine", "augmentations", rule, **named(s, "augmentations", agents))


def named(s: Situation, name: str, asked: str = "") -> dict[str, Any]:
    """How a course is named that is then told of; when it ended is not known yet."""
    end = (name, len(s.places(name)), "end")
    return {
        "read": antidepressant if name == "trials" else medicine,
        "hint": f"{asked}Generic or brand name, without the dose; {OR_NONE}",
        "besides": ((end, "unknown"),),
        "takes_up": True,
    }


def more(s: Situation, kind: str) -> Questions:
    """Where enough is told: what somebody began to tell, to its end; and whether there is another to be told."""
    for name in ("trials",) if kind == "failed_antidepressants" else ("augmentations", "trials"):
        for place in s.places(name):
            if called(s.facts, name, place) in s.draft.taken_up:
                yield from course(s, name, place)
    name = "augmentations" if kind == "augmentation" else "trials"
    number = len(s.places(name))
    if any(one.startswith(f"{name}.") for one in s.draft.taken_up):
        how = named(s, name) | {"hint": "Its name; or Enter, to go on."}
        words = "That is enough for this policy. Is there another one that the letter should tell?"
        yield s.new(name, "medicine", key=f"{name}.besides-{number + 1}", words=words, **how)


def told(s: Situation, name: str, tried: Iterable[Tried], rule: CourseRule) -> Questions:
    """Each course of a list: what any is told by, then what the policy makes of it and is not documented."""
    held = {one.course.id: one for one in tried}
    for taken in getattr(s.case, name):
        place, one = s.place(name, taken.id), held.get(taken.id)
        open_ = one is not None and one.verdict is Verdict.NOT_DOCUMENTED
        if open_ or called(s.facts, name, place) in s.draft.taken_up:
            yield from course(s, name, place)
        if one is not None and open_:
            yield from _of_the_policy(s, name, place, one, rule)


def course(s: Situation, name: str, place: int) -> Questions:
    """What every reader of a letter wants to know of a course."""
    here = (name, place)
    item = at(s.facts, here)
    yield from s.form(name, place, "start", "end")
    if not {"steps", "max_dose", "constant_dose"} & item.keys():
        yield s.of(*here, "doses", read=doses, choices=(), keep=doses_kept(here))
    if "max_dose" in item:
        yield s.of(*here, "constant_dose", read=yes_no, choices=("yes", "no"), keep=held_throughout(here))
    if "max_dose" in item:
        yield s.of(*here, "since", read=day, keep=dose_since(here))
    if not item.get("interruptions"):
        yield s.of(*here, "interruptions", read=breaks, none=s.nothing)
    yield from s.form(name, place, "response")
    if not isinstance(item.get("end"), dict):  # still taken, it was not ended
        yield from s.form(name, place, "ended_because")


def _of_the_policy(s: Situation, name: str, place: int, one: Tried, rule: CourseRule) -> Questions:
    for facet in one.facets:
        if facet.verdict is Verdict.NOT_DOCUMENTED and facet.name in OF_A_FACET:
            yield from OF_A_FACET[facet.name](s, name, place, rule)


def _effect(s: Situation, name: str, place: int, _: CourseRule) -> Questions:
    yield from s.form(name, place, "improvement_percent")
    for end in ("score_before", "score_after"):
        if at(s.facts, (name, place, end)) is None:
            yield s.of(name, place, end, read=score_on(()), keep=score_kept((name, place, end)))


def _time(s: Situation, name: str, place: int, rule: CourseRule) -> Questions:
    for field, words in (("start", "begun"), ("end", "last taken")):
        known = at(s.facts, (name, place, field))
        if isinstance(known, str) and known != "unknown" and not PartialDate.parse(known).exact:
            yield s.of(
                name,
                place,
                field,
                key=f"{called(s.facts, name, place)}.{field}.exactly",
                words=f"Is the exact day known? {{it}} was {words} in {known}, by the chart.",
                hint="A day, as 2021-03-14; Enter, where it is not known.",
                read=exact_day,
                keep=in_place((name, place, field)),
            )
    if "side_effects" in _reasons(s, name, place):
        yield from _side_effects(s, name, place, rule)
    if {tier.dose for tier in rule.tiers} & {"optimized", "maximum_tolerated_labeled"}:
        yield from s.form(name, place, "highest_tolerated")
    if rule.or_judged_sufficient:
        own = next(one for one in getattr(s.case, name) if s.place(name, one.id) == place)
        words = f"Does the prescriber state that the trial of {own.medicine} lasted long enough to judge it?"
        yield from s.statement("trial_duration_sufficient", words, own.id)


def _side_effects(s: Situation, name: str, place: int, _: CourseRule) -> Questions:
    yield s.of(name, place, "adverse_effects", 0, "effect")
    if at(s.facts, (name, place, "adverse_effects", 0, "effect")):
        yield s.of(name, place, "adverse_effects", 0, "severity")
        yield s.of(name, place, "adverse_effects", 0, "dose_limiting")


def _reasons(s: Situation, name: str, place: int) -> Any:
    return at(s.facts, (name, place, "ended_because")) or ()


def _adherence(s: Situation, name: str, place: int, rule: CourseRule) -> Questions:
    yield from s.form(name, place, "adherence.adequate" if rule.adherence == "adequate" else "adherence.percent")


def _episode(s: Situation, name: str, place: int, _: CourseRule) -> Questions:
    yield s.of("episode", "onset")
    yield from s.form(name, place, "episode")


def _alongside(s: Situation, name: str, place: int, _: CourseRule) -> Questions:
    trials = s.case.trials
    if trials:
        ids, names = tuple(one.id for one in trials), tuple(reference().find(one.medicine).name for one in trials)
        labels = names if len(set(names)) == len(names) else ids
        yield s.of(name, place, "alongside", read=one_of(ids), choices=ids, labels=labels)


def _one(field: str) -> Callable[[Situation, str, int, CourseRule], Questions]:
    return lambda s, name, place, _: s.form(name, place, field)


OF_A_FACET: dict[str, Callable[[Situation, str, int, CourseRule], Questions]] = {
    "time at dose": _time,
    "dose": _one("highest_tolerated"),
    "effect": _effect,
    "side effects": _side_effects,
    "adherence": _adherence,
    "episode": _episode,
    "change": _one("therapy_changed"),
    "purpose": _one("purpose"),
    "alongside": _alongside,
    "agent": _alongside,
}
"""What is asked where a facet of a course is not documented."""
