"""Pregnancy and breastfeeding, where a payer asks about them."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import judged


@pytest.mark.parametrize(
    ("rule", "answers", "verdict"),
    [
        ("pregnant: excluded", "pregnancy: no", "met"),
        ("pregnant: excluded", "pregnancy: yes", "not_met"),
        ("pregnant: excluded", "lactation: no", "not_documented"),
        ("breastfeeding: excluded", "pregnancy: yes, lactation: no", "met"),
        ("pregnant: excluded, breastfeeding: excluded", "pregnancy: no, lactation: yes", "not_met"),
        ("pregnant: excluded, breastfeeding: excluded", "pregnancy: no", "not_documented"),
    ],
)
def test_each_question_by_itself(rule: str, answers: str, verdict: str) -> None:
    assert judged(f"pregnancy: {{{rule}}}", f"safety: {{{answers}}}").verdict == verdict


@pytest.mark.parametrize("sex", ["female", "male"])
def test_it_is_asked_of_everyone(sex: str) -> None:
    assert judged("pregnancy: {pregnant: excluded}", f"patient: {{sex: {sex}}}").verdict == "not_documented"
