"""Every way in which a file can be wrong: one broken fixture each, and the whole message that a biller reads.

The charts are of one invented patient, of whom no message may tell the name, the birth date or the member ID.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import DAY, ROOT, chart, priorauth

if TYPE_CHECKING:
    from tests.command import Ran

BAD = "tests/fixtures/bad"
IDENTIFIERS = ("Zebulon", "Quarrelwick", "1979", "LEAK-0451")
AGAIN = "Correct the file and run the command again."
KEYS_OF_A_TRIAL = (
    "adherence, adverse_effects, combined_with, constant_dose, dispensed_by, end, ended_because, ended_because_text, "
    "episode, highest_tolerated, id, improvement_percent, interruptions, max_dose, medicine, not_raised_because, note, "
    "prescribed_by, purpose, response, score_after, score_before, serum_level, shown_in, start, steps, therapy_changed"
)

CHARTS = {
    "unknown-key.yaml": (
        "{file}: line 11: trials[0] has a key that is not known here. Did you mean constant_dose? "
        f"Allowed: {KEYS_OF_A_TRIAL}. {AGAIN}"
    ),
    "wrong-type.yaml": f"{{file}}: line 8: scores[0].total must be a whole number. {AGAIN}",
    "end-before-start.yaml": f"{{file}}: line 8: trials[0].end is before start. {AGAIN}",
    "dose-of-zero.yaml": (
        "{file}: line 13: trials[0].steps[1].dose must be more than 0 mg. A time without the medicine belongs under "
        f"interruptions. {AGAIN}"
    ),
    "phq9-of-30.yaml": f"{{file}}: line 8: scores[0].total must lie between 0 and 27 for PHQ-9. {AGAIN}",
    "npi-with-a-wrong-digit.yaml": (
        "{file}: line 7: care_team.prescriber.npi is not a valid NPI: its check digit does not fit. Compare it with "
        f"the NPI registry. {AGAIN}"
    ),
    "unknown-payer.yaml": (
        "{file}: line 5: coverages[0].payer names a payer that is not known. Did you mean cigna or highmark? "
        "See: priorauth payers list. If it is none of these, begin a policy of your own: priorauth payers new. "
        f"By the label's terms alone: payer label. {AGAIN}"
    ),
    "unknown-medicine.yaml": (
        "{file}: line 8: trials[0].medicine names a medicine that is not known here. Did you mean "
        "sertraline? Write the generic or brand name without the dose; priorauth medicines list shows them all. "
        f"{AGAIN}"
    ),
    "prescriber-not-in-profile.yaml": (
        "{file}: line 6: care_team.prescriber names a prescriber (ashgrave) that the practice's profile "
        f"(practice.yaml) does not have. Did you mean ashgrove? {AGAIN}"
    ),
    "missing-exhibit.yaml": (
        "{file}: line 8: exhibits[0].file names a file that is not there. Put it beside the chart, or correct the "
        f"path. {AGAIN}"
    ),
    "not-utf-8.yaml": (
        "{file}, line 4: The file is not UTF-8 text. Save it again with the encoding UTF-8 (in Notepad: Save as, "
        "Encoding: UTF-8)."
    ),
    "a-million-aliases.yaml": (
        "{file}, line 4: YAML anchors and aliases (& and *) are not used here. Write the value out in each place."
    ),
    "duplicate-key.yaml": "{file}, line 7: This key stands twice (first on line 5). Keep one of them.",
}
"""Charts that cannot be read, whatever is wanted of them."""

DOCUMENTS = {
    "broken-exhibit.yaml": (
        "{folder}/exhibits/cut-off.pdf: The exhibit progress-note is damaged: its end is missing. Export, scan or "
        "download it again."
    ),
    "two-criteria-of-one-id/chart.yaml": (
        "{folder}/two-criteria-of-one-id/payers/cigna/psychiatry-spravato.yaml: line 12: indications.trd.initial has "
        f"two criteria of one id (adult). Give each an id of its own. {AGAIN}"
    ),
    "undefined-name-in-a-template/chart.yaml": (
        "{folder}/undefined-name-in-a-template/templates/letters/initial.md.j2: line 3: There is nothing of the name "
        "nmae here. Correct the template and run the command again."
    ),
    "form-changed-under-its-map/chart.yaml": (
        "{folder}/form-changed-under-its-map/templates/forms/universal/form.pdf: The map "
        "{folder}/form-changed-under-its-map/templates/forms/universal/map.yaml was made for another version of this "
        "form: its SHA-256 is d04290c09b7b4b077be41b4f76d787627d5e29246cc1950205ab581eb6ec42bd. Compare the form with "
        "the map, field by field, in a copy of the map in your workspace; then write this hash into the copy, line 3."
    ),
}
"""Charts that can be read, whose documents cannot be made."""


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_that_cannot_be_read_is_not_judged(name: str) -> None:
    ran = priorauth("check", f"{BAD}/{name}", "--as-of", DAY)

    assert told(ran) == CHARTS[name].format(file=f"{BAD}/{name}")


@pytest.mark.parametrize("name", [*CHARTS, *DOCUMENTS])
def test_nothing_is_written_where_something_is_wrong(name: str, tmp_path: Path) -> None:
    ran = priorauth("generate", f"{BAD}/{name}", "-o", tmp_path / "out", "--as-of", DAY)

    assert told(ran) == (CHARTS | DOCUMENTS)[name].format(file=f"{BAD}/{name}", folder=BAD)
    assert list(tmp_path.iterdir()) == []


def test_every_broken_fixture_is_tried() -> None:
    charts = {path.relative_to(ROOT / BAD).as_posix() for path in (ROOT / BAD).rglob("*.yaml")}

    parts_of_others = {name for name in charts if "/payers/" in name or "/templates/" in name}
    profiles = {name for name in charts if name.endswith("practice.yaml")}
    assert charts - parts_of_others - profiles == {*CHARTS, *DOCUMENTS}


def test_a_policy_with_two_criteria_of_one_id_is_told_when_policies_are_read() -> None:
    policy = f"{BAD}/two-criteria-of-one-id/payers/cigna/psychiatry-spravato.yaml"

    ran = priorauth("payers", "lint", policy)

    assert ran.code == ExitCode.BAD_INPUT
    assert f"Error: {ran.err}" == f"Error: {DOCUMENTS['two-criteria-of-one-id/chart.yaml'].format(folder=BAD)}\n"


def test_without_a_profile_its_place_and_the_way_to_one_are_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "charts" / "case-01", tmp_path / "case-01")
    path = tmp_path / "case-01" / "chart.yaml"
    line = (
        path.read_text("utf-8")
        .splitlines()
        .index("care_team: {prescriber: ashgrove, site: wickham-ferry, pharmacy: copperkettle}")
    )

    ran = priorauth("check", path, "--as-of", DAY)

    assert told(ran) == (
        f"{path}, line {line + 1}, care_team.prescriber: The chart names its prescriber by a key (ashgrove), and there "
        "is no practice.yaml that says who that is. Put your practice.yaml beside the chart or into a folder above it "
        "(priorauth init writes one to fill in), or write the prescriber out in the chart."
    )


def test_a_file_stands_where_a_folder_is_wanted(tmp_path: Path) -> None:
    occupied = tmp_path / "out"
    occupied.write_text("Something else.", "utf-8")

    ran = priorauth("generate", chart("case-01"), "-o", occupied, "--as-of", DAY)

    assert told(ran) == f"{occupied}: This is a file, not a folder. Choose another folder with -o."
    assert occupied.read_text("utf-8") == "Something else."


def test_a_folder_that_may_not_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refused)

    ran = priorauth("generate", chart("case-01"), "-o", tmp_path / "out", "--as-of", DAY)

    assert told(ran) == (
        f"{tmp_path / 'out'}: The folder cannot be made ({os.strerror(errno.EACCES)}). Choose another folder with -o, "
        "or ask for the right to write there."
    )


def test_a_folder_in_which_nothing_may_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(tempfile, "mkstemp", refused)

    ran = priorauth("generate", chart("case-02"), "-o", tmp_path / "out", "--as-of", DAY)

    assert told(ran).endswith(
        "manifest.begun.json: This file cannot be written: it is open in another program, or writing here is not "
        "allowed. Close it in Word or the PDF viewer, or choose another folder with -o, and run the command again."
    )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_letter_that_is_open_in_word_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    priorauth("generate", chart("case-01"), "-o", tmp_path, "--as-of", DAY)
    (letter,) = tmp_path.rglob("letter.docx")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    replace = Path.replace

    def refused_for_the_letter(self: Path, target: Path) -> Path:
        if target == letter:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused_for_the_letter)

    ran = priorauth("generate", chart("case-01"), "-o", tmp_path, "--as-of", DAY)

    assert told(ran).startswith(f"{letter}: This file cannot be written: it is open in another program")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_disk_that_is_full_leaves_the_former_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    charts = tmp_path / "charts"
    shutil.copytree(ROOT / "examples", charts, ignore=shutil.ignore_patterns("*.py", "layouts"))
    out = tmp_path / "out"
    priorauth("generate", charts / "charts" / "case-02", "-o", out, "--as-of", DAY)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    ran = priorauth("generate", charts / "charts" / "case-02", "-o", out, "--as-of", "2026-11-21")

    assert told(ran).endswith(
        f"This file cannot be written ({os.strerror(errno.ENOSPC)}). Make room or choose another folder with -o, and "
        "run the command again."
    )
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def told(ran: Ran) -> str:
    """The message of a command that failed as one does on bad input: one paragraph, and nobody's identity in it."""
    assert (ran.code, ran.out) == (ExitCode.BAD_INPUT, "")
    assert ran.err.startswith("Error: ")
    assert ran.err.count("\n") == 1
    assert [secret for secret in IDENTIFIERS if secret in ran.err] == []
    return ran.err.removeprefix("Error: ").removesuffix("\n").replace(f"{ROOT}{os.sep}", "")


def test_a_misspelled_payer_is_told_where_it_stands_and_not_where_the_coverage_is_named(tmp_path: Path) -> None:
    """The coverage's id is made of its payer, so the request would seem to be wrong."""
    spoiled = (
        (ROOT / "examples/charts/case-02/chart.yaml").read_text("utf-8").replace("payer: cigna", "payer: cgina", 1)
    )
    (tmp_path / "chart.yaml").write_text(spoiled, "utf-8")
    line = next(number for number, text in enumerate(spoiled.splitlines(), 1) if "payer: cgina" in text)

    ran = priorauth("check", str(tmp_path / "chart.yaml"))

    assert ran.code == ExitCode.BAD_INPUT
    assert f"line {line}: coverages[0].payer names a payer that is not known. Did you mean cigna?" in ran.err
    assert "asks[0]" not in ran.err


def test_a_policy_that_the_chart_names_and_nobody_knows_is_bad_input(tmp_path: Path) -> None:
    whole = (ROOT / "examples/charts/case-02/chart.yaml").read_text("utf-8")
    (tmp_path / "chart.yaml").write_text(
        whole.replace("indication: trd", "indication: trd\n    policy: 2889-A", 1), "utf-8"
    )
    shutil.copytree(
        ROOT / "examples/charts/case-02", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.yaml")
    )
    shutil.copy(ROOT / "examples/practice.yaml", tmp_path)

    ran = priorauth("check", str(tmp_path / "chart.yaml"))

    assert ran.code == ExitCode.BAD_INPUT, ran.err
    assert "No policy of cigna is known to govern" in ran.err


@pytest.mark.parametrize("name", ["a" * 300, "b/" * 2500])
def test_a_path_longer_than_the_system_takes(name: str, tmp_path: Path) -> None:
    assert priorauth("check", name).err.endswith("There is no such chart. Check the spelling of the path.\n")
    for arguments in (["generate", chart("case-02"), "--as-of", DAY, "-o"], ["init"]):
        ran = priorauth(*arguments, f"{tmp_path}/{name}")
        assert (ran.code, ran.out) == (ExitCode.BAD_INPUT, "")
        assert "The folder cannot be made (File name too long)." in ran.err
    assert not list(tmp_path.iterdir())


def test_two_charts_of_one_case_number_do_not_write_over_each_other(tmp_path: Path) -> None:
    """The first is written, the second is told and left out: the code of several of which part failed."""
    charts = tmp_path / "charts"
    for name in ("first", "second"):
        shutil.copytree(ROOT / "examples/charts/case-02", charts / name)
    shutil.copy(ROOT / "examples/practice.yaml", tmp_path)

    ran = priorauth("generate", str(charts), "-o", str(tmp_path / "out"), "--as-of", DAY)

    assert ran.code == ExitCode.PARTLY_FAILED
    assert "second/chart.yaml: This chart has the case number of " in ran.err
    assert len(list((tmp_path / "out").iterdir())) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_chart_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "chart.yaml").write_bytes("case: é\n".encode(encoding))
    ran = priorauth("check", str(tmp_path / "chart.yaml"))
    assert ran.code == ExitCode.BAD_INPUT
    assert "The file is not UTF-8 text." in ran.err


def test_a_chart_with_the_line_ends_of_windows_reads_the_same(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples/charts/case-02", tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "examples/practice.yaml", tmp_path)
    before = priorauth("check", str(tmp_path), "--as-of", DAY)
    text = (tmp_path / "chart.yaml").read_bytes()
    (tmp_path / "chart.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert priorauth("check", str(tmp_path), "--as-of", DAY) == before
