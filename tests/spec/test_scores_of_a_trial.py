"""Which scores can be those of a trial: one from before it, and one from under it or just after it."""

from __future__ import annotations

import pytest

from priorauth.chart.scored import out_of_place
from priorauth.logic.verdict import Verdict
from priorauth.medicines.response import improvement
from tests.spec.builders import chart, judge, policy

YES, OPEN = Verdict.MET, Verdict.NOT_DOCUMENTED

SCORES_DECIDE = """
- failed_antidepressants:
    {count: 1, weeks: {at_least: 6}, dose: therapeutic, non_response: {improvement: {at_most: 25}}}
"""


def facts(
    more: str = "", *, start: str = "2025-02-03", end: str = "2025-04-01", before: str = "2025-02-03", after: str = ""
) -> str:
    """A trial and its two scores, each of its own day; ``more``: what else is told of the trial."""
    return f"""
        trials:
          - {{medicine: escitalopram, start: {start}, end: {end}, constant_dose: 20 mg,
             score_before: before, score_after: after{more and ", "}{more}}}
        scores:
          - {{id: before, instrument: PHQ-9, on: {before}, total: 20}}
          - {{id: after, instrument: PHQ-9, on: {after or "2025-04-01"}, total: 17}}
        complete: [{{list: antidepressant_trials, up_to: 2026-11-20, by: x, on: 2026-11-20}}]
    """


def told(text: str) -> tuple[str, ...]:
    """What is said against its scores."""
    case = chart(text)
    return out_of_place(case.trials[0], {score.id: score for score in case.scores})


@pytest.mark.parametrize(
    ("day", "own"),
    [
        ("2025-02-03", True),  # the first day
        ("2025-01-06", True),  # 28 days before it: 25 in January, and the first three of February
        ("2025-01-05", False),
        ("2024-02-03", False),
        ("2025-02-09", True),  # the seventh day of the trial
        ("2025-02-10", False),
    ],
)
def test_the_score_before_is_of_the_four_weeks_before_or_of_the_first_week(day: str, own: bool) -> None:
    assert (told(facts(before=day)) == ()) is own


@pytest.mark.parametrize(
    ("day", "own"),
    [
        ("2025-04-01", True),
        ("2025-03-04", True),  # while it was taken
        ("2025-04-08", True),  # seven days after the last
        ("2025-04-09", False),
        ("2027-04-01", False),
    ],
)
def test_the_score_after_is_of_the_trial_or_of_the_week_after_it(day: str, own: bool) -> None:
    assert (told(facts(after=day)) == ()) is own


def test_a_score_after_from_before_the_first_day_is_not_one() -> None:
    (text,) = told(facts(before="2025-01-20", after="2025-02-02"))
    assert text == "PHQ-9 17 of 2025-02-02 is from before escitalopram (begun 2025-02-03)"


@pytest.mark.parametrize(
    ("start", "end", "before", "after", "own"),
    [
        ("2025", "2025-12-01", "2025-11-20", "2025-11-30", True),  # it may have begun in November
        ("2025", "2025-12-01", "2024-12-04", "2025-11-30", True),  # 28 days before 1 January
        ("2025", "2025-12-01", "2024-12-03", "2025-11-30", False),
        ("2025-02-03", "2025-04", "2025-02-03", "2025-05-07", True),  # 7 days after 30 April
        ("2025-02-03", "2025-04", "2025-02-03", "2025-05-08", False),
        ("2025-02-03", "unknown", "2025-02-03", "2026-05-08", True),  # nobody knows how long it went on
        ("2025-02-03", "{ongoing_as_of: 2025-04-01}", "2025-02-03", "2026-05-08", True),
    ],
)
def test_only_what_excludes_every_possible_day_counts_against_it(
    start: str, end: str, before: str, after: str, own: bool
) -> None:
    assert (told(facts(start=start, end=end, before=before, after=after)) == ()) is own


def test_such_a_score_is_no_effect_of_the_trial_and_the_gap_names_the_days() -> None:
    judged = judge(chart(facts(before="2024-02-03")), policy(SCORES_DECIDE))
    assert judged.verdict is OPEN
    (gap,) = judged.gaps
    assert gap.needed == (
        "scores from the time of escitalopram (PHQ-9 20 of 2024-02-03 is from more than 28 days before escitalopram "
        "(begun 2025-02-03))"
    )
    assert "improvement" not in judged.criteria[0].because
    assert {one.item for one in judged.criteria[0].evidence} == {"trial-escitalopram-2025"}
    assert judge(chart(facts()), policy(SCORES_DECIDE)).verdict is YES


def test_what_the_clinician_states_beside_it_stands_and_the_score_is_told() -> None:
    judged = judge(chart(facts("response: none", after="2026-04-01")), policy(SCORES_DECIDE))
    assert judged.verdict is YES
    assert "no response; PHQ-9 17 of 2026-04-01 is from more than 7 days after escitalopram" in (
        judged.criteria[0].because
    )


def test_the_effect_is_then_not_told_by_them_anywhere() -> None:
    case = chart(facts(after="2026-04-01"))
    known = improvement(case.trials[0], {score.id: score for score in case.scores})
    assert (known.possible, known.spoken()) == ((), "")
