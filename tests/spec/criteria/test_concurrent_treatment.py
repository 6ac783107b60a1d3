"""What must not be given or used beside esketamine."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners

CLOSED = f"complete: [{{list: neuromodulations, up_to: 2026-11-20, {DOCTOR}}}]"
RULE = "concurrent_treatment: {none_of: [ECT, TMS]}"


@pytest.mark.parametrize(
    ("none_of", "answers", "verdict"),
    [
        ("[ketamine]", "concurrent_ketamine: no", "met"),
        ("[ketamine]", "concurrent_ketamine: yes", "not_met"),
        ("[ketamine]", "mind_altering_substances: no", "not_documented"),
        ("[mind_altering_substances]", "mind_altering_substances: yes", "not_met"),
        ("[ketamine, mind_altering_substances]", "concurrent_ketamine: no", "not_documented"),
        ("[ketamine, mind_altering_substances]", "concurrent_ketamine: yes", "not_met"),
    ],
)
def test_medicines_and_substances_by_their_questions(none_of: str, answers: str, verdict: str) -> None:
    assert judged(f"concurrent_treatment: {{none_of: {none_of}}}", f"safety: {{{answers}}}").verdict == verdict


@pytest.mark.parametrize(
    ("given", "is_open", "is_closed"),
    [
        ("", "not_documented", "met"),
        ("{kind: TMS, start: 2026-10-05, concurrent: yes}", "not_met", "not_met"),
        ("{kind: TMS, start: 2025-10-06, end: 2025-12-01, concurrent: no}", "not_documented", "met"),
        ("{kind: TMS, start: 2026-10-05}", "not_documented", "not_documented"),  # does it go on?
        ("{kind: TMS, start: 2025-10-06, end: 2025-12-01}", "not_documented", "met"),  # it has ended
        ("{kind: VNS, start: 2026-10-05, concurrent: yes}", "not_documented", "met"),  # which is not asked about
    ],
)
def test_procedures_by_their_list_which_must_be_closed(given: str, is_open: str, is_closed: str) -> None:
    assert judged(RULE, f"neuromodulations: [{given}]").verdict == is_open
    assert judged(RULE, f"neuromodulations: [{given}]\n{CLOSED}").verdict == is_closed


def test_what_is_missing_is_the_statement_that_there_is_no_other() -> None:
    found = judged(RULE)
    assert [gap.needed for gap in found.gaps] == [
        "the statement that the list of neuromodulation (ECT, TMS) is complete"
    ]
    assert owners(found) == {"prescriber"}
