"""The course of a patient on the page: the timeline of medicines and the curve of scores, by the chart itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.documents.content import Figure
from priorauth.documents.curve import Curve
from priorauth.documents.timeline import Timeline
from priorauth.errors import UsageError
from priorauth.review.drawings import drawings
from tests.review.reading import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "ask", "kinds", "letter"),
    [
        ("case-01", "ask-cigna-trd-medical", [Timeline, Curve], True),
        ("case-02", "ask-cigna-trd-medical", [Timeline, Curve], False),
        ("case-04", "ask-cigna-trd-medical", [Timeline, Curve], False),
        ("case-20", "ask-bcbsnd-mdsi-medical", [Timeline], True),  # a single score makes no curve
        ("case-16", "ask-qualchoice-trd-medical", [], True),  # no trial has a day, and no scale was filled in
    ],
)
def test_both_are_there_where_the_chart_has_them_whether_or_not_a_letter_may_be_written(
    practice: Callable[..., Path], visit: Callable[..., Visitor], name: str, ask: str, kinds: list[type], letter: bool
) -> None:
    visitor, case = visit(practice(name)), f"/case/{name}/{ask}"
    one = visitor.desk.open(f"{name}/{ask}")
    drawn = drawings(one.assessment)
    assert [type(each.data) for each in drawn] == kinds

    page = visitor.get(case).text
    assert page.count('class="drawing"') == len(kinds)
    for place, each in enumerate(drawn):
        assert each.alt
        assert f'src="{case}/figure/{place}.png" alt="' in page
        assert visitor.get(f"{case}/figure/{place}.png").content.startswith(b"\x89PNG")
    assert visitor.get(f"{case}/figure/{len(kinds)}.png").status_code == 422

    if letter:
        blocks = visitor.desk.letter(one).content.blocks
        assert all(block in drawn for block in blocks if isinstance(block, Figure)), "as the letter draws them"
    else:
        with pytest.raises(UsageError):
            visitor.desk.letter(one)
