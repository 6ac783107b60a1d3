"""A text in a box: it is there whole and legible, or it is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.documents.forms.lettering import lettering_for
from priorauth.documents.forms.setting import SMALLEST, USUAL, Align, Frame, set_text

LETTERS = lettering_for([])
PROSE = st.text("abc W.,éł", max_size=120)


def test_a_short_text_has_the_usual_size() -> None:
    setting = set_text("sertraline", Frame(100, 16), LETTERS)
    assert setting is not None
    assert setting.size == USUAL


def width_for(text: str, size: float) -> float:
    return LETTERS.width(text, size) + 4  # two points are free on each side


@pytest.mark.parametrize(("spare", "fits"), [(0.01, True), (-0.01, False)])
def test_a_text_shrinks_to_the_smallest_legible_size_and_no_further(spare: float, fits: bool) -> None:
    frame = Frame(width_for("venlafaxine XR 225 mg", SMALLEST) + spare, 16)
    setting = set_text("venlafaxine XR 225 mg", frame, LETTERS)
    assert (setting is not None) == fits
    if setting:
        assert setting.size == SMALLEST


@pytest.mark.parametrize(("lines", "fits"), [(3, True), (4, False)])
def test_as_many_lines_as_the_height_has_at_the_smallest_size(lines: int, fits: bool) -> None:
    # Three lines at 9 points: 9 for the first, 2 × 1.15 × 9 for the others, 2 × 1.5 free: 32.7 points.
    text = "\n".join(["line"] * lines)
    assert (set_text(text, Frame(100, 32.7, multiline=True), LETTERS) is not None) == fits


def test_a_form_that_asks_for_small_print_gets_small_print_but_nothing_smaller() -> None:
    setting = set_text("x", Frame(100, 16, size=7), LETTERS)
    assert setting is not None
    assert setting.size == 7
    assert set_text("x" * 40, Frame(60, 16, size=7), LETTERS) is None


def test_a_line_break_in_a_box_of_one_line_is_a_space() -> None:
    setting = set_text("one\ntwo", Frame(100, 16), LETTERS)
    assert setting is not None
    assert [run.text for run in setting.runs] == ["one two"]


def test_a_word_wider_than_the_box_is_broken_and_not_cut() -> None:
    setting = set_text("https://example.org/a-very-long-address", Frame(60, 100, multiline=True), LETTERS)
    assert setting is not None
    assert "".join(run.text for run in setting.runs) == "https://example.org/a-very-long-address"


@pytest.mark.parametrize(("align", "part_left_of_text"), [(Align.LEFT, 0), (Align.CENTER, 0.5), (Align.RIGHT, 1)])
def test_alignment_shares_out_the_room_beside_the_text(align: Align, part_left_of_text: float) -> None:
    setting = set_text("W", Frame(100, 16, align=align), LETTERS)
    assert setting is not None
    room = 100 - 4 - LETTERS.width("W", setting.size)
    assert setting.runs[0].x == pytest.approx(2 + room * part_left_of_text)


@pytest.mark.parametrize(("digits", "fits"), [("1234567893", True), ("12345678931", False)])
def test_characters_stand_in_the_middle_of_their_boxes(digits: str, fits: bool) -> None:
    setting = set_text(digits, Frame(150, 16, cells=10), LETTERS)
    assert (setting is not None) == fits
    if setting:
        middles = [run.x + LETTERS.width(run.text, setting.size) / 2 for run in setting.runs]
        assert middles == pytest.approx([7.5 + 15 * k for k in range(10)])


@given(PROSE, st.floats(20, 300), st.floats(9, 120), st.booleans())
def test_what_is_set_is_whole_inside_its_box_and_legible(
    text: str, width: float, height: float, multiline: bool
) -> None:
    setting = set_text(text, Frame(width, height, multiline=multiline), LETTERS)
    if setting is None:
        return
    assert setting.size >= SMALLEST
    assert "".join(run.text for run in setting.runs).replace(" ", "") == "".join(text.split())
    for run in setting.runs:
        assert run.x >= 0
        assert run.y >= 0
        assert run.x + LETTERS.width(run.text, setting.size) <= width
        assert run.y + LETTERS.cap_height * setting.size <= height


@given(PROSE, st.floats(20, 300), st.floats(9, 120))
def test_a_larger_box_never_holds_less(text: str, width: float, height: float) -> None:
    small = set_text(text, Frame(width, height, multiline=True), LETTERS)
    large = set_text(text, Frame(width + 10, height + 10, multiline=True), LETTERS)
    assert small is None or large is not None
