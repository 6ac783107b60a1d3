"""What a clinician or biller should see before anything is sent, apart from what the payer asks for."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.chart.safety import SAFETY_QUESTIONS
from tests.spec.builders import AS_OF, chart, judge, policy

ADULT = "- {age: {at_least: 18}}"


def warned(text: str, as_of: date = AS_OF, **envelope: str) -> dict[str, str]:
    """Each warning by its code."""
    found = judge(chart(text), policy(ADULT, **envelope), as_of).warnings
    codes = [one.code for one in found]
    assert len(codes) == len(set(codes))
    return {one.code: one.text for one in found}


def test_a_chart_without_a_word_of_danger_gives_none() -> None:
    answers = ", ".join(f"{question}: no" for question in SAFETY_QUESTIONS)
    assert warned(f"safety: {{{answers}}}") == {}
    assert warned("") == {}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("aneurysmal_vascular_disease", "contraindicated by the label"),
        ("arteriovenous_malformation", "contraindicated by the label"),
        ("intracerebral_hemorrhage", "contraindicated by the label"),
        ("hypersensitivity", "contraindicated by the label"),
        ("history_of_psychosis", "only if benefit outweighs the risk"),
        ("history_of_mania", "not a labelled indication"),
        ("pregnancy", "does not recommend esketamine"),
        ("lactation", "does not recommend it"),
        ("concurrent_ketamine", "not given together"),
        ("severe_hepatic_impairment", "has not been studied"),
        ("takes_maoi", "may raise blood pressure"),
        ("takes_stimulant", "may raise blood pressure"),
    ],
)
def test_a_safety_question_answered_with_yes(question: str, said: str) -> None:
    found = warned(f"safety: {{{question}: yes}}")
    assert list(found) == [question]
    assert said in found[question]


def test_psychotic_features_of_the_episode() -> None:
    assert "benefit outweighs the risk" in warned("episode: {psychotic_features: yes}")["psychotic_features"]
    assert warned("episode: {psychotic_features: no}") == {}


@pytest.mark.parametrize(("code", "bipolar"), [("F31.4", True), ("F30.10", True), ("F34.0", True), ("F34.1", False)])
def test_a_bipolar_diagnosis(code: str, bipolar: bool) -> None:
    assert ("bipolar" in warned(f"diagnoses: [{{code: {code}}}]")) is bipolar


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("F32.9", "does not say how severe"), ("F33.9", "does not say how severe"),
        ("F32.A", "is not a diagnosis of major depressive disorder"),
        ("F32.0", "a mild episode"), ("F33.0", "a mild episode"),
        ("F32.3", "psychotic features"), ("F33.3", "psychotic features"),
        ("F32.4", "partial remission"), ("F33.41", "partial remission"),
        ("F32.5", "full remission"), ("F33.42", "full remission"), ("F33.40", "remission"),
    ],
)  # fmt: skip
def test_a_code_that_will_cause_trouble(code: str, said: str) -> None:
    text = warned(f"diagnoses: [{{code: {code}}}]")["diagnosis_code"]
    assert said in text
    assert "never one that is better paid" in text


@pytest.mark.parametrize("code", ["F32.1", "F32.2", "F33.1", "F33.2"])
def test_a_code_that_will_not(code: str) -> None:
    assert warned(f"diagnoses: [{{code: {code}}}]") == {}


REMISSION = "diagnoses: [{{code: F33.41}}]\nasks: [{{coverage: coverage-payer, indication: trd, phase: {}}}]"


@pytest.mark.parametrize(("phase", "troubles"), [("initial", True), ("continuation", False)])
def test_a_remission_troubles_a_first_request_alone(phase: str, troubles: bool) -> None:
    found = judge(chart(REMISSION.format(phase)), policy(ADULT)).warnings
    assert ("diagnosis_code" in {one.code for one in found}) is troubles


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ("ideation: no, behavior: yes", "found suicidal behavior and not suicidal ideation"),
        ("ideation: yes, behavior: yes", None),
        ("behavior: yes", None),  # of thoughts nothing is said
        ("ideation: no, imminent_risk: yes", "found imminent risk and not suicidal ideation"),
        ("ideation: no, hospitalization_warranted: yes", "found a need for acute hospitalization and not suicidal"),
        ("imminent_risk: yes, hospitalization_warranted: no", "found imminent risk and not a need for acute"),
        ("imminent_risk: no, hospitalization_warranted: yes, ideation: yes", None),
    ],
)
def test_answers_about_suicide_that_are_seldom_right_together_are_asked_about(found: str, asked: str | None) -> None:
    text = warned(f"suicide_assessments: [{{on: 2026-11-12, {found}}}]").get("suicidality_unlikely")
    assert asked in text if asked and text else text is asked


@pytest.mark.parametrize(("resolved", "stands"), [("2026-11-20", False), ("2026-11-21", True), ("2027", True)])
def test_a_diagnosis_that_is_resolved_causes_none(resolved: str, stands: bool) -> None:
    assert ("diagnosis_code" in warned(f"diagnoses: [{{code: F32.9, resolved: {resolved}}}]")) is stands


PHQ_9 = "{{id: {name}, instrument: PHQ-9, on: {on}, total: {total}, items: [3, 3, 3, 3, 3, 3, 2, 0, {item}]}}"


def phq_9(on: str, item: int, name: str = "phq") -> str:
    """A severe one, with this answer about suicide."""
    return PHQ_9.format(name=name, on=on, total=20 + item, item=item)


@pytest.mark.parametrize(
    ("scores", "assessments", "codes"),
    [
        ([phq_9("2026-11-12", 1)], ["{on: 2026-11-12, ideation: no}"], ["suicidality_contradicted"]),
        ([phq_9("2026-11-12", 0)], ["{on: 2026-11-12, ideation: no}"], []),
        ([phq_9("2026-11-12", 1)], ["{on: 2026-11-12, ideation: yes}"], []),
        ([phq_9("2026-11-12", 1)], [], ["suicide_assessment_needed"]),
        ([phq_9("2026-11-12", 1)], ["{on: 2026-11-11, ideation: yes}"], ["suicide_assessment_needed"]),
        # The latest scale counts, and the latest assessment.
        ([phq_9("2026-11-12", 0), phq_9("2026-06-12", 2, "old")], [], []),
        (
            [phq_9("2026-11-12", 1)],
            ["{on: 2026-11-12, ideation: yes}", "{on: 2025-01-12, ideation: no}"],
            [],
        ),
        # Of several scales on one day, one that is raised is enough.
        (
            [phq_9("2026-11-12", 0, "a"), phq_9("2026-11-12", 2, "b")],
            ["{on: 2026-11-12, ideation: no}"],
            ["suicidality_contradicted"],
        ),
        (["{instrument: PHQ-9, on: 2026-11-12, total: 20}"], [], []),  # without its items, it does not say
    ],
)
def test_the_answer_about_suicide_is_held_against_the_assessment(
    scores: list[str], assessments: list[str], codes: list[str]
) -> None:
    for order in (1, -1):
        text = f"scores: [{', '.join(scores[::order])}]\nsuicide_assessments: [{', '.join(assessments[::order])}]"
        assert list(warned(text)) == codes


@pytest.mark.parametrize(
    ("indication", "on", "said"),
    [
        ("mdsi", "2026-11-19", "of 2026-11-19 is 1 day old"),
        ("mdsi", "2026-10-01", "of 2026-10-01 is 50 days old"),
        ("mdsi", "2026-11-20", None),  # of the day itself
        ("trd", "2026-10-01", None),
    ],
)
def test_the_age_of_acute_suicidality_is_told(indication: str, on: str, said: str | None) -> None:
    found = warned(f"""
        suicide_assessments: [{{on: {on}, ideation: yes}}]
        asks: [{{coverage: coverage-payer, indication: {indication}}}]
    """)
    assert list(found) == (["suicidality_age"] if said else [])
    assert all(said in text for text in found.values() if said)


def test_both_sides_of_that_contradiction_are_named() -> None:
    text = f"scores: [{phq_9('2026-11-10', 1)}]\nsuicide_assessments: [{{on: 2026-11-12, ideation: no}}]"
    said = warned(text)["suicidality_contradicted"]
    assert "PHQ-9 of 2026-11-10 has item 9 above zero (1)" in said
    assert "the assessment of 2026-11-12 says no suicidal ideation" in said


@pytest.mark.parametrize(
    ("medicine", "code"),
    [
        ("phenelzine", "interaction_maoi"),
        ("Emsam", "interaction_maoi"),
        ("oral selegiline", "interaction_maoi"),
        ("methylphenidate", "interaction_stimulant"),
        ("Adderall XR", "interaction_stimulant"),
        ("modafinil", "interaction_stimulant"),
        ("lorazepam", "interaction_sedative"),
        ("sertraline", None),
        ("lisinopril", None),
        ("something that nobody knows", None),
    ],
)
def test_a_current_medicine_of_which_the_label_warns(medicine: str, code: str | None) -> None:
    text = f"current_medicines: [{{medicine: {medicine}, as_of: 2026-11-12, purpose: other}}]"
    assert list(warned(text)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("systolic", "diastolic", "over"),
    [(140, 90, False), (141, 90, True), (140, 91, True), (120, 80, False), (180, 110, True)],
)
def test_a_blood_pressure_over_140_or_over_90(systolic: int, diastolic: int, over: bool) -> None:
    text = f"blood_pressures: [{{on: 2026-11-12, systolic: {systolic}, diastolic: {diastolic}}}]"
    assert ("blood_pressure" in warned(text)) is over


def test_the_latest_blood_pressure_counts_and_of_one_day_the_highest() -> None:
    high, fine = (
        "{id: a, on: DATE, systolic: 150, diastolic: 80}",
        "{id: b, on: 2026-11-12, systolic: 120, diastolic: 80}",
    )
    for when, over in (("2026-11-11", False), ("2026-11-12", True), ("2026-11-13", True)):
        one = high.replace("DATE", when)
        for both in (f"{one}, {fine}", f"{fine}, {one}"):
            assert ("blood_pressure" in warned(f"blood_pressures: [{both}]")) is over


@pytest.mark.parametrize(
    ("where", "dose", "code"),
    [
        ("trials", "medicine: sertraline, constant_dose: 200 mg", None),
        ("trials", "medicine: sertraline, constant_dose: 201 mg", "dose_over_maximum"),
        ("trials", "medicine: sertraline, constant_dose: 5000 mg", "dose_over_maximum"),
        ("trials", "medicine: trazodone, constant_dose: 600 mg", None),  # the highest for inpatients
        ("trials", "medicine: sertraline, constant_dose: 50 mcg", "dose_in_micrograms"),
        ("trials", "medicine: sertraline, constant_dose: 200 mcg", "dose_in_micrograms"),
        ("trials", "medicine: sertraline, constant_dose: 201 mcg", None),  # as milligrams it would be no usual dose
        ("augmentations", "medicine: liothyronine, constant_dose: 25 mcg", None),
        ("augmentations", "medicine: liothyronine, constant_dose: 25 mg", "dose_over_maximum"),
        ("augmentations", "medicine: lithium, constant_dose: 900 mg", None),  # no highest dose is known
        ("current_medicines", "medicine: sertraline, dose: 2000 mg, as_of: 2026-11-12", "dose_over_maximum"),
        ("current_medicines", "medicine: something unknown, dose: 2000 mg, as_of: 2026-11-12", None),
    ],
)
def test_a_dose_that_looks_like_a_slip(where: str, dose: str, code: str | None) -> None:
    end = "" if where == "current_medicines" else ", end: 2025-04-01"
    found = warned(f"{where}: [{{{dose}{end}}}]")
    assert list(found) == ([code] if code else [])


def test_the_highest_dose_is_named_with_its_source() -> None:
    text = warned("trials: [{medicine: sertraline, end: 2025-04-01, constant_dose: 5000 mg}]")["dose_over_maximum"]
    assert text.startswith("5000 mg of sertraline a day is over the highest dose known here, 200 mg (")
    text = warned("trials: [{medicine: sertraline, end: 2025-04-01, constant_dose: 50 mcg}]")["dose_in_micrograms"]
    assert text == "0.05 mg of sertraline a day (50 mcg): is the unit right?"


@pytest.mark.parametrize(
    ("scores", "low"),
    [
        ("{instrument: PHQ-9, on: 2026-11-12, total: 4}", True),  # below the mildest band
        ("{instrument: PHQ-9, on: 2026-11-12, total: 9}", True),  # mild
        ("{instrument: PHQ-9, on: 2026-11-12, total: 10}", False),
        ("{instrument: PHQ-9, on: 2025-06-12, total: 4}, {instrument: PHQ-9, on: 2026-11-12, total: 20}", False),
        ("{instrument: PHQ-9, on: 2026-10-12, total: 4}, {instrument: MADRS, on: 2026-11-12, total: 36}", True),
        ("{instrument: PHQ-9, on: 2024-12-31, total: 4}", False),  # before the episode
        ("{instrument: GAD-7, on: 2026-11-12, total: 4}", False),  # says nothing of depression
    ],
)
def test_a_low_score_beside_a_first_request(scores: str, low: bool) -> None:
    assert ("low_score" in warned(f"episode: {{onset: 2025-01}}\nscores: [{scores}]")) is low


def test_under_treatment_a_low_score_is_no_reason_to_warn() -> None:
    low = "scores: [{instrument: PHQ-9, on: 2026-11-12, total: 4}]"
    given = "sessions: [{on: 2026-10-01, dose_mg: 56}]"
    assert "low_score" in warned(low)
    assert "low_score" not in warned(f"{low}\n{given}")


@pytest.mark.parametrize(("day", "old"), [("2025-11-20", False), ("2025-11-19", True)])
def test_a_blood_pressure_or_a_diagnosis_of_more_than_a_year_ago(day: str, old: bool) -> None:
    pressure = warned(f"blood_pressures: [{{on: {day}, systolic: 120, diastolic: 80}}]")
    diagnosis = warned(f"diagnoses: [{{code: F33.2, on: {day}}}]")
    assert list(pressure) == (["old_blood_pressure"] if old else [])
    assert list(diagnosis) == (["old_diagnosis"] if old else [])


TRIAL = "{medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg}"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (47, None),  # 47 of 58 are 81 %
        (46, "The claims this payer sees cover 46 of 58 days of escitalopram."),  # 79.3 %
        (30, "The claims this payer sees cover 30 of 58 days of escitalopram."),
    ],
)
@pytest.mark.parametrize("where", ["trials", "augmentations"])
def test_fills_that_do_not_bear_out_what_is_stated(where: str, days: int, said: str | None) -> None:
    fills = f"fills: [{{medicine: Lexapro, on: 2025-02-03, days_supply: {days}}}]"
    assert warned(f"{where}: [{TRIAL}]\n{fills}").get("fills_short") == said


def test_without_a_fill_nothing_is_said_of_claims() -> None:
    assert warned(f"trials: [{TRIAL}]") == {}


def test_a_policy_that_nobody_has_read_or_seen_whole() -> None:
    assert "Nobody has yet read A Payer's live policy P-1" in warned("", status="unverified")["policy_unverified"]
    assert "a stored copy of the payer's page" in warned("", status="unverified")["policy_unverified"]
    partial = warned("", completeness="partial", completeness_note="The last page was missing.")
    assert partial == {"policy_partial": "A Payer P-1, TRD, initial request, is partial. The last page was missing."}
    assert warned("", completeness="assumed") == {"policy_assumed": "A Payer P-1, TRD, initial request, is assumed."}


def test_the_label_has_a_text_and_no_live_policy() -> None:
    told = warned("", payer="label", status="unverified")["policy_unverified"]
    assert (
        told
        == "Nobody has yet read the label's current text; its terms are encoded from a stored copy of the payer's page."
    )


SITE = "{name: S, address: {street: 1 Way, city: Town, state: %s, zip: '00000'}}"


@pytest.mark.parametrize(
    ("plan", "site", "said"),
    [
        (None, "FL", None),
        (None, "OH", "A Payer P-1 is of FL and GA; treatment is given in OH: ask whose policy governs there."),
        ("OH", "FL", "A Payer P-1 is of FL and GA; the plan is of OH: ask whose policy governs there."),
        ("GA", "OH", None),  # the plan's own state comes first
        (None, None, None),
    ],
)
def test_a_policy_of_another_state(plan: str | None, site: str | None, said: str | None) -> None:
    facts = f"coverages: [{{payer: payer, state: {plan or '~'}}}]"
    facts += f"\ncare_team: {{site: {SITE % site}}}" if site else ""
    assert warned(facts, policy="{states: [FL, GA]}").get("other_state") == said
    assert "other_state" not in warned(facts)  # one that holds everywhere


@pytest.mark.parametrize(
    ("line", "lines", "said"),
    [
        ("commercial", "[commercial, exchange]", None),
        (
            "federal_employees",
            "[commercial, exchange]",
            "A Payer P-1 is for commercial plans and exchange plans; the plan is one of federal employees' plans "
            "(FEHB): ask whose policy governs there.",
        ),
        ("federal_employees", "unknown", None),  # for whom it holds, nobody has seen
        ("~", "[commercial]", None),
    ],
)
def test_a_policy_for_another_line_of_business(line: str, lines: str, said: str | None) -> None:
    facts = f"coverages: [{{payer: payer, line_of_business: {line}}}]"
    assert warned(facts, policy=f"{{lines: {lines}}}").get("other_line_of_business") == said


def test_what_came_later_is_no_reason_to_warn() -> None:
    later = """
        safety: {pregnancy: {answer: yes, on: 2026-11-21}}
        blood_pressures: [{on: 2026-11-21, systolic: 180, diastolic: 110}]
        diagnoses: [{code: F31.4, on: 2026-11-21}]
    """
    assert warned(later) == {}
    assert sorted(warned(later, date(2026, 11, 21))) == ["bipolar", "blood_pressure", "pregnancy"]
