"""The worklist as billing staff use it: cases come, go out, are answered; and what is told when something is wrong."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from priorauth.files import sha256
from priorauth.workspace import Workspace, open_case
from tests.command import CHARTS, DAY, ROOT, Ran, priorauth

if TYPE_CHECKING:
    from collections.abc import Callable

    Agreed = Callable[[str, str], None]
    Run = Callable[..., Ran]

GRANTED = "J0013 units=1736 from=2026-12-01 until=2027-05-31"


class TheDay(date):
    @classmethod
    def today(cls) -> date:
        return date.fromisoformat(DAY)


class TheHour(datetime):
    @classmethod
    def now(cls, _zone: object) -> datetime:
        return datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice's folder with three charts; it is 20 November 2026, and maria is logged in."""
    monkeypatch.setattr("priorauth.cli.options.date", TheDay)
    monkeypatch.setattr("priorauth.cli.options.datetime", TheHour)
    monkeypatch.setenv("LOGNAME", "maria")
    monkeypatch.delenv("PRIORAUTH_WORKLIST", raising=False)
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    for name in ("case-01", "case-03", "case-18"):
        shutil.copytree(CHARTS / name, tmp_path / "charts" / name)
    return tmp_path


@pytest.fixture
def run(workspace: Path) -> Run:
    """Runs a command in the workspace."""
    return lambda *arguments: priorauth(*arguments, folder=workspace)


@pytest.fixture
def under_way(run: Run) -> Run:
    """The same, after case-01 went out and was approved, and case-03 was judged."""
    for arguments in (
        ["worklist", "add", "charts"],
        ["generate", "charts/case-01"],
        ["record", "submitted", "case-01", "--by", "portal", "--confirmation", "PA-20417"],
        ["record", "approved", "case-01", "--number", "A-7731", "--line", GRANTED],
        ["generate", "charts/case-03"],
        ["note", "case-03", "The pharmacy sends the fills on Monday.", "--as", "dora"],
    ):
        assert run(*arguments).code in (ExitCode.OK, ExitCode.NOT_DOCUMENTED)
    return run


def whole(*done: Ran) -> str:
    return "\n".join(one.out + one.err for one in done)


def test_what_was_used_is_shown_by_the_sessions_in_the_chart(under_way: Run, workspace: Path) -> None:
    chart = workspace / "charts" / "case-01" / "chart.yaml"
    text = chart.read_text("utf-8")
    chart.write_text(text + "sessions: [{on: 2026-11-12, dose_mg: 56}, {on: 2026-11-16, dose_mg: 84}]\n", "utf-8")
    under_way("record", "withdrawn", "case-01", "--entry", "5", "--why", "the wrong days")
    granted = "J0013 units=1736 from=2026-11-12 until=2026-11-30"
    under_way("record", "approved", "case-01", "--line", granted)
    shown = under_way("worklist", "show", "case-01").out
    assert "- J0013, 1736 units, 2026-11-12 to 2026-11-30: 2 sessions. 1596 of 1736 units of J0013 are left." in shown
    [used] = json.loads(under_way("worklist", "show", "case-01", "--format", "json").out)["used"]
    assert (used["sessions"], used["granted"], used["used"], used["left"]) == (2, 1736, 140, 1596)
    chart.unlink()
    assert "What was used of it is not known." in under_way("worklist", "show", "case-01").out
    assert json.loads(under_way("worklist", "show", "case-01", "--format", "json").out)["used"] is None


def test_a_grant_that_was_taken_back_is_shown_as_such(under_way: Run) -> None:
    under_way("record", "denied", "case-01", "--on", DAY)
    shown = under_way("worklist", "show", "case-01").out
    assert f"Granted ({DAY}; authorization number A-7731), and taken back on {DAY}:" in shown
    assert "An approval is not the request" not in shown
    assert "No line of it holds on any day." in shown


def test_a_list(under_way: Run, reads_as_agreed: Agreed) -> None:
    reads_as_agreed("worklist", whole(under_way("worklist"), under_way("worklist", "--state", "needs_information")))


@pytest.mark.parametrize(
    ("filters", "cases"),
    [
        (["--state", "approved"], ["case-01"]),
        (["--state", "approved", "--state", "draft"], ["case-01", "case-18", "case-18"]),
        (["--payer", "carefirst"], ["case-18", "case-18"]),
        (["--payer", "cigna", "--state", "draft"], []),
        (["--owner", "former_prescriber"], ["case-03"]),
        (["--older-than", "0d"], []),
        (["--sort", "state"], ["case-18", "case-18", "case-03", "case-01"]),
        (["--sort", "payer"], ["case-18", "case-18", "case-01", "case-03"]),
    ],
)
def test_filters_and_sorts(under_way: Run, filters: list[str], cases: list[str]) -> None:
    found = json.loads(under_way("worklist", *filters, "--format", "json").out)

    assert [one["case"].partition("/")[0] for one in found] == cases


def test_the_age_is_that_of_the_state(under_way: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten days later: longer than nine days, not longer than ten."""
    monkeypatch.setattr(TheDay, "today", lambda: date(2026, 11, 30))

    counts = [len(under_way("worklist", "--older-than", days).out.splitlines()) for days in ("9d", "10d")]

    assert counts == [4, 0]


def test_what_is_closed_is_listed_when_it_is_asked_for(under_way: Run) -> None:
    under_way("record", "closed", "case-03", "--why", "changed to another insurer")

    assert "case-03" not in under_way("worklist").out
    assert "case-03" in under_way("worklist", "--all").out
    assert "case-03" in under_way("worklist", "--state", "closed").out


def test_a_case_with_its_history(under_way: Run, reads_as_agreed: Agreed) -> None:
    shown = [under_way("worklist", "show", case) for case in ("case-01", "case-03")]

    reads_as_agreed("worklist-show", whole(*shown))


def test_a_case_as_data(under_way: Run) -> None:
    told = json.loads(under_way("worklist", "show", "case-01", "--format", "json").out)

    assert (told["case"], told["state"], told["version"]) == ("case-01/ask-cigna-trd-medical", "approved", 5)
    assert [one["event"]["what"] for one in told["entries"]] == ["opened", "judged", "signed", "submitted", "approved"]


def test_what_was_asked_is_taken_from_the_chart(under_way: Run) -> None:
    entries = json.loads(under_way("worklist", "show", "case-01", "--format", "json").out)["entries"]
    asked = entries[3]["event"]
    request = json.loads(priorauth("check", CHARTS / "case-01", "--as-of", DAY, "--format", "json").out)

    assert request["ready"]
    assert [(one["code"], one["strength_mg"], one["units"]) for one in asked["asked"]] == [
        ("J0013", 56, 56),
        ("J0013", 84, 1680),
    ]
    assert (asked["by"], asked["confirmation"], asked["npi"]) == ("portal", "PA-20417", "2000000002")


def test_an_approval_is_held_against_what_was_asked(run: Run) -> None:
    run("worklist", "add", "charts/case-01")
    run("record", "submitted", "case-01", "--by", "portal")
    days = "from=2026-12-01 until=2027-05-31 pos=11"
    first, rest = (f"J0013 units={units} strength={mg} {days}" for units, mg in ((56, 56), (1680, 84)))
    npi = ["--npi", "2000000002"]

    less = run("record", "approved", "case-01", "--line", first, "--line", rest.replace("1680", "840"), *npi)
    run("record", "withdrawn", "case-01", "--entry", "3", "--why", "misread")
    the_same = run("record", "approved", "case-01", "--line", first, "--line", rest, *npi)

    assert (less.code, the_same.code) == (ExitCode.OK, ExitCode.OK)
    assert [line for line in less.out.splitlines()[1:] if "840" in line and "1680" in line] == less.out.splitlines()[1:]
    assert less.out.count("\n") > the_same.out.count("\n") == 1


def test_a_submission_that_the_chart_notes_need_not_be_typed_again(run: Run, workspace: Path) -> None:
    path = workspace / "charts" / "case-01" / "chart.yaml"
    noted = "    submitted: {on: 2026-11-19, by: fax, confirmation: F-12}\n    sign_off: {"
    path.write_text(path.read_text("utf-8").replace("    sign_off: {", noted), "utf-8")
    run("worklist", "add", "charts/case-01")

    ran = run("record", "submitted", "case-01")

    assert ran.code == ExitCode.OK, ran.err
    assert "2026-11-19; by fax; confirmation number F-12" in run("worklist", "show", "case-01").out


def test_adding_twice_adds_once(run: Run) -> None:
    first, second = run("worklist", "add", "charts"), run("worklist", "add", "charts")

    assert first.out.count(": added.") == second.out.count(": is there already.") == 4
    assert json.loads(run("worklist", "audit", "--format", "json").out)[-1]["sequence"] == 4


@pytest.mark.parametrize("again", [["worklist", "add", "charts/case-01"], ["generate", "charts/case-01"]])
def test_a_plan_that_is_corrected_in_the_chart_is_corrected_in_the_worklist(
    run: Run, workspace: Path, again: list[str]
) -> None:
    run("worklist", "add", "charts/case-01")
    chart = workspace / "charts" / "case-01" / "chart.yaml"
    text = chart.read_text(encoding="utf-8")
    assert "line_of_business: commercial" in text
    chart.write_text(text.replace("line_of_business: commercial", "line_of_business: exchange"), encoding="utf-8")

    run(*again)

    told = run("worklist", "show", "case-01").out
    assert told.count("initial request; commercial") == told.count("initial request; exchange") == 1


def test_one_broken_chart_does_not_keep_the_others_from_the_worklist(run: Run, workspace: Path) -> None:
    (workspace / "charts" / "case-02").mkdir()
    (workspace / "charts" / "case-02" / "chart.yaml").write_text("case: case-02\n")

    ran = run("worklist", "add", "charts")

    assert ran.code == ExitCode.PARTLY_FAILED
    assert ran.out.count(": added.") == 4


def test_what_generate_makes_is_written_down_with_its_hashes(run: Run, workspace: Path) -> None:
    run("worklist", "add", "charts/case-03")
    run("generate", "charts/case-03", "charts/case-01")

    told = json.loads(run("worklist", "show", "case-03", "--format", "json").out)
    judged = told["entries"][-1]["event"]
    folder = workspace / "out" / "case-03" / "ask-cigna-trd-medical"
    assert told["state"] == "needs_information"
    assert judged["made"] == {one.name: sha256(one.read_bytes()) for one in folder.iterdir()}
    # a request that was not on the worklist comes to it; the prescriber has signed it, as its chart says
    assert "signed" in run("worklist", "--payer", "cigna", "--state", "signed").out


def test_a_letter_of_another_kind_lies_in_a_folder_of_its_own(under_way: Run) -> None:
    under_way("generate", "charts/case-01", "--kind", "cover-note")

    told = json.loads(under_way("worklist", "show", "case-01", "--format", "json").out)
    assert told["state"] == "approved"
    assert {name.partition("/")[0] for name in told["entries"][-1]["event"]["made"]} == {"cover-note"}


def test_without_a_worklist_nothing_is_written_down(run: Run, workspace: Path) -> None:
    run("generate", "charts/case-01")

    assert not (workspace / "worklist.db").exists()
    assert "trail" not in json.loads((workspace / "out/case-01/ask-cigna-trd-medical/manifest.json").read_text())


def test_the_audit_trail(under_way: Run, reads_as_agreed: Agreed) -> None:
    """Hashes differ with the versions of libraries that made the documents, so they are cut off here."""
    lines = under_way("worklist", "audit").out.splitlines()
    verified = under_way("worklist", "audit", "--verify")

    assert {len(line.rsplit(maxsplit=1)[1]) for line in lines} == {12}
    told = "\n".join(line.rsplit(maxsplit=1)[0] for line in lines)
    reads_as_agreed("worklist-audit", f"{told}\n\n{verified.err}")
    last = json.loads(under_way("worklist", "audit", "--format", "json").out)[-1]
    assert verified.out.split() == ["10", last["hash"]]


def cut(workspace: Path, after: int) -> None:
    """Remove the entries after that one as somebody would who knows how the rest is checked."""
    with closing(sqlite3.connect(workspace / "worklist.db")) as connection, connection:
        connection.execute("DROP TRIGGER worklist_events_no_DELETE")
        connection.execute("DELETE FROM worklist_events WHERE sequence > ?", (after,))
        connection.execute(
            'UPDATE worklist_cases SET version = (SELECT count(*) FROM worklist_events WHERE "case" = id), '
            'last_hash = (SELECT hash FROM worklist_events WHERE "case" = id ORDER BY sequence DESC LIMIT 1)'
        )


def test_a_tail_that_was_cut_off_shows_in_the_packets(under_way: Run, workspace: Path) -> None:
    """The packet of case-03 was made after entry 8; entries 9 and 10 are what it found and what was noted."""
    cut(workspace, 7)

    ran = under_way("worklist", "audit", "--verify")

    assert (ran.code, ran.out) == (ExitCode.BAD_INPUT, "")
    assert "The trail ends with entry 7, and out/case-03/ask-cigna-trd-medical/manifest.json was made" in ran.err


def test_so_does_a_tail_of_which_the_last_packet_is_the_first_part(under_way: Run, workspace: Path) -> None:
    cut(workspace, 8)

    assert "and no entry tells of it" in under_way("worklist", "audit", "--verify").err


def test_whoever_has_seen_an_older_version_is_told(under_way: Run) -> None:
    ran = under_way("record", "denied", "case-01", "--reason", "severity", "--seen", "4", "--as", "dora")

    assert ran.code == ExitCode.USAGE
    assert ran.err == (
        "Error: Somebody else changed case-01/ask-cigna-trd-medical meanwhile: approved of 2026-11-20, by maria at "
        "2026-11-20T14:30:00Z. Nothing of yours was written. Look at it (priorauth worklist show), and record again "
        "what still holds.\n"
    )


def test_backup_and_restore(under_way: Run, workspace: Path, tmp_path: Path) -> None:
    assert under_way("worklist", "backup", "safe.db").out == "The worklist with 10 entries is in safe.db.\n"
    under_way("note", "case-01", "after the backup")

    refused = under_way("worklist", "restore", "safe.db")
    ran = under_way("worklist", "restore", "safe.db", "--yes")

    assert (refused.code, refused.err.count("There is a worklist already")) == (ExitCode.USAGE, 1)
    assert ran.out.startswith("The worklist holds the 10 entries of safe.db.\nWhat was there before is in ")
    assert under_way("worklist", "audit", "--verify").code == ExitCode.OK
    assert (workspace / "worklist-before-restore.db").is_file()
    assert under_way("worklist", "backup", "safe.db").code == ExitCode.BAD_INPUT  # nothing is overwritten


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["worklist", "show", "case-99"], ExitCode.USAGE, "The worklist has no case case-99."),
        (["worklist", "show", "case-18"], ExitCode.USAGE, "case-18 has several requests in the worklist."),
        (["worklist", "--older-than", "soon"], ExitCode.USAGE, "write days as 14d."),
        (["worklist", "restore", "none.db"], ExitCode.BAD_INPUT, "There is no such file."),
        (["record", "approved", "case-18"], ExitCode.USAGE, "Missing option '--line'"),
        (["record", "appealed", "case-01"], ExitCode.USAGE, "appealed cannot be recorded for it"),
        (["record", "denied", "case-01", "--on", "2026-11-21"], ExitCode.USAGE, "--on is in the future."),
        (
            ["record", "denied", "case-01", "--notice-received", "2026-11-21"],
            ExitCode.USAGE,
            "--notice-received is in the future.",
        ),
        (["record", "denied", "case-01", "--on", "2026-11-19"], ExitCode.USAGE, "before what came before it"),
        (["record", "withdrawn", "case-01", "--entry", "9", "--why", "x"], ExitCode.USAGE, "has no entry 9"),
        (["record", "submitted", "case-03"], ExitCode.USAGE, "It is not known how the request was submitted."),
        (["note", "case-01", ""], ExitCode.USAGE, "text: string should have at least 1 character."),
        (["note", "case-01", "x", "--as", " "], ExitCode.USAGE, "It is not known who records this."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(under_way: Run, arguments: list[str], code: ExitCode, told: str) -> None:
    ran = under_way(*arguments)

    assert (ran.code, ran.out) == (code, "")
    assert told in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("J0013 62", "--line is told in words such as units=62"),
        ("J0013 unit=62", "--line is told in words such as units=62"),
        ("J0013 units=many from=2026-12-01 until=2027-05-31", "units: input should be a valid integer"),
        ("J0013 units=62 until=2027-05-31", "from: field required"),
        ("J0013 units=62 from=2026-12-01 until=2026-11-30", "until: is before from"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(under_way: Run, line: str, told: str) -> None:
    ran = under_way("record", "approved", "case-18/ask-carefirst-medical-trd-medical", "--line", line)

    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert told in ran.err


@pytest.mark.parametrize("arguments", [["worklist"], ["worklist", "audit"], ["note", "case-01", "x"]], ids=" ".join)
def test_where_there_is_no_worklist_yet_the_first_step_is_told(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out) == (ExitCode.BAD_INPUT, "")
    assert "There is no worklist here yet. Begin it: priorauth worklist add CHART." in ran.err


def test_outside_a_workspace_that_is_told(tmp_path: Path) -> None:
    assert "There is no workspace here, and the worklist is kept in one." in priorauth("worklist", folder=tmp_path).err


@pytest.mark.parametrize("url", ["mysql://dora:hunter2@host/db", "postgresql://dora:hunter2@host", "worklist.db"])
def test_an_address_that_is_none_is_told_without_its_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PRIORAUTH_WORKLIST", url)

    ran = run("worklist")

    assert (ran.code, ran.err.startswith("Error: PRIORAUTH_WORKLIST: This is no address of")) == (5, True)
    assert "hunter2" not in ran.err


def test_no_patient_is_named_in_the_database(under_way: Run, workspace: Path) -> None:
    """The names, birth dates and member IDs of the three charts."""
    held = (workspace / "worklist.db").read_bytes()
    for chart in (workspace / "charts").glob("*/chart.yaml"):
        case = open_case(chart, Workspace.around(chart.parent))
        member = [one.member_id for one in case.coverages if one.member_id]
        for said in (case.patient.name.last, case.patient.name.first, case.patient.birth_date.isoformat(), *member):
            assert said.encode() not in held


def test_what_is_refused_after_an_appeal_is_the_appeal(run: Run) -> None:
    """Its days are others than those of the first refusal."""
    run("worklist", "add", "charts/case-01")
    for what in (["submitted", "--by", "fax"], ["denied"], ["appealed", "--level", "first"], ["denied"]):
        ran = run("record", what[0], "case-01", *what[1:])
        assert ran.code == ExitCode.OK
    told = run("due", "--within", "900d").out
    assert "internal appeal" not in told
    assert "external review" in told
