"""Each fact has an id of its own: given, or made of what names it; never its place in a list."""

from __future__ import annotations

import pytest

from priorauth.errors import BadInput
from tests.spec.builders import chart


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("trials: [{medicine: sertraline, start: 2025-02-03, end: unknown}]", "trial-sertraline-2025"),
        ("trials: [{medicine: Wellbutrin XL, start: March 2025, end: unknown}]", "trial-wellbutrin-xl-2025"),
        ("trials: [{medicine: sertraline, end: unknown}]", "trial-sertraline"),
        ("trials: [{id: first-one, medicine: sertraline, end: unknown}]", "first-one"),
        ("augmentations: [{medicine: lithium, start: 2025, end: unknown}]", "augmentation-lithium-2025"),
        ("current_medicines: [{medicine: vortioxetine, as_of: 2026-11-12}]", "current-vortioxetine"),
        ("psychotherapies: [{kind: CBT, start: 2025-10}]", "psychotherapy-cbt-2025"),
        ("neuromodulations: [{kind: TMS, start: 2025-10}]", "neuromodulation-tms-2025"),
        ("scores: [{instrument: PHQ-9, on: 2026-11-12, total: 20}]", "score-phq-9-2026-11-12"),
        ("suicide_assessments: [{on: 2026-11-12, ideation: no}]", "suicide-assessment-2026-11-12"),
        ("inpatient: [{admitted: 2026-10}]", "inpatient-2026-10"),
        ("substance_use: [{substance: Alcohol, disorder: no}]", "substance-alcohol"),
        ("diagnoses: [{code: f33.2}]", "diagnosis-f33-2"),
        ("blood_pressures: [{on: 2026-11-12, systolic: 120, diastolic: 80}]", "blood-pressure-2026-11-12"),
        ("pdmp: [{on: 2026-11-12}]", "pdmp-2026-11-12"),
        ("rems: {enrolled_on: 2026-11-12}", "rems-patient"),
        ("episode: {onset: 2025}", "episode"),
        ("consultations: [{consultant: x, role: psychiatrist, on: 2026-11-12}]", "consultation-2026-11-12"),
        ("attestations: [{states: urgent, answer: yes, by: x, on: 2026-11-12}]", "attestation-urgent"),
        (
            "episode: {}\n"
            "attestations: [{states: trial_duration_sufficient, about: episode, answer: yes, by: x, on: 2026-11-12}]",
            "attestation-trial-duration-sufficient-episode",
        ),
        (
            "complete: [{list: antidepressant_trials, up_to: 2026-11-12, by: x, on: 2026-11-12}]",
            "complete-antidepressant-trials",
        ),
        (
            "authorizations: [{payer: cigna, product: Spravato, from: 2026-01-01, until: 2026-06-30}]",
            "authorization-cigna-2026-01-01",
        ),
        ("sessions: [{on: 2026-11-12, dose_mg: 56}]", "session-2026-11-12"),
        ("fills: [{medicine: sertraline, on: 2026-11-12, days_supply: 30}]", "fill-sertraline-2026-11-12"),
        ("exhibits: [{file: a.pdf, kind: chart_note, title: t, on: 2026-11-12}]", "exhibit-chart-note-2026-11-12"),
    ],
)
def test_an_id_is_made_of_what_names_the_fact(text: str, item: str) -> None:
    assert item in chart(text).by_id


def test_coverages_and_asks_too() -> None:
    facts = chart(
        """
        coverages: [{payer: cigna}, {payer: aetna, order: secondary}]
        asks:
          - {coverage: coverage-cigna, indication: trd, benefit: medical}
          - {coverage: coverage-aetna-secondary, indication: trd}
        """
    )
    assert [one.id for one in facts.coverages] == ["coverage-cigna", "coverage-aetna-secondary"]
    assert [one.id for one in facts.asks] == ["ask-cigna-trd-medical", "ask-aetna-secondary-trd"]
    assert [facts.coverage(ask).payer for ask in facts.asks] == ["cigna", "aetna"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("asks: [{coverage: coverage-payer, indication: trd}]", "phase: initial, "),
        ("coverages: [{payer: payer}]", "order: primary, "),
    ],
)
def test_what_is_usual_may_be_written_out(short: str, long: str) -> None:
    assert chart(short) == chart(short.replace("[{", "[{" + long))


def test_correcting_a_fact_or_moving_it_leaves_its_id() -> None:
    one = "{medicine: sertraline, start: 2025-02-03, end: unknown, response: none}"
    two = "{medicine: bupropion, start: 2025-06-23, end: unknown}"
    before = chart(f"trials: [{one}, {two}]")
    after = chart(f"trials: [{two}, {one.replace('02-03', '02-10').replace('none', 'partial')}]")
    assert before.by_id.keys() == after.by_id.keys()
    assert before.by_id["trial-bupropion-2025"] == after.by_id["trial-bupropion-2025"]


def test_a_long_id_is_cut_and_stays_one() -> None:
    name = "a-medicine-with-a-name-that-is-much-too-long-to-be-true-in-any-country"
    (trial,) = chart(f"trials: [{{medicine: {name}, start: 2025, end: unknown}}]").trials
    assert len(trial.id) <= 60
    assert not trial.id.endswith("-")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("scores: [{id: x, instrument: PHQ-9, on: 2026-11-12, total: 20}]\npdmp: [{id: x, on: 2026-11-12}]", "pdmp[0]"),
        (
            "trials: [{id: episode, medicine: sertraline, end: unknown}]\nepisode: {onset: 2025}",
            "trials[0] and episode",
        ),
        ("pdmp: [{on: 2026-11-12}, {on: 2026-11-12}]", "pdmp[1] and pdmp[0]"),
        ("asks: [{coverage: coverage-payer, indication: trd}, {coverage: coverage-payer, indication: trd}]", "asks[1]"),
    ],
)
def test_an_id_stands_once_in_a_chart(text: str, where: str) -> None:
    with pytest.raises(BadInput, match="have the same id") as caught:
        chart(text)
    assert where in str(caught.value)


@pytest.mark.parametrize("written", ["Upper", "-dash", "with space", "é", "a/b", "x" * 61])
def test_an_id_is_small_letters_digits_dot_dash_and_underscore(written: str) -> None:
    with pytest.raises(BadInput, match=r"trials\[0\]\.id"):
        chart(f"trials: [{{id: {written!r}, medicine: sertraline, end: unknown}}]")


@pytest.mark.parametrize(
    ("written", "answer"),
    [("yes", "yes"), ("Yes", "yes"), ("true", "yes"), ("no", "no"), ("NO", "no"), ("False", "no")],
)
def test_a_question_is_answered_with_yes_or_no(written: str, answer: str) -> None:
    facts = chart(f"diagnoses: [{{code: F33.2, by_mental_health_professional: {written}}}]")
    assert facts.diagnoses[0].by_mental_health_professional == answer


@pytest.mark.parametrize("written", ["maybe", "unknown", "1", "y", "n/a"])
def test_and_with_nothing_else(written: str) -> None:
    with pytest.raises(BadInput, match="must be one of: 'yes', 'no'"):
        chart(f"diagnoses: [{{code: F33.2, by_mental_health_professional: {written}}}]")
