"""A flat form is filled where its map says: upright, within the place, whichever way the page is turned."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.documents.forms.agreement import check_map
from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.mapping import load
from priorauth.documents.forms.places import Place, with_fields
from priorauth.documents.forms.shown import Shown, shown_by_pdfium
from priorauth.errors import BadInput
from priorauth.files import sha256
from tests.documents.forms.small_forms import flat_form, saved

if TYPE_CHECKING:
    from pathlib import Path

NAME = Place(page=1, box=(40, 30, 160, 46))
AGREED = Place(page=1, mark=(20, 60, 32, 72))
TURNS = (0, 90, 180, 270)


def filled(form: bytes, value: str | bool, place: Place) -> bytes:
    done = fill(with_fields(form, (("here", place),)), {"here": value})
    assert (done.placed, done.refused) == (("here",), ())
    return flatten(done.pdf)


def ink(pdf: bytes) -> tuple[float, float, float, float]:
    """Where the only thing on the page is seen: left, top, right, bottom, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=4).to_pil().convert("L")
    box = picture.point(lambda dot: 255 if dot < 200 else 0).getbbox()
    assert box is not None
    return tuple(edge / 4 for edge in box)  # type: ignore[return-value]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(("value", "place"), [("Renée", NAME), (True, AGREED)])
def test_what_is_written_stands_within_its_place(turn: int, value: str | bool, place: Place) -> None:
    left, top, right, bottom = ink(filled(flat_form("", turn=turn), value, place))
    assert place.edges[0] <= left < right <= place.edges[2]
    assert place.edges[1] <= top < bottom <= place.edges[3]


@pytest.mark.parametrize("turn", TURNS)
def test_a_text_is_read_from_left_to_right(turn: int) -> None:
    pdf = filled(flat_form("", turn=turn), "ab", NAME)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text, shown = page.get_textpage(), shown_by_pdfium(page)
        middles = []
        for index in range(2):
            x1, y1, x2, y2 = text.get_charbox(index)
            middles.append(shown.seen((x1 + x2) / 2, (y1 + y2) / 2))
    (first, level), (second, other) = middles
    assert first < second
    assert abs(level - other) < 3


def test_a_form_made_of_fields_and_paper_keeps_its_fields() -> None:
    """Some forms have a field or two, and room without one."""
    once = with_fields(flat_form(""), (("first", NAME),))
    both = with_fields(once, (("agreed", AGREED),))
    done = fill(both, {"first": "x", "agreed": True})
    assert done.placed == ("first", "agreed")


@pytest.mark.parametrize(
    ("place", "value", "seen"),
    [
        (Place(page=1, box=(10, 10, 110, 26), cells=10), "1234567893", "1 2 3 4 5 6 7 8 9 3"),
        (Place(page=1, box=(10, 10, 80, 60), lines=True), "one two three four", "one two three"),
    ],
)
def test_a_place_may_have_boxes_or_lines(place: Place, value: str, seen: str) -> None:
    with pypdfium2.PdfDocument(filled(flat_form(""), value, place)) as document:
        assert seen in " ".join(document[0].get_textpage().get_text_range().split())


def test_letters_stand_in_the_size_and_at_the_side_asked_for() -> None:
    left = ink(filled(flat_form(""), "H", Place(page=1, box=(10, 10, 110, 40), size=20)))
    right = ink(filled(flat_form(""), "H", Place(page=1, box=(10, 10, 110, 40), size=10, align="right")))
    assert left[0] < 20
    assert right[2] > 100
    assert left[3] - left[1] == pytest.approx(2 * (right[3] - right[1]), rel=0.1)


@pytest.mark.parametrize(
    "place",
    [
        Place(page=2, box=(10, 10, 50, 30)),
        Place(page=1, box=(10, 10, 300.5, 30)),
        Place(page=1, mark=(10, 190, 20, 200.5)),
    ],
)
def test_a_place_beside_the_page_is_refused_by_its_name(place: Place) -> None:
    with pytest.raises(BadInput, match="The place of here is not on a page of the form"):
        with_fields(flat_form(""), (("here", place),))


def test_a_place_may_reach_the_edge() -> None:
    assert fill(with_fields(flat_form(""), (("here", Place(page=1, box=(0, 180, 300, 200))),)), {"here": "x"}).placed


def test_a_flat_form_that_may_not_be_filled_is_refused() -> None:
    with pikepdf.open(io.BytesIO(flat_form(""))) as pdf:
        locked = saved(
            pdf, encryption=pikepdf.Encryption(owner="o", user="", allow=pikepdf.Permissions(modify_form=False))
        )
    with pytest.raises(BadInput, match="does not allow it to be filled"):
        with_fields(locked, (("here", NAME),))


def written(folder: Path, places: str, fields: str = "fields: {here: x}") -> Path:
    form = flat_form("")
    (folder / "form.pdf").write_bytes(form)
    (folder / "map.yaml").write_text(
        f"title: A form\nsha256: {sha256(form)}\nplaces:\n  {places}\n{fields}\n", encoding="utf-8"
    )
    return folder


def test_a_map_makes_the_fields_it_speaks_of(tmp_path: Path) -> None:
    assert check_map(load(written(tmp_path, "here: {page: 1, box: [10, 10, 90, 30]}"))) == []


def test_a_place_that_nothing_is_written_into_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, "there: {page: 1, box: [10, 10, 90, 30]}", "fields: {}")
    assert check_map(load(folder)) == ["there is a field of the form and not in the map."]


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ("here: {page: 1}", "needs either box or mark."),
        ("here: {page: 1, box: [1, 1, 9, 9], mark: [1, 1, 9, 9]}", "needs either box or mark."),
        ("here: {page: 1, box: [9, 1, 9, 9]}", "must be left, top, right and bottom, each pair in its order."),
        ("here: {page: 1, mark: [1, 9, 9, 9]}", "must be left, top, right and bottom, each pair in its order."),
        ("here: {page: 1, box: [1, 1, 9, 9], lines: yes, cells: 3}", "cannot stand beside lines."),
        ("here: {page: 3, box: [1, 1, 9, 9]}", "The place of here is not on a page of the form."),
    ],
)
def test_a_mistaken_place_is_told_with_its_line(tmp_path: Path, places: str, told: str) -> None:
    with pytest.raises(BadInput) as error:
        load(written(tmp_path, places))
    assert told in str(error.value)
    assert "map.yaml" in str(error.value)
    assert "line " in str(error.value)


@given(st.sampled_from(TURNS), st.floats(0, 500), st.floats(0, 500))
def test_from_the_page_to_what_is_seen_and_back(turn: int, across: float, down: float) -> None:
    shown = Shown(12, 34, 612, 792, turn)
    assert shown.seen(*shown.of_page(across, down)) == pytest.approx((across, down))
