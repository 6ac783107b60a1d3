"""What one assessment of suicide risk tells in two ways that exclude each other."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("ideation: no, plan: yes", "no suicidal ideation, or the intent or plan beside it"),
        ("ideation: no, intent: yes", "no suicidal ideation, or the intent or plan beside it"),
        ("ideation: yes, intent: no, intends_to_act: yes", "no intent to die, or the intention to act on it beside it"),
        ("ideation: yes, intent: yes, intends_to_act: yes", None),
        ("ideation: yes, intent: yes, intends_to_act: no", None),
        ("ideation: no, behavior: yes", None),  # may be of another day: asked about, and not excluded
    ],
)
def test_no_thoughts_beside_a_plan_and_no_intent_beside_the_will_to_act(found: str, said: str | None) -> None:
    told = [one.text for one in contradictions(chart(f"suicide_assessments: [{{on: 2026-11-12, {found}}}]"), AS_OF)]
    assert told == ([f"which is right: {said}"] if said else [])
