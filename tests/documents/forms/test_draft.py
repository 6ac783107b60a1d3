"""What a draft makes of a form's words: sure, likely, or blank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from priorauth.documents.forms.agreement import check_map, unconfirmed
from priorauth.documents.forms.draft import Draft, drafted
from priorauth.documents.forms.draft_file import written
from priorauth.documents.forms.mapping import FormMap, MapFile, joined
from priorauth.documents.forms.recognizing import Said, recognize
from priorauth.documents.forms.vocabulary import Vocabulary, load, split
from priorauth.errors import BadInput
from priorauth.files import sha256
from priorauth.reading import validated
from priorauth.resources import shipped
from priorauth.yamltree import parse
from tests.documents.forms.small_forms import saved
from tests.documents.forms.test_real_forms import FORMS, REFUSED

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load(shipped("templates") / "forms" / "vocabulary.yaml")


def known(
    vocabulary: Vocabulary, printed: str, *, heading: str = "", name: str = "", tooltip: str = "", chapter: str = ""
) -> str:
    found = recognize(Said(name, tooltip, (printed,) if printed else (), heading, chapter), vocabulary)
    return f"{found.certainty}: {found.put}" if found else "blank"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PatientDOB", ("patient", "dob")),
        ("Patient’s D.O.B.:", ("patient", "d", "o", "b")),
        ("Member ID #", ("member", "id")),
        ("Teléfono", ("telefono",)),
        ("ICD-10 Code", ("icd", "10", "code")),
    ],
)
def test_words_are_compared_without_case_accents_and_signs(text: str, words: tuple[str, ...]) -> None:
    assert split(text) == words


@pytest.mark.parametrize(
    ("printed", "heading", "found"),
    [
        ("Patient Name:", "", "sure: {{ patient.name }}"),
        ("Name:", "A. Patient Information", "sure: {{ patient.name }}"),
        ("Phone:", "Patient Information", "sure: {{ patient.phone | phone }}"),
        ("Phone:", "Prescriber Information", "sure: {{ prescriber.phone | phone }}"),
        ("Phone:", "Dispensing pharmacy", "sure: {{ pharmacy.phone | phone }}"),
        ("Phone:", "Provider Information", "likely: {{ prescriber.phone | phone }}"),  # of which provider?
        ("Phone:", "Subscriber Information", "blank"),  # the chart does not know the subscriber
        ("Phone:", "", "blank"),  # whose?
        ("Subscriber's phone:", "Patient Information", "blank"),
        ("Patient's work phone:", "", "blank"),  # the chart has one number, and not that it is the work's
        ("Phone:", "Patient representative", "blank"),
        ("Phone:", "Pharmacy of choice", "likely: {{ pharmacy.phone | phone }}"),  # of whose choice, the form tells
        ("DOB:", "", "likely: {{ patient.birth_date | us_date }}"),
        ("Date of service:", "", "likely: {{ request.lines[0].first_day | us_date if request.lines else '' }}"),
        ("Date:", "Prescriber Information", "blank"),  # of what?
    ],
)
def test_whose_it_is_is_said_by_the_label_or_else_by_the_heading(
    vocabulary: Vocabulary, printed: str, heading: str, found: str
) -> None:
    assert known(vocabulary, printed, heading=heading) == found


@pytest.mark.parametrize("printed", ["Member ID:", "Member ID #", "Subscriber ID", "Member Identification Number"])
def test_a_member_id_is_one_whatever_the_heading(vocabulary: Vocabulary, printed: str) -> None:
    assert known(vocabulary, printed, heading="Insurance") == "sure: {{ coverage.member_id }}"


def test_a_fields_own_name_alone_is_never_enough(vocabulary: Vocabulary) -> None:
    assert known(vocabulary, "", name="Patient Name") == "likely: {{ patient.name }}"
    assert known(vocabulary, "", name="T12", tooltip="Patient Name") == "sure: {{ patient.name }}"


def test_what_is_said_twice_and_differs_is_not_sure(vocabulary: Vocabulary) -> None:
    assert known(vocabulary, "Patient phone", tooltip="Patient name").startswith("likely:")


def test_a_label_that_says_more_than_its_tooltip_is_not_sure(vocabulary: Vocabulary) -> None:
    heading = "Place of Administration"
    assert known(vocabulary, "Name:", tooltip="Name", heading=heading) == "sure: {{ site.name }}"
    assert known(vocabulary, "Infusion center name:", tooltip="Name", heading=heading) == "likely: {{ site.name }}"


def test_two_persons_in_one_label_are_nobody(vocabulary: Vocabulary) -> None:
    assert known(vocabulary, "Patient or prescriber phone") == "blank"


def test_whoever_receives_records_is_not_filled_in(vocabulary: Vocabulary) -> None:
    assert known(vocabulary, "City", heading="Patient") == "sure: {{ patient.city }}"
    assert known(vocabulary, "City", heading="Patient", chapter="Release the records to:") == "blank"


@pytest.mark.parametrize(
    ("tooltip", "part"), [("Patient DOB (MM)", "MM"), ("Patient DOB (DD)", "DD"), ("Patient birth_yyyy", "YYYY")]
)
def test_boxes_of_a_date_get_their_part(vocabulary: Vocabulary, tooltip: str, part: str) -> None:
    assert known(vocabulary, "", tooltip=tooltip) == f"sure: {{{{ patient.birth_date | us_date('{part}') }}}}"


def page(texts: Sequence[tuple[float, float, str]], fields: Sequence[dict[str, Any]]) -> bytes:
    """A page with words printed on it (left, baseline, text) and fields (``at`` is the place)."""
    with pikepdf.new() as pdf:
        sheet = pdf.add_blank_page(page_size=(400, 400))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica")
        )
        sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        shown = " ".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, text in texts)
        sheet.Contents = pdf.make_stream(f"BT /F 10 Tf {shown} ET".encode())
        sheet.Annots = pikepdf.Array()
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), DA=pikepdf.String("/Helv 0 Tf 0 g"))
        for given in fields:
            entries = {
                "/T": given["name"],
                "/FT": pikepdf.Name(given.get("kind", "/Tx")),
                "/TU": given.get("tooltip", ""),
            }
            widget = pikepdf.Dictionary(entries | {"/Subtype": pikepdf.Name.Widget, "/Rect": given["at"], "/F": 4})
            sheet.Annots.append(pdf.make_indirect(widget))
            pdf.Root.AcroForm.Fields.append(sheet.Annots[-1])
        return saved(pdf)


def sureties(draft: Draft) -> dict[str, str]:
    return {
        one.field.name: f"{one.match.certainty}: {one.match.put}" if one.match else "blank" for one in draft.proposals
    }


def test_two_columns_each_have_their_own_heading(vocabulary: Vocabulary) -> None:
    form = page(
        [(20, 380, "PATIENT INFORMATION"), (220, 380, "PRESCRIBER INFORMATION"),
         (20, 350, "Phone:"), (220, 350, "Phone:"),
         (20, 330, "and some words in small letters, as most of a form has")],
        [{"name": "T1", "at": [60, 345, 180, 360]}, {"name": "T2", "at": [260, 345, 380, 360]}],
    )  # fmt: skip
    assert sureties(drafted(form, vocabulary)) == {
        "T1": "sure: {{ patient.phone | phone }}",
        "T2": "sure: {{ prescriber.phone | phone }}",
    }


def test_a_label_stands_before_or_above_its_field_and_never_beyond_another(vocabulary: Vocabulary) -> None:
    form = page(
        [(20, 380, "Patient name"), (20, 330, "Member ID:"), (20, 300, "words")],
        [{"name": "above", "at": [20, 360, 150, 375]}, {"name": "beside", "at": [80, 325, 200, 340]},
         {"name": "beyond", "at": [205, 325, 300, 340]}],
    )  # fmt: skip
    assert sureties(drafted(form, vocabulary)) == {
        "above": "sure: {{ patient.name }}",
        "beside": "sure: {{ coverage.member_id }}",
        "beyond": "blank",
    }


def test_what_fits_two_fields_is_sure_of_neither_and_what_fits_many_is_none(vocabulary: Vocabulary) -> None:
    def found(times: int) -> set[str]:
        fields = [
            {"name": f"f{k}", "tooltip": "Patient name", "at": [20, 300 - 20 * k, 150, 315 - 20 * k]}
            for k in range(times)
        ]
        return set(sureties(drafted(page([], fields), vocabulary)).values())

    assert found(1) == {"sure: {{ patient.name }}"}
    assert found(2) == {"likely: {{ patient.name }}"}
    assert found(3) == {"likely: {{ patient.name }}"}
    assert found(4) == {"blank"}


def test_an_address_without_fields_for_the_city_goes_whole_into_its_field(vocabulary: Vocabulary) -> None:
    street = {"name": "a", "tooltip": "Patient address", "at": [20, 300, 150, 315]}
    city = {"name": "b", "tooltip": "Patient city", "at": [20, 270, 150, 285]}
    assert sureties(drafted(page([], [street]), vocabulary))["a"] == "sure: {{ patient.address }}"
    assert sureties(drafted(page([], [street, city]), vocabulary))["a"] == "sure: {{ patient.street }}"


def test_boxes_of_one_question_are_one_entry(vocabulary: Vocabulary) -> None:
    form = page(
        [(40, 300, "Standard"), (140, 300, "Urgent")],
        [{"name": "CB1", "kind": "/Btn", "at": [25, 298, 35, 308]},
         {"name": "CB2", "kind": "/Btn", "at": [125, 298, 135, 308]}],
    )  # fmt: skip
    (marks,) = drafted(form, vocabulary).marks
    assert (marks.choose, dict(marks.boxes), marks.certainty) == (
        "request.urgency", {"standard": "CB1", "expedited": "CB2"}, "sure",
    )  # fmt: skip


def test_one_box_alone_answers_nothing(vocabulary: Vocabulary) -> None:
    form = page([(40, 300, "Urgent")], [{"name": "CB1", "kind": "/Btn", "at": [25, 298, 35, 308]}])
    assert drafted(form, vocabulary).marks == []


@pytest.mark.parametrize(("about", "rows"), [("Previous medication", 1), ("Family member", 0)])
def test_numbered_fields_of_a_known_table_are_rows(vocabulary: Vocabulary, about: str, rows: int) -> None:
    fields = [
        {
            "name": f"{about} {column} {k}",
            "tooltip": f"{about} {column} {k}",
            "at": [20 + 90 * at, 300 - 20 * k, 100 + 90 * at, 315 - 20 * k],
        }
        for k in (1, 2, 3)
        for at, column in enumerate(("name", "dose", "outcome"))
    ]
    draft = drafted(page([], fields), vocabulary)
    assert len(draft.rows) == rows
    assert [one.count for one in draft.rows] == [3] * rows
    assert [len(one.columns) for one in draft.rows] == [3] * rows


def as_map(form: bytes, vocabulary: Vocabulary) -> FormMap:
    text = written(drafted(form, vocabulary), "A form", sha256(form))
    document = parse(text.encode(), Path("map.yaml"))
    return joined(validated(MapFile, document), document, form)


def test_a_draft_is_a_map_and_what_is_likely_waits_for_somebody(vocabulary: Vocabulary) -> None:
    form = page(
        [],
        [{"name": "a", "tooltip": 'Patient "name"\nas on the card', "at": [20, 300, 150, 315]},
         {"name": "DOB", "tooltip": "Date of birth", "at": [20, 270, 150, 285]}],
    )  # fmt: skip
    made = as_map(form, vocabulary)
    assert check_map(made) == []
    assert [told.split(": ")[1] for told in unconfirmed(made)] == ["DOB"]
    assert set(made.file.recorded) == {"a", "DOB"}


PROPOSED = {"anthem-healthkeepers-va-flat", "cms-partd-coverage-determination-flat", "ny-state-standard-pa-flat"}
"""Flat forms with words that can be read."""


@pytest.mark.skipif(not FORMS, reason="no folder of real forms is at hand")
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_draft_of_a_real_form_agrees_with_it_or_says_why_there_is_none(path: Path, vocabulary: Vocabulary) -> None:
    form = path.read_bytes()
    if path.stem in REFUSED and path.stem not in PROPOSED:
        with pytest.raises(BadInput):
            as_map(form, vocabulary)
    else:
        assert check_map(as_map(form, vocabulary)) == []
