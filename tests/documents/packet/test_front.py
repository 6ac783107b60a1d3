"""Page numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.documents.packet.front import ranges


@pytest.mark.parametrize(
    ("pages", "written"),
    [((), ""), ((5,), "5"), ((5, 6), "5–6"), ((5, 7), "5, 7"), ((9, 5, 6, 7, 5), "5–7, 9")],
)
def test_runs_of_pages_are_joined(pages: tuple[int, ...], written: str) -> None:
    assert ranges(pages) == written


@given(st.sets(st.integers(1, 99)))
def test_no_page_is_lost_or_added(pages: set[int]) -> None:
    read = [part.split("–") for part in ranges(pages).split(", ") if part]
    assert {page for run in read for page in range(int(run[0]), int(run[-1]) + 1)} == pages
