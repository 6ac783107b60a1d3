"""A criterion that is known to exist and was not read."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners


@pytest.mark.parametrize(
    "facts",
    [
        "",
        "diagnoses: [{code: F33.2, primary: yes}]",
        f"attestations: [{{states: urgent, answer: yes, {DOCTOR}}}]",
    ],
)
def test_no_chart_answers_a_question_that_nobody_read(facts: str) -> None:
    found = judged("not_seen: 'Failure of at least (cut off)'", facts)
    assert (found.verdict, owners(found)) == ("not_documented", {"billing"})


def test_the_gap_quotes_what_is_known_of_it() -> None:
    found = judged("not_seen: 'Failure of at least (cut off)'")
    assert found.facts.because == "Not seen in the policy's source: Failure of at least (cut off)."
    assert [gap.needed for gap in found.gaps] == ["from the payer: what it asks here (Failure of at least (cut off))"]
