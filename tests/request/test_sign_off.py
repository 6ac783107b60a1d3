"""The prescriber's own word: who signs, when, and who says that it is urgent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from priorauth.chart.people import Prescriber
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.kinds import kind
from priorauth.workspace import Workspace
from tests.command import CHARTS
from tests.request.blocked import assessed, blocking

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
            ("the prescriber's signature, anew: the chart has facts of 2026-11-13, after the sign-off of 2026-11-11",),
        ),
    ],
)
def test_the_sign_off_is_the_prescribers_and_later_than_the_facts(sign_off: dict[str, str], told: tuple[str]) -> None:
    assert blocking(ask={"sign_off": sign_off}) == told


BY = {"by": "Imogen T. Ashgrove, MD", "on": "2026-11-19"}
ANEW = ("the prescriber's signature, anew: the chart has facts of 2026-11-20, after the sign-off of 2026-11-19",)
SINCE = {
    "a refusal": {"denials": [{"payer": "cigna", "product": "Spravato", "on": "{}"}]},
    "a session": {"sessions": [{"id": "s1", "on": "{}", "dose_mg": "56"}]},
    "a payer's question": {"information_requests": [{"payer": "cigna", "on": "{}", "questions": [{"asked": "Why?"}]}]},
    "a blood pressure": {"blood_pressures": [{"on": "{}", "systolic": "150", "diastolic": "95"}]},
    "an answer": {"safety": {"lactation": {"answer": "no", "on": "{}"}}},
    "a consultation": {"consultations": [{"consultant": "Dr. Y", "role": "psychiatrist", "on": "{}"}]},
}


@pytest.mark.parametrize("what", SINCE)
@pytest.mark.parametrize(("day", "stale"), [("2026-11-19", False), ("2026-11-20", True)])
def test_whatever_the_chart_learns_after_the_sign_off_makes_it_stale(what: str, day: str, stale: bool) -> None:
    changes = json.loads(json.dumps(SINCE[what]).replace("{}", day))
    found = blocking(changes, {"sign_off": BY})
    assert tuple(one for one in found if "signature" in one) == (ANEW if stale else ())


@pytest.mark.parametrize(
    ("sign_off", "letter", "wanted"),
    [
        (BY, "initial", False),
        ({**BY, "kind": "initial"}, "initial", False),  # the same said in full
        ({**BY, "kind": "appeal"}, "initial", True),
        (BY, "appeal", True),
        ({**BY, "kind": "appeal"}, "appeal", False),
        ({**BY, "kind": "appeal"}, "exception", True),
        ([BY, {**BY, "kind": "appeal"}], "appeal", False),
        ([BY, {**BY, "kind": "appeal"}], "initial", False),
        ([{**BY, "on": "2026-11-01"}, BY], "initial", False),  # the latest counts
        ({**BY, "on": "2026-11-21"}, "initial", True),  # not given yet
        (None, "initial", True),
    ],
)
def test_a_sign_off_is_for_the_letter_that_was_read(sign_off: Any, letter: str, wanted: bool) -> None:
    assert any("signature" in one for one in assessed(ask={"sign_off": sign_off}).before(letter)) is wanted


def test_which_letter_is_to_be_read_is_said() -> None:
    told = "the prescriber's signature on this letter (sign_off with kind: appeal)"
    assert assessed(ask={"sign_off": BY}).before("appeal") == (told,)


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


@pytest.mark.parametrize(
    ("letter", "may_go"),
    [
        ("individual-consideration", True),
        ("appeal", True),
        ("exception", True),
        ("initial", False),
        ("expedited", False),
    ],
)
def test_a_letter_that_says_what_is_not_met_may_go_out_all_the_same(letter: str, may_go: bool) -> None:
    """case-04, whose criteria are not met; all that is wanted beside that stays wanted of every letter."""
    judged = gallery.assessment_of({"case": "case-04"}, Workspace.around(CHARTS))

    wanted = kind(letter).wanted(judged)

    assert any(one.startswith("criteria that are not met") for one in wanted) is not may_go
    assert any(one.startswith("the prescriber's signature") for one in wanted)
