"""Until when a refusal can be appealed: the notice's own day, or else the rule of the plan's kind.

The days are counted by hand from facts about rules and clocks, from a denial of 13 November 2026.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from priorauth.chart.coverage import Coverage
from priorauth.chart.treatment import Denial
from priorauth.errors import BadInput
from priorauth.reading import validated
from priorauth.request.appeals import deadline, known, next_level, parity_applies, way
from priorauth.yamltree import Document


def denial(**more: Any) -> Denial:
    return Denial.model_validate({"payer": "cigna", "product": "Spravato", "on": "2026-11-13", **more})


def coverage(line: str | None, state: str | None = None) -> Coverage:
    return Coverage.model_validate({"payer": "cigna", "line_of_business": line, "state": state})


FIRST, FINAL = {"of": "request"}, {"of": "second_level_appeal"}


@pytest.mark.parametrize(
    ("line", "state", "benefit", "refused", "last", "way"),
    [
        # 180 days: 17 of November, 31, 31, 28, 31, 30 are 168 until 30 April; 12 more
        ("commercial", None, None, FIRST, "2027-05-12", "internal appeal of a commercial or employer plan"),
        ("self_funded", None, None, FIRST, "2027-05-12", "internal appeal of a commercial or employer plan"),
        ("commercial", None, None, FINAL, "2027-03-13", "external review"),
        (
            "commercial",
            "MA",
            None,
            FINAL,
            "2027-03-13",
            "external review by the Massachusetts Office of Patient Protection",
        ),
        # The Massachusetts office takes no self-funded plans
        ("self_funded", "MA", None, FINAL, "2027-03-13", "external review"),
        # Six months from 13 November, and no state's review: after the plan, the Office of Personnel Management alone
        (
            "federal_employees",
            "MA",
            None,
            FIRST,
            "2027-05-13",
            "reconsideration by a plan of the Federal Employees Health Benefits Program",
        ),
        # 90 days: 17 and 31 are 48 until 31 December, 79 until 31 January; 11 more
        (
            "federal_employees",
            "MA",
            None,
            {"of": "first_level_appeal"},
            "2027-02-11",
            "review by the U.S. Office of Personnel Management",
        ),
        (
            "federal_employees",
            "MA",
            None,
            {"of": "first_level_appeal", "final": "yes"},
            "2027-02-11",
            "review by the U.S. Office of Personnel Management",
        ),
        # 65 days: 17 and 31 are 48 until 31 December; 17 more
        ("medicare_advantage", None, "medical", FIRST, "2027-01-17", "Medicare Advantage reconsideration"),
        ("medicare_advantage", None, "pharmacy", FIRST, "2027-01-17", "Medicare Part D redetermination"),
        ("medicare_ffs", None, "pharmacy", FIRST, "2027-01-17", "Medicare Part D redetermination"),
        # 120 days: 17, 31, 31 and 28 are 107 until 28 February; 13 more
        ("medicare_ffs", None, "medical", FIRST, "2027-03-13", "Medicare redetermination"),
        # 60 days: 48 until 31 December; 12 more
        ("medicaid_mco", None, None, FIRST, "2027-01-12", "appeal to a Medicaid managed care plan"),
        ("medicaid_mco", None, None, {"of": "first_level_appeal"}, "2027-03-13", "Medicaid fair hearing"),
        # After the plan's final word a Medicaid plan has no external review but the fair hearing
        (
            "medicaid_mco",
            None,
            None,
            {"of": "first_level_appeal", "final": "yes"},
            "2027-03-13",
            "Medicaid fair hearing",
        ),
        ("medicaid_ffs", "MA", None, FIRST, "2027-01-12", "MassHealth Board of Hearings"),
    ],
)
def test_the_last_day_by_the_rule_of_the_plan(
    line: str, state: str | None, benefit: Any, refused: dict[str, str], last: str, way: str
) -> None:
    found = deadline(denial(**refused), coverage(line, state), benefit)

    assert found is not None
    assert found.last == date.fromisoformat(last)
    assert found.track is not None
    assert found.track.name == way
    assert not found.by_notice
    assert found.arithmetic.startswith("2026-11-13 + ")
    assert found.arithmetic.endswith(f" = {last}")


@pytest.mark.parametrize(
    ("line", "state", "refused"),
    [
        (None, None, FIRST),  # whose rules hold is not known
        ("military", None, FIRST),  # no rule is known here
        ("medicaid_ffs", "TX", FIRST),  # each state has its own
        ("commercial", None, {"of": "first_level_appeal"}),  # a second level within the plan is the plan's own
        ("medicare_ffs", None, FINAL),
        ("medicaid_mco", None, FINAL),  # what was refused there was the hearing
        ("federal_employees", "MA", FINAL),  # what was refused there was the Office's review
    ],
)
def test_no_day_is_made_up(line: str | None, state: str | None, refused: dict[str, str]) -> None:
    assert deadline(denial(**refused), coverage(line, state), "medical") is None


@pytest.mark.parametrize("line", [None, "commercial", "medicare_ffs"])
def test_the_notice_goes_before_every_rule(line: str | None) -> None:
    found = deadline(denial(appeal_by="2026-12-13"), coverage(line), "medical")

    assert found is not None
    assert (found.last, found.by_notice, found.certain) == (date(2026, 12, 13), True, True)
    assert found.arithmetic == "2026-12-13, as the notice of 2026-11-13 says"


def test_four_months_from_the_last_of_a_month_end_with_the_month() -> None:
    found = deadline(denial(on="2026-10-31", **FINAL), coverage("commercial"), None)

    assert found is not None
    assert found.last == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("refused", "next_one"),
    [
        ({"of": "request"}, "first"),
        ({"of": "first_level_appeal"}, "second"),
        ({"of": "second_level_appeal"}, "external"),
        ({"of": "first_level_appeal", "final": "yes"}, "external"),
        ({"of": "first_level_appeal", "final": "no"}, "second"),
    ],
)
def test_what_comes_next(refused: dict[str, str], next_one: str) -> None:
    assert next_level(denial(**refused)) == next_one


def test_only_a_strong_source_is_certain() -> None:
    certain = {name for name, one in known().tracks.items() if known().sources[one.source].trust == "strong"}
    assert certain == {"massachusetts_external", "medicare_part_d", "original_medicare"}
    for line, is_certain in (("medicare_ffs", True), ("commercial", False)):
        found = deadline(denial(), coverage(line), "medical")
        assert found is not None
        assert found.certain == is_certain


@pytest.mark.parametrize(
    ("line", "state", "refused", "heard_by"),
    [
        ("commercial", None, FIRST, "plan"),
        ("commercial", None, FINAL, "others"),
        ("medicaid_mco", None, FIRST, "plan"),
        ("medicaid_mco", None, {"of": "first_level_appeal"}, "others"),
        ("medicaid_ffs", "MA", FIRST, "others"),
        ("federal_employees", "MA", FIRST, "plan"),
        ("federal_employees", "MA", {"of": "first_level_appeal"}, "others"),
    ],
)
def test_who_hears_it(line: str, state: str | None, refused: dict[str, str], heard_by: str) -> None:
    found = way(denial(**refused), coverage(line, state), None)
    assert found is not None
    assert found.heard_by == heard_by


def test_a_day_by_a_weak_source_is_doubtful_unless_the_notice_has_it() -> None:
    by_rule = deadline(denial(), coverage("medicaid_ffs", "MA"), None)
    by_notice = deadline(denial(appeal_by="2027-01-10"), coverage("medicaid_ffs", "MA"), None)
    moderate = deadline(denial(), coverage("commercial"), None)
    assert by_rule is not None
    assert by_notice is not None
    assert moderate is not None
    assert (by_rule.doubtful, by_notice.doubtful, moderate.doubtful) == (True, False, False)


@pytest.mark.parametrize(("last", "taken"), [("2026-11-13", True), ("2026-11-12", False)])
def test_no_notice_sets_a_day_before_itself(last: str, taken: bool) -> None:
    tree = {"payer": "cigna", "product": "Spravato", "on": "2026-11-13", "appeal_by": last}
    if taken:
        assert validated(Denial, Document(Path("denial.yaml"), tree, {})).appeal_by
        return
    with pytest.raises(BadInput, match="is before the denial itself"):
        validated(Denial, Document(Path("denial.yaml"), tree, {}))


@pytest.mark.parametrize(
    ("line", "applies"),
    [
        ("commercial", True),
        ("self_funded", True),
        ("medicaid_mco", True),
        ("medicare_ffs", False),
        ("military", False),
        ("federal_employees", False),
        (None, None),
    ],
)
def test_whom_the_parity_law_binds(line: str | None, applies: bool | None) -> None:
    assert parity_applies(coverage(line)) is applies
