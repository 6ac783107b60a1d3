"""In which state each event leaves a case, and which events cannot happen to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from priorauth.errors import UsageError
from priorauth.worklist.case import SPOKEN
from priorauth.worklist.events import Returned
from tests.worklist.cases import DAY, event, history

WAY_TO: dict[str, tuple[str, ...]] = {
    "draft": (),
    "needs information": ("judged, not ready",),
    "ready to sign": ("judged, ready",),
    "signed": ("judged, ready", "signed"),
    "submitted": ("signed", "submitted"),
    "more information requested": ("submitted", "information requested"),
    "approved": ("submitted", "approved"),
    "denied": ("submitted", "denied"),
    "appealed": ("submitted", "denied", "appealed"),
    "closed": ("closed",),
}
EVENTS = (
    "judged, ready", "judged, not ready", "signed", "submitted", "information requested", "information sent",
    "peer-to-peer", "approved", "denied", "appealed", "closed", "noted",
)  # fmt: skip
STATES = {
    "N": "needs information", "R": "ready to sign", "S": "signed", "U": "submitted", "M": "more information requested",
    "A": "approved", "D": "denied", "P": "appealed", "C": "closed",
}  # fmt: skip

NEXT = """
                            judged             information    peer-to-
                            ready not   signed submitted requested sent peer approved denied appealed closed noted
draft                       R     N     S      U         .         .    .    .        .      .        C      =
needs information           R     =     S      U         .         .    .    .        .      .        C      =
ready to sign               =     N     S      U         .         .    .    .        .      .        C      =
signed                      =     N     =      U         .         .    .    .        .      .        C      =
submitted                   =     =     .      .         M         .    =    A        D      .        C      =
more information requested  =     =     .      .         =         U    =    A        D      .        C      =
approved                    =     =     .      .         .         .    .    .        D      .        C      =
denied                      =     =     .      U         .         .    =    A        .      P        C      =
appealed                    =     =     .      .         M         .    =    A        D      .        C      =
closed                      =     =     .      .         .         .    .    .        .      .        .      =
"""
"""A row for each state, a column for each event: the state after it; = where it stays, a dot where it cannot happen."""

CELLS = [
    (line[:28].strip(), name, cell)
    for line in NEXT.strip("\n").splitlines()[2:]
    for name, cell in zip(EVENTS, line[28:].split(), strict=True)
]


@pytest.mark.parametrize(("state", "happens", "cell"), CELLS)
def test_what_an_event_makes_of_a_case(state: str, happens: str, cell: str) -> None:
    before = history(*WAY_TO[state])
    assert SPOKEN[before.case.state] == state

    if cell == ".":
        with pytest.raises(UsageError, match=f"stands at “{state}”: .* cannot be recorded for it"):
            before.checked(event(happens))
    else:
        assert SPOKEN[before.checked(event(happens)).case.state] == (state if cell == "=" else STATES[cell])


def test_the_table_has_every_state() -> None:
    assert {state for state, _, _ in CELLS} == set(SPOKEN.values())


def test_the_days_must_be_in_the_order_in_which_it_happened() -> None:
    """On the day of the submission an answer may come; not on the day before."""
    case = history("submitted")

    assert case.checked(event("approved", on=DAY)).case.state == "approved"
    with pytest.raises(UsageError, match="approved is said to be of 2026-11-19, before what came before it"):
        case.checked(event("approved", on=DAY - timedelta(days=1)))


def test_a_remark_and_a_judgement_may_be_of_any_day() -> None:
    earlier = DAY - timedelta(days=9)

    assert history("submitted").checked(event("noted", on=earlier)).case.state == "submitted"
    assert history("signed").checked(event("judged, not ready", on=earlier)).case.state == "needs_information"


def test_what_the_chart_learned_since_makes_a_signature_stale() -> None:
    """The judgement then wants it anew; one that wants nothing leaves it as it is."""
    anew = event("judged, ready", wanted=("the prescriber's signature anew",))

    assert history("signed").checked(anew).case.state == "ready_to_sign"
    assert history("signed", "judged, ready").case.state == "signed"


@pytest.mark.parametrize(
    ("before", "given_back", "again", "state"),
    [
        ("a", "a", {"chart": "a"}, "needs_information"),
        (
            "a",
            "a",
            {"chart": "a", "on": DAY + timedelta(days=1), "made": {"letter.pdf": "d" * 64}},
            "needs_information",
        ),
        ("a", "a", {"chart": "b"}, "ready_to_sign"),
        ("a", "a", {"chart": "a", "verdict": None}, "ready_to_sign"),
        ("a", "a", {"chart": "a", "wanted": ("the prescriber's signature, anew",)}, "ready_to_sign"),
        ("a", "b", {"chart": "b"}, "needs_information"),  # staff had changed it before it was given back
        ("a", None, {"chart": "a"}, "needs_information"),
        (None, None, {"chart": "a"}, "ready_to_sign"),  # entries of an earlier version do not say which chart it was
        ("a", "a", {}, "ready_to_sign"),
    ],
)
def test_what_is_given_back_stays_with_staff_until_something_is_found_anew(
    before: str | None, given_back: str | None, again: dict[str, Any], state: str
) -> None:
    """Nobody has done what was asked for when the same chart is judged once more, to make its documents again."""

    def of(chart: str | None) -> dict[str, str | None]:
        return {"chart": chart * 64 if chart else None}

    judged = event("judged, ready", **of(before))
    case = history("judged, not ready").checked(judged).checked(Returned(on=DAY, why="Ask.", **of(given_back)))
    case = case.checked(event("judged, ready", **again | of(again.get("chart"))))
    assert case.case.state == state
    assert (case.case.returned is not None) == (state == "needs_information")


def test_a_case_is_in_its_state_since_the_day_that_brought_it_there() -> None:
    case = history("submitted")
    later = DAY + timedelta(days=3)

    assert case.checked(event("noted", on=later)).case.since == DAY
    assert case.checked(event("denied", on=later)).case.since == later


def test_what_is_withdrawn_stays_and_does_not_count() -> None:
    slip = history("submitted", "approved")

    mended = slip.checked(event("withdrawn", entry=3))

    assert (slip.case.state, mended.case.state) == ("approved", "submitted")
    assert (slip.version, mended.version) == (3, 4)
    assert mended.withdrawn == {3}
    assert mended.case.last(type(event("approved"))) is None


def test_what_came_later_and_rests_on_it_is_withdrawn_first() -> None:
    case = history("submitted", "denied", "appealed")

    with pytest.raises(UsageError, match=r"Entry 3 of .* cannot be withdrawn: appealed, of 2026-11-20, rests on it"):
        case.checked(event("withdrawn", entry=3))
    assert case.checked(event("withdrawn", entry=4)).checked(event("withdrawn", entry=3)).case.state == "submitted"


@pytest.mark.parametrize("entry", [4, 2], ids=["none of that number", "withdrawn already"])
def test_only_what_is_there_and_counts_is_withdrawn(entry: int) -> None:
    case = history("submitted").checked(event("withdrawn", entry=2))

    with pytest.raises(UsageError, match=f"has no entry {entry} that could be withdrawn"):
        case.checked(event("withdrawn", entry=entry))


def test_a_withdrawal_is_not_withdrawn() -> None:
    case = history("submitted").checked(event("withdrawn", entry=2))

    with pytest.raises(UsageError, match="has no entry 3"):
        case.checked(event("withdrawn", entry=3))
