"""What fields a form has, whatever way its file says so."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

from priorauth.documents.forms.fields import Kind, fields_of

if TYPE_CHECKING:
    from priorauth.documents.forms.mapping import FormMap


def dictionary(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def widget(**entries: object) -> DictionaryObject:
    rect = ArrayObject(map(FloatObject, (10, 20, 110, 40)))
    return dictionary(Subtype=NameObject("/Widget"), Rect=rect, **entries)


def marked(*states: str) -> DictionaryObject:
    return dictionary(N=DictionaryObject({NameObject(f"/{state}"): dictionary() for state in states}))


def page_with(*widgets: DictionaryObject):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    page[NameObject("/Annots")] = ArrayObject(widgets)
    out = io.BytesIO()
    writer.write(out)
    return PdfReader(out).pages


def test_a_field_that_no_list_of_fields_names_is_found_on_its_page() -> None:
    fields = fields_of(page_with(widget(FT=NameObject("/Tx"), T=TextStringObject("name"))))
    assert list(fields) == ["name"]
    assert fields["name"].boxes[0].width == 100


def test_a_field_inherits_what_it_does_not_say_itself() -> None:
    parent = dictionary(
        FT=NameObject("/Tx"), T=TextStringObject("patient"), Ff=NumberObject(1 << 12), TU=TextStringObject("Whole name")
    )
    fields = fields_of(page_with(widget(T=TextStringObject("name"), Parent=parent)))
    assert fields["patient.name"].multiline
    assert fields["patient.name"].tooltip == "Whole name"


def test_two_widgets_of_one_name_are_one_field_in_two_places() -> None:
    fields = fields_of(page_with(*(widget(FT=NameObject("/Tx"), T=TextStringObject("name")) for _ in range(2))))
    assert len(fields["name"].boxes) == 2


@pytest.mark.parametrize(
    ("field_type", "flags", "states", "kind", "options"),
    [
        ("/Tx", 0, (), Kind.TEXT, ()),
        ("/Btn", 0, ("Off", "Oui"), Kind.TICK, ("Oui",)),
        ("/Btn", 1 << 15, ("Off", "yes"), Kind.CHOICE, ("yes",)),
        ("/Btn", 1 << 16, (), Kind.BUTTON, ()),
        ("/Ch", 0, (), Kind.LIST, ()),
        ("/Sig", 0, (), Kind.SIGNATURE, ()),
    ],
)
def test_the_kind_of_a_field_and_what_it_can_take(
    field_type: str, flags: int, states: tuple[str, ...], kind: Kind, options: tuple[str, ...]
) -> None:
    one = widget(FT=NameObject(field_type), T=TextStringObject("f"), Ff=NumberObject(flags), AP=marked(*states))
    field = fields_of(page_with(one))["f"]
    assert (field.kind, field.options) == (kind, options)


def test_check_boxes_of_one_name_with_different_marks_are_a_choice() -> None:
    group = dictionary(FT=NameObject("/Btn"), T=TextStringObject("sex"))
    fields = fields_of(
        page_with(widget(Parent=group, AP=marked("Off", "M")), widget(Parent=group, AP=marked("F", "Off")))
    )
    assert fields["sex"].kind is Kind.CHOICE
    assert fields["sex"].options == ("M", "F")


def test_a_list_takes_the_values_it_exports_and_not_its_labels() -> None:
    pair = ArrayObject([TextStringObject("MA"), TextStringObject("Massachusetts")])
    one = widget(FT=NameObject("/Ch"), T=TextStringObject("state"), Opt=ArrayObject([pair, TextStringObject("NY")]))
    assert fields_of(page_with(one))["state"].options == ("MA", "NY")


def test_boxes_for_single_characters_need_a_length_and_one_line() -> None:
    comb = {"FT": NameObject("/Tx"), "T": TextStringObject("npi")}
    with_length = widget(**comb, Ff=NumberObject(1 << 24), MaxLen=NumberObject(10))
    without = widget(**comb, Ff=NumberObject(1 << 24))
    assert fields_of(page_with(with_length))["npi"].comb
    assert not fields_of(page_with(without))["npi"].comb


def test_each_field_of_the_universal_form_says_what_it_is_for(universal: FormMap) -> None:
    fields = fields_of(PdfReader(io.BytesIO(universal.form)).pages)
    assert len(fields) > 200
    assert [name for name, field in fields.items() if not field.tooltip] == []


def test_the_tab_key_walks_the_universal_form_from_top_to_bottom(universal: FormMap) -> None:
    pages = PdfReader(io.BytesIO(universal.form)).pages
    starts = [(field.boxes[0].page, -field.boxes[0].top) for field in fields_of(pages).values()]
    # Stacked cells and a field beside its check box lie a little higher than the one before them, a new row never does.
    assert all(later[0] > earlier[0] or later[1] >= earlier[1] - 40 for earlier, later in pairwise(starts))
