"""Which forms there are maps of, and whose file is meant: maps may lie without their form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from priorauth.documents.forms.library import known, recognized
from priorauth.errors import BadInput
from priorauth.files import sha256
from tests.documents.forms.small_forms import small_form

if TYPE_CHECKING:
    from pathlib import Path


def text_field(name: str) -> dict[str, object]:
    return {"FT": pikepdf.Name.Tx, "T": pikepdf.String(name), "at": [[10, 150, 190, 170]]}


FORM = small_form(text_field("name"), text_field("fax"))


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """The workspace's, still empty, and the shipped one, with a map of ``FORM``."""
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    (shipped / "cigna").mkdir(parents=True)
    (shipped / "cigna" / "map.yaml").write_text(
        f"title: Cigna\nsha256: {sha256(FORM)}\nfields: {{name: x, fax: y}}\n"
        "recorded: {name: {kind: text, page: 1}, fax: {kind: text, page: 1}}\n",
        encoding="utf-8",
    )
    return [own, shipped]


def test_a_map_without_its_form_is_known_and_its_form_is_recognized(folders: list[Path], tmp_path: Path) -> None:
    assert known(folders)["cigna"].form is None
    found = recognized(FORM, tmp_path / "any.pdf", folders)
    assert found is not None
    assert found.name == "cigna"


def test_the_form_in_the_workspace_goes_with_the_shipped_map(folders: list[Path]) -> None:
    (folders[0] / "cigna").mkdir(parents=True)
    (folders[0] / "cigna" / "form.pdf").write_bytes(FORM)
    one = known(folders)["cigna"]
    assert (one.map.parent.parent, one.form) == (folders[1], folders[0] / "cigna" / "form.pdf")
    assert one.opened().form == FORM


def test_the_workspaces_own_map_is_the_nearer_one(folders: list[Path]) -> None:
    (folders[0] / "cigna").mkdir(parents=True)
    (folders[0] / "cigna" / "map.yaml").write_text("title: Ours\n", encoding="utf-8")
    assert known(folders)["cigna"].map.parent.parent == folders[0]


def test_another_edition_is_refused_with_the_fields_that_differ(folders: list[Path], tmp_path: Path) -> None:
    newer = small_form(text_field("name"), text_field("fax"), text_field("email"))
    with pytest.raises(BadInput, match="email is new"):
        recognized(newer, tmp_path / "newer.pdf", folders)


@pytest.mark.parametrize(("names", "another_edition"), [("name fax a b", True), ("name fax a b c", False)])
def test_half_of_all_names_in_common_make_an_edition(
    folders: list[Path], tmp_path: Path, names: str, another_edition: bool
) -> None:
    """Two of four names are half of them; two of five are not."""
    form = small_form(*map(text_field, names.split()))
    if another_edition:
        with pytest.raises(BadInput):
            recognized(form, tmp_path / "form.pdf", folders)
    else:
        assert recognized(form, tmp_path / "form.pdf", folders) is None


def test_a_form_with_fields_is_no_edition_of_a_flat_one(folders: list[Path], tmp_path: Path) -> None:
    """The fields of a flat form are its map's: that another form has such names too says nothing."""
    (folders[1] / "cigna" / "map.yaml").write_text(
        f"title: Flat\nsha256: {'0' * 64}\nplaces: {{name: {{page: 1, box: [1, 1, 9, 9]}}}}\nfields: {{name: x}}\n"
        "recorded: {name: {kind: text, page: 1}}\n",
        encoding="utf-8",
    )
    assert recognized(small_form(text_field("name")), tmp_path / "form.pdf", folders) is None
