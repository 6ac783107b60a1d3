"""Psychotherapy that was tried, or may be missing with a reason."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    DOCTOR,
    judged,
    owners,
)

CLOSED = f"complete: [{{list: psychotherapies, up_to: 2026-11-20, {DOCTOR}}}]"


@pytest.mark.parametrize(
    ("therapy", "tried", "inadequate"),
    [
        ("kind: CBT, outcome: inadequate", "met", "met"),
        ("kind: CBT, outcome: partial", "met", "met"),
        ("kind: CBT, outcome: response", "met", "not_met"),
        ("kind: CBT, outcome: unknown", "met", "not_documented"),
        ("kind: supportive, outcome: inadequate", "met", "met"),
    ],
)
def test_tried_or_tried_in_vain(therapy: str, tried: str, inadequate: str) -> None:
    facts = f"psychotherapies: [{{{therapy}}}]\n{CLOSED}"
    assert judged("psychotherapy: {outcome: tried}", facts).verdict == tried
    assert judged("psychotherapy: {outcome: inadequate}", facts).verdict == inadequate


@pytest.mark.parametrize(
    ("therapies", "is_open", "is_closed"),
    [
        ("", "not_documented", "not_met"),
        ("{kind: supportive, outcome: inadequate}", "not_documented", "not_met"),
        ("{kind: supportive, outcome: inadequate}, {kind: CBT, outcome: inadequate}", "met", "met"),
        ("{kind: CBT, outcome: response}, {kind: IPT, outcome: unknown}", "not_documented", "not_documented"),
    ],
)
def test_any_course_of_the_kinds_named(therapies: str, is_open: str, is_closed: str) -> None:
    rule = "psychotherapy: {kinds: [CBT, IPT], outcome: inadequate}"
    assert judged(rule, f"psychotherapies: [{therapies}]").verdict == is_open
    assert judged(rule, f"psychotherapies: [{therapies}]\n{CLOSED}").verdict == is_closed


def test_the_therapist_knows_the_outcome() -> None:
    found = judged(
        "psychotherapy: {outcome: inadequate}", "psychotherapies: [{kind: CBT, start: 2026-01-05, sessions: 12}]"
    )
    assert (found.verdict, owners(found)) == ("not_documented", {"therapist"})
    assert "CBT from 2026-01-05, end not documented, 12 sessions" in found.facts.because
