"""What a draft finds on a form that has no fields: squares, underscores, cells, and rules above their labels."""

from __future__ import annotations

import io

import pikepdf
import pytest

from priorauth.documents.forms.blanks import blanks
from priorauth.documents.forms.draft import drafted
from priorauth.documents.forms.draft_file import written
from priorauth.documents.forms.recognizing import Certainty
from priorauth.documents.forms.vocabulary import load
from priorauth.errors import BadInput
from priorauth.resources import shipped
from tests.documents.forms.small_forms import flat_form, printed_at, saved

SQUARE = "20 100 10 10 re S\n"
CELL = "10 140 m 150 140 l S 10 180 m 150 180 l S 10 140 m 10 180 l S 150 140 m 150 180 l S\n"


def found(content: str) -> dict[str, tuple[str, tuple[float, ...]]]:
    places = {name: one.place for name, one in blanks(flat_form(content)).items()}
    return {name: ("mark" if one.mark else "box", tuple(map(round, one.edges))) for name, one in places.items()}


def test_a_square_is_a_mark_called_by_the_words_behind_it() -> None:
    assert found(SQUARE + printed_at(34, 101, "Male")) == {
        "Male": ("mark", (19, 89, 31, 101))
    }  # with the stroke around it


@pytest.mark.parametrize("sign", ["2610", "0001"])
def test_a_square_may_be_a_letter(sign: str) -> None:
    """A box, or a sign of which the font does not tell what it stands for. Here an M is drawn, as wide as high."""
    with pikepdf.open(io.BytesIO(flat_form(printed_at(20, 100, "M  male")))) as pdf:
        codes = f"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <4D> <{sign}> endbfchar"
        pdf.pages[0].Resources.Font.F.ToUnicode = pikepdf.Stream(pdf, codes.encode())
        form = saved(pdf)
    ((name, one),) = blanks(form).items()
    assert (name, one.label) == ("male", "male")
    left, top, right, bottom = one.place.mark or (0, 0, 0, 0)
    assert 20 <= left < right < 30
    assert 90 < top < bottom <= 100


def test_underscores_are_room_for_a_text() -> None:
    places = found(printed_at(20, 100, "Facility: ____________________"))
    assert list(places) == ["Facility"]
    kind, (left, top, right, bottom) = places["Facility"]
    assert (kind, bottom - top) == ("box", 13)
    assert 50 < left < 60
    assert right - left > 100


def test_below_a_label_in_a_cell_is_room_for_a_text() -> None:
    assert found(CELL + printed_at(14, 168, "First Name:")) == {"First Name": ("box", (11, 34, 147, 60))}


def test_a_label_with_no_room_below_has_it_beside() -> None:
    places = found("10 164 m 290 164 l S\n" + printed_at(14, 168, "Last Name:"))
    _, (left, _, right, _) = places["Last Name"]
    assert left > 60
    assert right == 261


def test_a_label_under_a_rule_has_its_room_above_it() -> None:
    assert found("20 100 m 200 100 l S\n" + printed_at(22, 88, "City") + printed_at(120, 88, "State")) == {
        "City": ("box", (22, 86, 116, 99)),
        "State": ("box", (120, 86, 201, 99)),
    }


def test_two_of_one_name_are_told_apart() -> None:
    assert list(found(SQUARE + printed_at(34, 101, "Yes") + "20 60 10 10 re S\n" + printed_at(34, 61, "Yes"))) == [
        "Yes",
        "Yes (2)",
    ]


def test_of_a_flat_form_nothing_is_sure() -> None:
    """Its words may be known; whether the room is theirs, somebody has to see."""
    draft = drafted(
        flat_form(CELL + printed_at(14, 168, "Patient Name:")), load(shipped("templates") / "forms" / "vocabulary.yaml")
    )
    (one,) = draft.proposals
    assert one.match is not None
    assert (one.match.put, one.match.certainty) == ("{{ patient.name }}", Certainty.LIKELY)
    text = written(draft, "A form", "0" * 64)
    assert '  "Patient Name": {page: 1, box: [11' in text


def test_room_over_a_rule_is_known_by_the_words_under_it_and_not_by_those_above() -> None:
    """On such a form the words above a room are those of the line before."""
    lines = "20 140 m 280 140 l S 20 110 m 280 110 l S\n"
    draft = drafted(
        flat_form(lines + printed_at(22, 129, "Patient Name") + printed_at(22, 99, "Member ID")),
        load(shipped("templates") / "forms" / "vocabulary.yaml"),
    )
    assert {one.field.name: one.match and one.match.put for one in draft.proposals} == {
        "Patient Name": "{{ patient.name }}",
        "Member ID": "{{ coverage.member_id }}",
    }


def test_of_a_picture_nothing_can_be_proposed() -> None:
    with pytest.raises(BadInput, match="No label can be read on the form"):
        drafted(flat_form(""), load(shipped("templates") / "forms" / "vocabulary.yaml"))
