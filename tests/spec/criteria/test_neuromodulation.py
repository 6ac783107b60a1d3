"""ECT, TMS, VNS or DBS that was tried."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners

CLOSED = f"complete: [{{list: neuromodulations, up_to: 2026-11-20, {DOCTOR}}}]"


@pytest.mark.parametrize(
    ("given", "inadequate", "tried"),
    [
        ("kind: ECT, outcome: none", "met", "met"),
        ("kind: TMS, outcome: partial", "met", "met"),
        ("kind: TMS, outcome: response", "not_met", "met"),
        ("kind: TMS, outcome: unknown", "not_documented", "met"),
        ("kind: TMS", "not_documented", "met"),
        ("kind: VNS, outcome: none", "not_met", "not_met"),  # which the payer does not name
    ],
)
def test_without_enough_effect_or_at_least_tried(given: str, inadequate: str, tried: str) -> None:
    facts = f"neuromodulations: [{{{given}, start: 2025-10-06, end: 2025-12-01}}]\n{CLOSED}"
    assert judged("neuromodulation: {kinds: [ECT, TMS], outcome: inadequate}", facts).verdict == inadequate
    assert judged("neuromodulation: {kinds: [ECT, TMS], outcome: tried}", facts).verdict == tried


@pytest.mark.parametrize(("more", "verdict"), [("", "not_documented"), (CLOSED, "not_met")])
def test_an_open_list_is_not_a_no(more: str, verdict: str) -> None:
    found = judged("neuromodulation: {kinds: [ECT], outcome: tried}", more)
    assert found.verdict == verdict
    assert owners(found) == ({"prescriber"} if verdict == "not_documented" else set())
