"""The criteria of the initial request, asked again at renewal.

A responder no longer meets a gate of severity and is no longer in danger, so scores, suicidality and stays in hospital
are then read from when treatment began: the question is whether the patient qualified, not whether treatment failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.policy.criteria.diagnosis import DatedCode, Diagnosis
from priorauth.policy.criteria.inpatient import Inpatient
from priorauth.policy.criteria.scores import ScoreGate, Severity
from priorauth.policy.criteria.suicidality import Suicidality
from priorauth.policy.nodes import AllOf, Remeets, parts, with_parts

if TYPE_CHECKING:
    from priorauth.policy.nodes import Node

BEGINS = "initial-"
"""How the ids of criteria that are asked again begin."""


def asked_again(node: Node, initial: tuple[Node, ...] | None) -> Node:
    """``node`` with the initial criteria in the place of each :class:`Remeets` in it.

    Raises:
        KeyError: the initial criteria are not there, or one that is to be left out is not among them.
    """
    if not isinstance(node, Remeets):
        return with_parts(node, tuple(asked_again(one, initial) for one in parts(node)))
    if initial is None:
        raise KeyError("initial")
    left_out = node.remeets.leaving_out
    for name in left_out:
        if name not in {one.id for one in initial}:
            raise KeyError(name)
    kept = tuple(_from_before(one) for one in initial if one.id not in left_out)
    return AllOf.model_construct(
        id=node.id or "remeets",
        says=node.says or "The criteria of the initial request",
        source=node.source,
        note=node.note,
        all_of=kept,
    )


def _from_before(node: Node) -> Node:
    changed = with_parts(node, tuple(map(_from_before, parts(node))))
    if changed.id:
        changed = changed.model_copy(update={"id": f"{BEGINS}{changed.id}"})
    if isinstance(changed, ScoreGate):
        return changed.model_copy(update={"score": changed.score.model_copy(update=_BEFORE_TREATMENT)})
    if isinstance(changed, Diagnosis):
        rule = changed.diagnosis
        depressive = any(one.code.startswith(("F32", "F33")) for one in rule.codes)
        also = tuple(DatedCode(code=code) for code in _IN_REMISSION) if depressive else ()
        return changed.model_copy(update={"diagnosis": rule.model_copy(update={"codes": (*rule.codes, *also)})})
    if isinstance(changed, Suicidality):
        return changed.model_copy(update={"suicidality": changed.suicidality.model_copy(update=_BEFORE_TREATMENT)})
    if isinstance(changed, Inpatient):
        return changed.model_copy(update={"inpatient": changed.inpatient.model_copy(update={"measured": "baseline"})})
    if isinstance(changed, Severity):
        return changed.model_copy(update={"severity": changed.severity.model_copy(update=_BEFORE_TREATMENT)})
    return changed


_IN_REMISSION = ("F32.4", "F32.5", "F33.40", "F33.41", "F33.42")
"""What the disorder is called once treatment has helped: a code that no renewal may fail on."""
_BEFORE_TREATMENT = {"measured": "baseline", "within_days": None}
"""How old a score from before treatment may be is no question."""
