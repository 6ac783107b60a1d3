"""What the tests of forms share: the universal form, a request of which nothing is known, and how viewers see a PDF."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PIL import Image

from priorauth.documents.forms.mapping import FormMap, load
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.documents.forms.fields import Box


@pytest.fixture(scope="session")
def universal() -> FormMap:
    return load(shipped("templates") / "forms" / "universal")


@pytest.fixture
def nothing_known(universal: FormMap) -> dict[str, Any]:
    """A request of which nothing is documented: every group is there, every value is missing."""
    return {
        "request": {
            "phase": None, "urgency": None, "reasons": [], "reason_other": None, "expedited_attested": None,
            "expedited_because": None, "date": None, "benefit": None, "supply": None, "lines": [],
        },
        "destination": dict.fromkeys(("name", "fax", "phone")),
        "patient": dict.fromkeys(
            ("name", "first_name", "middle_name", "last_name", "birth_date", "sex", "phone", "address", "street",
             "city", "state", "zip", "allergies")
        ),
        "coverage": dict.fromkeys(("member_id", "group", "bin", "pcn", "order")),
        "prescriber": dict.fromkeys(
            ("name", "first_name", "last_name", "credentials", "specialty", "npi", "phone", "fax", "dea")
        ),
        "practice": dict.fromkeys(
            ("name", "address", "street", "city", "state", "zip", "phone", "fax", "email", "npi", "tin")
        ),
        "contact": dict.fromkeys(("name", "phone")),
        "site": dict.fromkeys(
            ("name", "tin", "npi", "address", "street", "city", "state", "zip", "phone", "fax", "place_of_service")
        ),
        "pharmacy": dict.fromkeys(
            ("name", "npi", "ncpdp", "phone", "fax", "address", "street", "city", "state", "zip")
        ),
        "medication": dict.fromkeys(
            ("name", "strength", "quantity", "schedule", "length", "started", "current", "dispense_as_written")
        ),
        "off_label": dict.fromkeys(("used", "reason")),
        "diagnosis": dict.fromkeys(("text", "code", "since")),
        "diagnoses": [], "scores": [], "trials": [], "augmentations": [],
        "episode": dict.fromkeys(("text", "onset")),
        "psychotherapy": [], "neuromodulation": [], "current_medicines": [], "clinical_notes": None,
        "safety": dict.fromkeys(
            name.removeprefix("safety_") for name in universal.file.fields if name.startswith("safety_")
        ) | {"details": []},
        "checks": dict.fromkeys(("blood_pressure", "suicide_risk", "prescription_monitoring")),
        "rems": dict.fromkeys(
            ("site_certified", "site_identifier", "pharmacy_certified", "pharmacy_identifier", "patient_enrolled",
             "patient_detail", "monitored", "monitored_detail")
        ),
    }  # fmt: skip


class Viewers:
    """What one sees of a PDF, as text and as pixels."""

    @staticmethod
    def poppler(pdf: bytes) -> str:
        """The text of a PDF as poppler shows it, fields included; each space and line break is one space."""
        program = shutil.which("pdftotext")
        if program is None:
            pytest.skip("poppler's pdftotext is not installed")
        shown = subprocess.run([program, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)  # noqa: S603
        return " ".join(shown.stdout.decode("utf-8").split())

    @staticmethod
    def pdfium(pdf: bytes) -> str:
        """The text of a PDF as PDFium shows it: its fields are drawn into the pages first."""
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        for page in document:
            if page.formenv:
                page.flatten()
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())

    @staticmethod
    def picture(pdf: bytes, page: int = 1, scale: float = 2) -> Image.Image:
        """A page, counted from 1, as PDFium paints it, in gray; ``scale`` pixels to the point."""
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        return document[page - 1].render(scale=scale, may_draw_forms=True).to_pil().convert("L")

    @staticmethod
    def poppler_picture(pdf: bytes, page: int = 1, scale: float = 2) -> Image.Image:
        """The same as Poppler paints it."""
        program = shutil.which("pdftoppm")
        if program is None:
            pytest.skip("poppler's pdftoppm is not installed")
        how = ["-r", str(72 * scale), "-gray", "-png", "-f", str(page), "-l", str(page)]
        painted = subprocess.run([program, *how, "-"], input=pdf, capture_output=True, check=True)  # noqa: S603
        return Image.open(io.BytesIO(painted.stdout)).convert("L")

    @staticmethod
    def ink(image: Image.Image, box: Box, page_height: float = 792, scale: float = 2) -> int:
        """How many dark pixels a picture of a page has inside a field's box."""
        edges = (box.left, page_height - box.top, box.right, page_height - box.bottom)
        counts = image.crop([round(edge * scale) for edge in edges]).histogram()
        return sum(counts[:128])


@pytest.fixture(scope="session")
def viewers() -> type[Viewers]:
    return Viewers


@pytest.fixture(scope="session", params=["poppler", "pdfium"])
def seen(request: pytest.FixtureRequest) -> Callable[[bytes], str]:
    """The text that a viewer shows: a test that asks for it runs once for each viewer."""
    return getattr(Viewers, request.param)
