"""A flat form shows what the live one shows, and nothing on it is live."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import ImageChops

from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.flatten import flatten
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from priorauth.documents.forms.mapping import FormMap

VALUES = {
    "patient_name": "Małgorzata “Ola” Łukasik",
    "request_type": "renewal",
    "reason_specialty_drug": True,
    "safety_pregnancy": "no",
    "prescriber_npi": "1234567893",
    "clinical_notes": "One line\nand another",
}


@pytest.fixture(scope="module")
def live(universal: FormMap) -> bytes:
    return fill(universal.form, VALUES).pdf


@pytest.fixture(scope="module")
def flat(live: bytes) -> bytes:
    return flatten(live)


@pytest.mark.parametrize("page", [1, 2, 3])
def test_each_page_is_painted_as_before_marks_of_radio_buttons_included(
    live: bytes, flat: bytes, page: int, viewers: Any
) -> None:
    difference = ImageChops.difference(viewers.picture(flat, page), viewers.picture(live, page))
    assert difference.getextrema()[1] < 32  # gray on the edge of a letter, where a lost mark would be 255


def test_the_texts_are_text_of_the_page(flat: bytes, viewers: Any) -> None:
    assert VALUES["patient_name"] in viewers.poppler(flat)


def test_no_field_script_or_tag_is_left(live: bytes) -> None:
    with pikepdf.open(io.BytesIO(live)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[]))
        out = io.BytesIO()
        pdf.save(out)
    with pikepdf.open(io.BytesIO(flatten(out.getvalue()))) as pdf:
        assert {"/AcroForm", "/OpenAction", "/StructTreeRoot"}.isdisjoint(pdf.Root.keys())
        assert "/JavaScript" not in pdf.Root.Names
        assert all("/Annots" not in page.obj for page in pdf.pages)
        assert not any(
            isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Widget" for thing in pdf.objects
        )


def test_a_form_that_leaves_drawing_to_the_viewer_is_drawn_before_it_is_flat(universal: FormMap, viewers: Any) -> None:
    with pikepdf.open(io.BytesIO(universal.form)) as pdf:
        pdf.Root.AcroForm.NeedAppearances = True
        for field in pdf.Root.AcroForm.Fields:
            if field.T == "patient_name":
                field.V = pikepdf.String("Undrawn")
                del field.AP
        out = io.BytesIO()
        pdf.save(out)
    assert "Undrawn" in viewers.poppler(flatten(out.getvalue()))


def test_the_same_form_gives_the_same_bytes(live: bytes) -> None:
    assert flatten(live) == flatten(live)


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(BadInput, match="cannot be read as a PDF"):
        flatten(b"no PDF at all")
