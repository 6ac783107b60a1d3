"""What stands where on real forms that have no fields, for the request of which everything is known.

The places are the maps' own; here they are held against what is printed: a value belongs to the words beside it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from priorauth.documents.forms.blanks import blanks
from priorauth.documents.forms.complete import complete
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.mapping import load
from priorauth.documents.forms.printed import is_symbol, pieces
from priorauth.documents.forms.trial_data import tried_with
from priorauth.documents.forms.values import evaluate
from priorauth.documents.letter.samples import AS_OF
from priorauth.files import read_bytes
from tests.documents.forms.conftest import Viewers
from tests.documents.forms.small_forms import saved
from tests.documents.forms.test_real_forms import MAPS, form_of

if TYPE_CHECKING:
    from priorauth.documents.forms.mapping import FormMap
    from priorauth.documents.forms.places import Place
    from priorauth.documents.forms.printed import Piece

WIDE, HIGH = 612.0, 792.0
"""Each page of these forms, in points."""
FLAT = ("anthem-va-vyepti", "cms-partd", "ny-medicaid-rx-fidelis")


@dataclass(frozen=True)
class Filled:
    """A flat form, and the same filled."""

    map: FormMap
    form: bytes
    pdf: bytes

    @cached_property
    def printed(self) -> tuple[Piece, ...]:
        """The form's own words."""
        return pieces(self.form)

    @cached_property
    def written(self) -> bytes:
        """The values alone, on pages of which nothing else is left."""
        with pikepdf.open(io.BytesIO(self.pdf)) as pdf:
            for page in pdf.pages:
                page.Contents = pikepdf.Stream(pdf, b"")
            return flatten(saved(pdf))

    def above(self, words: str, nth: int = 0) -> str:
        """What is written over the rule that a label stands under."""
        label = self._label(words, nth)
        return self._beside(label, label.top, label.top + 17)

    def below(self, words: str, nth: int = 0, room: float = 17) -> str:
        """What is written under a label."""
        label = self._label(words, nth)
        return self._beside(label, label.bottom - room, label.bottom)

    def _label(self, words: str, nth: int) -> Piece:
        return [one for one in self.printed if one.text.startswith(words)][nth]

    def _beside(self, label: Piece, bottom: float, top: float) -> str:
        level = [one.left for one in self.printed if one.page == label.page and abs(one.middle - label.middle) < 4]
        right = min((left for left in level if left > label.right), default=WIDE)
        return text_in(self.written, label.page, (label.left - 6, HIGH - top, right - 6, HIGH - bottom))

    def ticked(self) -> list[str]:
        """What is printed behind each box that is ticked."""
        marks = [one for one in self.map.file.places.values() if one.mark]
        return [self._behind(one) for one in marks if differs(self.form, self.pdf, one)]

    def _behind(self, mark: Place) -> str:
        _, top, right, bottom = mark.edges
        middle = HIGH - (top + bottom) / 2
        level = [one for one in self.printed if one.page == mark.page and abs(one.middle - middle) < 8]
        return min((one for one in level if one.left > right - 3), key=lambda one: one.left).text


@cache
def filled(name: str) -> Filled:
    """With the complete request."""
    form = form_of(name)
    form_map = load(MAPS / name, form)
    return Filled(form_map, read_bytes(form), complete(form_map, tried_with()["complete"], dated=AS_OF).pdf)


def text_in(pdf: bytes, page: int, edges: tuple[float, float, float, float]) -> str:
    """The words within left, top, right and bottom."""
    left, top, right, bottom = edges
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page - 1].get_textpage()
        return " ".join(text.get_text_bounded(left, HIGH - bottom, right, HIGH - top).split())


def differs(before: bytes, after: bytes, place: Place) -> bool:
    """Whether a place looks otherwise than before."""
    edges = tuple(round(2 * edge) for edge in place.edges)
    shots = [Viewers.picture(one, place.page).crop(edges) for one in (before, after)]
    return ImageChops.difference(*shots).getbbox() is not None


def mapped(name: str) -> dict[str, Place]:
    return dict(load(MAPS / name, form_of(name)).file.places)


@pytest.mark.parametrize("name", FLAT)
def test_no_place_lies_on_printed_words(name: str) -> None:
    """But on what is printed for writing: rules, slashes, brackets, squares. A letter's tail may reach into one."""
    form = read_bytes(form_of(name))
    covered = {}
    for each, place in mapped(name).items():
        left, top, right, bottom = place.edges
        words = text_in(form, place.page, (left, min(top + 2.5, bottom - 1), right, bottom))
        if left_over := [one for one in words if one not in "_/()[]- " and not is_symbol(one)]:
            covered[each] = "".join(left_over)
    assert covered == {}


@pytest.mark.parametrize("name", FLAT)
def test_each_mark_lies_on_a_square(name: str) -> None:
    squares = [one.place for one in blanks(read_bytes(form_of(name))).values() if one.place.mark]

    def on_one(mark: Place) -> bool:
        pairs = [zip(mark.edges, one.edges, strict=True) for one in squares if one.page == mark.page]
        return any(all(abs(a - b) < 1 for a, b in pair) for pair in pairs)

    assert [each for each, place in mapped(name).items() if place.mark and not on_one(place)] == []


@pytest.mark.parametrize(
    ("label", "nth", "value"),
    [
        ("Enrollee’s Name", 0, "Marigold Testwell"),
        ("Enrollee’s Date of Birth", 0, "04/17/1981"),
        ("Enrollee’s Medicare Number", 0, ""),
        ("Enrollee’s Part D Plan ID Number", 0, "TEST-CIG-0001"),
        ("Requestor’s Name", 0, "Imogen T. Ashgrove, MD"),
        ("Requestor’s relationship", 0, "Prescriber"),
        ("Enrollee/Requestor’s Address", 0, "48 Sparrow Quay"),
        ("City", 0, "Wickham Ferry"),
        ("State", 0, "MD"),
        ("Zip Code", 0, "00021"),
        ("Phone", 0, "301 555-0101"),
        ("Name", 1, "Imogen T. Ashgrove, MD"),
        ("Medical Specialty", 0, "psychiatrist"),
        ("Address", 0, "12 Heron Weir Road, Suite 3"),
        ("City", 1, "Wickham Ferry"),
        ("Zip Code", 1, "00021"),
        ("Work Phone", 0, "301 555-0142"),
        ("Fax", 0, "301 555-0143"),
        ("Office Contact Person", 0, "Odette Ledgerly"),
        ("Beneficiary/Requestor’s Signature", 0, ""),
        ("Date", 0, ""),
    ],
)
def test_over_the_rules_of_the_part_d_form(label: str, nth: int, value: str) -> None:
    assert filled("cms-partd").above(label, nth) == value


def test_the_part_d_form_asks_for_prior_authorization_and_for_nothing_else() -> None:
    assert filled("cms-partd").ticked() == ["I request prior authorization for the drug my doctor has prescribed."]


def test_the_part_d_form_tells_drug_diagnosis_and_each_therapy() -> None:
    form = filled("cms-partd")
    assert text_in(form.written, 1, (66, 395, 584, 420)) == "Spravato (esketamine) nasal spray, 28 mg per device"
    assert text_in(form.written, 1, (66, 420, 584, 448)).startswith("62 devices (1736 mg) in 21 sessions; 56 mg first")
    rules = (372, 387, 401, 416)
    assert [text_in(form.written, 2, (66, rule - 12, 584, rule)).split("; PHQ")[0] for rule in rules] == [
        "F33.2, Major depressive disorder, recurrent, severe without psychotic features",
        "sertraline 200 mg; 02/03/2025 to 06/08/2025",
        "bupropion XL 450 mg; 06/23/2025 to 10/19/2025",
        "vortioxetine 20 mg; 01/12/2026, ongoing",
    ]


@pytest.mark.parametrize(
    ("label", "nth", "value"),
    [
        ("First Name:", 0, "Marigold"),
        ("Last Name:", 0, "Testwell"),
        ("MI:", 0, ""),
        ("Member ID:", 0, "TEST-CIG-0001"),
        ("First Name:", 1, "Imogen"),
        ("Last Name:", 1, "Ashgrove"),
        ("Address:", 0, "12 Heron Weir Road, Suite 3, Wickham Ferry, MD 00021"),
        ("NPI No:", 0, "2000000010"),
        ("Phone No:", 0, "(301) 555-0142"),
        ("Fax No:", 0, "(301) 555-0143"),
        ("Office Contact:", 0, "Odette Ledgerly"),
        ("Specialty:", 0, "psychiatrist"),
        ("Medication:", 0, "Spravato (esketamine) nasal spray"),
        ("Strength:", 0, "28 mg per device"),
        ("Frequency:", 0, "see addendum, item 2"),
        ("Qty:", 0, "addendum 3"),
        ("Refill(s):", 0, ""),
    ],
)
def test_in_the_cells_of_the_new_york_form(label: str, nth: int, value: str) -> None:
    assert filled("ny-medicaid-rx-fidelis").below(label, nth, room=12 if label == "Medication:" else 17) == value


def test_the_new_york_form_has_a_birth_date_in_parts_a_diagnosis_and_two_therapies() -> None:
    form = filled("ny-medicaid-rx-fidelis")
    assert form.below("Date of Birth:", room=24) == "04 17 1981"
    assert form.below("Case Specific Diagnosis", room=34).startswith("F33.2 Major depressive disorder")
    assert text_in(form.written, 1, (37, 474, 595, 501)) == "1 more: see addendum, item 1"
    assert text_in(form.written, 1, (37, 501, 392, 521)) == "sertraline 200 mg 02 2025 06 2025"
    assert text_in(form.written, 1, (37, 522, 392, 546)) == "bupropion XL 450 mg 06 2025 10 2025"
    assert text_in(form.written, 1, (393, 501, 595, 521)).startswith("PHQ-9 22 to 19")
    assert text_in(form.written, 1, (37, 672, 595, 706)).startswith("Three antidepressants of three classes")
    assert text_in(form.written, 1, (24, 740, 600, 771)) == ""  # signature and its date


def test_the_new_york_form_answers_only_what_the_chart_answers() -> None:
    """Sex, route, a new medicine, an approved indication, and no expedited review; not which drugs the plan prefers."""
    assert filled("ny-medicaid-rx-fidelis").ticked() == ["Female", "Other", "If checked, go to question 1", "Yes", "No"]
    marks = mapped("ny-medicaid-rx-fidelis")
    form = filled("ny-medicaid-rx-fidelis")
    answered = [marks[name] for name in ("approved indication", "not expedited")]
    questions = (
        "Is the drug being used for an FDA approved indication?",
        "Does the request require an expedited review?",
    )
    for mark, question in zip(answered, questions, strict=True):
        _, top, _, bottom = mark.edges
        assert question in text_in(form.form, 1, (24, top, 520, bottom))
        assert differs(form.form, form.pdf, mark)


@pytest.mark.parametrize(
    ("name", "group", "known", "box", "ticked"),
    [
        ("cms-partd", "request", {"reasons": ["prior_authorization", "specialty_drug"]}, "prior authorization", True),
        ("cms-partd", "request", {"reasons": ["prior_authorization"]}, "prior authorization", False),
        ("cms-partd", "request", {"urgency": "expedited"}, "expedited", True),
        ("cms-partd", "request", {"urgency": None}, "expedited", False),
        ("ny-medicaid-rx-fidelis", "medication", {"current": False}, "new medication or plan", True),
        ("ny-medicaid-rx-fidelis", "medication", {"current": True}, "new medication or plan", False),
        ("ny-medicaid-rx-fidelis", "medication", {"current": None}, "new medication or plan", False),
        ("ny-medicaid-rx-fidelis", "request", {"phase": "continuation"}, "new medication or plan", False),
        ("ny-medicaid-rx-fidelis", "off_label", {"used": None}, "approved indication", False),
        ("ny-medicaid-rx-fidelis", "off_label", {"used": None}, "no approved indication", False),
        ("ny-medicaid-rx-fidelis", "off_label", {"used": True}, "no approved indication", True),
        ("ny-medicaid-rx-fidelis", "request", {"urgency": None}, "not expedited", False),
    ],
)
def test_a_box_is_ticked_only_where_its_question_is_answered(
    name: str, group: str, known: dict[str, Any], box: str, ticked: bool
) -> None:
    """Where administration alone is asked for, the drug is not; and what is not known is no answer."""
    complete = tried_with()["complete"]
    context = {**complete, group: {**complete[group], **known}}
    assert evaluate(filled(name).map, context).fields[box] is ticked


@pytest.mark.parametrize(
    ("label", "nth", "letters"),
    [
        ("Last name:", 0, "Testwell"),
        ("First name:", 0, "Marigold"),
        ("Medicaid ID number:", 0, ""),
        ("Date of birth:", 0, "04171981"),
        ("Last name:", 1, "Ashgrove"),
        ("First name:", 1, "Imogen"),
        ("NPI number:", 0, "2000000010"),
        ("Phone number:", 0, "3015550142"),
        ("Fax number:", 0, "3015550143"),
        ("Member’s last name:", 0, "Testwell"),
        ("Member’s first name:", 1, "Marigold"),
    ],
)
def test_in_the_letter_cells_of_the_anthem_form(label: str, nth: int, letters: str) -> None:
    assert filled("anthem-va-vyepti").below(label, nth, room=34).replace(" ", "") == letters


def test_each_letter_stands_in_its_own_cell() -> None:
    form = filled("anthem-va-vyepti")
    left, top, right, bottom = form.map.file.places["prescriber NPI"].edges
    cell = (right - left) / 10
    edges = [(left + k * cell, top, left + (k + 1) * cell, bottom) for k in range(10)]
    assert [text_in(form.written, 1, one) for one in edges] == list("2000000010")
