"""Which indication the request names."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import judged


@pytest.mark.parametrize(
    ("rule", "named", "verdict"),
    [
        ("[trd]", "trd", "met"),
        ("[trd]", "mdsi", "not_met"),
        ("[mdsi]", "mdsi", "met"),
        ("[trd, mdsi]", "trd", "met"),
        ("[trd, mdsi]", "mdsi", "met"),
    ],
)
def test_it_is_what_the_ask_says(rule: str, named: str, verdict: str) -> None:
    """Whether the patient has it is for other criteria to judge."""
    ask = f"asks: [{{coverage: coverage-payer, indication: {named}}}]"
    assert judged(f"indication: {{any_of: {rule}}}", ask).verdict == verdict
