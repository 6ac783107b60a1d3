"""What the prescriber states and answers for."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import (
    DOCTOR,
    judged,
)

RULE = "attested: [direct_supervision, observation_two_hours]"


@pytest.mark.parametrize(
    ("supervision", "observation", "verdict"),
    [
        ("yes", "yes", "met"),
        ("yes", "no", "not_met"),
        ("yes", None, "not_documented"),
        (None, "no", "not_met"),
        (None, None, "not_documented"),
    ],
)
def test_all_of_the_statements(supervision: str | None, observation: str | None, verdict: str) -> None:
    given = {"direct_supervision": supervision, "observation_two_hours": observation}
    told = [f"{{states: {states}, answer: {answer}, {DOCTOR}}}" for states, answer in given.items() if answer]
    found = judged(RULE, f"attestations: [{', '.join(told)}]")
    assert found.verdict == verdict
    assert len(found.gaps) == (list(given.values()).count(None) if verdict == "not_documented" else 0)


def test_the_latest_word_counts_and_is_told_with_who_gave_it_and_when() -> None:
    facts = """
        attestations:
          - {id: first, states: urgent, answer: yes, by: Dr. Early, on: 2026-11-01}
          - {id: second, states: urgent, answer: no, by: Dr. Late, on: 2026-11-19}
    """
    found = judged("attested: [urgent]", facts)
    assert found.verdict == "not_met"
    assert found.facts.because == "Dr. Late denies that the request is urgent (2026-11-19)."
    assert judged("attested: [urgent]", facts, as_of=date(2026, 11, 18)).verdict == "met"
