"""Documents that somebody edited stay as they are, and a run that was broken off is no edit."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.documents.kept import BEGUN, edited, original, own, put, put_alone, whole
from priorauth.errors import BadInput
from priorauth.files import sha256


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


def test_a_new_one_that_somebody_edited_stays_too(tmp_path: Path) -> None:
    put(tmp_path, files("one"))
    (tmp_path / "letter.docx").write_text("by hand", "utf-8")
    put(tmp_path, files("two"))
    (tmp_path / "letter.new.docx").write_text("by hand, again", "utf-8")
    assert edited(tmp_path) == {"letter.docx", "letter.new.docx"}
    for made in ("three", "four"):
        assert put(tmp_path, files(made)) == ("letter.docx", "letter.new.docx")
        assert there(tmp_path) == {
            "letter.docx": "by hand",
            "letter.new.docx": "by hand, again",
            "letter.new-2.docx": made,
            "packet.pdf": "packet",
        }
    (tmp_path / "letter.docx").unlink()
    assert put(tmp_path, files("five")) == ("letter.new.docx",)
    assert there(tmp_path) == {"letter.docx": "five", "letter.new.docx": "by hand, again", "packet.pdf": "packet"}


@pytest.mark.parametrize(
    ("place", "document"),
    [
        ("letter.docx", "letter.docx"),
        ("letter.new.docx", "letter.docx"),
        ("letter.new-2.docx", "letter.docx"),
        ("letter-2.new-10.docx", "letter-2.docx"),
        ("letter.trace.new.json", "letter.trace.json"),
        ("letter.newer.docx", "letter.newer.docx"),
    ],
)
def test_of_which_document_a_file_is(place: str, document: str) -> None:
    assert original(place) == document


def test_where_the_programs_own_goes() -> None:
    assert own("letter.docx", ()) == "letter.docx"
    assert own("letter.docx", ("packet.pdf", "letter.docx")) == "letter.new.docx"
    assert own("letter.docx", ("letter.docx", "letter.new.docx")) == "letter.new-2.docx"
    assert own("letter.docx", ("letter.new.docx",)) == "letter.docx"


def test_a_file_of_which_no_manifest_tells_is_somebodys_own(tmp_path: Path) -> None:
    """There was no letter before, and somebody wrote one."""
    put(tmp_path, {"manifest.json": b'{"files": {}}'})
    (tmp_path / "letter.docx").write_text("by hand", "utf-8")
    (tmp_path / "notes.txt").write_text("ours", "utf-8")
    assert put(tmp_path, files("one")) == ("letter.docx",)
    assert there(tmp_path) == {
        "letter.docx": "by hand", "letter.new.docx": "one", "notes.txt": "ours", "packet.pdf": "packet"
    }  # fmt: skip


def test_what_a_later_run_leaves_as_it_is_is_no_edit_afterwards(tmp_path: Path) -> None:
    """A run that makes one paper of several says nothing of the others, and its manifest goes on to tell of them."""
    put(tmp_path, files("one"))
    only = {name: data for name, data in files("two").items() if name != "packet.pdf"}
    told = {"files": {"letter.docx": {"sha256": sha256(b"two")}}}
    put(tmp_path, only | {"manifest.json": json.dumps(told).encode()})
    assert json.loads((tmp_path / "manifest.json").read_bytes())["earlier"] == {
        "packet.pdf": {"sha256": sha256(b"packet")}
    }
    assert put(tmp_path, files("three", "packet three")) == ()
    assert there(tmp_path) == {"letter.docx": "three", "packet.pdf": "packet three"}
    assert "earlier" not in json.loads((tmp_path / "manifest.json").read_bytes())


def test_files_without_a_manifest_of_their_own(tmp_path: Path) -> None:
    assert put_alone(tmp_path, {"summary.csv": b"one"}, "summary.json") == ()
    assert put_alone(tmp_path, {"summary.csv": b"two"}, "summary.json") == ()
    (tmp_path / "summary.csv").write_text("two, and our notes", "utf-8")
    assert put_alone(tmp_path, {"summary.csv": b"three"}, "summary.json") == ("summary.csv",)
    assert there(tmp_path) == {"summary.csv": "two, and our notes", "summary.new.csv": "three"}


STEPS = st.lists(
    st.one_of(
        st.just("make"),
        st.just("refuse"),
        st.tuples(st.sampled_from(["edit", "take away"]), st.integers(0, 4)),
    ),
    max_size=14,
)


@given(STEPS)
def test_whatever_is_edited_and_in_which_order_nothing_of_it_is_lost(steps: list[str | tuple[str, int]]) -> None:
    with TemporaryDirectory() as name:
        folder, by_hand, last = Path(name), dict[str, str](), ""
        for number, step in enumerate(steps):
            letters = sorted(one for one in there(folder) if original(one) == "letter.docx")
            match step:
                case "make":
                    last = f"made {number}"
                    assert put(folder, files(last)) == tuple(sorted(by_hand))
                case "refuse":
                    last = ""
                    put(folder, {"manifest.json": b'{"files": {}}'}, gone=["letter.docx", "packet.pdf"])
                case ("edit", place) if letters:
                    one = letters[place % len(letters)]
                    by_hand[one] = f"by hand {number}"
                    (folder / one).write_text(by_hand[one], "utf-8")
                    last = ""
                case (_, place) if letters:
                    one = letters[place % len(letters)]
                    (folder / one).unlink()
                    by_hand.pop(one, None)
                    last = ""
            found = {one: text for one, text in there(folder).items() if original(one) == "letter.docx"}
            assert by_hand.items() <= found.items()
            if step in ("make", "refuse"):
                ours = sorted(text for one, text in found.items() if one not in by_hand)
                assert ours == ([last] if last else [])


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
    assert edited(tmp_path) == {"letter.docx"}  # a later look at the folder tells it still


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
