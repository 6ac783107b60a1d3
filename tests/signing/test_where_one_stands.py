"""Whose practice.yaml counts, and which chart a file is held against: never what came with the file."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.command import priorauth
from tests.signing.conftest import MOMENT, Office, opened
from tests.signing.keys import held

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Ran

KNOWN, ALTERED, STALE, UNKNOWN = 0, 8, 9, 11


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("priorauth.cli.verify.today", MOMENT.date)


@pytest.fixture
def impostor(tmp_path: Path) -> Office:
    """Somebody's own workspace, with the prescriber's name and NPI and another key; and a letter signed with that."""
    other = held("Imogen T. Ashgrove", "P-256", "content_commitment")
    made = Office.at(tmp_path / "impostor", other)
    made.signed(opened(other))
    return made


def verified(stands_in: Path, *arguments: object) -> tuple[int, str]:
    ran: Ran = priorauth("verify", *arguments, folder=stands_in)
    return ran.code, " ".join((ran.out + ran.err).split())


def copied(letter: Path, to: Path, *more: Path) -> Path:
    to.mkdir()
    for one in (letter, *more):
        shutil.copy(one, to)
    return to / letter.name


NOT_TAKEN = "which is not taken: it may have come with the file."


def test_a_letter_with_its_own_profile(impostor: Office, signed: Office, tmp_path: Path) -> None:
    """Wherever one stands, even in the folder of what was received, and whoever's the workspace is."""
    letter = copied(impostor.folder / "letter.pdf", tmp_path / "received", impostor.root / "practice.yaml")
    for stands_in in (tmp_path, letter.parent, signed.root):
        code, told = verified(stands_in, letter)
        assert (code, NOT_TAKEN in told, str(letter.with_name("practice.yaml")) in told.replace(" ", "")) == (
            UNKNOWN,
            True,
            True,
        )


def test_a_letter_in_its_own_workspace(impostor: Office, signed: Office) -> None:
    code, told = verified(signed.root, impostor.folder / "letter.pdf")
    assert (code, NOT_TAKEN in told) == (UNKNOWN, True)
    assert "If it is that of your practice, stand in its folder." in told


def test_the_practices_own_letter_elsewhere(signed: Office, tmp_path: Path) -> None:
    letter = copied(signed.folder / "letter.pdf", tmp_path / "elsewhere", signed.folder / "signature.json")
    code, told = verified(signed.root, letter)
    assert (code, NOT_TAKEN in told) == (KNOWN, False)
    assert f"in {signed.root / 'practice.yaml'}." in told
    assert "Chart, policy, profile, templates and exhibits say what they said" in told
    assert verified(tmp_path, letter)[0] == UNKNOWN


def test_beside_the_practices_own_profile(signed: Office) -> None:
    """As docs/signing.md shows it: a chart of one's own is named."""
    shutil.copy(signed.folder / "letter.pdf", signed.root / "received.pdf")
    assert verified(signed.root, "received.pdf")[0] == UNKNOWN
    assert verified(signed.root, "received.pdf", "--chart", "charts/case-05")[0] == KNOWN


def test_a_chart_that_the_record_names_elsewhere(signed: Office, tmp_path: Path) -> None:
    """The record may have come with the file, and an old chart with it."""
    old = copied(signed.chart, tmp_path / "old")
    record = signed.folder / "signature.json"
    said = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps(said | {"chart": str(old)}), "utf-8")
    assert "It was not held against the chart" in verified(signed.root, signed.folder / "letter.pdf")[1]


@pytest.mark.parametrize("name", ["charts/case-05", "charts/case-05/chart.yaml", "charts"])
def test_a_chart_is_named_as_elsewhere(signed: Office, name: str) -> None:
    letter = signed.folder / "letter.pdf"
    (signed.folder / "signature.json").unlink()
    assert verified(signed.root, letter, "--chart", name)[0] == KNOWN
    signed.say("two and a half years", "three years")
    code, told = verified(signed.root, letter, "--chart", name)
    assert (code, "Changed since it was signed: the chart." in told) == (STALE, True)


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("nosuch", 5, "There is no such chart."),
        ("out", 5, "There is no chart in this folder."),
        ("charts", 2, "This folder holds several charts."),
        ("practice.yaml", 5, "has a key that is not known here"),
    ],
)
def test_a_chart_that_is_none(signed: Office, name: str, code: int, told: str) -> None:
    shutil.copytree(signed.chart.parent, signed.chart.parent.with_name("another"))
    found = verified(signed.root, signed.folder / "letter.pdf", "--chart", name)
    assert (found[0], told in found[1]) == (code, True), found


def test_one_certificate_of_two(signed: Office) -> None:
    """Else nobody could say which of them signed."""
    profile = signed.root / "practice.yaml"
    text = profile.read_text("utf-8")
    lines = text[text.index("    certificates:") :].splitlines(keepends=True)[:2]
    second = '  another:\n    name: Somebody Else\n    npi: "2000000028"\n' + "".join(lines)
    profile.write_text(text.replace("prescribers:\n", f"prescribers:\n{second}", 1), "utf-8")
    code, told = verified(signed.root, signed.folder / "letter.pdf")
    assert (code, "prescribers bind one certificate (" in told) == (5, True), told
    assert "to two: Somebody Else and Imogen T. Ashgrove." in told
