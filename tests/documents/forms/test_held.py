"""What a payer's file holds already is not the practice's answer: it is cleared, kept on purpose, or told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from priorauth.documents.forms.agreement import check_map
from priorauth.documents.forms.complete import complete
from priorauth.documents.forms.draft import drafted
from priorauth.documents.forms.draft_file import written
from priorauth.documents.forms.fields import Field
from priorauth.documents.forms.fill import Refused, fill
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.mapping import FormMap, load
from priorauth.documents.forms.opening import prepared
from priorauth.documents.forms.vocabulary import load as load_vocabulary
from priorauth.documents.letter.samples import AS_OF
from priorauth.files import sha256
from priorauth.resources import shipped
from tests.documents.forms.small_forms import saved, small_form

if TYPE_CHECKING:
    from pathlib import Path


def preset(*, read_only: bool = False) -> bytes:
    """A form with a text, a box and a list that hold something, and a text that holds nothing."""
    flags = {"Ff": 1} if read_only else {}
    form = small_form(
        {"FT": pikepdf.Name.Tx, "T": pikepdf.String("text"), "V": pikepdf.String("Anyone"), "at": [[10, 150, 190, 170]]}
        | flags,
        {"FT": pikepdf.Name.Btn, "T": pikepdf.String("box"), "V": pikepdf.Name.Yes, "at": [[10, 120, 20, 130]]} | flags,
        {"FT": pikepdf.Name.Ch, "T": pikepdf.String("list"), "V": pikepdf.String("b"), "Opt": ["a", "b"],
         "at": [[10, 90, 190, 110]]} | flags,
        {"FT": pikepdf.Name.Tx, "T": pikepdf.String("nothing"), "at": [[10, 60, 190, 80]]},
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pdf.pages[0].Annots[1].AS = pikepdf.Name.Yes
        return saved(pdf)


HOLDS = {"text": "Anyone", "box": "Yes", "list": "b"}


def held_in(pdf: bytes) -> dict[str, str]:
    found: dict[str, Field] = {name: one.field for name, one in layout(prepared(pdf).pdf).items()}
    return {name: one.holds for name, one in found.items() if one.holds}


def test_of_what_nobody_speaks_it_is_told() -> None:
    done = fill(preset(), {})
    assert dict(done.held) == HOLDS
    assert held_in(done.pdf) == HOLDS


@pytest.mark.parametrize("value", ["", []])
def test_nothing_as_a_value_clears_a_field(value: Any) -> None:
    done = fill(preset(), dict.fromkeys(["text", "box", "list", "nothing"], value))
    assert (done.cleared, dict(done.held), done.refused) == (("text", "box", "list"), {}, ())
    assert held_in(done.pdf) == {}


def test_a_box_that_is_not_to_be_ticked_is_cleared() -> None:
    assert fill(preset(), {"box": False}).cleared == ("box",)


def test_what_cannot_stand_does_not_leave_the_payers_word_in_its_place() -> None:
    done = fill(preset(), {"list": "c"})
    assert done.refused == (Refused("list", "The field takes one of: a, b."),)
    assert "list" not in held_in(done.pdf)


def test_what_nobody_may_write_in_is_the_payers_and_stays() -> None:
    done = fill(preset(read_only=True), {"text": ""})
    assert done.refused == (Refused("text", "The field is not to be written in (read-only)."),)
    assert (dict(done.held), held_in(done.pdf)) == ({}, HOLDS)


def mapped(tmp_path: Path, fields: str) -> FormMap:
    form = preset()
    (tmp_path / "form.pdf").write_bytes(form)
    (tmp_path / "map.yaml").write_text(f"title: A form\nsha256: {sha256(form)}\nfields:\n{fields}", encoding="utf-8")
    return load(tmp_path)


EVERY = """\
  text: "{{ said }}"
  box: {blank: nobody knows}
  list: {keep: the payer's own}
  nothing: {blank: nobody knows}
"""


def test_a_map_says_what_becomes_of_it(tmp_path: Path) -> None:
    form_map = mapped(tmp_path, EVERY)
    assert check_map(form_map) == []
    done = complete(form_map, {"said": None}, dated=AS_OF)
    assert (done.held, held_in(done.pdf)) == ({}, {"list": "b"})


def test_a_map_that_keeps_nothing_is_told(tmp_path: Path) -> None:
    form_map = mapped(tmp_path, EVERY.replace("nothing: {blank", "nothing: {keep"))
    assert check_map(form_map) == ["line 7: nothing has nothing to keep: the form holds nothing there."]


def test_what_the_map_leaves_out_is_told_with_the_form(tmp_path: Path) -> None:
    done = complete(mapped(tmp_path, "  text: x\n"), {}, dated=AS_OF)
    assert done.held == {"box": "Yes", "list": "b"}


def test_a_draft_keeps_it_until_somebody_has_looked() -> None:
    draft = drafted(preset(), load_vocabulary(shipped("templates") / "forms" / "vocabulary.yaml"))
    assert '"list": {keep: "as the payer hands it out", likely: yes}  # “b”' in written(draft, "A form", "0" * 64)
