"""A map and its form agree, or it is said in which line they do not."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest

from priorauth.documents.forms.agreement import check_map
from priorauth.documents.forms.edition import differences, fields_in
from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.mapping import FormMap, MapFile, Recorded, load
from priorauth.errors import BadInput
from priorauth.files import sha256
from priorauth.reading import validated
from priorauth.resources import shipped
from priorauth.yamltree import parse
from tests.documents.forms.small_forms import flat_form, small_form

if TYPE_CHECKING:
    from pathlib import Path

UNIVERSAL = shipped("templates") / "forms" / "universal"
HEAD = f"title: A form\nsha256: {'0' * 64}\n"


def read_map(text: str, path: Path) -> MapFile:
    return validated(MapFile, parse((HEAD + text).encode(), path))


def test_the_universal_form_and_its_map_agree(universal: FormMap) -> None:
    assert check_map(universal) == []


def test_a_form_that_changed_since_it_was_mapped_is_refused(tmp_path: Path) -> None:
    shutil.copytree(UNIVERSAL, tmp_path / "form")
    form = tmp_path / "form" / "form.pdf"
    form.write_bytes(form.read_bytes() + b"\n% changed")
    with pytest.raises(BadInput, match="another version of this form") as error:
        load(tmp_path / "form")
    assert sha256(form.read_bytes()) in str(error.value)


SMALL = {"FT": pikepdf.Name.Tx, "T": pikepdf.String("name"), "at": [[10, 150, 190, 170]]}
SEX = [[10, 120, 20, 130], [30, 120, 40, 130]]


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("{name: {kind: text, page: 1}}", "Its fields are the same"),
        ("{name: {kind: text, page: 1}, fax: {kind: text, page: 1}}", "In it fax is gone."),
        ("{fax: {kind: text, page: 1}}", "In it fax is gone; name is new."),
        ("{name: {kind: tick, page: 1}}", "In it name was a tick and is a text."),
        ("{name: {kind: text, page: 2}}", "In it name moved from page 2 to 1."),
    ],
)
def test_of_a_changed_form_the_fields_that_differ_are_told(tmp_path: Path, recorded: str, told: str) -> None:
    (tmp_path / "form.pdf").write_bytes(small_form(SMALL))
    (tmp_path / "map.yaml").write_text(f"{HEAD}fields: {{}}\nrecorded: {recorded}\n", encoding="utf-8")
    with pytest.raises(BadInput) as error:
        load(tmp_path)
    assert told in str(error.value)


def test_fields_that_a_map_makes_say_nothing_of_a_changed_form(tmp_path: Path) -> None:
    """They are in no edition of it: to call them gone would be wrong."""
    (tmp_path / "form.pdf").write_bytes(flat_form(""))
    (tmp_path / "map.yaml").write_text(
        f"{HEAD}places: {{name: {{page: 1, box: [1, 1, 9, 9]}}}}\nfields: {{name: x}}\n"
        "recorded: {name: {kind: text, page: 1}}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInput, match="The places in the map were measured on the other file") as error:
        load(tmp_path)
    assert "gone" not in str(error.value)


def test_other_marks_of_a_group_are_told() -> None:
    form = small_form({"FT": pikepdf.Name.Ch, "T": pikepdf.String("sex"), "Opt": ["M", "F"], "at": SEX[:1]})
    recorded = {"sex": Recorded(kind=Kind.LIST, page=1, options=("M", "F", "X"))}
    assert differences(recorded, fields_in(form)) == ["sex had the marks M, F, X and has M, F"]


def test_a_missing_form_is_told_by_its_path(tmp_path: Path) -> None:
    shutil.copy(UNIVERSAL / "map.yaml", tmp_path)
    with pytest.raises(BadInput, match="no such file"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("  member_id:", "  member_idd:"), "member_idd is not a field of the form."),
        (("  member_id:", "  member_idd:"), "member_id is a field of the form and not in the map."),
        (("  trial_{row}_class:", "  trail_{row}_class:"), "trail_6_class is not a field of the form."),
        (("field: lines_more", "field: lines_mor"), "lines_mor is not a field of the form."),
        (("{choose: request.benefit}", '"{{ request.benefit }}"'), "benefit takes no text: it is a choice."),
        (("{choose: request.benefit}", "{tick: request.benefit}"), "benefit cannot be ticked: it is a choice."),
        (
            ('"{{ patient.name }}"\n  patient_b', "{choose: patient.name}\n  patient_b"),
            "patient_name has nothing to choose",
        ),
        (
            ("continuation: renewal", "continuation: again"),
            "request_type has no again: the form knows initial, renewal.",
        ),
    ],
)
def test_where_map_and_form_differ(universal: FormMap, change: tuple[str, str], problem: str) -> None:
    text = (UNIVERSAL / "map.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    document = parse(text.replace(*change).encode(), UNIVERSAL / "map.yaml")
    changed = dataclasses.replace(universal, file=validated(MapFile, document), document=document)
    assert any(problem in told for told in check_map(changed)), check_map(changed)


def test_a_problem_names_the_line_of_the_map(universal: FormMap) -> None:
    document = parse((HEAD + "fields:\n  no_such_field: x\n").encode(), UNIVERSAL / "map.yaml")
    changed = dataclasses.replace(universal, file=validated(MapFile, document), document=document)
    assert check_map(changed)[0] == "line 4: no_such_field is not a field of the form."


@pytest.mark.parametrize(
    ("boxes", "problem"),
    [
        ("{yes: reason_other, no: reason_others}", "reason_others is not a field of the form."),
        ("{yes: reason_other, no: patient_name}", "patient_name cannot be ticked: it is a text."),
        ("{yes: reason_other, no: reason_other}", "reason_other is mapped twice."),
    ],
)
def test_where_a_pair_and_its_form_differ(universal: FormMap, boxes: str, problem: str) -> None:
    text = HEAD + f"fields: {{}}\nchoices: [{{choose: request.phase, boxes: {boxes}}}]\n"
    document = parse(text.encode(), UNIVERSAL / "map.yaml")
    changed = dataclasses.replace(universal, file=validated(MapFile, document), document=document)
    assert any(problem in told for told in check_map(changed))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "fields: {a: {text: x, tick: y}}",
            "line 3: fields.a needs exactly one of text, tick, choose, blank and keep.",
        ),
        ("fields: {a: {label: x}}", "line 3: fields.a needs exactly one of text, tick, choose, blank and keep."),
        ("fields: {a: {text: x, options: {b: c}}}", "fields.a.options belongs to choose only."),
        (
            "fields: {a: {text: x, sign: here}}",
            "fields.a.sign belongs to blank only: nobody but who signs writes there.",
        ),
        ("fields: {a: {text: x, maxx: 3}}", "has a key that is not known here. Did you mean max?"),
        ("fields: {a: {text: x, max: 0}}", "fields.a.max"),
        ("fields: {a: {text: x, overflow: cut}}", "must be one of: 'addendum', 'refuse'."),
        ("fields: {}\nchoices: [{choose: a, boxes: {}}]", "choices[0].boxes must have at least 1."),
        (
            "fields: {}\nrows: [{each: t, as: t, count: 2, fields: {a: x}, beyond: {field: m, label: l, columns: {}}}]",
            "rows[0].fields must each hold {row} in their name.",
        ),
        (
            "fields: {}\nrows: [{each: t, as: t, count: 2, fields: {a: x}, names: {a: [b]},"
            " beyond: {label: l, columns: {}}}]",
            "rows[0].names must hold a field for each row.",
        ),
        (
            "fields: {}\nrows: [{each: t, as: t, count: 2, fields: {'a{row}': {tick: t}},"
            " beyond: {label: l, columns: {}}}]",
            "rows[0].beyond.field is missing: the first column cannot say that there is more.",
        ),
    ],
)
def test_a_mistake_in_a_map_is_told_by_line_and_key(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as error:
        read_map(text, tmp_path / "map.yaml")
    assert told in str(error.value)
