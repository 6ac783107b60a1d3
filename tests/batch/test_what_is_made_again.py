"""Only what changed is made again; what changed is."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import docx
import pytest

from tests.batch.conftest import DAY, bytes_in, run
from tests.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def changed(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def a_fact(folder: Path) -> None:
    changed(folder / "charts" / "case-01" / "chart.yaml", "(301) 555-0101", "(301) 555-0102")


def an_exhibit(folder: Path) -> None:
    shutil.copy(
        folder / "charts" / "case-01" / "exhibits" / "rems-record.pdf",
        folder / "charts" / "case-01" / "exhibits" / "pharmacy-history.pdf",
    )


def the_practice(folder: Path) -> None:
    text = (folder / "practice.yaml").read_text("utf-8")
    (folder / "practice.yaml").write_text(re.sub(r"(?m)^phone: .*", "phone: (301) 555-0199", text), "utf-8")


def a_policy(folder: Path) -> None:
    (folder / "payers" / "cigna").mkdir(parents=True)
    for path in (ROOT / "payers" / "cigna").iterdir():
        shutil.copy(path, folder / "payers" / "cigna")
    policy = folder / "payers" / "cigna" / "psychiatry-spravato.yaml"
    policy.write_text(policy.read_text("utf-8") + "\n# looked at again\n", "utf-8")


def a_template(folder: Path) -> None:
    (folder / "templates" / "letters").mkdir(parents=True)
    wording = (ROOT / "templates" / "letters" / "initial.md.j2").read_text("utf-8")
    (folder / "templates" / "letters" / "initial.md.j2").write_text(wording + "{# ours #}\n", "utf-8")


def a_document(folder: Path) -> None:
    next((folder / "out" / "case-01").rglob("packet.pdf")).unlink()


def the_record(folder: Path) -> None:
    (folder / "out" / "case-01" / "batch.json").write_text("{}", "utf-8")


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (lambda _: None, []),
        (a_fact, ["case-01"]),
        (an_exhibit, ["case-01"]),
        (the_practice, ["case-01", "case-05"]),
        (a_policy, ["case-01"]),  # case-05 is another payer's
        (a_template, ["case-01", "case-05"]),
        (a_document, ["case-01"]),
        (the_record, ["case-01"]),
    ],
)
def test_what_rests_on_what_changed(
    practice: Callable[..., Path], change: Callable[[Path], None], made: list[str]
) -> None:
    folder = practice("case-01", "case-05")
    run(folder / "charts", folder / "out")
    change(folder)
    assert [one.case for one in run(folder / "charts", folder / "out") if one.how == "made"] == made
    assert [one.how for one in run(folder / "charts", folder / "out")] == ["unchanged", "unchanged"]


def test_nothing_is_written_where_nothing_changed(practice: Callable[..., Path]) -> None:
    folder = practice("case-05")
    first = run(folder / "charts", folder / "out")
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*.pdf")}
    again = run(folder / "charts", folder / "out")
    assert {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*.pdf")} == before
    assert again[0].rows == first[0].rows


def test_force_makes_everything_again_and_the_same(practice: Callable[..., Path]) -> None:
    folder = practice("case-05")
    run(folder / "charts", folder / "out")
    before = bytes_in(folder / "out")
    assert [one.how for one in run(folder / "charts", folder / "out", force=True)] == ["made"]
    assert bytes_in(folder / "out") == before


def test_another_day_alone_makes_nothing_again_until_it_changes_what_is_found(practice: Callable[..., Path]) -> None:
    """Case 2's second trial is 14 days short on the first day: it stays so, and then it is not."""
    folder = practice("case-02")
    verdicts = {}
    for days in (0, 1, 16):
        (one,) = run(folder / "charts", folder / "out", DAY + timedelta(days=days))
        verdicts[days] = one.rows[0].verdict
    assert verdicts[0] == verdicts[1] == "not_met"
    assert verdicts[16] != "not_met"


def test_an_edited_letter_is_kept_and_told(practice: Callable[..., Path]) -> None:
    folder = practice("case-01")
    run(folder / "charts", folder / "out")
    letter = next((folder / "out").rglob("letter.docx"))
    document = docx.Document(str(letter))
    document.paragraphs[0].insert_paragraph_before("She is worse. Her MADRS is 59.", style="Body Text")
    document.save(str(letter))
    edited = letter.read_bytes()
    (taken,) = run(folder / "charts", folder / "out")
    (unchanged,) = run(folder / "charts", folder / "out")
    (remade,) = run(folder / "charts", folder / "out", force=True)
    assert (taken.how, taken.rows[0].kept, taken.rows[0].ready) == ("made", ("letter.docx",), False)
    assert (unchanged.how, unchanged.rows[0].kept) == ("unchanged", ("letter.docx",))
    assert (remade.how, remade.rows[0].kept) == ("made", ("letter.docx",))
    assert any("as it was edited in Word" in one for one in taken.rows[0].blocking)
    assert any("This stands nowhere in the chart: paragraph 1" in one for one in taken.rows[0].warnings)
    assert letter.read_bytes() == edited
    assert "She is worse." in letter.with_name("letter.trace.json").read_text("utf-8")
