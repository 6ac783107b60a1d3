"""Exit codes are an interface: scripts decide by them what to do with a patient's request."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import CHARTS, DAY, ROOT, chart, priorauth

if TYPE_CHECKING:
    from collections.abc import Callable

    Workspace = Callable[[str], Path]

BROKEN = "tests/fixtures/bad/unknown-key.yaml"


def test_the_numbers_never_change() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "DEFECT": 1,
        "USAGE": 2,
        "NOT_DOCUMENTED": 3,
        "NOT_MET": 4,
        "BAD_INPUT": 5,
        "TOOL_MISSING": 6,
        "PARTLY_FAILED": 7,
        "ALTERED": 8,
        "STALE": 9,
        "NOT_SIGNED": 10,
        "UNKNOWN_SIGNER": 11,
    }


def test_the_help_tells_each_number() -> None:
    told = priorauth("--help").out

    assert sorted(map(int, re.findall(r"(?<!\S)([0-9]+) [a-z]", told.partition("Exit codes:")[2]))) == sorted(ExitCode)


@pytest.mark.parametrize(("signed", "code"), [("initial", ExitCode.NOT_DOCUMENTED), ("exception", ExitCode.OK)])
def test_a_letter_that_was_not_read_is_no_finished_one(signed: str, code: ExitCode, tmp_path: Path) -> None:
    """The request of case-01 is signed off; an exception needs a sign-off of its own."""
    shutil.copytree(CHARTS / "case-01", tmp_path / "case-01")
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    path = tmp_path / "case-01" / "chart.yaml"
    grounds = (
        "exception: {required: a trial of lithium, grounds: [expected_ineffective], because: It would take too long.}"
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    sign_off: {", f"    {grounds}\n    sign_off: {{kind: {signed}, "),
        encoding="utf-8",
        newline="\n",
    )
    ran = priorauth("generate", path, "--kind", "exception", "-o", tmp_path / "out", "--as-of", DAY)
    assert ran.code == code
    assert ("prescriber's signature on this letter" in " ".join(ran.out.split())) is (code is not ExitCode.OK)


@pytest.mark.parametrize("command", ["check", "generate"])
@pytest.mark.parametrize(
    ("charts", "code"),
    [
        pytest.param(["case-01"], ExitCode.OK, id="met, and nothing keeps it from going out"),
        pytest.param(["case-05"], ExitCode.NOT_DOCUMENTED, id="met, but nobody has signed"),
        pytest.param(["case-03"], ExitCode.NOT_DOCUMENTED, id="a stop date is not documented"),
        pytest.param(["case-12"], ExitCode.NOT_DOCUMENTED, id="all that is known of a partial policy is met"),
        pytest.param(["case-02"], ExitCode.NOT_MET, id="a trial has not reached its sixth week"),
        pytest.param(["case-01", "case-03"], ExitCode.NOT_DOCUMENTED, id="several: one is not documented"),
        pytest.param(["case-02", "case-03", "case-01"], ExitCode.NOT_MET, id="several: the gravest counts"),
    ],
)
def test_the_verdict_is_the_exit_code(command: str, charts: list[str], code: ExitCode, tmp_path: Path) -> None:
    where = ["-o", tmp_path] if command == "generate" else []

    assert priorauth(command, *map(chart, charts), *where, "--as-of", DAY).code == code


@pytest.mark.parametrize(
    ("option", "code"),
    [
        pytest.param(["--indication", "mdsi"], ExitCode.NOT_DOCUMENTED, id="criteria that nobody has seen"),
        pytest.param(["--phase", "continuation"], ExitCode.NOT_DOCUMENTED, id="a phase that nobody has seen"),
        pytest.param(["--as-of", "2025-12-01"], ExitCode.NOT_DOCUMENTED, id="a day on which less was known"),
        pytest.param(["--payer", "qualchoice"], ExitCode.NOT_MET, id="another payer, who asks for more"),
        pytest.param(["--all-payers"], ExitCode.NOT_MET, id="every payer: the gravest counts"),
    ],
)
def test_what_a_check_is_asked_for_decides(option: list[str], code: ExitCode) -> None:
    assert priorauth("check", chart("case-01"), "--as-of", DAY, *option).code == code


@pytest.mark.parametrize(
    ("stance", "code", "told"),
    [
        ("no_pa_needed", ExitCode.OK, "No authorization needed."),
        ("billing_only", ExitCode.OK, "No criteria for an authorization were seen, only how it is billed."),
        ("not_covered", ExitCode.NOT_MET, "Not covered by this payer."),
    ],
)
def test_a_payer_that_asks_for_nothing_or_covers_nothing(
    stance: str, code: ExitCode, told: str, workspace: Workspace
) -> None:
    ran = priorauth("check", workspace(f"stance: {stance}"), "--as-of", DAY)

    assert (ran.code, ran.err) == (code, "")
    assert told in ran.out.splitlines()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Makes a practice's folder with the chart of case-01 and Cigna's policy with one line more; where the chart is."""

    def made(line: str) -> Path:
        shutil.copytree(CHARTS / "case-01", tmp_path / "case-01")
        shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
        name = Path("cigna") / "psychiatry-spravato.yaml"
        own = tmp_path / "payers" / name
        own.parent.mkdir(parents=True)
        own.write_text(f"{line}\n{(ROOT / 'payers' / name).read_text('utf-8')}", "utf-8")
        return tmp_path / "case-01"

    return made


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["chek"], id="no such command"),
        pytest.param(["check"], id="no chart"),
        pytest.param(["check", chart("case-01"), "--verbose"], id="no such option"),
        pytest.param(["check", chart("case-01"), "--format", "xml"], id="no such format"),
        pytest.param(["check", chart("case-01"), "--as-of", "11/20/2026"], id="a day written otherwise"),
        pytest.param(["check", chart("case-01"), "--payer", "cigna", "--all-payers"], id="one payer, and all"),
        pytest.param(["check", chart("case-01"), "--policy", "2889-A", "--as-of", DAY], id="a policy of another payer"),
        pytest.param(["generate"], id="nothing to generate"),
        pytest.param(["generate", chart("case-01"), "--kind", "poem"], id="no such letter"),
        pytest.param(["generate", chart("case-01"), "-o", ""], id="a folder without a name"),
        pytest.param(["check", chart("case-01"), "--payer", "acme"], id="no such payer"),
        pytest.param(["payers", "show", "acme"], id="no such payer to show"),
        pytest.param(["payers", "show", "cigna", "--policy", "2889-A"], id="no such policy of this payer"),
        pytest.param(["payers", "test", "acme"], id="no such payer to test"),
        pytest.param(["payers", "diff", "acme", "cigna/psychiatry-spravato"], id="no such payer to compare"),
        pytest.param(["generate", chart("case-01"), "--policy", "2889-A"], id="no such policy to write by"),
        pytest.param(["medicines", "show", "aspirin"], id="not a medicine of the reference"),
        pytest.param(["payers", "show"], id="no payer"),
        pytest.param(["medicines", "list", "--use", "sleep"], id="no such use"),
        pytest.param(["medicines", "show"], id="no medicine"),
    ],
)
def test_a_command_called_wrongly(arguments: list[str]) -> None:
    ran = priorauth(*arguments)

    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "Error: " in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", "no-such-chart.yaml"], id="no such chart"),
        pytest.param(["check", "tests/fixtures"], id="a folder without a chart"),
        pytest.param(["check", BROKEN], id="a broken chart"),
        pytest.param(["generate", BROKEN], id="nothing can be generated from it"),
        pytest.param(["payers", "lint", "no-such-policy.yaml"], id="no such policy to read"),
    ],
)
def test_input_that_cannot_be_used(arguments: list[str]) -> None:
    assert priorauth(*arguments).code == ExitCode.BAD_INPUT


def test_a_policy_whose_case_comes_out_otherwise(workspace: Workspace) -> None:
    folder = workspace("# At least 19 where the cases beside it expect 18.").parent
    policy = folder / "payers" / "cigna" / "psychiatry-spravato.yaml"
    policy.write_text(policy.read_text("utf-8").replace("age: {at_least: 18}", "age: {at_least: 19}"), "utf-8")
    shutil.copy(ROOT / "payers" / "cigna" / "psychiatry-spravato.cases.yaml", policy.parent)

    ran = priorauth("payers", "test", "cigna", folder=folder)

    assert ran.code == ExitCode.BAD_INPUT
    assert "for criterion adult, expected met, got not_met" in ran.err


@pytest.mark.parametrize("command", ["check", "generate"])
def test_one_broken_chart_does_not_keep_the_others_from_being_done(command: str, tmp_path: Path) -> None:
    where = ["-o", tmp_path] if command == "generate" else []

    ran = priorauth(command, chart("case-01"), BROKEN, chart("case-03"), *where, "--as-of", DAY)

    assert ran.code == ExitCode.PARTLY_FAILED
    assert all(name in ran.out for name in ("case-01", "case-03"))
    assert ran.err.startswith(f"Error: {BROKEN}: line 11: ")


@pytest.mark.parametrize("command", ["check", "generate"])
@pytest.mark.parametrize(
    ("named", "said"), [("no-such-chart.yaml", "There is no such file."), ("tests/fixtures", "This is a folder")]
)
def test_nor_does_one_that_is_not_there(command: str, named: str, said: str, tmp_path: Path) -> None:
    where = ["-o", tmp_path] if command == "generate" else []

    ran = priorauth(command, chart("case-01"), named, chart("case-03"), *where, "--as-of", DAY)

    assert ran.code == ExitCode.PARTLY_FAILED
    assert all(name in ran.out for name in ("case-01", "case-03"))
    assert ran.err.startswith(f"Error: {named}: {said}")


def test_a_folder_of_charts_is_checked_chart_by_chart() -> None:
    ran = priorauth("check", "examples/charts", "--as-of", DAY)

    assert ran.code == ExitCode.NOT_MET
    headings = [line.split(" · ")[0] for line in ran.out.splitlines() if line.startswith("case-")]
    assert list(dict.fromkeys(headings)) == sorted(path.name for path in CHARTS.iterdir())


def test_a_defect_of_ours_is_told_without_what_the_chart_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Marigold Testwell, born 1981-04-17, TEST-CIG-0001")

    monkeypatch.setattr("priorauth.workspace.open_case", broken)
    monkeypatch.delenv("PRIORAUTH_DEBUG", raising=False)

    ran = priorauth("check", chart("case-01"))

    assert (ran.code, ran.out) == (ExitCode.DEFECT, "")
    assert re.fullmatch(
        r"Error: a defect of priorauth \(RuntimeError in test_exit_codes\.py, line \d+\)\. Nothing was left "
        r"half-written\. Report it with this line; with PRIORAUTH_DEBUG=1 set, the command prints more, which may "
        r"hold data of the chart\.\n",
        ran.err,
    )


def test_ctrl_c_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("priorauth.workspace.open_case", interrupted)

    ran = priorauth("check", chart("case-01"))

    assert (ran.code, ran.err.strip()) == (130, "Stopped. Nothing was left half-written.")


@pytest.mark.skipif(os.name != "posix", reason="a pipe whose reader is gone is told otherwise on Windows")
@pytest.mark.parametrize("arguments", [["check", chart("case-01"), "--as-of", DAY], ["payers", "list"]], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_failure(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        ran = subprocess.run(  # noqa: S603  (our own interpreter with our own arguments)
            [sys.executable, "-m", "priorauth", *arguments],
            stdout=closed,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )

    assert (ran.returncode, ran.stderr) == (ExitCode.OK, b"")
