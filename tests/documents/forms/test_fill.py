"""What is filled in shows, in every viewer, whole; and what does not show is told."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pypdf import PdfReader

from priorauth.documents.forms.fields import Kind, fields_of
from priorauth.documents.forms.fill import Refused, Rule, fill
from priorauth.errors import BadInput
from tests.documents.forms.small_forms import saved, small_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.documents.forms.mapping import FormMap

ACCENTED = "Małgorzata Núñez-Łukasik, “well” – Renée’s"


def stored(pdf: bytes) -> dict[str, object]:
    return {name: field.get("/V") for name, field in (PdfReader(io.BytesIO(pdf)).get_fields() or {}).items()}


@pytest.fixture(scope="module")
def every_field(universal: FormMap) -> dict[str, str | bool]:
    """A value for each field: a text that no other field has, each box ticked, the last mark of each choice."""
    values: dict[str, str | bool] = {}
    for number, (name, field) in enumerate(fields_of(PdfReader(io.BytesIO(universal.form)).pages).items()):
        match field.kind:
            case Kind.TEXT:
                values[name] = str(1_234_567_000 + number) if field.comb else f"é{number}“ł”"
            case Kind.TICK:
                values[name] = True
            case _:
                values[name] = field.options[-1]
    return values


@pytest.fixture(scope="module")
def filled(universal: FormMap, every_field: dict[str, str | bool]) -> bytes:
    done = fill(universal.form, every_field)
    assert done.placed == tuple(every_field)
    assert (done.overflowed, done.refused) == ((), ())
    return done.pdf


def test_every_value_is_read_back(filled: bytes, every_field: dict[str, str | bool]) -> None:
    read = stored(filled)
    for name, value in every_field.items():
        expected = "/yes" if value is True else value
        assert str(read[name]).removeprefix("/") == str(expected).removeprefix("/"), name


def test_every_text_is_seen(seen: Callable[[bytes], str], filled: bytes, every_field: dict[str, str | bool]) -> None:
    shown = re.sub(r"\s", "", seen(filled))
    texts = [value for value in every_field.values() if isinstance(value, str)]
    assert [text for text in texts if re.search(r"\d", text) and text not in shown] == []


def test_letters_outside_a_standard_font_are_seen(seen: Callable[[bytes], str], universal: FormMap) -> None:
    done = fill(universal.form, {"patient_name": ACCENTED})
    assert ACCENTED in seen(done.pdf)


def test_an_accent_written_apart_from_its_letter_is_joined_to_it(universal: FormMap) -> None:
    done = fill(universal.form, {"patient_name": "Rene\N{COMBINING ACUTE ACCENT}e"})
    assert stored(done.pdf)["patient_name"] == "Renée"


def test_every_mark_is_painted_and_only_those_that_are_set(universal: FormMap, filled: bytes, viewers: Any) -> None:
    fields = fields_of(PdfReader(io.BytesIO(filled)).pages)
    for page in (1, 2, 3):
        blank, full = viewers.picture(universal.form, page), viewers.picture(filled, page)
        for name, field in fields.items():
            for box in field.boxes:
                if box.page == page and box.state:
                    is_set = field.kind is Kind.TICK or box.state == field.options[-1]
                    assert (viewers.ink(full, box) > viewers.ink(blank, box)) == is_set, f"{name} {box.state}"


def test_what_is_not_filled_stays_as_it_was(universal: FormMap, viewers: Any) -> None:
    done = fill(universal.form, {"member_id": "", "benefit": "", "reason_quantity": False})
    assert done.placed == ()
    assert stored(done.pdf)["member_id"] is None
    assert viewers.picture(done.pdf).tobytes() == viewers.picture(universal.form).tobytes()


def test_a_text_that_does_not_fit_goes_to_the_addendum_whole_and_its_field_says_so(
    universal: FormMap, viewers: Any
) -> None:
    story = "She has tried everything that was offered. " * 40
    done = fill(universal.form, {"clinical_notes": story}, {"clinical_notes": Rule(label="Previous therapies")})
    (item,) = done.overflowed
    assert (item.number, item.label, item.text) == (1, "Previous therapies", story.strip())
    assert "see addendum, item 1" in viewers.pdfium(done.pdf)
    assert stored(done.pdf)["clinical_notes"] == "see addendum, item 1"
    assert "clinical_notes" not in done.placed


def test_a_narrow_field_says_it_in_fewer_words(universal: FormMap) -> None:
    done = fill(universal.form, {"rx_bin": "a very long number indeed"}, first_item=7)
    assert stored(done.pdf)["rx_bin"] == "add. 7"
    assert [item.number for item in done.overflowed] == [7]


@pytest.mark.parametrize(("most", "goes_on"), [(12, False), (11, True)])
def test_a_map_may_allow_less_than_fits(universal: FormMap, most: int, goes_on: bool) -> None:
    done = fill(universal.form, {"patient_name": "Twelve signs"}, {"patient_name": Rule(most=most)})
    assert bool(done.overflowed) == goes_on


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("no_such_field", "x", "The form has no field of this name."),
        ("patient_name", True, "The field takes a text, not a mark."),
        ("benefit", "dental", "The field takes one of: medical, pharmacy."),
        ("benefit", True, "The field takes one of: medical, pharmacy."),
        ("prescriber_npi", "12345678931", "The value, of 11 characters, does not fit into the field."),
        ("patient_name", "漢字", "The font has no drawing for U+6F22, U+5B57. Write the value in Latin letters."),
    ],
)
def test_a_value_that_its_field_cannot_take_is_refused_with_the_reason(
    universal: FormMap, name: str, value: str | bool, why: str
) -> None:
    done = fill(universal.form, {name: value})
    assert done.refused == (Refused(name, why),)
    assert done.placed == ()


def test_an_identifier_is_refused_rather_than_sent_to_another_page(universal: FormMap) -> None:
    done = fill(universal.form, {"rx_bin": "1234567890123"}, {"rx_bin": Rule(may_continue=False)})
    assert [refused.field for refused in done.refused] == ["rx_bin"]
    assert done.overflowed == ()


def test_a_read_only_field_is_left_alone(universal: FormMap) -> None:
    with pikepdf.open(io.BytesIO(universal.form)) as form:
        for field in form.Root.AcroForm.Fields:
            if field.T == "patient_name":
                field.Ff = 1
        out = io.BytesIO()
        form.save(out)
    done = fill(out.getvalue(), {"patient_name": "x"})
    assert done.refused == (Refused("patient_name", "The field is not to be written in (read-only)."),)


def test_one_refused_value_does_not_keep_the_others_out(universal: FormMap) -> None:
    done = fill(universal.form, {"benefit": "dental", "no_such_field": "x", "patient_name": "Ada"})
    assert done.placed == ("patient_name",)


def test_the_same_values_give_the_same_bytes(universal: FormMap, every_field: dict[str, str | bool]) -> None:
    assert fill(universal.form, every_field).pdf == fill(universal.form, every_field).pdf


def test_the_fields_stay_live_so_that_the_practice_can_correct_them(filled: bytes) -> None:
    again = fill(filled, {"patient_name": "Corrected"})
    assert stored(again.pdf)["patient_name"] == "Corrected"


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(BadInput, match="cannot be read as a PDF"):
        fill(b"no PDF at all", {"patient_name": "x"})


def test_a_pdf_without_fields_is_told() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        flat = saved(pdf)
    with pytest.raises(BadInput, match="has no fields to fill"):
        fill(flat, {"patient_name": "x"})


@pytest.mark.parametrize("revision", [4, 6])
def test_a_form_with_a_password_is_told(universal: FormMap, revision: int) -> None:
    with pikepdf.open(io.BytesIO(universal.form)) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="o", R=revision))
    with pytest.raises(BadInput, match="opens only with a password"):
        fill(locked, {"patient_name": "x"})


def test_a_field_that_stands_twice_shows_its_value_twice(seen: Callable[[bytes], str]) -> None:
    name = {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170], [10, 50, 100, 64]]}
    assert seen(fill(small_form(name), {"name": "Łukasik"}).pdf) == "Łukasik Łukasik"


def test_a_value_has_to_fit_in_each_place_of_its_field() -> None:
    name = {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170], [10, 50, 75, 64]]}
    done = fill(small_form(name), {"name": "Małgorzata Núñez-Łukasik"})
    assert stored(done.pdf)["name"] == "addendum 1"
    assert [item.text for item in done.overflowed] == ["Małgorzata Núñez-Łukasik"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("MA", ()),
        ("Massachusetts", ()),
        ("Ohio", ("The field takes one of: Massachusetts, NY.",)),
        (True, ("The field takes one of: Massachusetts, NY.",)),
    ],
)
def test_a_list_takes_what_it_exports_or_its_label_and_shows_the_label(
    value: str | bool, told: tuple[str, ...], viewers: Any
) -> None:
    states = [[pikepdf.String("MA"), pikepdf.String("Massachusetts")], pikepdf.String("NY")]
    state = {"FT": pikepdf.Name.Ch, "T": pikepdf.String("state"), "Opt": states, "at": [[10, 150, 190, 170]]}
    done = fill(small_form(state), {"state": value})
    assert tuple(refused.reason for refused in done.refused) == told
    if not told:
        assert stored(done.pdf)["state"] == "MA"
        assert viewers.pdfium(done.pdf) == "Massachusetts"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("Sig", "A signature is given by the person who signs, not typed."),
        ("Btn", "The field is a button and holds no value."),
    ],
)
def test_what_holds_no_text_gets_none(kind: str, told: str) -> None:
    field = {"FT": pikepdf.Name(f"/{kind}"), "T": pikepdf.String("f"), "Ff": 1 << 16, "at": [[10, 150, 190, 170]]}
    assert fill(small_form(field), {"f": "x"}).refused == (Refused("f", told),)


def test_a_form_may_ask_for_another_size_alignment_and_color(viewers: Any) -> None:
    field = {
        "FT": pikepdf.Name.Tx, "T": pikepdf.String("f"), "DA": pikepdf.String("0.9 g /Helv 14 Tf"), "Q": 2,
        "at": [[10, 150, 190, 170]],
    }  # fmt: skip
    page = viewers.picture(fill(small_form(field), {"f": "WWW"}).pdf, scale=1)
    left, _, right, _ = page.point(lambda gray: 255 - gray).getbbox()
    assert (left > 100, right > 180) == (True, True)
    assert page.getextrema()[0] > 200
