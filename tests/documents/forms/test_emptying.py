"""What a field held before does not stay in the file: a form that is used again holds one patient only."""

from __future__ import annotations

import io

import pikepdf
import pytest

from priorauth.documents.forms.fill import fill
from tests.documents.forms.small_forms import saved, small_form

FORM = small_form(
    {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170]]},
    {"FT": pikepdf.Name.Tx, "T": pikepdf.String("other"), "at": [[10, 120, 190, 140]]},
)


def everything_in(pdf: bytes) -> bytes:
    """All that can be read in a file, compressed or not, and in its earlier versions."""
    found = [pdf]
    for end in (at for at in range(len(pdf)) if pdf.startswith(b"%%EOF", at)):
        with pikepdf.open(io.BytesIO(pdf[: end + 5])) as document:
            found += [
                one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse(resolved=True)
                for one in document.objects
            ]
    return b"\n".join(found)


@pytest.mark.parametrize("second", ["Bertram", ""])
def test_of_the_patient_before_nothing_is_left(second: str) -> None:
    first = fill(FORM, {"name": "Annabel"}).pdf
    assert b"Annabel" in everything_in(first)
    again = fill(first, {"name": second}).pdf
    assert b"Annabel" not in everything_in(again)


def test_what_nobody_speaks_of_stays() -> None:
    first = fill(FORM, {"name": "Annabel", "other": "Stays"}).pdf
    again = fill(first, {"name": "Bertram"})
    assert dict(again.held) == {"other": "Stays"}
    assert b"Stays" in again.pdf


def drawn_only(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
    drawing = pikepdf.Stream(
        pdf, b"/Tx BMC BT /Helv 10 Tf (YES PRESET) Tj ET EMC", pikepdf.Dictionary(BBox=[0, 0, 180, 20])
    )
    field.Kids[0].AP = pikepdf.Dictionary(N=drawing)


def as_stream(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
    field.V = pikepdf.Stream(pdf, b"a long text")


def chosen_by_place(_: pikepdf.Pdf, field: pikepdf.Object) -> None:
    field.FT, field.Opt, field.I = pikepdf.Name.Ch, pikepdf.Array(["a", "b"]), pikepdf.Array([1])


def without_state(_: pikepdf.Pdf, field: pikepdf.Object) -> None:
    field.FT, field.V = pikepdf.Name.Btn, pikepdf.Name.Yes


@pytest.mark.parametrize(
    ("how", "holds"),
    [
        (drawn_only, "words that are only drawn"),
        (as_stream, "a long text"),
        (chosen_by_place, "b"),
        (without_state, "Yes"),
    ],
)
def test_wherever_the_file_keeps_what_a_field_holds_it_is_told_and_cleared(how: object, holds: str) -> None:
    with pikepdf.open(io.BytesIO(FORM)) as pdf:
        how(pdf, pdf.Root.AcroForm.Fields[0])  # type: ignore[operator]
        form = saved(pdf)
    assert dict(fill(form, {}).held) == {"name": holds}
    done = fill(form, {"name": ""})
    assert (done.cleared, dict(fill(done.pdf, {}).held)) == (("name",), {})
    assert b"PRESET" not in everything_in(done.pdf)
