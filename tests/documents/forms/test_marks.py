"""Marks: the one that is meant is set, by the form's own word for it, and every viewer shows it."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.opening import prepared
from tests.documents.forms.small_forms import saved, small_form


def group(labels: list[str]) -> bytes:
    """A group whose marks are called 0, 1, … in the file, and as ``labels`` by the form."""
    places = [[10 + 30 * place, 120, 20 + 30 * place, 130] for place in range(len(labels))]
    form = small_form(
        {"FT": pikepdf.Name.Btn, "Ff": 1 << 15, "T": pikepdf.String("sex"), "Opt": labels, "at": places},
    )
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for place, widget in enumerate(pdf.pages[0].Annots):
            widget.AP = pikepdf.Dictionary(N=pikepdf.Dictionary({f"/{place}": drawing(pdf, b"0 0 10 10 re f")}))
        return saved(pdf)


def drawing(pdf: pikepdf.Pdf, content: bytes, **entries: Any) -> pikepdf.Object:
    how = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": [0, 0, 10, 10]} | entries
    given = {f"/{key}": value for key, value in how.items() if value is not None}
    return pdf.make_indirect(pikepdf.Stream(pdf, content, pikepdf.Dictionary(given)))


def set_mark(form: bytes, value: str) -> int | None:
    """Which widget shows its mark, counted from 0."""
    with pikepdf.open(io.BytesIO(fill(form, {"sex": value}).pdf)) as pdf:
        shown = [place for place, one in enumerate(pdf.pages[0].Annots) if one.get("/AS", "/Off") != "/Off"]
    return shown[0] if shown else None


@pytest.mark.parametrize(
    ("labels", "said", "place"),
    [
        (["1", "2"], "1", 0),  # the file calls the second one 1
        (["1", "2"], "2", 1),
        (["1", "2"], "0", 0),
        (["F", "M"], "M", 1),
        (["F", "M"], "1", 1),
        (["same", "same"], "1", 1),
    ],
)
def test_a_mark_is_meant_by_the_forms_own_word(labels: list[str], said: str, place: int) -> None:
    assert set_mark(group(labels), said) == place


@pytest.mark.parametrize(
    ("labels", "names"), [(["1", "2"], ("1", "2")), (["F", "M"], ("F", "M")), (["same", "same"], ("0", "1"))]
)
def test_the_names_that_are_shown_are_those_that_are_taken(labels: list[str], names: tuple[str, ...]) -> None:
    form = group(labels)
    assert layout(prepared(form).pdf)["sex"].field.names == names
    assert [set_mark(form, name) for name in names] == [0, 1]


def ticked(content: bytes, *, apart: bool = False, **entries: Any) -> bytes:
    """A box with a drawing of its own for its mark, ticked; ``apart``: the list of drawings is an object by itself."""
    form = small_form({"FT": pikepdf.Name.Btn, "T": pikepdf.String("agreed"), "at": [[10, 120, 20, 130]]})
    with pikepdf.open(io.BytesIO(form)) as pdf:
        drawings = pikepdf.Dictionary(Yes=drawing(pdf, content, **entries), Off=drawing(pdf, b""))
        listed = pikepdf.Dictionary(N=pdf.make_indirect(drawings) if apart else drawings)
        pdf.pages[0].Annots[0].AP = pdf.make_indirect(listed) if apart else listed
        form = saved(pdf)
    return fill(form, {"agreed": True}).pdf


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize(
    ("content", "entries"),
    [
        (b"0 0 10 10 re f", {}),
        (b"BT / 12 Tf (l) Tj ET", {}),  # no font of that name
        (b"BT /ZaDb 12 Tf (4) Tj ET", {}),
        (b"0 0 10 10 re f", {"BBox": None}),
    ],
)
@pytest.mark.parametrize("apart", [True, False])
def test_a_tick_is_seen_even_where_the_payers_drawing_of_it_is_broken(
    viewers: Any, content: bytes, entries: dict[str, Any], apart: bool, live: bool
) -> None:
    pdf = ticked(content, apart=apart, **entries)
    seen = pdf if live else flatten(pdf)
    for picture in (viewers.picture(seen), viewers.poppler_picture(seen)):
        assert sum(picture.crop((18, 138, 42, 162)).histogram()[:128]) > 20


def test_a_button_that_is_pressed_is_not_printed() -> None:
    form = small_form(
        {"FT": pikepdf.Name.Btn, "Ff": 1 << 16, "T": pikepdf.String("Clear Form"), "at": [[10, 120, 60, 130]]},
        {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 90, 190, 110]]},
    )
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pdf.pages[0].Annots[0].AP = pikepdf.Dictionary(N=drawing(pdf, b"1 0 0 rg 0 0 10 10 re f"))
        form = saved(pdf)
    with pikepdf.open(io.BytesIO(flatten(fill(form, {"name": "x"}).pdf))) as pdf:
        assert len(pdf.pages[0].Resources.XObject) == 1  # the name's
