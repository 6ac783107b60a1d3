"""A safety question is answered "no" while a code, an allergy, a disorder or a medicine says "yes"."""

from __future__ import annotations

import pytest

from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart


def told(question: str, facts: str, answer: str = "no") -> list[str]:
    found = contradictions(chart(f"safety: {{{question}: {answer}}}\n{facts}"), AS_OF)
    assert all(f"safety.{question}" in one.items for one in found)
    return [one.text for one in found]


CODES = [
    ("aneurysmal_vascular_disease", "I71.4"),
    ("aneurysmal_vascular_disease", "I67.1"),
    ("aneurysmal_vascular_disease", "I72.3"),
    ("arteriovenous_malformation", "Q28.2"),
    ("intracerebral_hemorrhage", "I60.9"),
    ("intracerebral_hemorrhage", "I61.9"),
    ("pregnancy", "Z33.1"),
    ("pregnancy", "O09.90"),
    ("pregnancy", "O26.891"),
    ("pregnancy", "O99.341"),
    ("lactation", "Z39.1"),
    ("history_of_mania", "F31.81"),
    ("history_of_psychosis", "F25.0"),
    ("history_of_psychosis", "F33.3"),
    ("substance_use_disorder", "F10.20"),
    ("substance_use_disorder", "F11.220"),
    ("substance_use_disorder", "F19.20"),
]


@pytest.mark.parametrize(("question", "code"), CODES)
def test_a_code_among_the_diagnoses(question: str, code: str) -> None:
    facts = f"diagnoses: [{{code: {code}}}]"
    assert told(question, facts) == [f"which is right: {code} among the diagnoses, or no {SAFETY_QUESTIONS[question]}"]
    assert told(question, facts, "yes") == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("aneurysmal_vascular_disease", "Q28.2"),  # the other question's
        ("arteriovenous_malformation", "I71.4"),
        ("aneurysmal_vascular_disease", "I67.2"),  # atherosclerosis of the brain's arteries
        ("intracerebral_hemorrhage", "I63.9"),  # an infarction
        ("pregnancy", "O90.6"),  # of the weeks after
        ("pregnancy", "O85"),
        ("pregnancy", "Z33.2"),  # its end
        ("substance_use_disorder", "F17.210"),  # tobacco
        ("substance_use_disorder", "F10.10"),  # mild; the question is about moderate and severe
        ("substance_use_disorder", "F10.21"),  # in remission
        ("substance_use_disorder", "F10.11"),
    ],
)
def test_codes_that_say_something_else(question: str, code: str) -> None:
    assert told(question, f"diagnoses: [{{code: {code}}}]") == []


def test_a_code_of_pregnancy_is_over_where_its_description_says_so() -> None:
    after = "diagnoses: [{code: O99.345, description: Other mental disorders complicating the puerperium}]"
    assert told("pregnancy", after) == []
    assert told("pregnancy", after.replace("the puerperium", "pregnancy")) != []


@pytest.mark.parametrize(
    ("question", "code", "still"),
    [
        ("intracerebral_hemorrhage", "I61.9", True),  # the question is about ever
        ("history_of_psychosis", "F23", True),
        ("pregnancy", "Z33.1", False),
        ("aneurysmal_vascular_disease", "I71.4", False),
    ],
)
def test_a_resolved_diagnosis_answers_questions_about_history_alone(question: str, code: str, still: bool) -> None:
    assert bool(told(question, f"diagnoses: [{{code: {code}, resolved: 2020-05-01}}]")) is still


@pytest.mark.parametrize(("resolved", "stands"), [("2026-11-20", False), ("2026-11-21", True)])
def test_until_it_is_resolved_a_diagnosis_answers(resolved: str, stands: bool) -> None:
    assert bool(told("pregnancy", f"diagnoses: [{{code: Z33.1, resolved: {resolved}}}]")) is stands
    assert bool(told("substance_use_disorder", f"diagnoses: [{{code: F10.20, resolved: {resolved}}}]")) is stands


@pytest.mark.parametrize(
    ("allergies", "named"),
    [
        ("Ketamine (hives)", True),
        ("penicillin; esketamine", True),
        ("Spravato", True),
        ("No known drug allergies", False),
        ("Ketorolac", False),
    ],
)
def test_an_allergy(allergies: str, named: bool) -> None:
    found = told("hypersensitivity", f"patient: {{allergies: '{allergies}'}}")
    assert bool(found) is named
    assert all(one.startswith("which is right: allergies that name ketamine or esketamine") for one in found)


@pytest.mark.parametrize(
    ("use", "said"),
    [
        ("disorder: yes, severity: severe", "severe"),
        ("disorder: yes, severity: moderate, treatment: in_treatment", "moderate"),
        ("disorder: yes", "its severity not said"),
        ("disorder: yes, severity: mild", None),
        ("disorder: yes, severity: severe, treatment: completed", None),
        ("disorder: yes, severity: severe, code: F10.21", None),  # in remission
        ("disorder: no", None),
    ],
)
def test_a_substance_use_disorder(use: str, said: str | None) -> None:
    found = told("substance_use_disorder", f"substance_use: [{{substance: alcohol, {use}}}]")
    no = SAFETY_QUESTIONS["substance_use_disorder"]
    assert found == ([f"which is right: the alcohol use disorder ({said}), or no {no}"] if said else [])


def test_an_episode_with_psychotic_features_is_a_history_of_psychosis() -> None:
    assert told("history_of_psychosis", "episode: {psychotic_features: yes}") != []
    assert told("history_of_psychosis", "episode: {psychotic_features: no}") == []


TAKEN = [
    ("takes_maoi", "tranylcypromine"),
    ("takes_maoi", "Nardil"),
    ("takes_maoi", "Emsam"),
    ("takes_stimulant", "methylphenidate"),
    ("takes_stimulant", "Adderall XR"),
    ("takes_stimulant", "Vyvanse"),
    ("takes_sedative", "lorazepam"),
    ("takes_sedative", "Klonopin"),
    ("takes_sedative", "oxycodone"),
    ("concurrent_ketamine", "ketamine"),
]


@pytest.mark.parametrize(("question", "medicine"), TAKEN)
@pytest.mark.parametrize(
    "where",
    [
        "current_medicines: [{{medicine: {}, as_of: 2026-11-12, purpose: other}}]",
        "augmentations: [{{medicine: {}, start: 2026-09-01, end: {{ongoing_as_of: 2026-11-12}}}}]",
    ],
)
def test_a_medicine_that_is_taken_now(question: str, medicine: str, where: str) -> None:
    said = f"which is right: {medicine}, which is taken now, or no {SAFETY_QUESTIONS[question]}"
    assert told(question, where.format(medicine)) == [said]
    assert told(question, where.format(medicine), "yes") == []
    assert told(question, where.format("sertraline")) == []


def test_a_course_that_has_ended_is_not_taken_now() -> None:
    assert told("takes_maoi", "trials: [{medicine: phenelzine, start: 2024-01-01, end: 2024-06-01}]") == []
