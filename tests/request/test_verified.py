"""What the insurer said when the benefit was verified: it must go with the request, or be told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.request.blocked import assessed, blocking


def chart(**answers: str | None) -> dict[str, Any]:
    known = {
        "on": "2026-11-09", "by": "Odette Ledgerly", "active": "yes", "authorization_needed": "yes",
        "benefit": "medical", "governing_policy": "Psychiatry - Spravato",
    }  # fmt: skip
    verification = {key: value for key, value in {**known, **answers}.items() if value is not None}
    whole = {"payer": "cigna", "line_of_business": "commercial", "member_id": "TEST-1", "verification": verification}
    return {"coverages": [whole]}


def told(**answers: str | None) -> dict[str, str]:
    found = assessed(chart(**answers))
    return {
        one.code: one.text
        for one in found.determination.warnings
        if one.code in ("no_authorization_needed", "other_policy")
    }


def test_answers_that_go_with_the_request() -> None:
    assert blocking(chart()) == ()
    assert told() == {}


def test_another_benefit_than_is_asked_of_blocks() -> None:
    said = "which benefit pays: pharmacy as the insurer said on 2026-11-09, or medical as is asked"
    assert blocking(chart(benefit="pharmacy")) == (said,)
    assert blocking(chart(benefit=None)) == ()


def test_the_medical_benefit_may_be_asked_for_the_giving_of_a_pharmacys_drug() -> None:
    assert not any(
        "which benefit" in one for one in blocking(chart(benefit="pharmacy"), {"acquisition": "specialty_pharmacy"})
    )


def test_that_no_authorization_is_needed_is_told() -> None:
    said = "that no authorization is needed (reference R-1): ask again before a request goes out."
    assert told(authorization_needed="no", reference="R-1") == {
        "no_authorization_needed": f"The insurer said on 2026-11-09 {said}"
    }


@pytest.mark.parametrize(
    ("named", "same"),
    [
        ("Psychiatry - Spravato", True),
        ("PSYCHIATRY SPRAVATO", True),
        ("Psychiatry - Spravato, effective 2026", True),
        ("Spravato (esketamine nasal spray)", True),  # its title
        ("Psychiatry", True),  # says less
        ("CP.PHAR.523", False),
    ],
)
def test_another_policy_than_is_judged_by_is_told(named: str, same: bool) -> None:
    judged_by = "the request is judged by Psychiatry - Spravato."
    said = f"The insurer said on 2026-11-09 that its policy {named} governs; {judged_by}"
    assert told(governing_policy=named) == ({} if same else {"other_policy": said})
