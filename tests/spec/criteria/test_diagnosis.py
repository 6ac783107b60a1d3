"""The diagnosis, by its codes and by how it was made."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import (
    judged,
)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("diagnoses: [{code: F33.2}]", "met"),
        ("diagnoses: [{code: F33.41}]", "met"),  # the beginning of a code stands for all below it
        ("diagnoses: [{code: F32.2}]", "not_documented"),  # not the primary one; another may fit
        ("diagnoses: [{code: F32.2, primary: yes}]", "not_met"),
        ("diagnoses: [{code: F32.2, primary: yes}, {code: F33.2}]", "met"),
        ("diagnoses: [{code: F33.2, resolved: 2026-11-20}]", "not_documented"),
        ("diagnoses: [{code: F33.2, resolved: 2026-11-21}]", "met"),
        ("", "not_documented"),
    ],
)
def test_by_code(facts: str, verdict: str) -> None:
    assert judged("diagnosis: {codes: [F33]}", facts).verdict == verdict


@pytest.mark.parametrize(
    ("method", "verdict"),
    [("structured_interview", "met"), ("clinical", "not_met"), (None, "not_documented")],
)
def test_by_a_structured_interview(method: str | None, verdict: str) -> None:
    facts = f"diagnoses: [{{code: F33.2, method: {method or '~'}}}]"
    assert judged("diagnosis: {codes: [F33.2], method: structured_interview}", facts).verdict == verdict


def test_of_several_the_one_that_passes_best_is_taken() -> None:
    rule = "diagnosis: {codes: [F33], manuals: [DSM-5-TR], by_mental_health_professional: yes}"
    facts = """
        diagnoses:
          - {code: F33.1, criteria: ICD-10-CM, by_mental_health_professional: yes}
          - {code: F33.2, criteria: DSM-5-TR, by_mental_health_professional: yes}
    """
    found = judged(rule, facts)
    assert (found.verdict, found.facts.because) == ("met", "F33.2, by DSM-5-TR, by a mental health professional.")


def test_a_no_is_no_gap() -> None:
    rule = "diagnosis: {codes: [F33.2], manuals: [DSM-5-TR], by_mental_health_professional: yes}"
    found = judged(rule, "diagnoses: [{code: F33.2, by_mental_health_professional: no}]")
    assert (found.verdict, found.gaps) == ("not_met", ())


@pytest.mark.parametrize(
    ("service", "code", "verdict"),
    [
        ("2025-09-30", "F32.3", "not_met"),
        ("2025-10-01", "F32.3", "met"),
        ("2025-09-30", "F33.2", "met"),
        ("2026-03-31", "F33.3", "met"),
        ("2026-04-01", "F33.3", "not_met"),
    ],
)
def test_a_code_that_holds_for_some_days_of_service(service: str, code: str, verdict: str) -> None:
    rule = "diagnosis: {codes: [F33.2, {code: F32.3, from: 2025-10-01}, {code: F33.3, until: 2026-03-31}]}"
    day = date.fromisoformat(service)
    assert judged(rule, f"diagnoses: [{{code: {code}, primary: yes}}]", as_of=day).verdict == verdict


@pytest.mark.parametrize(
    ("beside", "verdict"), [("", "met"), (", {code: F20.9}", "not_met"), (", {code: F41.1}", "met")]
)
def test_a_code_that_must_not_stand_beside_it(beside: str, verdict: str) -> None:
    rule = "diagnosis: {codes: [F33.2], excluded_codes: [F20]}"
    assert judged(rule, f"diagnoses: [{{code: F33.2, primary: yes}}{beside}]").verdict == verdict
