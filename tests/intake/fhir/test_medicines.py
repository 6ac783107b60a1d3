"""Orders, statements and dispenses: what of them is a trial, and which of its days are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from priorauth.intake.fhir.naming import meant
from tests.intake.fhir.building import RXNORM, about, code, medicine, read

if TYPE_CHECKING:
    from pathlib import Path

ATC, NDC = "http://www.whocc.no/atc", "http://hl7.org/fhir/sid/ndc"


@pytest.mark.parametrize(
    ("concept", "name", "strength"),
    [
        ({"text": "Zoloft"}, "sertraline", None),
        ({"text": "Fluoxetine 25MG"}, "fluoxetine", 25),
        ({"text": "fluoxetine 20 MG Oral Capsule"}, "fluoxetine", 20),
        ({"text": "Sertraline Hydrochloride 50 MG Oral Tablet [Zoloft]"}, "sertraline", 50),
        ({"text": "24 HR venlafaxine 37.5 MG Extended Release Oral Capsule [Effexor XR]"}, "venlafaxine XR", 37.5),
        ({"text": "sertraline 20 MG/ML Oral Solution"}, "sertraline", None),
        ({"text": "sertraline (ZOLOFT) 50 MG tablet"}, "sertraline", 50),
        ({"text": "buPROPion XL (WELLBUTRIN XL) 150 MG 24 hr tablet"}, "bupropion XL", 150),
        (code(RXNORM, "36437"), "sertraline", None),
        (code(RXNORM, "36437", text="Zoloft 50 mg"), "sertraline", 50),
        (code(NDC, "00049-4960-30", text="sertraline"), "sertraline", None),
        (code(ATC, "N06AB06"), "sertraline", None),
        (code(ATC, "N06AB06", text="Zoloft 50 MG"), "sertraline", 50),
        (code(ATC, "N06A", text="sertraline"), "sertraline", None),  # a class says nothing more
    ],
)
def test_a_medicine_is_known_by_code_or_name(concept: dict[str, Any], name: str, strength: float | None) -> None:
    found = meant(concept)
    assert found.named is not None
    assert (found.named.name, found.strength) == (name, strength)


@pytest.mark.parametrize(
    ("concept", "why"),
    [
        ({"text": "lisinopril 10 MG Oral Tablet"}, "no medicine of the reference (priorauth medicines list)"),
        (code(NDC, "00049-4960-30"), "a code alone, of which nothing here says what it is"),
        (code(ATC, "N06A"), "a code alone, of which nothing here says what it is"),
        (code(ATC, "N06AB06", text="fluoxetine"), "its code and its name are of two medicines"),
        (code(RXNORM, "36437", text="fluoxetine"), "its code and its name are of two medicines"),
        ({"text": "sertraline (PROZAC) 50 MG tablet"}, "no medicine of the reference (priorauth medicines list)"),
        ({"text": "sertraline (not taking)"}, "no medicine of the reference (priorauth medicines list)"),
        ({}, "no medicine is named"),
    ],
)
def test_what_is_not_surely_a_medicine_of_ours_is_no_trial(tmp_path: Path, concept: Any, why: str) -> None:
    seen = read(tmp_path, about("MedicationRequest", status="active", medicationCodeableConcept=concept))
    assert (seen.trials, seen.left) == ([], {("MedicationRequest", why): 1})


PACKAGES = {"00049496030": "sertraline 50 mg"}


@pytest.mark.parametrize(
    ("concept", "name", "strength"),
    [
        (code(NDC, "00049-4960-30"), "sertraline", 50),
        (code(NDC, "0049-4960-30"), "sertraline", 50),
        (code(NDC, "00049496030"), "sertraline", 50),
        (code(NDC, "0049496030"), None, None),  # ten digits can be read in three ways
        (code(NDC, "00049-4960-31"), None, None),
        (code(NDC, "00049-4960-30", text="fluoxetine"), None, None),
        (code(NDC, "00049-4960-30", text="sertraline 25 MG"), "sertraline", None),  # of which strength?
    ],
)
def test_a_package_is_what_the_practice_says(concept: dict[str, Any], name: str | None, strength: int | None) -> None:
    found = meant(concept, PACKAGES)
    assert (found.named and found.named.name, found.strength) == (name, strength)


def test_the_day_of_an_order_is_no_day_of_the_trial(tmp_path: Path) -> None:
    orders = [
        medicine("MedicationRequest", "Fluoxetine 25MG", status=status, authoredOn=on, id=on)
        for status, on in [("active", "1995-02-01"), ("stopped", "2019-03-01"), ("stopped", "2020-03-01")]
    ]
    (trial,) = read(tmp_path, *orders).trials
    assert {key: trial[key] for key in trial if key != "note"} == {"medicine": "fluoxetine", "end": "unknown"}
    assert "Orders in the source: 3, written 1995-02-01 to 2020-03-01 (active, stopped)." in trial["note"]


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        ("MedicationRequest", {"status": "entered-in-error"}, "entered in error"),
        ("MedicationRequest", {"status": "cancelled"}, "cancelled"),
        ("MedicationRequest", {"status": "draft"}, "status draft"),
        ("MedicationRequest", {"intent": "proposal"}, "proposed or planned, not ordered"),
        ("MedicationRequest", {"doNotPerform": True}, "an order not to give it"),
        ("MedicationStatement", {"status": "not-taken"}, "status not-taken"),
        ("MedicationStatement", {"status": "intended"}, "status intended"),
        ("MedicationDispense", {"status": "declined"}, "status declined"),
        ("MedicationDispense", {"status": "in-progress"}, "status in-progress"),
    ],
)
def test_what_was_not_given_is_no_trial(tmp_path: Path, kind: str, fields: dict[str, Any], why: str) -> None:
    seen = read(tmp_path, medicine(kind, "sertraline", **fields))
    assert (seen.trials, seen.left) == ([], {(kind, why): 1})


DAILY = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}
FIFTY = [{"doseQuantity": {"value": 50, "unit": "mg", "code": "mg"}}]


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        ({"effectivePeriod": {"start": "2024-01-01", "end": "2024-06"}}, {"start": "2024-01-01", "end": "2024-06"}),
        ({"effectivePeriod": {"start": "2024"}}, {"start": "2024", "end": "unknown"}),
        ({"effectivePeriod": {"end": "2024-06-01"}}, {"end": "2024-06-01"}),
        ({"effectivePeriod": {"start": "2026-01", "end": "2026-12-31"}}, {"start": "2026-01", "end": "unknown"}),
        ({"effectiveDateTime": "2024-01-01"}, {"end": "unknown"}),
        ({"dateAsserted": "2024-01-01"}, {"end": "unknown"}),
        (
            {"status": "active", "effectivePeriod": {"start": "2024"}, "dateAsserted": "2026-11-01"},
            {"start": "2024", "end": {"ongoing_as_of": "2026-11-01"}},
        ),
        (
            {"effectivePeriod": {"start": "2024"}, "dosage": [{"timing": DAILY, "doseAndRate": FIFTY}]},
            {"start": "2024", "end": "unknown", "max_dose": "100 mg"},
        ),
        (
            {"effectivePeriod": {"start": "2024"}, "dosage": [{"doseAndRate": FIFTY}]},  # how often is not said
            {"start": "2024", "end": "unknown"},
        ),
        (
            {"effectivePeriod": {"start": "2024"}, "statusReason": [{"text": "nausea"}]},
            {"start": "2024", "end": "unknown", "ended_because_text": "nausea"},
        ),
    ],
)
def test_a_statement_gives_the_days_and_the_dose_that_it_states(tmp_path: Path, fields: Any, stated: Any) -> None:
    (trial,) = read(tmp_path, medicine("MedicationStatement", "sertraline", **fields)).trials
    assert {key: value for key, value in trial.items() if key not in ("note", "medicine")} == stated


@pytest.mark.parametrize(
    ("name", "quantity", "repeat", "dose"),
    [
        ("sertraline", {"value": 50, "unit": "mg"}, {"frequency": 1, "period": 12, "periodUnit": "h"}, "100 mg"),
        ("sertraline", {"value": 50, "unit": "mg"}, {"frequency": 1, "period": 1, "periodUnit": "wk"}, "7.14 mg"),
        (
            "sertraline",
            {"value": 50, "unit": "mg"},
            {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"},
            None,
        ),
        ("sertraline 50 MG Oral Tablet", {"value": 2, "unit": "tablet"}, DAILY["repeat"], "200 mg"),
        ("sertraline 50 MG Oral Tablet", {"value": 2, "code": "{tbl}"}, DAILY["repeat"], "200 mg"),
        ("sertraline 50 MG Oral Tablet", {"value": 2, "unit": "mL"}, DAILY["repeat"], None),
        ("sertraline 50 MG Oral Tablet", {"value": 2}, DAILY["repeat"], None),
        ("sertraline", {"value": 2, "unit": "tablet"}, DAILY["repeat"], None),
    ],
)
def test_a_dose_is_milligrams_a_day_or_none(tmp_path: Path, name: str, quantity: Any, repeat: Any, dose: Any) -> None:
    dosage = [{"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": quantity}]}]
    said = medicine("MedicationStatement", name, effectivePeriod={"start": "2024"}, dosage=dosage)
    (trial,) = read(tmp_path, said).trials
    assert trial.get("max_dose") == dose


def test_a_course_that_was_seen_to_go_on_twice_is_one(tmp_path: Path) -> None:
    seen = [
        medicine(
            "MedicationStatement",
            "sertraline",
            id=on,
            status="active",
            effectivePeriod={"start": "2024"},
            dateAsserted=on,
        )
        for on in ("2026-10-02", "2026-11-01", "2026-09-01")
    ]
    assert [one["end"] for one in read(tmp_path, *seen).trials] == [{"ongoing_as_of": "2026-11-01"}]


def test_a_medicine_among_other_words_is_pointed_out(tmp_path: Path) -> None:
    seen = read(tmp_path, medicine("MedicationStatement", "Zoloft, one in the morning"))
    assert seen.trials == []
    assert "names sertraline among other words" in seen.remarks


def dose(mg: float, **bounds: str) -> dict[str, Any]:
    """So many milligrams a day, between these days."""
    a_day = {"numerator": {"value": mg, "code": "mg"}, "denominator": {"value": 1, "code": "d"}}
    return {
        "doseAndRate": [{"rateRatio": a_day}],
        **({"timing": {"repeat": {"boundsPeriod": bounds}}} if bounds else {}),
    }


TAKEN = {"start": "2024-01-01", "end": "2024-06-01"}


@pytest.mark.parametrize(
    ("dosage", "stated"),
    [
        ([dose(50)], {"max_dose": "50 mg"}),
        ([dose(50, **TAKEN)], {"constant_dose": "50 mg"}),
        ([dose(50, start="2024-01-01")], {"steps": [{"dose": "50 mg", "from": "2024-01-01"}]}),
        ([dose(50, start="2024-01-01T00:00:00Z")], {"steps": [{"dose": "50 mg", "from": "2024-01-01"}]}),
        (
            [dose(50, start="2024-01-01"), dose(100, start="2024-02")],
            {"steps": [{"dose": "50 mg", "from": "2024-01-01"}, {"dose": "100 mg", "from": "2024-02"}]},
        ),
        ([dose(50, start="2024-01-01", end="2024-02-01")], {"max_dose": "50 mg"}),  # and then? nobody says
        ([dose(50), dose(100)], {}),  # which of them, and when?
        ([dose(50, start="2024-01-01"), dose(100)], {}),
        ([dose(50) | {"asNeededBoolean": True}], {}),
    ],
)
def test_doses_are_bounded_by_days_or_the_highest(tmp_path: Path, dosage: Any, stated: Any) -> None:
    (trial,) = read(
        tmp_path, medicine("MedicationStatement", "sertraline", effectivePeriod=TAKEN, dosage=dosage)
    ).trials
    assert {key: trial[key] for key in ("constant_dose", "max_dose", "steps") if key in trial} == stated


def test_days_on_which_it_was_not_taken_interrupt_the_statement_they_are_a_part_of(tmp_path: Path) -> None:
    part = {"partOf": [{"reference": "MedicationStatement/a"}]}
    away = medicine("MedicationStatement", "sertraline", id="b", status="not-taken", **part)
    away |= {"effectivePeriod": {"start": "2024-02", "end": "2024-03-01"}}
    trial, other = read(
        tmp_path,
        medicine("MedicationStatement", "sertraline", id="a", effectivePeriod=TAKEN),
        medicine("MedicationStatement", "sertraline", id="c", effectivePeriod={"start": "2025"}),
        away,
    ).trials
    assert trial["interruptions"] == [{"from": "2024-02", "until": "2024-03-01"}]
    assert "interruptions" not in other


@pytest.mark.parametrize(
    ("fields", "read_as"),
    [
        ({"status": "unknown", "effectivePeriod": {"start": "2024"}}, [{"start": "2024", "end": "unknown"}]),
        ({"status": "unknown"}, []),
        ({"status": "active", "dateAsserted": "2026-11-01"}, [{"end": {"ongoing_as_of": "2026-11-01"}}]),
        ({"status": "active", "dateAsserted": "2026-11-21"}, [{"end": "unknown"}]),  # that is tomorrow
    ],
)
def test_a_statement_whose_state_is_not_known_counts_by_its_days(tmp_path: Path, fields: Any, read_as: Any) -> None:
    found = read(tmp_path, medicine("MedicationStatement", "sertraline", **fields)).trials
    assert [{key: one[key] for key in ("start", "end") if key in one} for one in found] == read_as


@pytest.mark.parametrize(
    ("reasons", "ended"),
    [
        (["side effects"], {"ended_because": ["side_effects"]}),
        (["Lack of effect", "nausea"], {"ended_because": ["lack_of_effect"], "ended_because_text": "nausea"}),
        (["it had no effect"], {"ended_because_text": "it had no effect"}),  # which of them is that? the words stay
    ],
)
def test_why_it_ended_is_read_to_the_letter(tmp_path: Path, reasons: list[str], ended: Any) -> None:
    why = [{"text": one} for one in reasons]
    (trial,) = read(
        tmp_path, medicine("MedicationStatement", "sertraline", effectivePeriod=TAKEN, statusReason=why)
    ).trials
    assert {key: trial[key] for key in trial if key.startswith("ended")} == ended


def test_each_statement_keeps_its_own_reason(tmp_path: Path) -> None:
    """Low doses for sleep beside a trial: the one does not lend its purpose to the other."""
    trials = read(
        tmp_path,
        *(
            medicine("MedicationStatement", "trazodone", id=why, effectivePeriod=TAKEN, reasonCode=[{"text": why}])
            for why in ("Insomnia", "Depression")
        ),
    ).trials
    assert sorted(one["purpose"] for one in trials) == ["depression", "sleep"]


def test_an_augmentation_is_one_where_a_statement_says_so(tmp_path: Path) -> None:
    said = {"reasonCode": [{"text": "Augmentation of an antidepressant"}], "effectivePeriod": TAKEN}
    seen = read(
        tmp_path,
        medicine("MedicationStatement", "aripiprazole", **said),
        medicine("MedicationStatement", "bupropion", **said),
        fill("2024-01-05", 30) | {"medicationCodeableConcept": {"text": "bupropion XL"}},
    )
    assert [one["medicine"] for one in seen.augmentations] == ["aripiprazole", "bupropion"]
    assert seen.trials == []  # bupropion was no trial of its own, whatever was dispensed


def test_what_is_taken_now_as_a_part_of_a_trial_is_no_other_trial(tmp_path: Path) -> None:
    part = {"partOf": [{"reference": "MedicationStatement/a"}], "effectivePeriod": {"start": "2026"}}
    now = {"status": "active", "dateAsserted": "2026-11-01", "dosage": [dose(50, start="2026-03-01")]}
    seen = read(
        tmp_path,
        medicine("MedicationStatement", "sertraline", id="a", effectivePeriod={"start": "2026"}),
        medicine("MedicationStatement", "sertraline", id="b", **part, **now),
    )
    assert len(seen.trials) == 1
    assert seen.current_medicines == [
        {
            "medicine": "sertraline",
            "as_of": "2026-11-01",
            "since": "2026",
            "unchanged_since": "2026-03-01",
            "dose": "50 mg",
        }
    ]


def session(**fields: Any) -> dict[str, Any]:
    given = {"effectiveDateTime": "2026-11-02T10:00:00Z", "dosage": {"dose": {"value": 84, "unit": "mg"}}}
    return medicine("MedicationAdministration", "esketamine nasal spray [Spravato]", **given | fields)


@pytest.mark.parametrize(
    ("given", "sessions", "why"),
    [
        (session(), [{"on": "2026-11-02", "dose_mg": 84}], None),
        (
            session(effectiveDateTime=None, effectivePeriod={"start": "2026-11-03"}),
            [{"on": "2026-11-03", "dose_mg": 84}],
            None,
        ),
        (session(status="not-done"), [], "not done"),
        (session(effectiveDateTime="2026-11"), [], "its day, or a dose of Spravato in milligrams, is not given"),
        (
            session(dosage={"dose": {"value": 60, "unit": "mg"}}),
            [],
            "its day, or a dose of Spravato in milligrams, is not given",
        ),
        (
            session(dosage={"dose": {"value": 84, "unit": "mL"}}),
            [],
            "its day, or a dose of Spravato in milligrams, is not given",
        ),
        (session(medicationCodeableConcept={"text": "ketamine"}), [], "not of esketamine"),
        (session(effectiveDateTime="2026-11-21"), [], "dated in the future"),
    ],
)
def test_what_was_administered_of_esketamine_is_a_session(tmp_path: Path, given: Any, sessions: Any, why: Any) -> None:
    seen = read(tmp_path, given)
    assert seen.sessions == sessions
    assert seen.left == ({("MedicationAdministration", why): 1} if why else {})


def test_statements_of_one_medicine_are_trials_beside_each_other(tmp_path: Path) -> None:
    said = [
        medicine("MedicationStatement", "sertraline", effectivePeriod={"start": f"2024-0{month}"}) for month in (1, 6)
    ]
    assert [one.get("id") for one in read(tmp_path, *said).trials] == [None, "trial-sertraline-2024-2"]


@pytest.mark.parametrize(
    ("reason", "purpose"),
    [
        ({"text": "Major depressive disorder"}, "depression"),
        (code("http://hl7.org/fhir/sid/icd-10-cm", "F33.2"), "depression"),
        ({"text": "Insomnia"}, "sleep"),
        ({"text": "Generalized anxiety"}, "anxiety"),
        ({"text": "Diabetic neuropathy"}, "pain"),
        ({"text": "Smoking cessation"}, "smoking"),
        ({"text": "Hot flashes"}, "other"),
    ],
)
def test_what_it_was_given_for_is_kept(tmp_path: Path, reason: Any, purpose: str) -> None:
    (trial,) = read(tmp_path, medicine("MedicationRequest", "trazodone", reasonCode=[reason])).trials
    assert trial["purpose"] == purpose


def test_an_augmenting_agent_is_left_for_a_person(tmp_path: Path) -> None:
    seen = read(tmp_path, medicine("MedicationRequest", "aripiprazole"))
    assert seen.trials == []
    assert "aripiprazole is in the source." in seen.remarks


def fill(on: str, days: int, count: int = 30, strength: str = "20 MG", **fields: Any) -> dict[str, Any]:
    given = {"whenHandedOver": on, "daysSupply": {"value": days}, "quantity": {"value": count, "unit": "tablet"}}
    return medicine("MedicationDispense", f"fluoxetine {strength} Oral Tablet", **{"id": on} | given | fields)


def test_fills_are_a_trial_by_the_same_rules_as_those_of_a_pharmacys_export(tmp_path: Path) -> None:
    seen = read(tmp_path, fill("2025-01-01", 30), fill("2025-02-01", 30, 60))
    (trial,) = seen.trials
    assert {key: value for key, value in trial.items() if key not in ("note", "medicine")} == {
        "start": "2025-01-01",
        "end": "2025-03-02",
        "interruptions": [{"from": "2025-01-31", "until": "2025-01-31"}],
        "steps": [{"dose": "20 mg", "from": "2025-01-01"}, {"dose": "40 mg", "from": "2025-02-01"}],
    }
    assert "fluoxetine: no supply from 2025-01-31 to 2025-01-31 (1 days)." in seen.remarks


def test_without_a_strength_no_dose_is_told(tmp_path: Path) -> None:
    (trial,) = read(tmp_path, fill("2025-01-01", 30, strength="4 MG/ML")).trials
    assert not {"steps", "constant_dose", "max_dose"} & trial.keys()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"whenHandedOver": "2025-01"}, "the day on which it was handed over is not given"),
        ({"daysSupply": {}}, "for how many days it was is not given"),
        ({"daysSupply": {"value": 0}}, "for how many days it was is not given"),
        ({"daysSupply": {"value": 401}}, "for how many days it was is not given"),
        ({"daysSupply": {"value": 4, "code": "wk"}}, "for how many days it was is not given"),
        ({"whenHandedOver": "2026-11-21"}, "dated in the future"),
    ],
)
def test_a_dispense_without_its_day_or_days_is_no_fill(tmp_path: Path, fields: Any, why: str) -> None:
    seen = read(tmp_path, fill("2025-01-01", 30) | fields)
    assert (seen.fills, seen.left) == ([], {("MedicationDispense", why): 1})


def test_a_quantity_in_millilitres_is_no_number_of_tablets(tmp_path: Path) -> None:
    (one,) = read(tmp_path, fill("2025-01-01", 30, quantity={"value": 480, "unit": "mL"})).fills
    assert "quantity" not in one
