"""What a medicine was given for: a reason's words and codes as one of a chart's purposes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.intake.fhir.values import Json, all_codes, group, groups, wordings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_PURPOSES = {
    "depression": r"depress|\bF3[23]\b|\bF34\.1\b",
    "sleep": r"insomnia|sleep|\bG47\b|\bF51\b",
    "anxiety": r"anxi|panic|\bF4[01]\b",
    "pain": r"pain|neuropath|fibromyalg|migraine|\bG89\b",
    "smoking": r"smok|nicotine|tobacco|\bF17\b",
}
"""By a reason's words, or its ICD-10-CM code; what none of these fits is for something else."""
_DENIED = (
    r"\b(?:no|not|never|non|nor|without|denies|rules? out|r/o|other than|except|rather than|instead of)\b[^;]*?(?:{0})"
    r"|(?:{0})[^;]*?\b(?:ruled out|excluded|denied)\b"
)
"""Where a word before or after it takes the purpose back: "not for depression", "depression: ruled out"."""


def reasons_of(record: Record, resource: Json) -> Iterator[str]:
    """What it was given for: the words and the codes of each reason."""
    concepts = groups(resource.get("reasonCode"))
    for reference in groups(resource.get("reasonReference")):
        there = record.follow(reference, resource)
        concepts.append(group(there.get("code")) if there else {"text": reference.get("display")})
    for concept in concepts:
        if said := "; ".join((*wordings(concept), *sorted(all_codes(concept)))):
            yield said


def given_for(reasons: Collection[str], line: Line, notes: Notes) -> Json:
    """What of a chart's purposes these come to (depression, where it is one of several), and a note of their words."""
    if not reasons:
        return {"note": "What it was for is not stated."}
    for said in reasons:
        if any(_denied(words, said) for words in _PURPOSES.values()):
            notes.remark(f"What {line.named.name} was for is told with a not: {said}. Look at its purpose.")
    found = {_purpose(said) for said in reasons}
    return {
        "purpose": "depression" if "depression" in found else min(found),
        "note": f"Given for: {' / '.join(sorted(set(reasons))[:5])}.",
    }


def _purpose(said: str) -> str:
    fits = (
        purpose
        for purpose, words in _PURPOSES.items()
        if re.search(words, said, re.IGNORECASE) and not _denied(words, said)
    )
    return next(fits, "other")


def _denied(words: str, said: str) -> bool:
    return re.search(_DENIED.format(words), said, re.IGNORECASE) is not None
