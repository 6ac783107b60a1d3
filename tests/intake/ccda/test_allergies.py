"""Allergies and intolerances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import ALLERGIES, coded, read, section, within

if TYPE_CHECKING:
    from pathlib import Path


def allergy(kind: str, name: str, *more: str, said: str = "") -> str:
    entity = f'<playingEntity><code nullFlavor="OTH"/><name>{name}</name></playingEntity>' if name else ""
    taken = f'<participant typeCode="CSM"><participantRole>{entity}</participantRole></participant>' if name else ""
    return f"""<act moodCode="EVN"><statusCode code="active"/><entryRelationship typeCode="SUBJ">
    <observation moodCode="EVN" {said}><statusCode code="completed"/>{coded("value", "SNOMED", kind, kind="CD")}{taken}
    {"".join(more)}</observation></entryRelationship></act>"""


RASH = within("MFST", coded("value", "SNOMED", "271807003", "Rash", kind="CD"))
HIGH = within("SUBJ", coded("code", "LOINC", "82606-5") + '<value xsi:type="CD" code="CRITH"/>')
GONE = within("REFR", coded("code", "LOINC", "33999-4") + coded("value", "SNOMED", "413322009", kind="CD"))
ALLERGY, PROPENSITY = "416098002", "419511003"


@pytest.mark.parametrize(
    ("entry", "line", "contraindicated"),
    [
        (allergy(ALLERGY, "sertraline", RASH), "sertraline (Rash)", ["sertraline"]),
        (allergy(PROPENSITY, "sertraline"), "sertraline", []),
        (allergy(PROPENSITY, "sertraline", HIGH), "sertraline", ["sertraline"]),
        (allergy(ALLERGY, "Penicillin"), "Penicillin", []),
        (allergy(ALLERGY, "sertraline", GONE), None, []),
        (allergy(ALLERGY, "sertraline", said='negationInd="true"'), None, []),
        (allergy("419199007", "", said='negationInd="true"'), None, []),
    ],
    ids=["allergy", "propensity", "grave", "another", "resolved", "refuted", "no known allergies"],
)
def test_allergies(tmp_path: Path, entry: str, line: str | None, contraindicated: list[str]) -> None:
    seen = read(tmp_path, section(ALLERGIES, entry))
    assert seen.patient.get("allergies") == line
    assert [one["medicine"] for one in seen.contraindicated_medicines] == contraindicated
