"""The universal form as a practice gets it: from its source, through its map, with its addendum."""

from __future__ import annotations

import importlib.util
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pypdf import PdfReader

from priorauth.documents.forms.complete import complete
from priorauth.documents.forms.fields import fields_of
from priorauth.resources import shipped

if TYPE_CHECKING:
    from types import ModuleType

    from priorauth.documents.forms.mapping import FormMap

DAY = date(2026, 11, 20)
FOOT = 32
"""Points at the foot of a page that the packet's stamp needs."""


def trial(number: int) -> dict[str, str]:
    """A trial whose every cell tells which one it is."""
    return {
        "medicine": f"medicine-{number}", "class": f"class-{number}", "dose": f"{number}0 mg", "days": f"{number} days",
        "start": f"202{number}-01-05",
        "end": f"202{number}-03", "outcome": f"outcome-{number}", "ended": f"reason-{number}",
    }  # fmt: skip


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    path = shipped("templates") / "forms" / "universal" / "build.py"
    found = importlib.util.spec_from_file_location("build_universal_form", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_committed_form_is_the_one_that_its_source_makes(universal: FormMap, builder: ModuleType) -> None:
    made, committed = (PdfReader(io.BytesIO(pdf)) for pdf in (builder.build(), universal.form))
    assert fields_of(made.pages) == fields_of(committed.pages)
    for one, other in zip(made.pages, committed.pages, strict=True):
        assert one.get_contents().get_data() == other.get_contents().get_data()


def test_the_form_has_no_script_and_a_tag_for_each_field(universal: FormMap) -> None:
    assert b"JavaScript" not in universal.form
    with pikepdf.open(io.BytesIO(universal.form)) as pdf:
        widgets = sum(len(page.Annots) for page in pdf.pages)
        tagged = [child for child in pdf.Root.StructTreeRoot.K[0].K if child.S == "/Form"]
        assert len(tagged) == widgets


def test_of_a_request_of_which_nothing_is_known_nothing_is_said(
    universal: FormMap, nothing_known: dict[str, Any], viewers: Any
) -> None:
    done = complete(universal, nothing_known, dated=DAY)
    assert (done.placed, done.continued, done.refused, done.addendum) == ((), (), (), None)
    for page in (1, 2, 3):
        assert viewers.picture(done.pdf, page).tobytes() == viewers.picture(universal.form, page).tobytes()


def test_six_trials_stand_on_the_form_and_the_others_on_the_addendum(
    universal: FormMap, nothing_known: dict[str, Any], seen: Any
) -> None:
    done = complete(universal, nothing_known | {"trials": [trial(number) for number in range(1, 9)]}, dated=DAY)
    assert done.addendum is not None
    form, addendum = seen(done.pdf), seen(done.addendum)
    for number in range(1, 9):
        cells = [f"medicine-{number}", f"class-{number}", f"outcome-{number}", f"reason-{number}", f"03/202{number}"]
        for cell in cells:
            assert (cell in form, cell in addendum) == (number <= 6, number > 6)
    assert "2 more: see addendum, item 1" in form
    assert "Item 1: continued from field “Medicines tried for this condition”" in addendum


def test_an_overlong_text_and_overlong_rows_share_one_addendum(
    universal: FormMap, nothing_known: dict[str, Any], viewers: Any
) -> None:
    told = {"trials": [trial(number) for number in range(1, 8)], "clinical_notes": "A long story. " * 100}
    done = complete(universal, nothing_known | told, dated=DAY)
    assert [(item.number, item.label) for item in done.continued] == [
        (1, "Medicines tried for this condition"),
        (2, "Other clinical information"),
    ]
    assert done.addendum is not None
    shown = viewers.poppler(done.addendum)
    assert shown.count("A long story.") == 100
    assert "see addendum, item 2" in viewers.poppler(done.pdf)


def test_the_addendum_says_whose_it_is(universal: FormMap, nothing_known: dict[str, Any], viewers: Any) -> None:
    known = {"patient": nothing_known["patient"] | {"name": "Ada Łukasik", "birth_date": "1984-07-02"}}
    done = complete(universal, nothing_known | known | {"clinical_notes": "A long story. " * 100}, dated=DAY)
    assert done.addendum is not None
    shown = viewers.poppler(done.addendum)
    assert "Patient: Ada Łukasik Date of birth: 07/02/1984" in shown
    assert "Member ID" not in shown  # not documented, so not printed as an empty line


def test_form_and_addendum_leave_the_foot_of_their_pages_free(
    universal: FormMap, nothing_known: dict[str, Any], viewers: Any
) -> None:
    done = complete(universal, nothing_known | {"clinical_notes": "A long story. " * 2000}, dated=DAY)
    assert done.addendum is not None
    for pdf in (done.pdf, done.addendum):
        for number in range(1, len(PdfReader(io.BytesIO(pdf)).pages) + 1):
            page = viewers.picture(pdf, number, scale=1)
            foot = page.crop((0, page.height - FOOT, page.width, page.height))
            assert foot.getextrema() == (255, 255)


def test_the_same_request_gives_the_same_bytes(universal: FormMap, nothing_known: dict[str, Any]) -> None:
    told = nothing_known | {"trials": [trial(number) for number in range(1, 8)]}
    first, second = (complete(universal, told, dated=DAY) for _ in range(2))
    assert first == second
