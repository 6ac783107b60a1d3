"""The summary of a batch: what a biller sorts, prints and calls by."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from priorauth.batch.outcome import Outcome, Row, Wants
from priorauth.batch.page import page
from priorauth.batch.spool import Spool
from priorauth.batch.summary import HEADINGS, as_csv, calls, counts, plain
from priorauth.batch.workbook import workbook
from priorauth.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 20)
TEMPLATE = shipped("templates") / "batch" / "summary.html.j2"


def row(**more: Any) -> Row:
    given = {"request": "ask-1", "payer": "Cigna", "policy": "P1", "verdict": "met", "outcome": "judged", "ready": True,
             "files": ("letter.pdf", "packet.pdf")}  # fmt: skip
    return Row.model_validate(given | more)


def outcome(number: int, *rows: Row, **more: Any) -> Outcome:
    given = {"number": number, "where": f"charts/{number}/chart.yaml", "case": f"case-{number}", "how": "made"}
    return Outcome.model_validate(given | {"rows": rows} | more)


PHARMACY = Wants(owner="pharmacy", needed="the fills of sertraline")
SIGNATURE = Wants(owner="prescriber", needed="the signature")
THERAPIST = Wants(owner="therapist", needed="=the end of psychotherapy")
FOUND = [
    outcome(0, row(folder="case-0/ask-1", criteria=(("At least 18 years old", "met"), ("Two trials", "met")))),
    outcome(1, row(verdict="not_documented", ready=False, wants=(PHARMACY, THERAPIST), kept=("letter.docx",))),
    outcome(2, row(verdict="not_met", ready=False, eligible="2026-12-06", criteria=(("Two trials", "not_met"),))),
    outcome(3, row(verdict="not_documented", ready=False, wants=(PHARMACY,)), how="unchanged"),
    Outcome(number=4, where="charts/4.yaml", how="failed", error="The file is not YAML.", fix="Correct it."),
]


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (row(), "Send it."),
        (
            row(outcome="not_covered", verdict=None),
            "The payer does not cover it: see which routes are open (priorauth routes).",
        ),
        (row(verdict="not_met"), "Not met: look at why."),
        (
            row(verdict="not_met", eligible="2026-12-06"),
            "Not met; would be met from 2026-12-06, if all else holds.",
        ),
        (
            row(
                verdict="not_met", eligible="2026-11-20", eligible_until="2026-12-04", provided=("it begins", "it ends")
            ),
            "Not met; would be met from 2026-11-20 until 2026-12-04, provided that it begins; it ends.",
        ),
        (row(wants=(PHARMACY, THERAPIST, PHARMACY), ready=False), "Ask pharmacy and therapist for what is missing."),
        (
            row(wants=(PHARMACY, THERAPIST, SIGNATURE), ready=False),
            "Ask pharmacy, therapist and prescriber for what is missing.",
        ),
        (row(wants=(SIGNATURE,), blocking=("the signature",), ready=False), "Ask prescriber: the signature."),
        (row(blocking=("the signature",), ready=False), "Mend first: the signature."),
        (row(ready=False), "Look at it."),
        # Something that was edited is looked at before anything goes out
        (
            row(kept=("letter.docx",)),
            "Edited by hand: letter.docx. Look at what is to go out before you send it.",
        ),
        (
            row(kept=("letter.docx", "packet.pdf"), beside=("letter.new.docx", "packet.new.pdf")),
            "Edited by hand: letter.docx, packet.pdf; the program's own: letter.new.docx, packet.new.pdf. "
            "Look at what is to go out before you send it.",
        ),
        # Without a packet nothing goes to an insurer
        (row(files=("findings.json",), outcome="no_pa_needed", verdict=None), "Nothing is to be sent."),
        (
            row(files=("ketamine-consent.pdf",), outcome="", verdict=None, product="ketamine"),
            "The papers are ready. None of them goes to an insurer.",
        ),
        (row(files=("ketamine-exception.pdf", "packet.pdf"), outcome="", verdict=None, product="ketamine"), "Send it."),
    ],
)
def test_the_next_thing_to_do(one: Row, sentence: str) -> None:
    assert one.next == sentence


@pytest.mark.parametrize(
    ("one", "counted"),
    [
        (row(), True),
        (row(files=("packet-1-of-2.pdf", "packet-2-of-2.pdf")), True),
        (row(ready=False), False),
        (row(kept=("packet.pdf",)), False),
        (row(files=("ketamine-consent.pdf",), product="ketamine"), False),
    ],
)
def test_what_counts_as_ready_to_be_sent(one: Row, counted: bool) -> None:
    assert one.to_send is counted
    assert counts([outcome(0, one)])["ready"] == counted


def test_what_is_missing_is_told_whole_and_once() -> None:
    wants, blocking = (PHARMACY, SIGNATURE), ("the member ID", "the signature")
    one = row(wants=wants, blocking=blocking, ready=False)
    assert one.missing == ("the fills of sertraline", "the signature", "the member ID")


def test_calls_are_grouped_by_who_has_what_is_missing() -> None:
    assert {owner: [(one.case, one.needed) for one in each] for owner, each in calls(FOUND).items()} == {
        "Therapist": [("case-1", ("=the end of psychotherapy",))],
        "Pharmacy": [("case-1", ("the fills of sertraline",)), ("case-3", ("the fills of sertraline",))],
    }


def test_the_counts() -> None:
    told = {"charts": 5, "made": 3, "unchanged": 1, "failed": 1, "requests": 4, "ready": 1, "edited": 1}
    assert counts(FOUND) == told


def test_the_csv_has_a_line_for_each_request_and_each_failure() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(FOUND).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    assert [(one["Case"], one["Verdict"], one["Ready"]) for one in rows] == [
        ("case-0", "met", "yes"),
        ("case-1", "not documented", "no"),
        ("case-2", "not met", "no"),
        ("case-3", "not documented", "no"),
        ("", "failed", ""),
    ]
    assert rows[1]["Edited by hand"] == "letter.docx"
    assert rows[4]["Next"] == "The file is not YAML. Correct it."


@pytest.mark.parametrize(
    ("text", "written"), [("=1+1", "'=1+1"), ("-3", "'-3"), ("@SUM", "'@SUM"), ("a=b", "a=b"), ("", "")]
)
def test_no_cell_is_a_formula(text: str, written: str) -> None:
    assert plain(text) == written


def test_the_workbook_has_colors_links_calls_and_failures() -> None:
    book = load_workbook(io.BytesIO(workbook(FOUND, dated=DAY)))
    assert book.sheetnames == ["Requests", "Criteria", "Calls", "Failures"]
    requests, criteria = book["Requests"], book["Criteria"]
    verdict = HEADINGS.index("Verdict") + 1
    assert [requests.cell(line, verdict).fill.fgColor.rgb for line in (2, 3, 4)] == ["00D5EBD8", "00FBEBC8", "00F6D5D5"]
    link = requests.cell(2, HEADINGS.index("Documents") + 1).hyperlink
    assert link is not None
    assert link.target == "case-0/ask-1/"
    assert requests.freeze_panes == "B2"
    assert [[cell.value for cell in line] for line in criteria.iter_rows(min_row=2)] == [
        ["case-0", "ask-1", "Cigna", "At least 18 years old", "met"],
        ["case-0", "ask-1", "Cigna", "Two trials", "met"],
        ["case-2", "ask-1", "Cigna", "Two trials", "not met"],
    ]
    needed = [line[4] for line in book["Calls"].iter_rows(min_row=2)]
    assert [(one.value, one.data_type) for one in needed] == [
        ("=the end of psychotherapy", "s"),
        ("the fills of sertraline", "s"),
        ("the fills of sertraline", "s"),
    ]
    assert [cell.value for cell in book["Failures"][2]] == [
        "charts/4.yaml",
        None,
        "The file is not YAML.",
        "Correct it.",
    ]


def test_the_page_runs_nothing_and_takes_every_text_as_text() -> None:
    nasty = "<script>alert(1)</script>"
    html = page([*FOUND, outcome(5, row(payer=nasty), case=nasty)], TEMPLATE, dated=DAY).decode()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 2
    assert "default-src 'none'" in html
    assert "5 charts" not in html
    assert "6 charts: 4 made, 1 unchanged, 1 failed." in html
    assert "To call: Pharmacy" in html


def test_outcomes_are_read_again_as_they_were_written(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "batch.ndjson")
    with spool:
        for one in FOUND:
            spool.add(one)
        assert not (tmp_path / "batch.ndjson").exists()  # until the batch has ended
    assert list(spool) == FOUND
    assert list(spool) == FOUND
    assert (tmp_path / "batch.ndjson").stat().st_mode & 0o777 == 0o600
