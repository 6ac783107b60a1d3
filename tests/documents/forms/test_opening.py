"""Whatever a payer's file is: it is made ready to be filled, and what was changed is told; or it is refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from priorauth.documents.forms.condition import condition_of, without_place
from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.opening import opened, prepared
from priorauth.errors import BadInput
from tests.documents.forms.small_forms import saved, small_form

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170]]}


def changed(change: Callable[[pikepdf.Pdf], None], form: bytes | None = None, **how: Any) -> bytes:
    """A form of one field after ``change``."""
    with pikepdf.open(io.BytesIO(form or small_form(NAME))) as pdf:
        change(pdf)
        return saved(pdf, **how)


def nothing(_: pikepdf.Pdf) -> None:
    pass


def as_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


def without_fields(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/Annots"]


def signed(pdf: pikepdf.Pdf) -> None:
    value = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3]))
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("who"), V=value))
    pdf.Root.AcroForm.Fields.append(field)


def certified(right: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        value = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3]))
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("payer"), V=value))
        pdf.Root.AcroForm.Fields.append(field)
        pdf.Root.Perms = pikepdf.Dictionary({f"/{right}": value})

    return change


def without_its_list(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array()


NO_FILLING = pikepdf.Permissions(modify_form=False, modify_annotation=False, modify_other=False)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (b"%PDF-1.4\nnothing", "The form cannot be read as a PDF."),
        (b"GIF89a", "The form cannot be read as a PDF."),
        (changed(without_fields), "The PDF has no fields to fill."),
        (changed(signed), "The form is signed, and what is written into it would break the signature."),
        (
            changed(lambda pdf: (as_xfa(pdf), without_fields(pdf))[0]),
            "The form is of Adobe's XFA kind: Adobe Reader makes its pages, and there is nothing else in it to fill.",
        ),
        (
            changed(nothing, encryption=pikepdf.Encryption(user="secret", owner="o")),
            "The form opens only with a password.",
        ),
        (
            changed(nothing, encryption=pikepdf.Encryption(user="", owner="o", allow=NO_FILLING)),
            "The form is protected, and its owner does not allow it to be filled.",
        ),
    ],
)
def test_what_cannot_be_filled_is_refused_with_the_reason(form: bytes, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        prepared(form)
    assert caught.value.what == told
    assert caught.value.fix


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (changed(nothing), ()),
        (
            changed(as_xfa),
            ("The file held the form a second time, as Adobe's XFA; that was removed, for it would not be filled.",),
        ),
        (
            changed(certified("UR3")),
            ("The right to save it in Adobe Reader was removed: it does not hold for a filled form.",),
        ),
        (
            changed(certified("DocMDP")),
            ("The payer's certificate on the blank form was removed: it does not hold for a filled one.",),
        ),
        (
            changed(nothing, encryption=pikepdf.Encryption(user="", owner="o")),
            ("The file was protected against other changes; the filled copy is not.",),
        ),
        (changed(without_its_list), ()),
        (
            changed(lambda pdf: pdf.Root.__delitem__("/AcroForm")),
            ("The file had no list of its fields; they were found on the pages.",),
        ),
        (changed(nothing)[:-60], ("The file was damaged and has been repaired.",)),
    ],
)
def test_what_can_be_mended_is_and_what_was_changed_is_told(
    form: bytes, told: tuple[str, ...], seen: Callable[[bytes], str]
) -> None:
    done = fill(form, {"name": "Łukasik"})

    assert done.notes == told
    assert done.placed == ("name",)
    assert seen(done.pdf) == "Łukasik"


def test_the_payers_password_opens_it() -> None:
    locked = changed(nothing, encryption=pikepdf.Encryption(user="secret", owner="o"))

    assert fill(locked, {"name": "x"}, password="secret").placed == ("name",)  # noqa: S106  (the test's own)
    with pytest.raises(BadInput, match=r"The password is not the form's\."):
        prepared(locked, "wrong")


def test_a_field_on_no_page_is_told() -> None:
    def lost(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("lost")))
        pdf.Root.AcroForm.Fields.append(field)

    with opened(changed(lost)) as document:
        assert without_place(document) == ["lost"]


def test_fields_that_stand_in_a_circle_end() -> None:
    def circle(pdf: pikepdf.Pdf) -> None:
        field = pdf.Root.AcroForm.Fields[0]
        field.Kids.append(field)
        field.Parent = field

    with opened(changed(circle)) as document:
        assert without_place(document) == []
    assert fill(changed(circle), {"name": "x"}).placed == ("name",)


def test_scripts_are_counted() -> None:
    def script(pdf: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = pdf.make_indirect(action)

    with opened(changed(script)) as document:
        condition = condition_of(document)
    assert (condition.scripts, condition.scanned, condition.flat) == (1, False, False)


def picture(pdf: pikepdf.Pdf) -> pikepdf.Object:
    entries = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 1, "Height": 1}
    dots = {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 8}
    return pdf.make_indirect(
        pikepdf.Stream(pdf, b"\0", pikepdf.Dictionary({f"/{k}": v for k, v in {**entries, **dots}.items()}))
    )


@pytest.mark.parametrize(
    ("drawn", "fonts_of", "scanned"),
    [
        (True, None, True),
        (False, None, False),
        (True, "page", False),
        (True, "pages", False),
        (True, "what it draws", False),
    ],
)
def test_a_scan_has_pictures_and_no_letters(drawn: bool, fonts_of: str | None, scanned: bool) -> None:
    """Fonts may stand on the page, above it among the pages, or in a drawing that the page shows."""
    fonts = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pikepdf.Dictionary(Type=pikepdf.Name.Font)))

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        shown = {"/Picture": picture(pdf)} if drawn else {}
        if fonts_of == "what it draws":
            entries = pikepdf.Dictionary(Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1], Resources=fonts)
            shown["/Drawing"] = pdf.make_indirect(pikepdf.Stream(pdf, b"", entries))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(shown))
        if fonts_of == "page":
            page.Resources.Font = fonts.Font
        if fonts_of == "pages":
            page.Parent.Resources = pikepdf.Dictionary(XObject=page.Resources.XObject, Font=fonts.Font)
            del page.Resources

    with opened(changed(change)) as document:
        assert condition_of(document).scanned is scanned
