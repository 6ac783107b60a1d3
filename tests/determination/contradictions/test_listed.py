"""Two lists of one chart: what is taken now, once that list is complete, and the courses that are still running."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart

RUNNING = "{id: running, medicine: aripiprazole, start: 2026-06-01, end: {ongoing_as_of: 2026-11-12}}"


def complete(name: str, up_to: str) -> str:
    return f"complete: [{{list: {name}, up_to: {up_to}, by: Dr. Example, on: 2026-11-20}}]"


def told(facts: str) -> list[str]:
    return [one.text for one in contradictions(chart(facts), AS_OF)]


@pytest.mark.parametrize(
    ("up_to", "asked"),
    [
        ("2026-11-12", True),
        ("2026-11-13", True),
        ("2026-06-01", True),  # it was taken on that day, too
        ("2026-05-31", False),  # begun since
    ],
)
@pytest.mark.parametrize("listed", ["trials", "augmentations"])
def test_a_running_course_is_among_what_is_taken_now(up_to: str, asked: bool, listed: str) -> None:
    said = (
        f"which is right: aripiprazole is still taken on 2026-11-12, or the list of current medicines without it "
        f"({up_to})"
    )
    assert told(f"{listed}: [{RUNNING}]\n{complete('current_medicines', up_to)}") == ([said] if asked else [])


def test_it_is_there_by_any_of_its_names_and_an_open_list_says_nothing() -> None:
    taken = "current_medicines: [{medicine: Abilify, as_of: 2026-11-12}]"
    closed = complete("current_medicines", "2026-11-12")
    assert told(f"augmentations: [{RUNNING}]\n{closed}\n{taken}") == []
    assert told(f"augmentations: [{RUNNING}]") == []
    assert told(f"augmentations: [{RUNNING.replace('{ongoing_as_of: 2026-11-12}', '2026-11-11')}]\n{closed}") == []


@pytest.mark.parametrize(
    ("medicine", "name", "up_to", "asked"),
    [
        ("medicine: aripiprazole", "augmentations", "2026-11-12", True),
        ("medicine: aripiprazole", "augmentations", "2026-11-11", False),  # it may have been begun on the next day
        ("medicine: aripiprazole, since: 2026-11-11", "augmentations", "2026-11-11", True),
        ("medicine: aripiprazole, purpose: sleep", "augmentations", "2026-11-12", False),
        ("medicine: aripiprazole", "antidepressant_trials", "2026-11-12", False),  # of another kind
        ("medicine: sertraline", "antidepressant_trials", "2026-11-12", True),
        ("medicine: sertraline, change: started", "antidepressant_trials", "2026-11-12", False),
        ("medicine: lisinopril", "augmentations", "2026-11-12", False),
    ],
)
def test_what_is_taken_against_depression_is_among_the_courses(
    medicine: str, name: str, up_to: str, asked: bool
) -> None:
    facts = f"current_medicines: [{{{medicine}, as_of: 2026-11-12}}]\n{complete(name, up_to)}"
    assert bool(told(facts)) is asked


def test_a_course_of_either_list_is_enough() -> None:
    """Mirtazapine may be listed as a trial or as an augmentation."""
    taken = "current_medicines: [{medicine: mirtazapine, as_of: 2026-11-12}]"
    closed = complete("antidepressant_trials", "2026-11-12")
    added = "augmentations: [{medicine: Remeron, start: 2026-06-01, end: {ongoing_as_of: 2026-11-12}}]"
    assert told(f"{taken}\n{closed}") == [
        "which is right: mirtazapine is taken on 2026-11-12, or the list of antidepressant trials without it "
        "(2026-11-12)"
    ]
    assert told(f"{taken}\n{closed}\n{added}") == []
