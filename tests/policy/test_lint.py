"""What is told of a policy that can be read and is not right."""

from __future__ import annotations

from pathlib import Path

import pytest

from priorauth.determination.exercise import untried
from priorauth.policy.lint import lint, overlaps
from priorauth.policy.load import Loaded, load_policy

POLICY = """
payer: payer
name: A Payer
policy: {{number: P-1, title: Esketamine, benefit: medical}}
effective: {effective}
status: unverified
completeness: complete
sources: {{page: {{kind: own_page, title: The page, retrieved: 2026-01-01}}}}
indications: {{trd: {{initial: {{all_of: [{criteria}]}}}}}}
"""
AGE = "{id: adult, says: An adult, source: page, age: {at_least: 18}}"
WEEKS = (
    "{id: trials, says: Trials, source: page, failed_antidepressants: {count: 1, weeks: {at_least: 6}, "
    "non_response: {improvement: {at_most: 25}}, time: cumulative}}"
)
CASES = """
as_of: 2026-11-20
base:
  case: cases
  patient: {{name: {{first: Test, last: Person}}, birth_date: 1980-05-17}}
  coverages: [{{id: coverage, payer: payer}}]
  trials:
    # 2025-02-03 to 2025-03-16: 26 + 16 = 42 days
    - {{id: one, medicine: sertraline, start: 2025-02-03, end: 2025-03-16, max_dose: 100 mg, improvement_percent: 25}}
  complete: [{{list: antidepressant_trials, up_to: 2026-11-20, by: A, on: 2026-11-20}}]
  asks: [{{id: ask, coverage: coverage, indication: trd}}]
cases:
{cases}
"""
EIGHTEEN = "  - {name: 18, with: {patient: {birth_date: 2008-11-20}}, expect: {adult: met}}"
SEVENTEEN = "  - {name: 17, with: {patient: {birth_date: 2008-11-21}}, expect: {adult: not_met}}"
DAYS_42 = "  - {name: 42 days, expect: {trials: met}}"
DAYS_41 = "  - {name: 41 days, with: {trials: {one: {end: 2025-03-15}}}, expect: {trials: not_met}}"
UNKNOWN = "  - {name: the end is not known, with: {trials: {one: {end: unknown}}}, expect: {trials: not_documented}}"
PERCENT_26 = "  - {name: 26 percent, with: {trials: {one: {improvement_percent: 26}}}, expect: {trials: not_met}}"


def written(folder: Path, criteria: str, *cases: str, effective: str = "{from: 2020-01-01}", name: str = "p") -> Loaded:
    folder = folder / "payer"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(POLICY.format(criteria=criteria, effective=effective), encoding="utf-8")
    if cases:
        (folder / f"{name}.cases.yaml").write_text(CASES.format(cases="\n".join(cases)), encoding="utf-8")
    return load_policy(path)


def test_a_policy_without_cases(tmp_path: Path) -> None:
    assert list(lint(written(tmp_path, AGE))) == [
        "has no cases beside it (p.cases.yaml): nobody has said what must come out"
    ]


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ([EIGHTEEN, SEVENTEEN], []),
        (
            [EIGHTEEN],  # 18 itself notices a higher bound, and nobody notices a lower one
            [
                "has no case in which adult is not met",
                "has no case that would notice if adult, age.at_least, were 17 instead of 18",
            ],
        ),
        (
            [SEVENTEEN],
            [
                "has no case in which adult is met",
                "has no case that would notice if adult, age.at_least, were 19 instead of 18",
            ],
        ),
    ],
)
def test_each_verdict_and_both_sides_of_a_number_must_be_tried(
    tmp_path: Path, cases: list[str], told: list[str]
) -> None:
    assert list(untried(written(tmp_path, AGE, *cases))) == told


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        (None, []),
        (
            DAYS_41,
            ["has no case that would notice if trials, failed_antidepressants.weeks.at_least, were 5 instead of 6"],
        ),
        (UNKNOWN, ["has no case in which trials is not documented"]),
        (
            PERCENT_26,
            [
                "has no case that would notice if trials, failed_antidepressants.non_response.improvement.at_most, "
                "were 27 instead of 25"
            ],
        ),
    ],
)
def test_every_number_of_a_rule_counts(tmp_path: Path, left_out: str | None, told: list[str]) -> None:
    cases = [one for one in (DAYS_42, DAYS_41, UNKNOWN, PERCENT_26) if one != left_out]
    assert list(untried(written(tmp_path, WEEKS, *cases))) == told


def remarks(folder: Path, *criteria: str) -> list[str]:
    """What is told of the bounds of criteria called a, b ..., all of which are asked."""
    listed = [f"{{id: {name}, says: It, source: page, {one}}}" for name, one in zip("abc", criteria, strict=False)]
    told = lint(written(folder, ", ".join(listed)))
    return [one for one in told if "no cases" not in one]


def phq(bound: str, *, measured: str = "current") -> str:
    return f"score: {{any_of: [{{instrument: PHQ-9, total: {{{bound}}}}}], measured: {measured}}}"


EITHER = "score: {any_of: [{instrument: PHQ-9, total: {less_than: 10}}, {instrument: MADRS, total: {at_least: 28}}]}"


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        ("age: {at_least: 65}", "age: {less_than: 18}", True),
        ("age: {at_least: 18}", "age: {less_than: 65}", False),
        ("age: {at_least: 18}", "age: {at_most: 18}", False),  # 18 itself is both
        ("age: {at_least: 18}", "age: {less_than: 18}", True),
        ("age: {more_than: 18}", "age: {less_than: 19}", True),  # years are whole
        ("age: {more_than: 18}", "age: {less_than: 20}", False),
        (phq("at_least: 15"), phq("less_than: 10"), True),
        (phq("at_least: 15"), phq("at_most: 15"), False),
        (phq("at_least: 15", measured="baseline"), phq("less_than: 10"), False),  # it may have fallen since
        (phq("at_least: 15"), EITHER, False),  # another scale may show it
    ],
)
def test_bounds_that_are_asked_together_and_exclude_each_other(
    tmp_path: Path, one: str, other: str, *, excluded: bool
) -> None:
    told = remarks(tmp_path, one, other)
    assert [text.endswith("together: nothing can be both (trd, initial)") for text in told] == [True] * excluded


def test_what_excludes_each_other_is_named(tmp_path: Path) -> None:
    assert remarks(tmp_path, "age: {at_least: 65}", "age: {less_than: 18}") == [
        "asks for age at least 65 (a) and for age less than 18 (b) together: nothing can be both (trd, initial)"
    ]


def test_alternatives_may_exclude_each_other(tmp_path: Path) -> None:
    parts = [
        f"{{id: {name}, says: It, source: page, age: {{{one}}}}}"
        for name, one in (("a", "at_least: 65"), ("b", "less_than: 18"))
    ]
    told = list(lint(written(tmp_path, f"{{any_of: [{', '.join(parts)}]}}")))
    assert not [one for one in told if "together" in one]
    told = list(lint(written(tmp_path, f"{{any_of: [{{all_of: [{', '.join(parts)}]}}, {AGE}]}}", name="q")))
    assert [one for one in told if "together" in one]


@pytest.mark.parametrize(
    ("bound", "beyond"),
    [
        ("at_least: 27", False),  # the highest total of the PHQ-9 is 27
        ("at_least: 28", True),
        ("more_than: 26", False),
        ("more_than: 27", True),
        ("at_most: 27", False),
        ("at_most: 28", True),
        ("less_than: 1", False),
        ("less_than: 0", True),
    ],
)
def test_a_bound_beyond_the_end_of_a_scale(tmp_path: Path, bound: str, *, beyond: bool) -> None:
    words = bound.replace("_", " ").replace(":", "")
    assert remarks(tmp_path, phq(bound)) == [
        f"asks in a for PHQ-9 {words}, and PHQ-9 goes from 0 to 27 (trd, initial)"
    ] * (beyond)


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("{from: 2024-01-01}", "{from: 2025-01-01}", "2025-01-01"),
        ("{from: 2024-01-01, until: 2025-01-01}", "{from: 2025-01-01}", "2025-01-01"),
        ("{from: 2024-01-01, until: 2024-12-31}", "{from: 2025-01-01}", None),
        ("{from: unknown}", "{from: 2025-01-01}", None),  # what is not known is not said to overlap
        ("{from: 2024-01-01, until: unknown}", "{from: 2025-01-01}", None),
    ],
)
def test_versions_of_one_number_that_hold_on_one_day(tmp_path: Path, first: str, second: str, day: str | None) -> None:
    told = overlaps(
        [written(tmp_path, AGE, effective=first, name="a"), written(tmp_path, AGE, effective=second, name="b")]
    )
    assert [f"both hold on {day}" in one for one in told] == ([True] if day else [])


def failing(rule: str) -> str:
    return f"failed_antidepressants: {{non_response: {{improvement: {{at_most: 25}}}}, {rule}}}"


@pytest.mark.parametrize(
    ("criterion", "told"),
    [
        (phq("more_than: 20, less_than: 21"), "PHQ-9 more than 20 and less than 21: no whole number is both"),
        (phq("more_than: 20, less_than: 22"), None),
        ("age: {more_than: 18, less_than: 19}", "age more than 18 and less than 19: no whole number is both"),
        ("age: {more_than: 18, less_than: 20}", None),
        (
            "dose_limit: {mg_per_week: 56, mg_per_session: 84}",
            "at most 56 mg a week and 84 mg a session: no session can be as much",
        ),
        ("dose_limit: {mg_per_week: 84, mg_per_session: 84}", None),
        (
            "dose_limit: {mg_per_week: 28, first_dose_mg: 56}",
            "at most 28 mg a week and 56 mg in the first session: nothing can be both",
        ),
        ("dose_limit: {mg_per_week: 56, first_dose_mg: 56}", None),
        ("dose_limit: {mg_per_week: 28, first_dose_mg: 56, from_week: 5}", None),  # the first session is not in them
        (
            "dose_limit: {mg_per_session: 56, first_dose_mg: 84}",
            "at most 56 mg a session and 84 mg in the first session: nothing can be both",
        ),
        (failing("count: 2, in_current_episode: 3"), "3 trials in the current episode, and for 2 trials in all"),
        (failing("count: 2, in_current_episode: 2"), None),
        (
            failing("count: 3, classes: each_different, from: {classes: [SSRI, SNRI]}"),
            "3 different classes, and what counts is of 2",
        ),
        (failing("count: 2, classes: each_different, from: {classes: [SSRI, SNRI]}"), None),
        (
            failing("count: 2, classes: 2, class_list: {ours: [sertraline, escitalopram]}"),
            "2 different classes, and what counts is of 1",
        ),
        (
            failing("count: 1, weeks: {at_least: 6}, or_judged_sufficient: {not_below_weeks: 7}"),
            "weeks at least 6, and lets judgement begin at 7: it can never be used",
        ),
        (failing("count: 1, weeks: {at_least: 6}, or_judged_sufficient: {not_below_weeks: 6}"), None),
    ],
)
def test_bounds_of_one_criterion_that_exclude_each_other(tmp_path: Path, criterion: str, told: str | None) -> None:
    assert remarks(tmp_path, criterion) == ([f"asks in a for {told} (trd, initial)"] if told else [])
