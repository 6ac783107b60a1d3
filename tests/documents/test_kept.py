"""Documents that somebody edited stay as they are, and a run that was broken off is no edit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from priorauth.documents.kept import BEGUN, edited, put, whole
from priorauth.errors import BadInput
from priorauth.files import sha256

if TYPE_CHECKING:
    from pathlib import Path


def files(letter: str, packet: str = "packet") -> dict[str, bytes]:
    """A letter and a packet, with the manifest that tells of them."""
    made = {"letter.docx": letter.encode(), "packet.pdf": packet.encode()}
    told = {"files": {name: {"sha256": sha256(data)} for name, data in made.items()}}
    return made | {"manifest.json": json.dumps(told).encode()}


def there(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.suffix != ".json"}


def test_what_nobody_edited_is_replaced(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    assert put(tmp_path, files("two")) == ()
    assert there(tmp_path) == {"letter.docx": "two", "packet.pdf": "packet"}
    assert whole(tmp_path)


def test_what_somebody_edited_stays_and_the_new_one_goes_beside_it(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    (tmp_path / "letter.docx").write_text("by hand", "utf-8")
    assert edited(tmp_path) == {"letter.docx"}
    for _ in range(2):  # the second run knows it still
        assert put(tmp_path, files("two")) == ("letter.docx",)
        assert there(tmp_path) == {"letter.docx": "by hand", "letter.new.docx": "two", "packet.pdf": "packet"}


def test_once_the_edited_one_is_gone_the_new_one_takes_its_name(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    (tmp_path / "letter.docx").write_text("by hand", "utf-8")
    put(tmp_path, files("two"))
    (tmp_path / "letter.docx").unlink()
    assert put(tmp_path, files("two")) == ()
    assert there(tmp_path) == {"letter.docx": "two", "packet.pdf": "packet"}


def test_an_edited_file_that_is_no_longer_made_stays_too(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    (tmp_path / "letter.docx").write_text("by hand", "utf-8")
    refused = {"manifest.json": b'{"files": {}}'}
    for _ in range(3):  # also when the last run made none either
        put(tmp_path, refused, gone=["letter.docx", "packet.pdf"])
        assert there(tmp_path) == {"letter.docx": "by hand"}
    put(tmp_path, files("two"))
    assert there(tmp_path) == {"letter.docx": "by hand", "letter.new.docx": "two", "packet.pdf": "packet"}


def test_a_file_that_was_taken_away_makes_the_folder_not_whole(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    (tmp_path / "packet.pdf").unlink()
    assert not whole(tmp_path)


@pytest.mark.parametrize("written", [[], ["letter.docx"], ["letter.docx", "packet.pdf"]])
@pytest.mark.parametrize("runs", [1, 2])
def test_what_a_broken_run_left_is_no_edit(tmp_path: Path, written: list[str], runs: int) -> None:
    """Killed between two files, once or twice in a row, each time on the way to other documents."""
    put(tmp_path, files("one"))
    begun = []
    for run in range(runs):
        new = files(f"new {run}", f"packet {run}")
        begun.append({name: sha256(data) for name, data in new.items() if name != "manifest.json"})
        (tmp_path / BEGUN).write_text(json.dumps(begun), "utf-8")
        for name in written:
            (tmp_path / name).write_bytes(new[name])
    assert edited(tmp_path) == frozenset()
    assert not whole(tmp_path)
    assert put(tmp_path, files("last")) == ()
    assert there(tmp_path)["letter.docx"] == "last"
    assert whole(tmp_path)


def test_a_folder_that_refuses_leaves_all_as_it_was(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    (tmp_path / "packet.pdf").unlink()
    (tmp_path / "packet.pdf").mkdir()
    with pytest.raises(BadInput):
        put(tmp_path, files("two"))
    assert (tmp_path / "letter.docx").read_text("utf-8") == "one"
    assert not (tmp_path / BEGUN).exists()


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"files": 3}', '{"files": {"letter.docx": "x"}}'])
def test_a_manifest_that_is_none_of_ours_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    (tmp_path / "letter.docx").write_text("somebody's", "utf-8")
    assert edited(tmp_path) == frozenset()
    assert not whole(tmp_path)


def test_a_file_that_was_edited_elsewhere_takes_its_place(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    assert put(tmp_path, files("one"), by_hand={"letter.docx": b"by hand"}) == ("letter.docx",)
    assert there(tmp_path) == {"letter.docx": "by hand", "letter.new.docx": "one", "packet.pdf": "packet"}
    assert edited(tmp_path) == {"letter.docx"}


def test_nothing_goes_beside_an_edited_file_of_which_nothing_is_new(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    (tmp_path / "letter.docx").write_text("by hand", "utf-8")
    put(tmp_path, files("two"))
    put(tmp_path, files("one"), nothing_new={"letter.docx"})
    assert there(tmp_path) == {"letter.docx": "by hand", "packet.pdf": "packet"}
    assert edited(tmp_path) == {"letter.docx"}
