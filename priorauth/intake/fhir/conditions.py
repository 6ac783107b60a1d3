"""Conditions with an ICD-10-CM code as diagnoses. Other codes are told, and never turned into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.fhir.values import (
    ICD10CM,
    Json,
    all_codes,
    codes,
    day,
    group,
    groups,
    text,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_UNSURE = {
    "entered-in-error": "entered in error",
    "refuted": "refuted",
    "unconfirmed": "not confirmed",
    "provisional": "not confirmed",
    "differential": "not confirmed",
}
_OVER = {"inactive", "remission", "resolved"}


def diagnoses(record: Record, notes: Notes) -> list[Json]:
    """Each code that stands once, with the last day on which it was recorded; and each that is over, with its end."""
    standing: dict[str, Json] = {}
    over: list[Json] = []
    for one, resource in _confirmed(record, notes):
        ended = day(resource.get("abatementDateTime"))
        if ended is None and all_codes(resource.get("clinicalStatus")) & _OVER:
            notes.leave("Condition", "over, on a day that is not known")
            notes.remark(f"{_told(resource)} is over or in remission, and the source does not say since when.")
        elif ended:
            over.append({**one, "resolved": str(ended)})
        else:
            known = standing.setdefault(one["code"], one)
            if one.get("on", "") > known.get("on", ""):
                standing[one["code"]] = one
    return [*standing.values(), *over]


def _confirmed(record: Record, notes: Notes) -> Iterator[tuple[Json, Json]]:
    otherwise: dict[str, None] = {}
    for resource in record.each("Condition"):
        unsure = next((_UNSURE[code] for code in all_codes(resource.get("verificationStatus")) if code in _UNSURE), "")
        if unsure:
            notes.leave("Condition", unsure)
            continue
        coded = codes(resource.get("code"), ICD10CM)
        if not coded:
            notes.leave("Condition", "no ICD-10-CM code; a code of SNOMED or another system is not mapped")
            otherwise[_told(resource)] = None
            continue
        one: Json = {"code": coded[0]}
        if described := _described(resource.get("code"), coded[0]):
            one["description"] = described
        if recorded := day(resource.get("recordedDate")):
            one["on"] = str(recorded)
        if by := record.name_of(resource.get("asserter"), resource):
            one["by"] = by
        yield one, resource
    if otherwise:
        notes.remark(
            "Conditions without an ICD-10-CM code, of which the chart says nothing. Look for what excludes or counts "
            f"(psychosis, mania, substance use): {'; '.join(otherwise)}."
        )


def _described(concept: object, code: str) -> str:
    """The name of the code that is taken: that of another system beside it may say more, or less."""
    own = [one for one in groups(group(concept).get("coding")) if text(one.get("code")) == code]
    return next((name for one in own if (name := text(one.get("display")))), wording(concept))


def _told(resource: Json) -> str:
    code = ", ".join(sorted(all_codes(resource.get("code"))))
    name = wording(resource.get("code")) or text(resource.get("id")) or "without a name"
    return f"{name} ({code})" if code else name
