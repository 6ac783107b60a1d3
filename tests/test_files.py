"""Files are written whole or not at all, for their owner alone, under names that every system accepts."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.errors import BadInput, ExitCode
from priorauth.files import private_folder, read_bytes, safe_name, sha256, write_private

on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps access rights in another way")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    write_private(tmp_path / "letter.pdf", b"one")
    write_private(tmp_path / "letter.pdf", b"two")
    assert read_bytes(tmp_path / "letter.pdf") == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]


@on_posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_it(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_private(tmp_path / "out" / "case" / "letter.pdf", b"one")
    finally:
        os.umask(before)
    assert mode(tmp_path / "out" / "case" / "letter.pdf") == 0o600
    assert mode(tmp_path / "out") == mode(tmp_path / "out" / "case") == 0o700


@on_posix
def test_a_file_that_everybody_could_read_is_replaced_by_one_that_they_cannot(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"one")
    (tmp_path / "letter.pdf").chmod(0o666)
    write_private(tmp_path / "letter.pdf", b"two")
    assert mode(tmp_path / "letter.pdf") == 0o600


@on_posix
def test_the_rights_of_a_folder_that_is_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o755)
    assert private_folder(tmp_path / "shared") == tmp_path / "shared"
    assert mode(tmp_path / "shared") == 0o755


def refusal(path: Path, data: bytes = b"new") -> str:
    with pytest.raises(BadInput) as caught:
        write_private(path, data)
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    return str(caught.value)


def test_a_target_that_is_a_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").mkdir()
    (tmp_path / "letter.pdf" / "inside").write_bytes(b"kept")
    assert "cannot be written" in refusal(tmp_path / "letter.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]
    assert (tmp_path / "letter.pdf" / "inside").read_bytes() == b"kept"


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"kept")
    assert "This is a file, not a folder" in refusal(tmp_path / "out" / "letter.pdf")
    assert "This is a file, not a folder" in refusal(tmp_path / "out" / "case" / "letter.pdf")
    assert (tmp_path / "out").read_bytes() == b"kept"


@pytest.mark.parametrize("step", ["mkdir", "exists"])
def test_a_folder_in_which_nothing_may_be_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """As a plain user meets it; the owner of this process may be one to whom everything is allowed."""

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, step, forbidden)
    with pytest.raises(BadInput, match=r"The folder cannot be made \(Permission denied\)"):
        private_folder(tmp_path / "out")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    assert "not allowed" in refusal(tmp_path / "letter.pdf")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (PermissionError(13, "Permission denied"), "open in another program"),  # as Windows says of a file open in Word
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError, said: str, step: str
) -> None:
    write_private(tmp_path / "letter.pdf", b"old")

    def failing(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(os if step == "fsync" else Path, step, failing)
    assert said in refusal(tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]


def test_what_was_interrupted_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_private(tmp_path / "letter.pdf", b"new")
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_in_its_place_only_once_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bytes, bool]] = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.append((self.read_bytes(), target.exists()))
        assert self.parent == target.parent  # a move within one folder cannot be half done
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    write_private(tmp_path / "letter.pdf", b"whole")
    assert seen == [(b"whole", False)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("case-01", "case-01"),
        ("Letter of 3/4", "Letter-of-3-4"),
        ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("-o", "o"),
        ("trailing. ", "trailing"),
        ("é", "unnamed"),
        ("", "unnamed"),
        ("con", "_con"),
        ("CON", "_CON"),
        ("Aux.yaml", "_Aux.yaml"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("lpt1", "_lpt1"),
        ("COM9.pdf", "_COM9.pdf"),
        ("com0", "com0"),  # no device
        ("console", "console"),
        ("x" * 100, "x" * 80),
    ],
)  # fmt: skip
def test_a_name_that_every_system_accepts(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=120))
def test_every_name_is_safe(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,80}", name)
    assert not name.endswith(".")
    assert safe_name(name) == name


def test_a_missing_file_a_folder_and_one_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="There is no such file"):
        read_bytes(tmp_path / "chart.yaml")
    with pytest.raises(BadInput, match="This is a folder"):
        read_bytes(tmp_path)

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(BadInput, match=r"cannot be read \(Permission denied\)"):
        read_bytes(tmp_path / "chart.yaml")


def test_sha256_is_the_published_one() -> None:
    """FIPS 180-2, appendix B.1: the message "abc"."""
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
