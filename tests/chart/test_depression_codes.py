"""Which codes of depression there are, and which to choose from in place of a heading."""

from __future__ import annotations

import pytest

from priorauth.chart.depression_codes import DEPRESSION_CODES, billable_instead


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("F33.4", ("F33.40", "F33.41", "F33.42")),
        ("F32.8", ("F32.81", "F32.89")),
        ("F33.2X", ("F33.2",)),  # there is no such code
        ("F33.43", ("F33.0", "F33.1", "F33.2", "F33.3", "F33.40", "F33.41", "F33.42", "F33.8", "F33.9")),
        ("F33.2", ()),
        ("F32.A", ()),
        ("I10", ()),  # of other chapters nothing is known
    ],
)
def test_what_to_choose_from(code: str, instead: tuple[str, ...]) -> None:
    assert billable_instead(code) == instead


def test_a_heading_stands_for_all_that_is_under_it() -> None:
    assert {*billable_instead("F32"), *billable_instead("F33")} == DEPRESSION_CODES.keys()
