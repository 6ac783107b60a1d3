"""What is asked of trials and augmentations: what any course is told by, and what this policy makes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.guided.draft import at, called
from priorauth.guided.parts import breaks, doses, doses_kept, held_throughout, score_kept, score_on
from priorauth.guided.words import OR_NONE
from priorauth.intake.readings import one_of, yes_no
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
    from priorauth.policy.trials.rules import CourseRule
    from priorauth.policy.trials.tried import Tried


def failed_antidepressants(one: FailedAntidepressants, s: Situation) -> Iterator[Question]:
    """Each trial, then another one; and where a contraindication counts, whether there is one."""
    rule = one.failed_antidepressants
    yield from told(s, "trials", try_trials(rule, s.view), rule)
    yield from _another_trial(s, rule)
    if rule.contraindication == "counts_as_failure":
        yield from s.unfinished("contraindicated_medicines")
        if not contraindicated(rule, s.view):
            read = s.of("trials", 0, "medicine").read
            yield s.new("contraindicated_medicines", "medicine", read=read, none=s.nothing)
    if rule.all_contraindicated == "waives":
        words = "Does the prescriber state that all antidepressants are contraindicated?"
        yield from s.statement("all_antidepressants_contraindicated", words)


def augmentation(one: Augmentation, s: Situation) -> Iterator[Question]:
    """Each augmentation, then another one."""
    rule = one.augmentation
    yield from told(s, "augmentations", try_augmentations(rule, s.view, alongside=rule.alongside_a_trial), rule)
    yield from _another_augmentation(s, rule)
    if rule.all_contraindicated == "waives":
        words = "Does the prescriber state that all augmenting agents are contraindicated?"
        yield from s.statement("all_augmenting_agents_contraindicated", words)


def trial_group(one: TrialGroup, s: Situation) -> Iterator[Question]:
    """Both lists of a bundle, the antidepressants first."""
    rule = one.trial_group
    yield from told(s, "trials", try_trials(rule.antidepressant, s.view), rule.antidepressant)
    yield from _another_trial(s, rule.antidepressant)
    if any(bundle.augmentations for bundle in rule.any_of):
        tried = try_augmentations(rule.augmentation, s.view, alongside=rule.alongside)
        yield from told(s, "augmentations", tried, rule.augmentation)
        yield from _another_augmentation(s, rule.augmentation)


def _another_trial(s: Situation, rule: CourseRule) -> Iterator[Question]:
    hint = f"Generic or brand name, without the dose; {OR_NONE}"
    end = ((("trials", len(s.places("trials")), "end"), "unknown"),)
    yield from s.listed(
        "trials", "medicine", "antidepressant_trials", rule, besides=end, hint=hint, takes_up=True
    )


def _another_augmentation(s: Situation, rule: Any) -> Iterator[Question]:
    agents = f"Asked for: {', or '.join(SPOKEN[one] for one in rule.agents)}. " if rule.agents else ""
    hint = f"{agents}Generic or brand name, without the dose; {OR_NONE}"
    end = ((("augmentations", len(s.places("augmentations")), "end"), "unknown"),)
    yield from s.listed(
        "augmentations", "medicine", "augmentations", rule, besides=end, hint=hint, takes_up=True
    )


def more(s: Situation, kind: str) -> Iterator[Question]:
    """Where enough trials are told: what somebody began to tell, to its end; and whether there is another to be told."""
    for name in ("trials",) if kind == "failed_antidepressants" else ("augmentations", "trials"):
        for place in s.places(name):
            if called(s.facts, name, place) in s.draft.taken_up:
                yield from _course(s, name, place)
    name = "augmentations" if kind == "augmentation" else "trials"
    number = len(s.places(name))
    if any(one.startswith(f"{name}.") for one in s.draft.taken_up):
        yield s.new(
            name,
            "medicine",
            key=f"{name}.besides-{number + 1}",
            words="That is enough for this policy. Is there another one that the letter should tell?",
            hint="Its name; or Enter, to go on.",
            besides=((((name, number, "end")), "unknown"),),
            takes_up=True,
        )


def told(s: Situation, name: str, tried: Iterable[Tried], rule: CourseRule) -> Iterator[Question]:
    """Each course of a list: what any is told by, then what the policy makes of it and is not documented."""
    held = {one.course.id: one for one in tried}
    for course in getattr(s.case, name):
        place, one = s.place(name, course.id), held.get(course.id)
        open_ = one is not None and one.verdict is Verdict.NOT_DOCUMENTED
        if open_ or called(s.facts, name, place) in s.draft.taken_up:
            yield from _course(s, name, place)
        if one is not None and open_:
            yield from _of_the_policy(s, name, place, one, rule)


def _course(s: Situation, name: str, place: int) -> Iterator[Question]:
    """What every reader of a letter wants to know of a course."""
    here = (name, place)
    item = at(s.facts, here)
    yield from s.form(name, place, "start", "end")
    if not {"steps", "max_dose", "constant_dose"} & item.keys():
        yield s.of(*here, "doses", read=doses, choices=(), keep=doses_kept(here))
    if "max_dose" in item:
        yield s.of(*here, "constant_dose", read=yes_no, choices=("yes", "no"), keep=held_throughout(here))
    if not item.get("interruptions"):
        yield s.of(*here, "interruptions", read=breaks, none=s.nothing)
    yield from s.form(name, place, "response")
    if not isinstance(item.get("end"), dict):  # still taken, it was not ended
        yield from s.form(name, place, "ended_because")


def _of_the_policy(s: Situation, name: str, place: int, one: Tried, rule: CourseRule) -> Iterator[Question]:
    for facet in one.facets:
        if facet.verdict is Verdict.NOT_DOCUMENTED and facet.name in OF_A_FACET:
            yield from OF_A_FACET[facet.name](s, name, place, rule)


def _effect(s: Situation, name: str, place: int, _: CourseRule) -> Iterator[Question]:
    yield from s.form(name, place, "improvement_percent")
    for end in ("score_before", "score_after"):
        if at(s.facts, (name, place, end)) is None:
            yield s.of(name, place, end, read=score_on(()), keep=score_kept((name, place, end)))


def _time(s: Situation, name: str, place: int, rule: CourseRule) -> Iterator[Question]:
    if "side_effects" in _reasons(s, name, place):
        yield from _side_effects(s, name, place, rule)
    if {tier.dose for tier in rule.tiers} & {"optimized", "maximum_tolerated_labeled"}:
        yield from s.form(name, place, "highest_tolerated")
    if rule.or_judged_sufficient:
        own = next(one for one in getattr(s.case, name) if s.place(name, one.id) == place)
        words = f"Does the prescriber state that the trial of {own.medicine} lasted long enough to judge it?"
        yield from s.statement("trial_duration_sufficient", words, own.id)


def _side_effects(s: Situation, name: str, place: int, _: CourseRule) -> Iterator[Question]:
    yield s.of(name, place, "adverse_effects", 0, "effect")
    if at(s.facts, (name, place, "adverse_effects", 0, "effect")):
        yield s.of(name, place, "adverse_effects", 0, "severity")
        yield s.of(name, place, "adverse_effects", 0, "dose_limiting")


def _reasons(s: Situation, name: str, place: int) -> Any:
    return at(s.facts, (name, place, "ended_because")) or ()


def _adherence(s: Situation, name: str, place: int, rule: CourseRule) -> Iterator[Question]:
    yield from s.form(name, place, "adherence.adequate" if rule.adherence == "adequate" else "adherence.percent")


def _episode(s: Situation, name: str, place: int, _: CourseRule) -> Iterator[Question]:
    yield s.of("episode", "onset")
    yield from s.form(name, place, "episode")


def _alongside(s: Situation, name: str, place: int, _: CourseRule) -> Iterator[Question]:
    trials = s.case.trials
    if trials:
        ids, names = tuple(one.id for one in trials), tuple(reference().find(one.medicine).name for one in trials)
        labels = names if len(set(names)) == len(names) else ids
        yield s.of(name, place, "alongside", read=one_of(ids), choices=ids, labels=labels)


def _one(field: str) -> Callable[[Situation, str, int, CourseRule], Iterator[Question]]:
    return lambda s, name, place, _: s.form(name, place, field)


OF_A_FACET: dict[str, Callable[[Situation, str, int, CourseRule], Iterator[Question]]] = {
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
