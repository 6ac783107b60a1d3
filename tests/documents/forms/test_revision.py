"""A patient's copy is the form's own file and, behind it, what this patient changes."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.lettering import lettering_for
from priorauth.documents.forms.opening import prepared
from priorauth.documents.forms.revision import Revision, begun
from tests.documents.forms.small_forms import small_form

FORM = small_form(
    {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170]]},
    {"FT": pikepdf.Name.Btn, "T": pikepdf.String("agreed"), "at": [[10, 120, 20, 130]]},
    {"FT": pikepdf.Name.Tx, "T": pikepdf.String("left"), "V": pikepdf.String("as it was"), "at": [[10, 90, 190, 110]]},
)
VALUES: list[dict[str, Any]] = [{"name": "Renée"}, {"name": "Łukasz", "agreed": True}, {"name": "(a) \\ b"}]


def base_of(form: bytes) -> bytes:
    return begun(prepared(form).pdf, lettering_for([])).pdf


@pytest.mark.parametrize("values", VALUES)
def test_the_forms_own_file_stands_in_front_untouched(values: dict[str, Any]) -> None:
    copy = fill(FORM, values).pdf
    assert copy.startswith(base_of(FORM))
    assert len(copy) > len(base_of(FORM))


@pytest.mark.parametrize("values", VALUES)
def test_the_copy_is_a_whole_file_to_others(values: dict[str, Any]) -> None:
    copy = fill(FORM, values).pdf
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert pdf.check_pdf_syntax() == []
    fields = PdfReader(io.BytesIO(copy), strict=True).get_form_text_fields()
    assert fields == {"name": values["name"], "left": "as it was"}


def test_one_patient_does_not_show_in_the_next_ones_copy() -> None:
    first = fill(FORM, {"name": "Somebody", "agreed": True}).pdf
    second = fill(FORM, {"name": "Another"}).pdf
    assert b"Somebody" in first
    assert b"Somebody" not in second
    assert fill(FORM, {"name": "Somebody", "agreed": True}).pdf == first


def test_a_form_into_which_nothing_is_written_is_the_form() -> None:
    base = begun(prepared(FORM).pdf, lettering_for([]))
    assert Revision(base).written() == base.pdf


def test_copies_of_different_content_have_different_identities() -> None:
    def identity(values: dict[str, Any]) -> list[bytes]:
        with pikepdf.open(io.BytesIO(fill(FORM, values).pdf)) as pdf:
            return [bytes(one) for one in pdf.trailer.ID]

    (first, one), (again, other) = identity({"name": "a"}), identity({"name": "b"})
    assert first == again
    assert one != other
