"""``priorauth payers``, as the practice's administrator uses it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from priorauth.policy.load import load_policy
from tests.command import CHARTS, DAY, ROOT, chart, priorauth

if TYPE_CHECKING:
    from pathlib import Path

CIGNA = ROOT / "payers" / "cigna" / "psychiatry-spravato.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A practice's folder with one chart."""
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    shutil.copytree(CHARTS / "case-01", tmp_path / "charts" / "case-01")
    return tmp_path


class TestList:
    def test_it_fits_a_hundred_columns(self) -> None:
        out = priorauth("payers", "list", "--all", "--as-of", DAY).out
        assert max(map(len, out.splitlines())) <= 100

    @pytest.mark.parametrize(
        ("day", "listed"),
        [
            ("2025-04-30", "esketamine-2021"),
            ("2025-05-01", "esketamine-2025-05"),
            ("2025-09-30", "esketamine-2025-05"),
            ("2025-10-01", "esketamine-2025-10"),
        ],
    )
    def test_only_versions_in_force(self, day: str, listed: str) -> None:
        lines = priorauth("payers", "list", "--as-of", day).out.splitlines()
        own = [line.split()[0] for line in lines if line.startswith("texas-medicaid/")]
        assert own == [f"texas-medicaid/{listed}"]

    def test_the_version_stands_below_the_key(self) -> None:
        lines = [line.strip() for line in priorauth("payers", "list", "--as-of", DAY).out.splitlines()]
        keys = [line.split()[0] for line in lines]
        for key, version in {
            "hcsc/rx501-105": "RX501.105 (2026)",
            "highmark/i-212": "I-212-007",
            "evicore/medical-drug-a164b612": "A164B612",
        }.items():
            assert lines[keys.index(key) + 1] == version

    @pytest.mark.parametrize(("day", "code"), [("2027-02-18", ExitCode.OK), ("2027-02-19", ExitCode.NOT_DOCUMENTED)])
    def test_a_reading_of_more_than_ninety_days_ago_is_old(self, day: str, code: ExitCode) -> None:
        ran = priorauth("payers", "list", "--check-age", 90, "--as-of", day)  # retrieved on 2026-11-20
        assert ran.code == code
        said = "cigna/psychiatry-spravato was last retrieved, and not read live, 91 days ago"  # for nobody has read it
        assert (said in " ".join(ran.err.split())) is (code is not ExitCode.OK)


class TestDiff:
    def test_two_versions_of_one_number(self) -> None:
        out = priorauth("payers", "diff", "hcsc/rx501-105-earlier", "hcsc/rx501-105").out
        assert "oral antidepressant: required → not seen in what is known of the new text" in out
        assert "one antidepressant: not seen in what was known of the old text → required" in out

    def test_a_name_that_fits_several_is_asked_back(self) -> None:
        ran = priorauth("payers", "diff", "hcsc", "cigna/psychiatry-spravato")
        assert ran.code == ExitCode.USAGE
        assert "hcsc has several policies: hcsc/rx501-105-earlier, hcsc/rx501-105." in " ".join(ran.err.split())

    def test_a_policy_that_is_not_there(self) -> None:
        ran = priorauth("payers", "diff", "hcsc/nothing", "cigna/psychiatry-spravato")
        assert (ran.code, "hcsc has no policy nothing." in ran.err) == (ExitCode.USAGE, True)


class TestImpact:
    def new(self, folder: Path, before: str, after: str) -> Path:
        text = CIGNA.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path = folder / "cigna" / "psychiatry-spravato.yaml"
        path.parent.mkdir()
        path.write_text(text.replace(before, after), encoding="utf-8")
        return path

    def test_which_verdicts_change_and_how(self, tmp_path: Path) -> None:
        path = self.new(tmp_path, "weeks: {at_least: 6}", "weeks: {at_least: 60}")
        ran = priorauth("payers", "impact", path, "--charts", "examples/charts", "--as-of", DAY)
        assert ran.code == ExitCode.OK
        assert "case-01 · ask-cigna-trd-medical: met → not met" in ran.out
        assert "  two-antidepressants: met → not met" in ran.out
        assert "Testwell" not in ran.out + ran.err

    def test_nothing_changes(self, tmp_path: Path) -> None:
        path = self.new(tmp_path, "name: Cigna", "name: Cigna Healthcare")
        ran = priorauth("payers", "impact", path, "--charts", "examples/charts", "--as-of", DAY)
        assert ran.out.splitlines()[-1].endswith("requests to Cigna Healthcare: 0 with another verdict.")
        assert len(ran.out.splitlines()) == 1

    @pytest.mark.parametrize(("start", "to_come"), [("2026-11-20", False), ("2026-11-21", True)])
    def test_from_when_on_a_policy_holds_that_is_still_to_come(self, tmp_path: Path, start: str, to_come: bool) -> None:
        path = self.new(tmp_path, "effective: {from: unknown}", f"effective: {{from: {start}, chosen_by: service}}")
        out = priorauth("payers", "impact", path, "--charts", "examples/charts", "--as-of", DAY).out
        said = f"The new policy holds from {start} on, by the day of service; until then the one in force decides."
        assert (said in out) is to_come

    def test_one_bad_chart_does_not_stop_the_rest(self, tmp_path: Path, workspace: Path) -> None:
        bad = workspace / "charts" / "bad"
        bad.mkdir()
        (bad / "chart.yaml").write_text("case: [", encoding="utf-8")
        path = self.new(tmp_path, "weeks: {at_least: 6}", "weeks: {at_least: 60}")
        ran = priorauth("payers", "impact", path, "--charts", workspace / "charts", "--as-of", DAY)
        assert ran.code == ExitCode.PARTLY_FAILED
        assert "case-01" in ran.out
        assert ran.err.count("Error:") == 1


class TestNew:
    def test_a_skeleton_can_be_read_and_its_cases_hold(self, workspace: Path) -> None:
        ran = priorauth(
            "payers", "new", "buckeye", "--name", 'Buckeye "BHP" Plan', "--number", "CP.1", folder=workspace
        )
        assert ran.code == ExitCode.OK
        path = workspace / "payers" / "buckeye" / "cp.1.yaml"
        assert load_policy(path).policy.name == 'Buckeye "BHP" Plan'
        assert path.stat().st_mode & 0o077 == 0
        tested = priorauth("payers", "test", "buckeye", folder=workspace)
        assert (tested.code, tested.out) == (ExitCode.OK, "buckeye/cp.1: 6 cases, 0 surprises.\n")

    def test_lint_says_what_is_still_to_be_filled_in(self, workspace: Path) -> None:
        made = priorauth("payers", "new", "buckeye", "--name", "Buckeye", folder=workspace)
        ran = priorauth("payers", "lint", "payers/buckeye/spravato.yaml", folder=workspace)
        assert "priorauth payers lint payers/buckeye/spravato.yaml" in made.out
        assert ran.code == ExitCode.OK, ran.err
        for said in (
            "the benefit: medical or pharmacy (benefit)",
            "the day from which it holds (effective, from)",
            "the address of the source page (url)",
            "TRD, initial request: the criteria that are not entered yet (rest)",
            "TRD, continuation request: the criteria (continuation)",
            "MDSI: all of it (indications, mdsi)",
        ):
            assert f"  - {said}\n" in ran.out

    @pytest.mark.parametrize("name", ["spravato.yaml", "./spravato.yaml", "../buckeye/spravato.yaml"])
    def test_lint_in_the_policys_own_folder(self, workspace: Path, name: str) -> None:
        priorauth("payers", "new", "buckeye", "--name", "Buckeye", folder=workspace)
        ran = priorauth("payers", "lint", name, folder=workspace / "payers" / "buckeye")
        assert (ran.code, ran.err) == (ExitCode.OK, "")

    def test_what_was_filled_in_is_no_longer_listed(self, workspace: Path) -> None:
        priorauth("payers", "new", "buckeye", "--name", "Buckeye", folder=workspace)
        path = workspace / "payers" / "buckeye" / "spravato.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("benefit: unknown", "benefit: medical"), "utf-8")
        out = priorauth("payers", "lint", str(path), folder=workspace).out
        assert "the benefit" not in out
        assert "for which lines of business it holds (lines)" in out

    def test_what_is_there_is_never_written_over(self, workspace: Path) -> None:
        priorauth("payers", "new", "buckeye", "--name", "Buckeye", folder=workspace)
        path = workspace / "payers" / "buckeye" / "spravato.yaml"
        path.write_text("mine", encoding="utf-8")
        ran = priorauth("payers", "new", "buckeye", "--name", "Buckeye", folder=workspace)
        assert (ran.code, path.read_text(encoding="utf-8")) == (ExitCode.BAD_INPUT, "mine")

    @pytest.mark.parametrize("name", ["../x", "Buckeye", "", "a/b"])
    def test_a_name_that_cannot_be_a_folder(self, workspace: Path, name: str) -> None:
        assert priorauth("payers", "new", name, "--name", "B", folder=workspace).code == ExitCode.USAGE

    def test_without_a_workspace_there_is_nowhere_to_keep_it(self, tmp_path: Path) -> None:
        ran = priorauth("payers", "new", "buckeye", "--name", "B", folder=tmp_path)
        assert ran.code == ExitCode.BAD_INPUT
        assert "There is no workspace here" in ran.err


class TestVerify:
    VERIFY = ("payers", "verify", "cigna/psychiatry-spravato", "--by", "M. Ruiz", "--on")

    def test_from_then_on_the_policy_is_verified(self, workspace: Path) -> None:
        before = priorauth("check", "charts/case-01", "--as-of", DAY, folder=workspace).out
        assert priorauth(*self.VERIFY, DAY, folder=workspace).code == ExitCode.OK
        after = priorauth("check", "charts/case-01", "--as-of", DAY, folder=workspace).out
        assert (
            "(unverified, complete)" in " ".join(before.split()),
            "(verified, complete)" in " ".join(after.split()),
        ) == (True, True)

    def test_a_day_to_come_is_refused(self, workspace: Path) -> None:
        ran = priorauth(*self.VERIFY, "2999-01-01", folder=workspace)
        assert (ran.code, "--on is in the future." in ran.err) == (ExitCode.USAGE, True)
        assert not (workspace / "payers").exists()

    @pytest.mark.parametrize(("day", "code"), [("2026-11-19", ExitCode.USAGE), ("2026-11-20", ExitCode.OK)])
    def test_what_was_read_before_the_files_own_sources_is_no_reading_of_it(
        self, workspace: Path, day: str, code: ExitCode
    ) -> None:
        """Cigna's newest source was retrieved on 2026-11-20."""
        ran = priorauth(*self.VERIFY, day, folder=workspace)
        assert ran.code == code
        said = "--on is before the newest source of this policy was retrieved (2026-11-20)."
        assert (said in " ".join(ran.err.split())) is (code == ExitCode.USAGE)
        assert (workspace / "payers").exists() is (code == ExitCode.OK)


class TestNames:
    """A name that ``list`` prints is understood wherever a policy is named."""

    def test_show(self) -> None:
        out = priorauth("payers", "show", "cigna/psychiatry-spravato").out
        assert out == priorauth("payers", "show", "cigna", "--policy", "psychiatry-spravato").out
        assert "File: " in out

    def test_test(self) -> None:
        ran = priorauth("payers", "test", "bcbsnd/esketamine")
        assert (ran.code, ran.out.count("\n"), ran.out.split(":")[0]) == (ExitCode.OK, 1, "bcbsnd/esketamine")

    @pytest.mark.parametrize("command", ["show", "test"])
    def test_a_name_that_is_not_there(self, command: str) -> None:
        ran = priorauth("payers", command, "bcbsnd/nothing")
        assert (ran.code, "bcbsnd has no policy nothing." in ran.err) == (ExitCode.USAGE, True)


class TestMatrix:
    def test_one_patient_by_every_policy(self) -> None:
        out = priorauth("check", chart("case-01"), "--all-payers", "--as-of", DAY).out
        lines = out.splitlines()
        assert max(map(len, lines)) <= 100
        rows = {line.split()[0]: line for line in lines[2:] if "/" in line.split()[0]}
        assert "met" in rows["cigna/psychiatry-spravato"]
        assert "billing only" in rows["original-medicare/a59250"]
        assert "not covered" in rows["bcbsms/l-5-01-537"]
        assert "bcbsma/087-ketamine-iv" not in rows

    def test_of_alternatives_one_is_counted(self) -> None:
        """BCBS North Dakota asks one of three indications and one of two ages: five things, and not eight."""
        out = priorauth("check", chart("case-01"), "--all-payers", "--as-of", DAY).out
        met = {line.split()[0]: line.split()[3] for line in out.splitlines() if line.split()[1:2] == ["met"]}
        assert met["bcbsnd/esketamine"] == "5/5"
        assert met["carefirst/2889-a"] == "8/8"  # trials, or the emergency; augmentation, or psychotherapy

    def test_a_condition_is_nothing_that_is_asked(self) -> None:
        """Medical Mutual asks for psychotherapy where it is available: it was had, so nine things, not ten."""
        out = priorauth("check", chart("case-01"), "--all-payers", "--as-of", DAY).out
        (row,) = (line for line in out.splitlines() if line.startswith("medical-mutual/"))
        assert "8/9" in row

    def test_what_a_verdict_rests_on(self) -> None:
        out = priorauth("check", chart("case-01"), "--all-payers", "--as-of", DAY).out
        told = {line.split()[0]: " ".join(line.split()[1:]) for line in out.splitlines() if "/" in line.split()[0]}
        assert told["carefirst/2889-a"] == "met * 8/8"
        assert told["aetna/spravato"] == "no criteria *+"
        assert told["tricare-east/spravato"] == "per label *+"
        assert told["bcbsms/l-5-01-537"] == "not covered *"
        assert "* unverified: nobody has read the live policy" in out
        assert "judges by the label's terms, as in the row label/spravato." in out

    def test_to_a_new_payer_what_goes_on_is_an_initial_request(self) -> None:
        """Of case-21's own payer the renewal is asked; QualChoice has approved nothing, and reads a PHQ-9 at first."""
        asked = ("check", chart("case-21"), "--all-payers", "--as-of", DAY)
        out = priorauth(*asked).out
        rows = {line.split()[0]: line for line in out.splitlines() if "/" in line.partition(" ")[0]}
        assert "continuation request" in out.splitlines()[0]
        assert "^" in rows["qualchoice/bi734"]
        assert "no criteria" not in rows["qualchoice/bi734"]
        assert not any("^" in rows[key] for key in ("carefirst/2889-a", "label/spravato", "aetna/spravato"))
        assert "^ judged as an initial request: a new payer has approved nothing yet." in out
        as_renewal = priorauth(*asked, "--phase", "continuation").out
        assert "^" not in as_renewal

    def test_a_renewal_asked_of_another_payer_names_the_initial_criteria(self) -> None:
        asked = ("check", chart("case-21"), "--as-of", DAY)
        said = "Its initial criteria are known: --phase initial."
        assert said in " ".join(priorauth(*asked, "--payer", "qualchoice").out.split())
        assert said not in " ".join(priorauth(*asked, "--payer", "qualchoice", "--phase", "initial").out.split())
        assert said not in " ".join(priorauth(*asked).out.split())

    def test_what_somebody_has_read_has_no_mark(self, workspace: Path) -> None:
        priorauth("payers", "verify", "carefirst/2889-a", "--by", "Kim Example", "--on", DAY, folder=workspace)
        out = priorauth("check", "charts/case-01", "--all-payers", "--as-of", DAY, folder=workspace).out
        assert any(line.split()[:3] == ["carefirst/2889-a", "met", "8/8"] for line in out.splitlines())

    def test_what_is_renewed_for_a_new_episode_only(self) -> None:
        asked = ("--indication", "mdsi", "--phase", "continuation", "--as-of", DAY)
        out = priorauth("check", chart("case-01"), "--all-payers", *asked).out
        (row,) = (line for line in out.splitlines() if line.startswith("state-medicaid-unnamed/"))
        assert "new episode only" in row
        assert "label's terms" not in out, "the label says nothing of it either, so it stands in for nobody"


class TestCheckOfOnePayer:
    @pytest.mark.parametrize(
        ("payer", "said"),
        [
            ("bcbsms", "What is known of Blue Cross & Blue Shield of Mississippi L.5.01.537: Labelled uses are not"),
            ("aetna", "What is known of Aetna Spravato: Aetna’s own policy was not seen."),
            ("tricare-east", "the payer's own form Spravato intake form, which it requires"),
            ("tricare-east", "takes requests on its own form (Spravato intake form) only"),
            ("original-medicare", "No criteria for an authorization were seen, only how it is billed."),
            ("bcbsnd", "governs. Members of the Federal Employee Program ask its retail pharmacy program whether"),
            ("point32health", "for some, another policy governs. MassHealth Drug List, for Tufts Health Together."),
            ("medical-mutual", "is of OH; the plan is of MD: ask whose policy governs there."),
        ],
    )
    def test_what_is_known_of_a_payer_without_criteria(self, payer: str, said: str) -> None:
        out = priorauth("check", chart("case-01"), "--payer", payer, "--as-of", DAY).out
        assert said in " ".join(out.split())

    @pytest.mark.parametrize(("phase", "seen"), [("initial", "complete"), ("continuation", "partial")])
    def test_how_much_was_seen_is_told_of_the_request_that_is_judged(self, phase: str, seen: str) -> None:
        """CareFirst's criteria for a first request were seen whole, those for renewal were not."""
        out = priorauth("check", chart("case-01"), "--payer", "carefirst", "--phase", phase, "--as-of", DAY).out
        assert f"(unverified, {seen})" in " ".join(out.split())
        assert ("renewal was not seen" in " ".join(out.split())) is (phase == "continuation")

    def test_criteria_are_told_in_words(self) -> None:
        out = priorauth("check", chart("case-01"), "--as-of", DAY).out
        assert "adult: At least 18 years old" in out


class TestShow:
    def test_states_stand_as_they_are_written(self) -> None:
        assert "States: MA;" in priorauth("payers", "show", "bcbsma").out

    def test_the_label_is_no_live_policy(self) -> None:
        out = priorauth("payers", "show", "label").out
        assert "nobody has yet read the label's current text" in out
        assert "live policy" not in out


class TestRoutes:
    @pytest.mark.parametrize(
        ("case", "code"),
        [("case-01", ExitCode.OK), ("case-02", ExitCode.NOT_MET), ("case-03", ExitCode.NOT_DOCUMENTED)],
    )
    def test_the_exit_code_says_whether_a_way_is_open(self, case: str, code: ExitCode) -> None:
        assert priorauth("routes", chart(case), "--as-of", DAY).code == code

    def test_it_fits_a_hundred_columns_and_names_nobody(self) -> None:
        out = priorauth("routes", chart("case-01"), "--as-of", DAY).out
        assert max(map(len, out.splitlines())) <= 100
        assert "Testwell" not in out
