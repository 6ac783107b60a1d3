"""What a new version of a policy changes for a pending request."""

from __future__ import annotations

from priorauth.determination.impact import impact
from tests.spec.builders import AS_OF, chart, policy

ADULT = "{age: {at_least: 18}}"
CHECKED = "{pdmp: {}}"


def found(old: str, new: str) -> tuple[str, tuple[str, ...]]:
    case = chart()
    one = impact(case, case.asks[0], policy(f"[{old}]"), policy(f"[{new}]"), AS_OF)
    return str(one), one.criteria


def test_nothing_changes() -> None:
    assert found(ADULT, ADULT) == ("met, as before", ())


def test_another_number_turns_the_verdict() -> None:
    assert found(ADULT, "{age: {at_least: 50}}") == ("met → not met", ("age: met → not met",))


def test_something_more_is_asked() -> None:
    assert found(ADULT, f"{ADULT}, {CHECKED}") == ("met → not documented", ("pdmp: not asked → not documented",))


def test_something_is_no_longer_asked() -> None:
    assert found(f"{ADULT}, {CHECKED}", ADULT) == ("not documented → met", ("pdmp: not documented → no longer asked",))
