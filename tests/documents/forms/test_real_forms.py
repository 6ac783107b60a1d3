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

from priorauth.documents.forms.complete import complete
from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.fill import Value, fill
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.inspection import inspected
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.library import known
from priorauth.documents.forms.mapping import MapFile, load
from priorauth.documents.forms.opening import prepared
from priorauth.documents.forms.trial_data import tried_with
from priorauth.documents.forms.values import evaluate
from priorauth.documents.letter.samples import AS_OF
from priorauth.files import sha256
from priorauth.reading import validated
from priorauth.resources import shipped
from priorauth.yamltree import read
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

MAPS = shipped("templates") / "forms"
MAPPED = sorted(set(known([MAPS])) - {"universal"})
"""Forms that are not the program's own: their maps are shipped without them."""

pytestmark = pytest.mark.skipif(not FORMS, reason="no folder of real forms is at hand")


def form_of(name: str) -> Path:
    """The file that a shipped map was made for; without it the test is left out."""
    wanted = validated(MapFile, read(MAPS / name / "map.yaml")).sha256
    found = next((path for path in FORMS if sha256(path.read_bytes()) == wanted), None)
    if found is None:
        pytest.skip("the form is not at hand")
    return found


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


@pytest.mark.parametrize("data", ["complete", "sparse", "overlong"])
@pytest.mark.parametrize("name", MAPPED)
def test_each_value_that_a_shipped_map_places_is_seen(name: str, data: str, viewers: type) -> None:
    form_map = load(MAPS / name, form_of(name))
    context = tried_with()[data]
    before = prepared(form_map.form).pdf
    values = evaluate(form_map, context).fields

    done = complete(form_map, context, dated=AS_OF)

    assert bool(done.placed) == (data != "sparse")
    placed = {one: values[one] for one in done.placed}
    assert unseen(before, flatten(done.pdf), layout(before), placed, viewers) == []


@pytest.mark.parametrize(("name", "ticked"), [("aetna-medicare-rituximab", {"CB44"}), ("anthem-va-vyepti", set())])
def test_a_form_for_another_medicine_says_nothing_of_any_medicine(name: str, ticked: set[str]) -> None:
    """It tells who the patient and the prescriber are; CB44 is for a prescriber who is an M.D."""
    form_map = load(MAPS / name, form_of(name))
    context = tried_with()["complete"]
    values = evaluate(form_map, context).fields
    written = " ".join(one for one in values.values() if isinstance(one, str))
    told = [context["medication"][key] for key in ("name", "strength", "quantity", "schedule", "length")]
    told += [context["diagnosis"]["code"], *(one["medicine"] for one in context["trials"])]

    assert {one for one, value in values.items() if value is True} == ticked
    assert context["patient"]["last_name"] in written
    assert [one for one in told if one in written] == []
    assert context["medication"]["started"][:4] not in written


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
