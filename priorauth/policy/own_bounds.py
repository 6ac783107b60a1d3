"""Bounds within one criterion that exclude each other, or that can never come to bear: a slip in the file, no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.medicines.reference import reference
from priorauth.policy.criteria.dose_limit import DoseLimit
from priorauth.policy.criteria.failed_antidepressants import FailedAntidepressants
from priorauth.policy.nodes import parts
from priorauth.policy.trials.antidepressants import UNLISTED, class_of
from priorauth.policy.trials.rules import CourseRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.criteria.dose_limit import DoseRule
    from priorauth.policy.criteria.failed_antidepressants import TrialsWanted
    from priorauth.policy.nodes import Node


def at_odds(node: Node) -> Iterator[str]:
    """Each remark on the bounds of one criterion among themselves."""
    if parts(node):
        return
    if isinstance(node, DoseLimit):
        for text in _doses(node.dose_limit):
            yield f"asks in {node.id} for {text}"
    if isinstance(node, FailedAntidepressants):
        for text in _trials(node.failed_antidepressants):
            yield f"asks in {node.id} for {text}"
    for rule in _courses(node):
        judged, asked = rule.or_judged_sufficient, rule.weeks
        if judged and asked and judged.not_below_weeks != "none" and judged.not_below_weeks * 7 > asked.days_needed():
            weeks = judged.not_below_weeks
            yield f"asks in {node.id} for weeks {asked}, and lets judgement begin at {weeks}: it can never be used"


def _doses(rule: DoseRule) -> Iterator[str]:
    limits = {"a week": rule.mg_per_week, "a session": rule.mg_per_session}
    if rule.mg_per_week and rule.mg_per_session and rule.mg_per_week < rule.mg_per_session:
        told = f"at most {rule.mg_per_week} mg a week and {rule.mg_per_session} mg a session"
        yield f"{told}: no session can be as much"
    first = rule.first_dose_mg if rule.from_week == 1 else None
    for span, limit in limits.items():
        if first and limit and limit < first:
            yield f"at most {limit} mg {span} and {first} mg in the first session: nothing can be both"


def _trials(rule: TrialsWanted) -> Iterator[str]:
    if rule.in_current_episode != "all" and rule.in_current_episode > rule.count:
        yield f"{rule.in_current_episode} trials in the current episode, and for {rule.count} trials in all"
    wanted, there = rule.asked.sorts, _classes(rule)
    wanted = rule.count if wanted == "each_different" else wanted
    if wanted > there:
        yield f"{wanted} different classes, and what counts is of {there}"


def _classes(rule: TrialsWanted) -> int:
    """Of how many classes the medicines that count are, by the reading with the fewest: nothing is met but by all."""
    counted = [
        named.medicine
        for one in reference().medicines
        if "antidepressant" in (named := reference().find(one.name)).uses
        and (rule.agents is None or rule.agents.counts(named))
    ]
    return min(len({class_of(one, classes) for one in counted} - {UNLISTED}) for classes in rule.class_lists)


def _courses(node: Node) -> Iterator[CourseRule]:
    """The rules for trials in a criterion, its own or those of a bundle."""
    for _, value in node:
        if isinstance(value, CourseRule):
            yield value
        elif hasattr(type(value), "model_fields"):
            yield from (inner for _, inner in value if isinstance(inner, CourseRule))
