"""A form whose fields are not as they should be is mended and filled, or refused in a sentence: never a crash."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.inspection import as_data, inspected
from tests.documents.forms.small_forms import saved, small_form

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170]]}
BOX = {"FT": pikepdf.Name.Btn, "T": pikepdf.String("agreed"), "at": [[10, 120, 20, 130]]}
VALUES = {"name": "x", "agreed": True}


def with_broken(change: Callable[[Any, Any, Any], None]) -> bytes:
    """A form of a text and a box; ``change`` breaks the document, the text's widget or the box's."""
    with pikepdf.open(io.BytesIO(small_form(TEXT, BOX))) as pdf:
        text, box = pdf.pages[0].Annots
        change(pdf, text, box)
        return saved(pdf)


def put(on: str, key: str, value: Any) -> Callable[[Any, Any, Any], None]:
    def change(pdf: Any, text: Any, box: Any) -> None:
        {"root": pdf.Root, "form": pdf.Root.AcroForm, "text": text, "box": box}[on][key] = value

    return change


def broken_drawing(pdf: Any, _: Any, box: Any) -> None:
    stream = pikepdf.Stream(pdf, b"this is not deflated", pikepdf.Dictionary(BBox=[0, 0, 1, 1]))
    stream.write(b"this is not deflated", filter=pikepdf.Name.FlateDecode)
    box.AP = pikepdf.Dictionary(N=pikepdf.Dictionary(Yes=stream))


def direct_parent(_: Any, text: Any, __: Any) -> None:
    text.Parent = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("name"))


@pytest.mark.parametrize(
    "change",
    [
        put("text", "/V", 5),
        put("text", "/V", Decimal("5.5")),
        put("text", "/V", True),
        put("box", "/V", 1),
        put("text", "/Q", 7),
        put("text", "/Q", pikepdf.String("left")),
        put("text", "/F", pikepdf.String("4")),
        put("text", "/Ff", pikepdf.Array()),
        put("text", "/MaxLen", pikepdf.String("9")),
        put("text", "/MK", pikepdf.Array()),
        put("text", "/MK", pikepdf.Dictionary(BG=[pikepdf.String("red")], R=pikepdf.String("x"))),
        put("text", "/BS", pikepdf.Dictionary(W=pikepdf.String("x"))),
        put("text", "/AP", pikepdf.Array()),
        put("text", "/DA", 3),
        put("form", "/DR", pikepdf.Array()),
        put("form", "/DR", pikepdf.Dictionary(Font=pikepdf.Array())),
        put("form", "/DR", pikepdf.Dictionary(Font=pikepdf.String("x"))),
        put("root", "/AcroForm", pikepdf.Array()),
        put("root", "/Perms", pikepdf.Array()),
        direct_parent,
        broken_drawing,
    ],
)
def test_what_makes_no_sense_is_left_out_and_the_form_is_filled(change: Callable[[Any, Any, Any], None]) -> None:
    form = with_broken(change)
    assert len(as_data(inspected(form))["fields"]) == 2
    done = fill(form, VALUES)
    assert (done.placed, done.refused) == (("name", "agreed"), ())
    with pikepdf.open(io.BytesIO(flatten(done.pdf))) as pdf:
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize(
    "rectangle", [None, [10, 20, 30], [10, 20, 30, None], [10, 20, 30, pikepdf.String("x")], pikepdf.String("x")]
)
def test_a_place_of_which_nobody_knows_where_it_is_is_left_out_and_told(rectangle: Any) -> None:
    def change(_: Any, text: Any, __: Any) -> None:
        del text.Rect
        if rectangle is not None:
            text.Rect = rectangle

    done = fill(with_broken(change), VALUES)
    assert done.placed == ("agreed",)
    assert done.notes[0] == "Places of fields without their measures were left out: 1."
    assert [one.field for one in done.refused] == ["name"]
