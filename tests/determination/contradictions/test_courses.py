"""Courses of medicines that cannot both be so: scores of other days, one medicine twice on the same days."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart

FIRST = "{medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: 10 mg}"


@pytest.mark.parametrize(
    ("second", "overlaps"),
    [
        ("medicine: Lexapro, start: 2025-04-01, end: 2025-06-01", True),  # the same last and first day
        ("medicine: Lexapro, start: 2025-04-02, end: 2025-06-01", False),
        ("medicine: Lexapro, start: 2025-04, end: 2025-06-01", False),  # it may have begun after that day
        ("medicine: Lexapro, start: 2025-03-01, end: unknown", True),
        ("medicine: Lexapro, start: 2025-03-01, end: {ongoing_as_of: 2026-11-12}", True),
        ("medicine: Lexapro, end: 2025-06-01", False),
        ("medicine: citalopram, start: 2025-03-01, end: 2025-06-01", False),
        ("medicine: Lexapro, start: 2025-03-01, end: 2025-06-01, purpose: anxiety", False),
    ],
)
@pytest.mark.parametrize("listed", ["trials", "augmentations"])
def test_two_trials_of_one_medicine_that_overlap(second: str, overlaps: bool, listed: str) -> None:
    assert bool(contradictions(chart(f"{listed}: [{FIRST}, {{id: second, {second}}}]"), AS_OF)) is overlaps


def test_both_are_named_with_their_days() -> None:
    second = "{medicine: Lexapro, start: 2025-03-01, end: {ongoing_as_of: 2026-11-12}}"
    (one,) = contradictions(chart(f"trials: [{FIRST}, {second}]"), AS_OF)
    assert one.text == (
        "which is right for escitalopram: escitalopram from 2025-02-03 to 2025-04-01, or Lexapro from 2025-03-01 on; "
        "they overlap"
    )
    assert one.items == ("trial-escitalopram-2025", "trial-lexapro-2025")


def test_a_score_of_another_time_is_not_the_trials() -> None:
    (one,) = contradictions(
        chart(
            "trials: [{medicine: sertraline, start: 2025-02-03, end: 2025-06-01, score_before: a}]\n"
            "scores: [{id: a, instrument: PHQ-9, on: 2024-02-03, total: 20}]"
        ),
        AS_OF,
    )
    assert one.text == (
        "which scores are those of sertraline: PHQ-9 20 of 2024-02-03 is from more than 28 days before sertraline "
        "(begun 2025-02-03)"
    )
    assert one.items == ("trial-sertraline-2025", "a")


ADDED = "id: added, medicine: aripiprazole, start: 2025-02-03, constant_dose: 5 mg, alongside: base"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            "trials: [{medicine: sertraline, start: 2025-02-03, end: {ongoing_as_of: 2026-11-12}, "
            "ended_because: lack_of_effect}]",
            ["which is right for sertraline: it is still taken, or why it ended"],
        ),
        (
            "trials: [{medicine: sertraline, start: 2025-02-03, end: 2025-06-08, episode: current}]\n"
            "episode: {onset: 2025-06-09}",
            [
                "which is right: sertraline ended on 2025-06-08 and is said to be of the current episode, or that "
                "episode began on 2025-06-09"
            ],
        ),
        (
            "trials: [{medicine: sertraline, start: 2025-02-03, end: 2025-06-09, episode: current}]\n"
            "episode: {onset: 2025-06-09}",
            [],
        ),
        (
            "trials: [{medicine: sertraline, start: 2025-02-03, end: 2025-06, episode: current}]\n"
            "episode: {onset: 2025-06-09}",
            [],  # it may have ended in the episode
        ),
        (
            "psychotherapies: [{kind: CBT, start: 2024-10-01, end: 2025-06-08, episode: current}]\n"
            "episode: {onset: 2025-06-09}",
            [
                "which is right: psychotherapy (CBT) ended on 2025-06-08 and is said to be of the current episode, or "
                "that episode began on 2025-06-09"
            ],
        ),
        (
            "psychotherapies: [{kind: CBT, start: 2024-10-01, end: 2025-06-09, episode: current}]\n"
            "episode: {onset: 2025-06-09}",
            [],
        ),
        (
            "psychotherapies: [{kind: CBT, start: 2024-10-01, end: 2025-06-08, episode: earlier}]\n"
            "episode: {onset: 2025-06-09}",
            [],
        ),
        (
            "trials: [{id: base, medicine: sertraline, start: 2025-06-01, end: unknown}]\n"
            f"augmentations: [{{{ADDED}, end: 2025-05-31}}]",
            [
                "which is right: aripiprazole ended on 2025-05-31, or it was added to sertraline, begun on 2025-06-01",
            ],
        ),
        (
            "trials: [{id: base, medicine: sertraline, start: 2025-06-01, end: unknown}]\n"
            f"augmentations: [{{{ADDED}, end: 2025-06-01}}]",
            [],
        ),
    ],
)
def test_an_end_an_episode_and_what_was_added_to_what(facts: str, said: list[str]) -> None:
    assert [one.text for one in contradictions(chart(facts), AS_OF)] == said


@pytest.mark.parametrize(
    ("dates", "apart"),
    [
        ("start: 2025-04-01, end: 2025-06-01", False),  # on the last day of the other
        ("start: 2025-04-02, end: 2025-06-01", True),
        ("start: 2025-04, end: 2025-06-01", False),  # it may have begun on the first
        ("start: 2025-04-02, end: unknown", True),
        ("end: 2025-02-03", False),
        ("end: 2025-02-02", True),
        ("end: 2025-02", False),
        ("end: unknown", False),
    ],
)
@pytest.mark.parametrize("listed", ["trials: [%s, %s]", "trials: [%s]\naugmentations: [%s]"])
def test_what_is_said_to_have_been_combined_had_a_day_in_common(dates: str, apart: bool, listed: str) -> None:
    first = FIRST.replace("{", "{combined_with: [second], ")
    found = contradictions(chart(listed % (first, f"{{id: second, medicine: bupropion, {dates}}}")), AS_OF)
    assert [one.items for one in found] == ([("trial-escitalopram-2025", "second")] if apart else [])


def test_a_combination_that_never_was_is_told_once_with_both_days() -> None:
    first = FIRST.replace("{", "{id: first, combined_with: [second], ")
    second = "{id: second, medicine: bupropion, start: 2025-05, end: 2025-08-01, combined_with: [first]}"
    (one,) = contradictions(chart(f"trials: [{first}, {second}]"), AS_OF)
    assert one.text == (
        "which is right: escitalopram until 2025-04-01 and bupropion from 2025-05, or that they were taken together"
    )
