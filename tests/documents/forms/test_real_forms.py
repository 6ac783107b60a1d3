"""Real forms, where a folder of them is at hand: each is filled and each value seen; or it is refused with the reason.

The folder is named by ``PRIORAUTH_TEST_FORMS``, or lies beside the repository as ``shared/forms``.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import ImageChops

from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.fill import Value, fill
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.inspection import inspected
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.opening import prepared
from tests.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.documents.forms.fields import Box, Field
    from priorauth.documents.forms.layout import Placed

FOLDER = Path(os.environ.get("PRIORAUTH_TEST_FORMS", ROOT.parent / "shared" / "forms"))
FORMS = sorted(FOLDER.rglob("*.pdf")) if FOLDER.is_dir() else []
REFUSED = {
    "anthem-healthkeepers-va-flat", "cms-partd-coverage-determination-flat", "east-georgia-healthcare-center-form1",
    "la-clinica-de-la-raza-form3", "mayers-memorial-hospital-form2", "ny-state-standard-pa-flat", "pdfjs-issue14130",
    "pdfjs-signed_verified", "tioga-medical-center-form1",
}  # fmt: skip
"""Flat or scanned, protected against filling, XFA alone, signed."""
SAME_INK_BEFORE = {"pdfbox-AcroFormsBasicFields", "pdfbox-compression-acroform", "pdfjs-annotation-button-widget",
                   "pdfjs-checkbox-bad-appearance", "pdfjs-issue15096", "pdfjs-issue17492", "hillcrest-claremore-form1",
                   "pypdfform-sejda-fields-off-page"}  # fmt: skip
"""Forms in which a mark is set already, so that setting it changes no pixel, or a field lies off its page."""

pytestmark = pytest.mark.skipif(not FORMS, reason="no folder of real forms is at hand")


def value_for(field: Field) -> Value | None:
    match field.kind:
        case _ if field.read_only or field.hidden:
            return None
        case Kind.TEXT:
            return "1" if field.comb else "É“x”"[: field.max_length or 9]
        case Kind.TICK:
            return True
        case Kind.CHOICE | Kind.LIST:
            return field.options[-1] if field.options else None
        case _:
            return None


@pytest.mark.parametrize("path", [one for one in FORMS if one.stem not in REFUSED], ids=lambda path: path.stem)
def test_each_value_that_is_placed_is_seen(path: Path, viewers: type) -> None:
    form = path.read_bytes()
    ready = prepared(form)
    fields = layout(ready.pdf)
    values = {name: value for name, one in fields.items() if (value := value_for(one.field)) is not None}

    done = fill(form, values)

    assert len(done.placed) + len(done.refused) + len(done.overflowed) == len(values)
    assert all(one.reason for one in done.refused)
    if path.stem not in SAME_INK_BEFORE:
        assert unseen(ready.pdf, flatten(done.pdf), fields, {name: values[name] for name in done.placed}, viewers) == []


def unseen(
    before: bytes, after: bytes, fields: Mapping[str, Placed], values: Mapping[str, Value], viewers: type
) -> list[str]:
    """The fields whose places look as they did before; pages that are shown turned are left out."""
    with pikepdf.open(io.BytesIO(before)) as pdf:
        tops = {number: page.cropbox for number, page in enumerate(pdf.pages, 1) if not int(page.get("/Rotate", 0))}
    shots: dict[int, tuple[object, object]] = {}
    missing = []
    for name, value in values.items():
        boxes = [box for box in fields[name].field.boxes if value is True or box.state in (None, value)]
        boxes = [box for box in boxes if box.page in tops]
        for box in boxes:
            if box.page not in shots:
                shots[box.page] = viewers.picture(before, box.page), viewers.picture(after, box.page)
        if boxes and not any(_differs(*shots[box.page], box, tops[box.page]) for box in boxes):
            missing.append(name)
    return missing


def _differs(before, after, box: Box, page) -> bool:
    edges = (
        box.left - float(page[0]),
        float(page[3]) - box.top,
        box.right - float(page[0]),
        float(page[3]) - box.bottom,
    )
    crop = tuple(round(edge * 2) for edge in edges)
    return ImageChops.difference(before.crop(crop), after.crop(crop)).getbbox() is not None


@pytest.mark.parametrize("path", [one for one in FORMS if one.stem in REFUSED], ids=lambda path: path.stem)
def test_what_cannot_be_filled_says_why(path: Path) -> None:
    found = inspected(path.read_bytes())

    assert found.refused
    assert not found.fields
