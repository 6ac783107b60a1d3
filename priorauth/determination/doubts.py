"""Doubts about what a verdict rests on, where the policy names no number. They are said; nothing is decided by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.suicidality import suicide_risk
from priorauth.determination.cautions import Caution
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.failed_antidepressants import FailedAntidepressants
from priorauth.policy.criteria.suicidality import Suicidality
from priorauth.policy.nodes import walk
from priorauth.policy.trials.tried import held_courses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.logic.finding import Finding
    from priorauth.policy.model import Policy
    from priorauth.policy.nodes import Node
    from priorauth.policy.view import View

ADEQUATE_DAYS = 42
"""Six weeks: the least by the questionnaire (MGH-ATRQ) with which the trials of esketamine counted what had failed."""

_DOUBTFUL = (Suicidality.kind, FailedAntidepressants.kind)


def doubts(tree: Node, found: Finding, view: View, policy: Policy) -> Iterator[Caution]:
    """Of what is met: an assessment of another day than today's, and trials shorter than any questionnaire counts."""
    met = {one.id: one for one in found.criteria() if one.verdict is Verdict.MET and one.kind in _DOUBTFUL}
    for node in walk(tree) if met else ():
        if isinstance(node, Suicidality) and node.id in met:
            yield from _old_assessment(node, view, policy)
        elif isinstance(node, FailedAntidepressants) and node.id in met:
            yield from _short_trials(node, met[node.id], policy)


def _old_assessment(node: Suicidality, view: View, policy: Policy) -> Iterator[Caution]:
    rule, latest = node.suicidality, suicide_risk(view.chart).assessment
    if rule.within_days is not None or rule.measured == "baseline" or latest is None or latest.on == view.as_of:
        return
    days = (view.as_of - latest.on).days
    age = f"{days} day{'' if days == 1 else 's'} old"
    text = (
        f"The suicide risk assessment of {latest.on} is {age}. How old it may be, {_named(policy)} does not say as far "
        "as it was seen: assess anew if the risk may have changed."
    )
    yield Caution("assessment_age", text, latest.id)


def _short_trials(node: FailedAntidepressants, finding: Finding, policy: Policy) -> Iterator[Caution]:
    rule = node.failed_antidepressants
    if rule.weeks or rule.fails_by:
        return
    facts = held_courses(finding.facts)
    for one in facts.counted if facts else ():
        days = int(one.days.low or 0)
        if days < ADEQUATE_DAYS:
            text = (
                f"For {one.named.name} no more than {days} day{'' if days == 1 else 's'} are certain. {_named(policy)} "
                "names no time as far as it was seen; by the questionnaire of esketamine's trials (MGH-ATRQ) a trial "
                f"takes {ADEQUATE_DAYS} days at an adequate dose."
            )
            yield Caution("short_trial", text, one.course.id)


def _named(policy: Policy) -> str:
    return f"{policy.name} {policy.policy.number}"
