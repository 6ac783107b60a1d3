"""What the page of one case tells, in a clinician's order: warnings, verdict, evidence, what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.documents.exhibits import exhibit_numbers
from priorauth.errors import UsageError
from priorauth.policy.telling import UNJUDGED
from priorauth.review.drawings import drawings
from priorauth.review.edits import shown
from priorauth.review.for_ink import for_ink
from priorauth.review.papers import by_hand, only_the_signature, signed, tabs
from priorauth.review.signer import pins_of
from priorauth.review.standings import signatures
from priorauth.review.statements import judgements
from priorauth.worklist.case import SPOKEN
from priorauth.worklist.of_a_chart import holds_until
from priorauth.worklist.telling import details

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.documents.edited.desk import Taken
    from priorauth.logic.finding import Evidence, Finding
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: its words, and where it can be seen."""

    text: str
    proof: str
    exhibit: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the policy with what was found."""

    says: str
    verdict: str
    lines: tuple[str, ...]
    evidence: tuple[Piece, ...]
    notes: tuple[str, ...]
    source: str
    children: tuple[Branch, ...]
    carries: bool
    """Whether the verdict of the whole rests on it."""


def page_of(desk: Desk, one: Open, person: Person) -> dict[str, Any]:
    """Everything that the template of the page names."""
    assessment = one.assessment
    judged, case = assessment.determination, assessment.case
    taken, no_letter = _taken(desk, one)
    letter = taken.letter if taken else None
    done = signed(desk, one)
    numbers = exhibit_numbers(case)
    sources = {name: source.title for name, source in assessment.loaded.policy.sources.items()}
    may_be_signed = only_the_signature(desk, one, taken, done)
    return {
        "id": one.case.id,
        "chart": one.chart,
        "patient": case.patient.name.full,
        "born": case.patient.birth_date.isoformat(),
        "fictional": case.fictional,
        "payer": assessment.loaded.payer_name,
        "policy": f"{assessment.loaded.policy.policy.number}: {assessment.loaded.policy.policy.title}",
        "asks": f"{assessment.ask.indication.upper()}, {assessment.ask.phase} request",
        "state": SPOKEN[one.case.state],
        "as_of": judged.dates.as_of.isoformat(),
        "verdict": judged.verdict.value if judged.verdict else "",
        "told": judged.verdict.value.replace("_", " ") if judged.verdict else UNJUDGED[judged.outcome],
        "until": until.isoformat() if (until := holds_until(judged)) else "",
        "warnings": [*(each.text for each in judged.warnings), *(each.text for each in assessment.request.warnings)],
        "tree": [_branch(child, numbers, sources) for child in judged.root.children] if judged.root else [],
        "missing": _missing(one),
        "wanted": list(map(str, assessment.lacking)),
        "blocking": list(map(str, assessment.blocking)),
        "statements": judgements(assessment),
        "rationale": assessment.ask.rationale or "",
        "exhibits": [(numbers[each.id], each.title) for each in case.exhibits],
        "figures": [(place, each.alt) for place, each in enumerate(drawings(assessment))],
        "no_letter": no_letter,
        "papers": tabs(desk, one, taken, done),
        "edit": shown(taken, assessment),
        "by_hand": by_hand(desk, one),
        "is_signed": done is not None,
        "to_confirm": letter.open_points if letter else (),
        "history": [
            (entry.at, entry.who, event.spoken, details(event))
            for entry, event in zip(one.kept.entries, one.kept.history.events, strict=True)
        ][::-1],
        "returned": _returned(one),
        "signatures": [*signatures(desk, one)],
        "prescriber": case.prescriber.signature_name if case.prescriber else "",
        "own": desk.is_prescriber(person, one),
        "at_home": one.case.at_home,
        "today": desk.today().isoformat(),
        "for_ink": for_ink(desk, one),
        "only_the_signature": may_be_signed,
        "pins": pins_of(desk, one).model_dump_json() if may_be_signed else "",
    }


def _returned(one: Open) -> str:
    """Why the case is with staff, if the clinician gave it back: on top, for whoever opens it."""
    told = one.case.returned
    if told is None:
        return ""
    entries = zip(one.kept.entries, one.kept.history.events, strict=True)
    who = next(entry.who for entry, event in entries if event is told)
    return f"Returned on {told.on} by {who}: {told.why}"


def _taken(desk: Desk, one: Open) -> tuple[Taken | None, str]:
    try:
        return desk.taken(one), ""
    except UsageError as error:
        return None, error.what


def _branch(one: Finding, numbers: dict[str, int], sources: Mapping[str, str]) -> Branch:
    return Branch(
        one.says,
        one.verdict.value,
        (one.facts.lines if one.facts else (one.because,)) if one.node == "criterion" else (),
        tuple(dict.fromkeys(_piece(each, numbers) for each in one.evidence)),
        one.notes,
        sources.get(one.source, one.source),
        tuple(_branch(child, numbers, sources) for child in one.children),
        one.on_winning_path,
    )


def _piece(one: Evidence, numbers: dict[str, int]) -> Piece:
    return Piece(one.text, one.proof.value.replace("_", " "), numbers.get(one.exhibit or ""), one.page or 1)


def _missing(one: Open) -> dict[str, list[str]]:
    """What is missing, by who has it."""
    found: dict[str, list[str]] = defaultdict(list)
    judged = one.assessment.determination
    for gap in (*judged.gaps, *one.assessment.request.needs):
        found[gap.owner.replace("_", " ")].append(gap.needed)
    return {owner: list(dict.fromkeys(needed)) for owner, needed in found.items()}
