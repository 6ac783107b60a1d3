"""The state's drug monitoring program, checked."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    judged,
)


@pytest.mark.parametrize(
    ("facts", "strict", "lenient"),
    [
        ("pdmp: [{on: 2026-11-20}]", "met", "met"),
        ("pdmp: [{on: 2026-11-21}]", "not_documented", "not_documented"),  # tomorrow
        ("", "not_documented", "not_documented"),
        ("pdmp: [{on: 2026-11-12, unavailable_in_state: yes}]", "not_met", "met"),
        ("pdmp: [{on: 2026-11-12, unavailable_in_state: yes}, {on: 2026-11-19}]", "met", "met"),  # moved since
    ],
)
def test_checked_or_unavailable_in_the_state(facts: str, strict: str, lenient: str) -> None:
    assert judged("pdmp: {unless_unavailable: no}", facts).verdict == strict
    assert judged("pdmp: {unless_unavailable: yes}", facts).verdict == lenient
