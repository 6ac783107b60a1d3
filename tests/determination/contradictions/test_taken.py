"""What is taken now is held against courses of the same medicine, by whatever name the chart has it."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart


def told(facts: str) -> list[str]:
    return [one.text for one in contradictions(chart(facts), AS_OF)]


@pytest.mark.parametrize(
    ("name", "dose", "contradicted"),
    [
        ("vortioxetine", "10 mg", True),
        ("Trintellix", "10 mg", True),
        ("Trintellix", "20 mg", False),
        ("sertraline", "10 mg", False),
    ],
)
def test_the_dose_taken_now_and_the_one_a_trial_ends_with(name: str, dose: str, contradicted: bool) -> None:
    found = told(f"""
        trials:
          - {{medicine: vortioxetine, start: 2026-02-03, end: {{ongoing_as_of: 2026-11-12}}, constant_dose: 20 mg}}
        current_medicines: [{{medicine: {name}, dose: {dose}, as_of: 2026-11-12}}]
    """)
    said = f"which dose of {name} is taken now: the one listed, or the one its trial ends with"
    assert found == ([said] if contradicted else [])


def ended(now: str, end: str = "2026-06-08", name: str = "Zoloft") -> list[str]:
    return told(f"""
        trials: [{{medicine: sertraline, start: 2026-02-03, end: {end}}}]
        current_medicines: [{{medicine: {name}, as_of: 2026-11-12, {now}}}]
    """)


@pytest.mark.parametrize(
    ("now", "contradicted"),
    [
        ("continues: yes", True),
        ("continues: no", True),  # it is still taken after the end, to be continued or not
        ("continues: yes, since: 2026-02-03", True),
        ("continues: yes, since: 2026-06-08", True),
        ("continues: yes, since: 2026-06-09", False),  # begun again
        ("continues: yes, since: 2026", False),  # perhaps begun again
        ("continues: yes, purpose: anxiety", False),  # for something else
    ],
)
def test_a_trial_that_has_ended_is_not_still_taken(now: str, contradicted: bool) -> None:
    said = (
        "which is right: sertraline ended on 2026-06-08, or Zoloft is still taken on 2026-11-12 "
        "(if it was begun again, since when)"
    )
    assert ended(now) == ([said] if contradicted else [])
    assert ended(now, name="citalopram") == []


def test_until_its_last_day_it_was_taken() -> None:
    assert ended("continues: no", end="2026-11-12") == []
    assert ended("continues: no", end="2026-11-11") != []
    assert ended("continues: yes", end="2026-11-12") != []


def test_an_end_on_an_unknown_day_is_an_end() -> None:
    assert "ended on an unknown day" in ended("continues: yes", end="unknown")[0]
    assert ended("continues: yes, since: 2026-09-01", end="unknown") == []


def test_a_second_course_that_goes_on_explains_it() -> None:
    facts = """
        trials:
          - {id: a, medicine: sertraline, start: 2024-02-03, end: 2024-06-08}
          - {id: b, medicine: sertraline, start: 2026-02-03, end: {ongoing_as_of: 2026-11-12}}
        current_medicines: [{medicine: sertraline, as_of: 2026-11-12, continues: yes}]
    """
    assert told(facts) == []


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-06-09", "2026-08-01", "aripiprazole added on 2026-06-09"),
        ("2026-06-08", "2026-08-01", None),
        ("2026-05-01", "{ongoing_as_of: 2026-11-12}", "aripiprazole still taken beside it on 2026-11-12"),
        ("2026-05-01", "{ongoing_as_of: 2026-06-08}", None),
    ],
)
def test_what_is_added_to_a_trial_is_added_before_its_end(start: str, end: str, said: str | None) -> None:
    found = told(f"""
        trials: [{{id: t, medicine: sertraline, start: 2026-02-03, end: 2026-06-08}}]
        augmentations: [{{medicine: aripiprazole, start: {start}, end: {end}, alongside: t}}]
    """)
    assert found == ([f"which is right: sertraline ended on 2026-06-08, or {said}"] if said else [])
