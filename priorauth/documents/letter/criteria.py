"""Which findings a letter tells, in the policy's order, and what a template may say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import with_spoken_days
from priorauth.documents.exhibits import exhibit_numbers, pointers
from priorauth.documents.letter.history import row
from priorauth.documents.traced import Traced
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.dose_limit import DoseFacts
from priorauth.policy.criteria.prior_exposure import ExposureFacts
from priorauth.policy.trials.tried import held_courses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.logic.finding import Finding
    from priorauth.policy.trials.tried import Tried
    from priorauth.request.assessment import Assessment


def told(root: Finding) -> list[Finding]:
    """The criteria that carry the request: of alternatives the one that is met, or else the first that may be."""
    if root.node == "criterion":
        return [root]
    known = root.node == "when" and root.children[0].verdict is Verdict.MET
    if known or root.node == "if_available":  # a condition is nothing that the payer asks of the patient
        return told(root.children[-1])
    children = [child for child in root.children if child.verdict is not Verdict.NOT_APPLICABLE]
    if root.node in ("unclear", "disputed"):
        children = children[:1]  # each of them tells the same facts
    if root.node in ("any_of", "unless"):
        best = next(
            (
                child
                for verdict in (Verdict.MET, Verdict.NOT_DOCUMENTED)
                for child in children
                if child.verdict is verdict
            ),
            None,
        )
        children = [best] if best else []
    return [one for child in children for one in told(child)]


def criteria(assessment: Assessment, known: dict[str, Any]) -> list[dict[str, Any]]:
    """Each criterion to be told: its wording file, what it rests on, where that is enclosed, what is missing.

    ``known`` are the letter's facts (see :func:`~priorauth.documents.letter.facts.facts`); each criterion gets those
    of them that its finding names.
    """
    root = assessment.determination.root
    if root is None:
        return []
    return told_of(told(root), assessment, known)


def told_of(findings: Iterable[Finding], assessment: Assessment, known: dict[str, Any]) -> list[dict[str, Any]]:
    """These findings as :func:`criteria` gives them."""
    numbers = exhibit_numbers(assessment.case)
    return [_criterion(one, numbers, known) for one in findings]


def in_words(one: Finding, otherwise: str = "") -> Traced:
    """Why a finding is as it is, in the first sentence of its facts, with days as a letter writes them."""
    head = one.facts.lines[0] if one.facts else one.because
    return Traced(with_spoken_days(head.rstrip(":.") + "."), one.items or (otherwise or ()))


def in_full(one: Finding, ask: str) -> Traced:
    """All of its facts, with days as a letter writes them; empty where it says no more than the criterion itself.

    One that may turn out differently on another day was judged for the day that the ask names, and rests on that too.
    """
    judged_for = (ask,) if one.moments else ()
    said = "" if one.because.rstrip(".") == one.says.rstrip(".") else with_spoken_days(one.because)
    return Traced(said, (*one.items, *judged_for))


def _criterion(one: Finding, numbers: dict[str, int], known: dict[str, Any]) -> dict[str, Any]:
    items = tuple(dict.fromkeys(piece.item for piece in one.evidence))
    facts = one.facts

    def own(name: str) -> list[dict[str, Any]]:
        return [fact for fact in known[name] if fact["item"] in items]

    return {
        "id": one.id,
        "says": one.says,
        "template": f"criteria/{one.kind}.md.j2",
        "met": one.verdict is Verdict.MET,
        "unmet": one.verdict is Verdict.NOT_MET,
        "basis": Traced("", one.items),
        "counted": [row(trial) for trial in _counted(facts)],
        "waived": bool((held := held_courses(facts)) and held.waived),
        "scores": own("all_scores"),
        "diagnoses": own("diagnoses"),
        "medicines": own("current_antidepressants"),
        "therapies": own("psychotherapies"),
        "statements": own("statements"),
        "consultations": own("consultations"),
        "substances": own("substances"),
        "change": _change(facts),
        "most_mg_a_week": Traced(facts.most_in_week, items) if isinstance(facts, DoseFacts) else "",
        "evidence": [Traced(with_spoken_days(told), item) for told, item in _told_once(one)],
        "exhibits": [Traced(text, ids) for text, ids in pointers(one.evidence, numbers)],
        "gaps": [
            {"needed": Traced(with_spoken_days(gap.needed), gap.item or items), "owner": gap.owner.replace("_", " ")}
            for gap in one.gaps
        ],
    }


def _told_once(one: Finding) -> list[tuple[str, str]]:
    """What the chart says of each item, once, although several pages may show it."""
    return list(dict.fromkeys((piece.text, piece.item) for piece in one.evidence))


def _counted(facts: object) -> list[Tried]:
    held = held_courses(facts)
    return sorted(held.counted if held else (), key=lambda trial: (str(trial.course.start or ""), trial.course.id))


def _change(facts: object) -> dict[str, Any]:
    change = facts.change if isinstance(facts, ExposureFacts) else None
    basis = (change.before.id, change.after.id) if change else ()
    return {
        "instrument": Traced(change.before.instrument if change else "", basis),
        "before": Traced(change.before.total if change else "", basis),
        "after": Traced(change.after.total if change else "", basis),
        "percent": Traced(change.size if change else "", basis),
    }
