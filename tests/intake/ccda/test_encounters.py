"""Stays for a psychiatric reason, diagnoses made at a visit, and procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import (
    DEPRESSION,
    ENCOUNTERS,
    PROBLEMS,
    PROCEDURES,
    coded,
    document,
    problem,
    read,
    read_all,
    section,
    whole,
    within,
)

if TYPE_CHECKING:
    from pathlib import Path


def diagnosed(value: str, *more: str) -> str:
    inner = f'<observation moodCode="EVN"><statusCode code="completed"/>{value}{"".join(more)}</observation>'
    return f"""<entryRelationship typeCode="SUBJ"><act moodCode="EVN"><entryRelationship typeCode="SUBJ">{inner}
    </entryRelationship></act></entryRelationship>"""


CANCELLED = '<statusCode code="cancelled"/>'
STAY = '<low value="202602011200-0500"/><high value="20260209"/>'


def encounter(code: str, *more: str, when: str = STAY, said: str = 'moodCode="EVN"') -> str:
    return f"<encounter {said}>{code}<effectiveTime>{when}</effectiveTime>{''.join(more)}</encounter>"


INPATIENT = coded("code", "ActCode", "IMP")
AS_TRANSLATION = f'<code nullFlavor="OTH">{coded("translation", "ActCode", "IMP")}</code>'
HIP = coded("value", "ICD", "S72.001A", "Fracture of femur", kind="CD")
FIRST = within("REFR", coded("code", "SNOMED", "263486008") + whole(1))


@pytest.mark.parametrize(
    ("entry", "admitted"),
    [
        # the principal diagnosis is the reason: the only one, or the one ranked first
        (encounter(INPATIENT, diagnosed(DEPRESSION)), ["2026-02-01"]),
        (encounter(coded("code", "CPT", "99222"), diagnosed(DEPRESSION)), ["2026-02-01"]),
        (encounter(AS_TRANSLATION, diagnosed(DEPRESSION)), ["2026-02-01"]),
        (encounter(INPATIENT, within("RSON", DEPRESSION)), ["2026-02-01"]),
        (encounter(INPATIENT, diagnosed(DEPRESSION, FIRST), diagnosed(HIP)), ["2026-02-01"]),
        (encounter(INPATIENT, diagnosed(DEPRESSION), diagnosed(HIP)), []),
        (encounter(INPATIENT, diagnosed(HIP, FIRST), diagnosed(DEPRESSION)), []),
        (encounter(coded("code", "CPT", "99213"), diagnosed(DEPRESSION)), []),
        (encounter(INPATIENT, diagnosed(DEPRESSION), said='moodCode="INT"'), []),
        (encounter(INPATIENT, CANCELLED, diagnosed(DEPRESSION)), []),
        (encounter(INPATIENT, diagnosed(DEPRESSION), when='<low nullFlavor="UNK"/>'), []),
    ],
)
def test_a_stay_for_a_psychiatric_reason(tmp_path: Path, entry: str, admitted: list[str]) -> None:
    assert [one["admitted"] for one in read(tmp_path, section(ENCOUNTERS, entry)).inpatient] == admitted


NUMBERED = '<id root="7.7.7"/>'
ABOUT = f"<encompassingEncounter>{NUMBERED}{INPATIENT}<effectiveTime>{STAY}</effectiveTime></encompassingEncounter>"
DISCHARGE = "11535-2"


@pytest.mark.parametrize(
    ("sections", "admitted"),
    [
        ([section(DISCHARGE, problem(DEPRESSION))], ["2026-02-01"]),
        ([section(DISCHARGE, problem(HIP))], []),
        ([section(DISCHARGE, problem(DEPRESSION), problem(HIP))], []),
        ([section(PROBLEMS, problem(DEPRESSION))], []),  # a problem is no reason for the stay
        ([section(DISCHARGE, problem(DEPRESSION)), section(ENCOUNTERS, encounter(NUMBERED + INPATIENT))], []),
    ],
)
def test_the_stay_that_a_document_is_about(tmp_path: Path, sections: list[str], admitted: list[str]) -> None:
    seen = read_all(tmp_path, document(*sections, about=ABOUT))
    assert [one["admitted"] for one in seen.inpatient] == admitted


@pytest.mark.parametrize(("more", "codes"), [("", ["F33.2"]), (CANCELLED, [])])
def test_a_diagnosis_made_at_a_visit_that_was_is_one(tmp_path: Path, more: str, codes: list[str]) -> None:
    visit = encounter(coded("code", "CPT", "99213"), more, diagnosed(DEPRESSION))
    assert [one["code"] for one in read(tmp_path, section(ENCOUNTERS, visit)).diagnoses] == codes


def procedure(code: str, *, tag: str = "procedure", status: str = "completed", said: str = 'moodCode="EVN"') -> str:
    return f'<{tag} {said}>{code}<statusCode code="{status}"/><effectiveTime value="20240611"/></{tag}>'


ECT = coded("code", "CPT", "90870", "Electroconvulsive therapy")


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        (procedure(ECT), [("ECT", "2024-06-11")]),
        (procedure(coded("code", "CPT", "90868"), tag="act"), [("TMS", "2024-06-11")]),
        (procedure(ECT, tag="observation"), [("ECT", "2024-06-11")]),
        (procedure(ECT, said='moodCode="INT"'), []),
        (procedure(ECT, said='moodCode="EVN" negationInd="true"'), []),
        (procedure(ECT, status="cancelled"), []),
        (procedure(ECT, status="nullified"), []),
    ],
)
def test_ect_and_tms_that_were_given(tmp_path: Path, entry: str, kinds: list[object]) -> None:
    seen = read(tmp_path, section(PROCEDURES, entry))
    assert [(one["kind"], one["start"]) for one in seen.neuromodulations] == kinds
