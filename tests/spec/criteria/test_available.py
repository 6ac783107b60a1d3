"""Whether the world has what a payer asks for."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (f"attestations: [{{states: psychotherapy_unavailable, answer: no, {DOCTOR}}}]", "met"),
        (f"attestations: [{{states: psychotherapy_unavailable, answer: yes, {DOCTOR}}}]", "not_met"),
        ("psychotherapies: [{kind: CBT, start: 2025-01-06}]", "not_documented"),  # then; nothing is said of now
        ("", "not_documented"),
    ],
)
def test_psychotherapy_is_within_reach_as_the_prescriber_states(facts: str, verdict: str) -> None:
    found = judged("available: psychotherapy", facts)
    assert found.verdict == verdict
    assert owners(found) == ({"prescriber"} if verdict == "not_documented" else set())


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("pdmp: [{on: 2026-11-12}]", "met"),
        ("pdmp: [{on: 2026-11-12, unavailable_in_state: yes}]", "not_met"),
        ("pdmp: [{on: 2026-11-12, unavailable_in_state: yes}, {on: 2026-11-19}]", "met"),  # the latest look
        ("pdmp: [{on: 2026-11-21}]", "not_documented"),  # tomorrow
        ("", "not_documented"),
    ],
)
def test_a_program_can_be_asked_as_the_latest_look_has_it(facts: str, verdict: str) -> None:
    assert judged("available: pdmp", facts).verdict == verdict


def test_the_latest_statement_counts() -> None:
    facts = """
        attestations:
          - {id: first, states: psychotherapy_unavailable, answer: yes, by: Dr. Early, on: 2026-10-01}
          - {id: second, states: psychotherapy_unavailable, answer: no, by: Dr. Late, on: 2026-11-02}
    """
    assert judged("available: psychotherapy", facts, as_of=date(2026, 11, 1)).verdict == "not_met"
    found = judged("available: psychotherapy", facts)
    assert (found.verdict, found.facts.because) == ("met", "Psychotherapy is available (Dr. Late, 2026-11-02).")
