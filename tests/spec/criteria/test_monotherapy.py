"""Esketamine alone or beside an oral antidepressant."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import judged


@pytest.mark.parametrize(
    ("medicines", "told"),
    [
        ("", "With or without an oral antidepressant."),
        ("{medicine: sertraline, as_of: 2026-11-20}", "Either will do; taken beside it: sertraline."),
        ("{medicine: trazodone, as_of: 2026-11-20, purpose: sleep}", "With or without an oral antidepressant."),
    ],
)
def test_nothing_is_asked_and_what_is_taken_is_told(medicines: str, told: str) -> None:
    found = judged("monotherapy: allowed", f"current_medicines: [{medicines}]")
    assert (found.verdict, found.facts.because) == ("met", told)
