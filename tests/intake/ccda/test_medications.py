"""Medication activities, orders and dispenses: which days and doses they say, and what of them is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.intake.ccda.building import (
    MEDICATIONS,
    activity,
    coded,
    document,
    every,
    medicine,
    read,
    read_all,
    section,
    wrote,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.intake.fhir.building import Seen

ONE, TWO = '<doseQuantity value="1"/>', '<doseQuantity value="2" unit="{tablet}"/>'
FIFTY = '<doseQuantity value="50" unit="mg"/>'
DAILY = every("1", "d")
IN_WORDS = '<originalText><reference value="#m"/></originalText>'
NEEDED = "<precondition><criterion/></precondition>"


def taken(folder: Path, *activities: str, text: str = "") -> Seen:
    return read(folder, section(MEDICATIONS, *activities, text=text))


@pytest.mark.parametrize(
    ("when", "status", "start", "end"),
    [
        ('<low value="20250301"/><high value="20250914"/>', "completed", "2025-03-01", "2025-09-14"),
        ('<low value="202503"/><high value="2025"/>', "completed", "2025-03", "2025"),
        ('<low value="20250301233000-0500"/><high value="20250914"/>', "active", "2025-03-01", "2025-09-14"),
        ('<low value="20250301"/><high nullFlavor="UNK"/>', "active", "2025-03-01", "unknown"),
        ('<low value="20250301"/><high nullFlavor="NI"/>', "active", "2025-03-01", "unknown"),
        ('<low value="20250301"/>', "completed", "2025-03-01", "unknown"),
        ('<low nullFlavor="UNK"/><high value="20250914"/>', "aborted", None, "2025-09-14"),
        ('<low nullFlavor="UNK" value="20250301"/><high value="20250914"/>', "completed", None, "2025-09-14"),
        ('<low value="20250301"/><high value="20991231"/>', "active", "2025-03-01", "unknown"),
        ('<low value="20250301"/>', "active", "2025-03-01", {"ongoing_as_of": "2026-10-05"}),
        ('<low value="20261005"/>', "active", "2026-10-05", {"ongoing_as_of": "2026-10-05"}),
        ('<low value="20261006"/>', "active", "2026-10-06", "unknown"),  # written down before it began
    ],
)
def test_the_days_are_those_that_are_written(
    tmp_path: Path, when: str, status: str, start: object, end: object
) -> None:
    (trial,) = taken(tmp_path, activity(when, wrote("20261005"), status=status)).trials
    assert (trial.get("start"), trial["end"]) == (start, end)


def test_without_an_author_of_its_own_an_entry_is_its_documents(tmp_path: Path) -> None:
    one = document(section(MEDICATIONS, activity()), author=wrote("20261020"))
    (trial,) = read_all(tmp_path, one).trials
    assert trial["end"] == {"ongoing_as_of": "2026-10-20"}


@pytest.mark.parametrize(
    ("said", "dose"),
    [
        ((FIFTY, DAILY), "50 mg"),
        ((FIFTY, every("24")), "50 mg"),
        ((FIFTY, every("12")), "100 mg"),
        ((FIFTY, every("8")), "150 mg"),
        ((ONE, DAILY), "50 mg"),
        ((TWO, DAILY), "100 mg"),
        ((TWO, every("2", "d")), "50 mg"),
        ((FIFTY,), None),
        ((DAILY,), None),
        (('<doseQuantity nullFlavor="UNK"/>', DAILY), None),
        (('<doseQuantity value="5" unit="mL"/>', DAILY), None),
        (('<doseQuantity><low value="1"/><high value="2"/></doseQuantity>', DAILY), None),
        ((ONE, '<effectiveTime xsi:type="EIVL_TS" operator="A"><event code="HS"/></effectiveTime>'), None),
        ((ONE, '<effectiveTime xsi:type="PIVL_TS"><period><low value="4" unit="h"/></period></effectiveTime>'), None),
        ((ONE, DAILY, every("12")), None),
        ((ONE, DAILY, NEEDED), None),
    ],
)
def test_a_dose_is_what_is_taken_in_a_day(tmp_path: Path, said: tuple[str, ...], dose: str | None) -> None:
    (trial,) = taken(tmp_path, activity('<low value="20250301"/>', *said)).trials
    assert trial.get("max_dose") == dose


@pytest.mark.parametrize(
    ("product", "dose"),
    [
        (medicine("sertraline"), None),
        (medicine("fluoxetine 20 MG Oral Capsule"), "20 mg"),
        (
            medicine(code=coded("code", "RXNORM", "36437", "", IN_WORDS)),
            None,
        ),
    ],
    ids=["no strength", "in the name", "in directions"],
)
def test_pieces_are_milligrams_only_by_the_products_name(tmp_path: Path, product: str, dose: str | None) -> None:
    entry = activity('<low value="2025"/>', ONE, DAILY, product=product)
    seen = taken(tmp_path, entry, text='<content ID="m">sertraline 100 mg by mouth daily</content>')
    (trial,) = seen.trials
    assert trial.get("max_dose") == dose


@pytest.mark.parametrize(
    "code",
    [
        coded("code", "RXNORM", "36437"),
        coded("code", "RXNORM", "312938", "sertraline 100 MG Oral Tablet"),
        coded("code", "NDC", "00049-4910-41", "Zoloft 100 MG Oral Tablet"),
        f'<code nullFlavor="OTH">{coded("translation", "RXNORM", "36437")}</code>',
        f'<code nullFlavor="UNK">{IN_WORDS}</code>',
        '<code nullFlavor="UNK"><originalText>Zoloft 100 mg</originalText></code>',
        '<code nullFlavor="UNK"/><name>Zoloft</name>',
        '<code nullFlavor="UNK"/>',
    ],
    ids=["RxNorm", "its name", "NDC's name", "translation", "narrative", "words", "the material", "the entry's text"],
)
def test_a_medicine_is_known_by_code_or_by_name(tmp_path: Path, code: str) -> None:
    entry = activity('<low value="2025"/>', '<text><reference value="#m"/></text>', product=medicine(code=code))
    (trial,) = taken(tmp_path, entry, text='<content ID="m">Sertraline 100mg</content>').trials
    assert trial["medicine"] == "sertraline"


def test_a_medicine_named_among_other_words_is_pointed_out(tmp_path: Path) -> None:
    seen = taken(tmp_path, activity(product=medicine("Zoloft, one in the morning")))
    assert seen.trials == []
    assert "names sertraline among other words, and is not read: Zoloft, one in the morning." in seen.remarks


def test_code_and_name_of_two_medicines_are_none(tmp_path: Path) -> None:
    seen = taken(tmp_path, activity(product=medicine(code=coded("code", "RXNORM", "36437", "fluoxetine 20 MG"))))
    assert seen.trials == []
    assert "two medicines, by code and by name: fluoxetine 20 MG" in seen.remarks


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"status": "nullified"}, "entered in error"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "suspended"}, "status on-hold"),
        ({"attributes": 'moodCode="EVN" negationInd="true"'}, "status not-taken"),
    ],
)
def test_what_was_not_taken_is_no_trial(tmp_path: Path, fields: dict[str, Any], why: str) -> None:
    seen = taken(tmp_path, activity(**fields))
    assert (seen.trials, seen.left) == ([], {("MedicationStatement", why): 1})


def test_an_intention_is_an_order_without_days(tmp_path: Path) -> None:
    entry = activity('<low value="20250301"/>', wrote("20250228"), attributes='moodCode="INT"')
    (trial,) = taken(tmp_path, entry).trials
    assert (trial.get("start"), trial["end"]) == (None, "unknown")
    assert "Orders in the source: 1, written 2025-02-28 (active)." in trial["note"]


def test_an_order_not_to_give_it_is_none(tmp_path: Path) -> None:
    seen = taken(tmp_path, activity(attributes='moodCode="INT" negationInd="true"'))
    assert (seen.trials, seen.left) == ([], {("MedicationRequest", "an order not to give it"): 1})


def test_who_ordered_esketamine_is_the_prescriber(tmp_path: Path) -> None:
    name = "<given>Ada</given><family>Example</family><suffix>MD</suffix>"
    order = f'<supply moodCode="INT"><statusCode code="active"/>{wrote("20261001", name, "1234567893")}</supply>'
    within = f'<entryRelationship typeCode="REFR">{order}</entryRelationship>'
    seen = taken(tmp_path, activity('<low value="20261001"/>', within, product=medicine("Spravato")))
    assert seen.care_team == {"prescriber": {"name": "Ada Example", "credentials": "MD", "npi": "1234567893"}}


@pytest.mark.parametrize(
    ("attributes", "why", "told"),
    [
        (
            "",
            "for how many days it was is not given",
            "sertraline was dispensed on 2025-03-02; for how many days is not given.",
        ),
        ('negationInd="true"', "status declined", ""),
    ],
)
def test_a_dispense_says_no_days(tmp_path: Path, attributes: str, why: str, told: str) -> None:
    handed = f"""<entryRelationship typeCode="REFR"><supply moodCode="EVN" {attributes}><statusCode code="completed"/>
    <effectiveTime value="202503021030-0500"/><quantity value="30"/></supply></entryRelationship>"""
    seen = taken(tmp_path, activity('<low value="20250301"/>', handed))
    assert (seen.fills, seen.left) == ([], {("MedicationDispense", why): 1})
    assert told in seen.remarks


@pytest.mark.parametrize(
    ("value", "purpose"),
    [
        (coded("value", "ICD", "F33.2", kind="CD"), "depression"),
        (coded("value", "SNOMED", "35489007", "Depressive disorder", kind="CD"), "depression"),
        (coded("value", "SNOMED", "193462001", "Insomnia", kind="CD"), "sleep"),
        (
            '<value xsi:type="CD" nullFlavor="OTH"><originalText><reference value="#why"/></originalText></value>',
            "anxiety",
        ),
    ],
)
def test_what_it_was_for_is_its_indication(tmp_path: Path, value: str, purpose: str) -> None:
    why = f'<entryRelationship typeCode="RSON"><observation moodCode="EVN">{value}</observation></entryRelationship>'
    (trial,) = taken(tmp_path, activity('<low value="2025"/>', why), text='<content ID="why">anxiety</content>').trials
    assert trial["purpose"] == purpose


def test_the_act_of_a_discharge_is_looked_into(tmp_path: Path) -> None:
    wrapped = f'<act moodCode="EVN"><entryRelationship typeCode="SUBJ">{activity()}</entryRelationship></act>'
    assert len(read(tmp_path, section("10183-2", wrapped)).trials) == 1
