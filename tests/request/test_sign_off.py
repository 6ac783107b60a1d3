"""The prescriber's own word: who signs, when, and who says that it is urgent."""

from __future__ import annotations

import pytest

from priorauth.chart.people import Prescriber
from tests.request.blocked import blocking

SOMEBODY_ELSE = "the prescriber's signature (the sign-off is by somebody else)"


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Ann Lee", True),
        ("ann lee", True),
        ("Ann  Lee, MD", True),
        ("Ann Lee, M.D., FAPA", True),
        ("Ann Lee MD", True),
        ("Joann Leeson", False),
        ("Ann Leeson", False),
        ("Mary Ann Lee", False),
        ("Ann Lee DO", False),
        ("Lee", False),
        ("Ben Moss for Ann Lee", False),
    ],
)
def test_a_name_is_compared_whole(written: str, same: bool) -> None:
    assert Prescriber(name="Ann Lee", credentials="MD").signs_as(written) is same


@pytest.mark.parametrize(
    ("sign_off", "told"),
    [
        ({"by": "Imogen T. Ashgrove, MD", "on": "2026-11-18"}, ()),
        ({"by": "imogen t. ashgrove", "on": "2026-11-18"}, ()),
        ({"by": "Odette Ledgerly", "on": "2026-11-18"}, (SOMEBODY_ELSE,)),
        ({"by": "Odette Ledgerly for Imogen T. Ashgrove, MD", "on": "2026-11-18"}, (SOMEBODY_ELSE,)),
        (
            {"by": "Imogen T. Ashgrove, MD", "on": "2026-11-11"},
            ("the prescriber's signature, anew: the chart has facts of 2026-11-12, after the sign-off of 2026-11-11",),
        ),
    ],
)
def test_the_sign_off_is_the_prescribers_and_later_than_the_facts(sign_off: dict[str, str], told: tuple[str]) -> None:
    assert blocking(ask={"sign_off": sign_off}) == told


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"answer": "yes", "by": "Imogen T. Ashgrove, MD"}, ()),
        (None, ("the prescriber's statement that the request is urgent, or a standard review",)),
        (
            {"answer": "no", "by": "Imogen T. Ashgrove, MD"},
            ("a standard review: it is denied that the request is urgent (2026-11-12)",),
        ),
        (
            {"answer": "yes", "by": "Odette Ledgerly"},
            ("the prescriber's own statement that the request is urgent (it is by somebody else)",),
        ),
    ],
)
def test_an_expedited_review_needs_the_prescribers_statement(
    said: dict[str, str] | None, wanted: tuple[str, ...]
) -> None:
    stated = [{"states": "urgent", "on": "2026-11-12", **said}] if said else []
    assert blocking({"attestations": stated}, {"urgency": "expedited"}) == wanted
    assert blocking({"attestations": stated}) == ()
