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
_ABATED = [f"abatement{kind}" for kind in ("DateTime", "Age", "Period", "Range", "String")]
"""By each of these a condition is over, whatever its status says, or if it has none (R4, con-4)."""


def diagnoses(record: Record, notes: Notes) -> list[Json]:
    """Each code that stands once, with the last day on which it was recorded; and each that is over, with its end."""
    standing: dict[str, Json] = {}
    over: list[Json] = []
    for resource, coded in _confirmed(record, notes):
        ended = day(resource.get("abatementDateTime")) or day(group(resource.get("abatementPeriod")).get("end"))
        over_somehow = any(resource.get(key) for key in _ABATED) or all_codes(resource.get("clinicalStatus")) & _OVER
        if ended is None and over_somehow:
            notes.leave("Condition", "over, on a day that is not known")
            notes.remark(f"{_told(resource)} is over or in remission, and the source gives no day on which it ended.")
        elif ended:
            over += [{**one, "resolved": str(ended)} for one in coded]
        else:
            for one in coded:
                known = standing.setdefault(one["code"], one)
                if one.get("on", "") > known.get("on", ""):
                    standing[one["code"]] = one
    return [*standing.values(), *over]


def _confirmed(record: Record, notes: Notes) -> Iterator[tuple[Json, list[Json]]]:
    """Each condition that is one, with a diagnosis for each of its codes."""
    otherwise: dict[str, None] = {}
    for resource in record.each("Condition"):
        unsure = next((_UNSURE[code] for code in all_codes(resource.get("verificationStatus")) if code in _UNSURE), "")
        if unsure:
            notes.leave("Condition", unsure)
            continue
        coded = list(dict.fromkeys(codes(resource.get("code"), ICD10CM)))
        if not coded:
            notes.leave("Condition", "no ICD-10-CM code; a code of SNOMED or another system is not mapped")
            otherwise[_told(resource)] = None
            continue
        said: Json = {}
        if recorded := day(resource.get("recordedDate")):
            said["on"] = str(recorded)
        if by := record.name_of(resource.get("asserter"), resource):
            said["by"] = by
        if len(coded) > 1:
            notes.remark(f"A condition bears several ICD-10-CM codes, each a diagnosis here: {', '.join(coded)}.")
        names = {code: _described(resource.get("code"), code, alone=len(coded) == 1) for code in coded}
        described = [(code, {"description": name} if name else {}) for code, name in names.items()]
        yield resource, [{"code": code, **name, **said} for code, name in described]
    if otherwise:
        notes.remark(
            "Conditions without an ICD-10-CM code, of which the chart says nothing. Look for what excludes or counts "
            f"(psychosis, mania, substance use): {'; '.join(otherwise)}."
        )


def _described(concept: object, code: str, *, alone: bool) -> str:
    """What the code itself is called; else the text of the whole, where it is the only code of ICD-10-CM in it.

    The name of another code beside it may say more, or less.
    """
    own = [one for one in groups(group(concept).get("coding")) if text(one.get("code")) == code]
    of_all = text(group(concept).get("text")) if alone else ""
    return next((name for one in own if (name := text(one.get("display")))), of_all)


def _told(resource: Json) -> str:
    code = ", ".join(sorted(all_codes(resource.get("code"))))
    name = wording(resource.get("code")) or text(resource.get("id")) or "without a name"
    return f"{name} ({code})" if code else name
