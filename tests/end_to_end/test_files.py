"""Which files stand in a patient's folder, for whom to read, and what the manifest says of them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.command import CHARTS, DAY, ROOT, asking_names, chart, priorauth

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]

DOCUMENTS = {
    "letter.docx",
    "letter.pdf",
    "letter.trace.json",
    "letter.written.json",
    "form.pdf",
    "packet.pdf",
    "findings.json",
    "manifest.json",
}
NOT_MET = {"case-02", "case-04", "case-06", "case-10"}
"""The examples whose criteria are not met, as their own first lines work out by hand."""


@pytest.mark.parametrize("name", [name for name in asking_names() if name not in NOT_MET])
def test_each_ask_gets_its_documents(name: str, generated: Generated) -> None:
    made = generated(name)

    assert len(made.folders) == len(made.case.asks)
    for folder in made.folders:
        assert {path.name for path in folder.iterdir()} - {"form-addendum.pdf"} == DOCUMENTS
        assert all(path.stat().st_size for path in folder.iterdir())


@pytest.mark.parametrize("name", sorted(NOT_MET))
def test_nothing_argues_for_criteria_that_are_not_met(name: str, generated: Generated) -> None:
    made = generated(name)

    assert {path.name for path in made.folder.iterdir()} == {"findings.json", "manifest.json"}
    assert json.loads(made.read("findings.json"))["verdict"] == "not_met"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("case-02", "The nearest path: they would be met from 2026-12-06, provided that duloxetine is still taken"),
        ("case-04", "Time alone will not change that: look at the criteria that fail, or another payer's"),
    ],
)
def test_the_nearest_path_is_named_instead(name: str, path: str, generated: Generated) -> None:
    told = " ".join(generated(name).ran.err.split())

    assert told.startswith("No letter. The criteria are not met (two-antidepressants")
    assert path in told


def test_the_command_lists_what_it_wrote(generated: Generated) -> None:
    made = generated("case-01")

    assert set(re.findall(r"\S+\.(?:docx|pdf|json)", made.ran.out)) == {path.name for path in made.folder.iterdir()}


def test_findings_are_what_check_prints(generated: Generated) -> None:
    checked = priorauth("check", chart("case-03"), "--as-of", DAY, "--format", "json").out

    assert json.loads(generated("case-03").read("findings.json")) == json.loads(checked)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights otherwise")
@pytest.mark.parametrize("name", ["case-01", "case-02", "case-18"])
def test_nobody_else_may_read_them(name: str, generated: Generated) -> None:
    out = generated(name).out

    assert {oct(path.stat().st_mode & 0o777) for path in [out, *out.rglob("*")] if path.is_dir()} == {"0o700"}
    assert {oct(path.stat().st_mode & 0o777) for path in out.rglob("*") if path.is_file()} == {"0o600"}


@pytest.mark.parametrize("name", ["case-01", "case-02", "case-15", "case-18"])
def test_the_manifest_tells_the_truth(name: str, generated: Generated) -> None:
    made = generated(name)

    for folder in made.folders:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        findings = json.loads((folder / "findings.json").read_text("utf-8"))
        others = [path for path in folder.iterdir() if path.name != "manifest.json"]
        assert manifest["files"] == {path.name: hashed(path) for path in others}
        assert manifest["chart"] == hashed(CHARTS / name / "chart.yaml")
        assert manifest["policy"]["sha256"] == findings["policy"]["sha256"]
        assert manifest["templates"] == {one: hashed(ROOT / "templates" / one) for one in manifest["templates"]}
        assert {"letters/initial.md.j2", "letters/letter.docx", "forms/universal/map.yaml"} <= manifest[
            "templates"
        ].keys()
        assert manifest["as_of"] == DAY


def hashed(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def test_a_letter_that_may_no_longer_be_sent_does_not_stay(practice: Path) -> None:
    assert priorauth("generate", practice / "case-01", "-o", practice / "out", "--as-of", DAY).code == 0
    (folder,) = (practice / "out").glob("*/*")
    assert (folder / "letter.docx").is_file()
    child(practice)

    ran = priorauth("generate", practice / "case-01", "-o", practice / "out", "--as-of", DAY)

    assert ran.code == 4
    assert {path.name for path in folder.iterdir()} == {"findings.json", "manifest.json"}


def test_a_letter_that_may_no_longer_be_sent_but_is_open_is_told_of(
    practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    priorauth("generate", practice / "case-01", "-o", practice / "out", "--as-of", DAY)
    child(practice)

    unlink = type(practice).unlink

    def refused_for_the_letter(self: Path, missing_ok: bool = False) -> None:
        if self.name == "letter.docx":
            raise PermissionError(13, "Permission denied")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(type(practice), "unlink", refused_for_the_letter)
    ran = priorauth("generate", practice / "case-01", "-o", practice / "out", "--as-of", DAY)

    assert ran.code == 5
    assert "Close it in Word or the PDF viewer" in ran.err


def test_documents_are_renewed_all_or_none(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    priorauth("generate", practice / "case-01", "-o", practice / "out", "--as-of", DAY)
    before = contents(practice / "out")
    replace = type(practice).replace

    def refused_for_the_packet(self: Path, target: Path) -> Path:
        if target.name == "packet.pdf":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(type(practice), "replace", refused_for_the_packet)
    ran = priorauth("generate", practice / "case-01", "-o", practice / "out", "--as-of", "2026-11-21")

    assert ran.code == 5
    assert contents(practice / "out") == before


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """A practice's folder with the chart of case-01 in it."""
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    shutil.copytree(CHARTS / "case-01", tmp_path / "case-01")
    return tmp_path


def child(practice: Path) -> None:
    """Make the patient a child, so that the criteria are not met."""
    file = practice / "case-01" / "chart.yaml"
    text = file.read_text("utf-8")
    assert "birth_date: 1981-04-17" in text
    file.write_text(text.replace("birth_date: 1981-04-17", "birth_date: 2012-04-17"), "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
