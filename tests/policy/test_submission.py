"""The order in which a payer wants the parts of a packet, and what it takes at a time."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from priorauth.policy.submission import EXHIBITS, USUAL, Submission


def test_without_a_word_the_order_is_the_usual_one() -> None:
    assert Submission().parts == USUAL
    assert USUAL[:4] == ("cover", "index", "form", "letter")


@pytest.mark.parametrize(
    ("order", "begins"),
    [
        # What is not named follows as usual; a fax always begins with its cover.
        (["form"], ("cover", "form", "index", "letter", "chart_note")),
        (["cover", "letter", "form"], ("cover", "letter", "form", "index", "chart_note")),
        # Exhibits of one kind can be put forward, and "exhibits" stands for all that are not named themselves.
        (["scale_sheet", "letter"], ("cover", "scale_sheet", "letter", "index", "form", "chart_note")),
        (["exhibits", "lab", "letter"], ("cover", *(one for one in EXHIBITS if one != "lab"), "lab", "letter")),
    ],
)
def test_the_parts_that_a_payer_names_come_first(order: list[str], begins: tuple[str, ...]) -> None:
    parts = Submission(order=order).parts
    assert parts[: len(begins)] == begins
    assert sorted(parts) == sorted(USUAL)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (["form", "letter", "form"], "names a part twice"),
        (["form", "cover"], "puts something before the cover"),
        (["form", "photos"], "Input should be"),
    ],
)
def test_an_order_that_cannot_be(order: list[str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Submission(order=order)


@pytest.mark.parametrize(
    ("key", "given", "is_right"),
    [("max_pages", 1, False), ("max_pages", 2, True), ("max_mb", "0", False), ("max_mb", "0.1", True)],
)
def test_a_limit_leaves_room_for_a_cover_and_a_page(key: str, given: object, is_right: bool) -> None:
    if is_right:
        assert Submission(**{key: given}).lines
    else:
        with pytest.raises(ValidationError):
            Submission(**{key: given})


def test_check_tells_order_and_limits_beside_the_ways_to_send_it() -> None:
    told = Submission(fax="1-800", order=["letter", "chart_note"], max_pages=30, max_mb="2.5").lines
    assert told == (
        "fax 1-800",
        "in this order: letter, chart note",
        "no more than 30 pages at a time",
        "no file larger than 2.5 MB",
    )
