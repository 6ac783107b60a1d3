"""Augmentations under one rule: an agent added to an antidepressant that did not help enough."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, all_of
from priorauth.medicines.adequacy import end_of
from priorauth.medicines.reference import reference
from priorauth.policy.trials.current import try_in_episode
from priorauth.policy.trials.facets import Facet
from priorauth.policy.trials.rules import CourseRule
from priorauth.policy.trials.tried import Tried, try_course

if TYPE_CHECKING:
    from priorauth.chart.trials import Augmentation, Course
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


class AugmentationRule(CourseRule):
    """``{agents: [lithium, ...], weeks: {at_least: 8}, non_response: {words: [none, partial]}}``"""

    agents: tuple[Agent, ...] = ()
    """The kinds that count; any second agent, if none are named."""
    agents_known: bool = True
    """Whether the list of agents was seen whole."""
    in_current_episode: bool = False


def try_augmentations(rule: AugmentationRule, view: View, *, alongside: bool) -> tuple[Tried, ...]:
    """Every augmentation held against the rule, the best first.

    ``alongside``: whether each must have been added to one of the antidepressant trials.
    """
    tried = (_one(rule, course, view, alongside=alongside) for course in view.chart.augmentations)
    return tuple(
        sorted(tried, key=lambda one: (one.verdict is not Verdict.MET, str(one.course.start or ""), one.course.id))
    )


def wanted(rule: AugmentationRule) -> str:
    """What would be an augmentation, for a gap."""
    agents = " or ".join(SPOKEN[agent] for agent in rule.agents) or "a second agent"
    return f"an augmentation with {agents} (dose, dates, effect), or the statement that there was none"


def _one(rule: AugmentationRule, course: Augmentation, view: View, *, alongside: bool) -> Tried:
    one, episode = (
        try_in_episode(rule, course, view) if rule.in_current_episode else (try_course(rule, course, view), None)
    )
    facets = [_agent_facet(one, course, rule, view), *([episode] if episode else [])]
    if alongside:
        facets.append(_alongside(one, course, view))
    return replace(
        one, verdict=all_of([one.verdict, *(facet.verdict for facet in facets)]), facets=(*one.facets, *facets)
    )


def _agent_facet(one: Tried, course: Augmentation, rule: AugmentationRule, view: View) -> Facet:
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


def _second_antidepressant(one: Tried, course: Augmentation, view: View) -> Facet:
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


def kind_of(one: Tried) -> str:
    """The kind of agent by which augmentations are told apart."""
    return one.named.medicine.augments_as or "antidepressant"


def kinds_of(one: Tried) -> set[str]:
    """The kinds of augmentation that a medicine can be: any antidepressant can be a second one."""
    own = {one.named.medicine.augments_as} if one.named.medicine.augments_as else set()
    return {str(kind) for kind in own} | ({"antidepressant"} if "antidepressant" in one.named.uses else set())


def _alongside(one: Tried, course: Augmentation, view: View) -> Facet:
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
