"""The law that gives a way out of step therapy: that of the state, and only for the plans that it binds."""

from __future__ import annotations

import pytest

from priorauth.chart.coverage import Coverage
from priorauth.request.step_therapy import known, law_for


def coverage(line: str | None, state: str | None) -> Coverage:
    return Coverage.model_validate({"payer": "bcbsma", "line_of_business": line, "state": state})


@pytest.mark.parametrize(
    ("line", "section", "decision", "urgent"),
    [
        ("commercial", "c. 176O, s. 12A", "three business days", "24 hours"),
        ("exchange", "c. 176O, s. 12A", "three business days", "24 hours"),
        ("medicaid_ffs", "c. 118E, s. 51A", "24 hours", ""),
        ("medicaid_mco", "c. 118E, s. 51A", "24 hours", ""),
    ],
)
def test_insured_plans_and_masshealth_have_each_their_own(line: str, section: str, decision: str, urgent: str) -> None:
    law = law_for(coverage(line, "MA"))
    assert law is not None
    assert section in law.name
    assert (law.decision, law.urgent) == (decision, urgent)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("self_funded", "MA"),
        ("federal_employees", "MA"),
        ("medicare_ffs", "MA"),
        ("medicare_advantage", "MA"),
        ("military", "MA"),
        ("commercial", "MD"),
        ("commercial", None),
        (None, "MA"),
    ],
)
def test_no_other_plan_is_bound(line: str | None, state: str | None) -> None:
    assert law_for(coverage(line, state)) is None


def test_every_law_cites_what_is_listed() -> None:
    assert {source for law in known().laws for source in law.sources} == set(known().sources)
