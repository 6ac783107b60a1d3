"""What the guides say one can do, can be done as they say it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from docs.generate import ROOT
from docs.parts.policies import ALOUD
from priorauth.errors import ExitCode
from priorauth.logic.days import ONE_DAY
from priorauth.policy.criteria import kinds
from priorauth.policy.load import load_policy
from tests.command import DAY, priorauth

if TYPE_CHECKING:
    from pathlib import Path

POLICY = "payers/cigna/psychiatry-spravato.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    priorauth("init", tmp_path)
    return tmp_path


@pytest.fixture
def own_policy(workspace: Path) -> Path:
    """The shipped policy and its cases copied into the workspace, under the same names."""
    shutil.copytree(ROOT / "payers" / "cigna", workspace / "payers" / "cigna")
    return workspace / POLICY


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


class TestForAdministrators:
    def test_show_names_the_file_to_copy_from(self, workspace: Path) -> None:
        assert f"File: {ROOT / POLICY}" in priorauth("payers", "show", "cigna", folder=workspace).out

    def test_the_workspaces_own_file_wins(self, workspace: Path, own_policy: Path) -> None:
        assert f"File: {own_policy}" in priorauth("payers", "show", "cigna", folder=workspace).out

    def test_the_criterion_read_aloud_is_told_with_its_own_source(self) -> None:
        key, name = ALOUD
        tree = load_policy(ROOT / "payers" / f"{key}.yaml").policy.tree("trd", "initial")
        assert tree
        source = next(one.source for one in tree.all_of if one.id == name)
        guide = " ".join((ROOT / "docs/guide-administrators.md").read_text(encoding="utf-8").split())
        assert f'It says so in the source called "{source}"' in guide

    def test_a_changed_number_surprises_the_cases_that_stood_on_it(self, workspace: Path, own_policy: Path) -> None:
        assert priorauth("payers", "test", "cigna", folder=workspace).code == ExitCode.OK
        changed(own_policy, "weeks: {at_least: 6}", "weeks: {at_least: 8}")

        linted = priorauth("payers", "lint", folder=workspace)
        assert "has no case that would notice if two-antidepressants, failed_antidepressants.weeks" in linted.err
        tested = priorauth("payers", "test", "cigna", folder=workspace)

        assert tested.code == ExitCode.BAD_INPUT
        assert (
            'case "42 days are enough": for criterion two-antidepressants, expected met, got not_met, because: '
            in tested.err
        )

    def test_a_policy_copied_without_its_cases_is_remarked_on(self, workspace: Path, own_policy: Path) -> None:
        own_policy.with_name("psychiatry-spravato.cases.yaml").unlink()

        assert "has no cases beside it" in priorauth("payers", "lint", folder=workspace).err

    def test_two_versions_with_their_days(self, workspace: Path, own_policy: Path) -> None:
        new = shutil.copy(own_policy, own_policy.with_name("psychiatry-spravato-2027.yaml"))
        changed(own_policy, "{from: unknown}", "{from: 2024-08-05, until: 2026-12-31, chosen_by: receipt}")
        changed(new, "{from: unknown}", "{from: 2027-01-01, chosen_by: receipt}")
        old, new = (load_policy(path).policy for path in (own_policy, new))

        assert new.effective.start == old.effective.until + ONE_DAY
        for day, policy in (("2026-12-31", old), ("2027-01-01", new)):
            judged = json.loads(
                priorauth("check", "charts/first", "--as-of", day, "--format", "json", folder=workspace).out
            )
            assert judged["policy"]["effective_from"] == policy.effective.start.isoformat()

    def test_a_person_who_read_the_live_policy_says_so_in_the_file(self, workspace: Path, own_policy: Path) -> None:
        assert "unverified" in priorauth("check", "charts/first", "--as-of", DAY, folder=workspace).out
        changed(own_policy, "status: unverified", "status: {verified_by: Kim Example, on: 2026-12-01}")

        checked = " ".join(priorauth("check", "charts/first", "--as-of", DAY, folder=workspace).out.split())
        assert "(verified, complete)" in checked
        assert "Nobody has yet read" not in checked
        assert "Verified by Kim Example on 2026-12-01" in priorauth("payers", "show", "cigna", folder=workspace).out

    def test_a_payer_that_asks_for_nothing(self, workspace: Path) -> None:
        acme = workspace / "payers" / "acme" / "all.yaml"
        acme.parent.mkdir()
        acme.write_text(
            "payer: acme\nname: Acme\npolicy: {number: A-1, title: All, benefit: unknown}\neffective: {from: unknown}\n"
            "status: unverified\ncompleteness: complete\nstance: no_pa_needed\nstance_source: page\n"
            'sources: {page: {kind: own_page, title: "A page", retrieved: 2026-11-20}}\n',
            encoding="utf-8",
        )
        changed(workspace / "charts/first/chart.yaml", "payer: cigna", "payer: acme")
        changed(workspace / "charts/first/chart.yaml", "coverage: coverage-cigna", "coverage: coverage-acme")

        checked = priorauth("check", "charts/first", "--as-of", DAY, folder=workspace)
        assert checked.code == ExitCode.OK
        assert "No authorization needed" in checked.out

    def test_a_letters_wording_of_ones_own(self, workspace: Path) -> None:
        letters = workspace / "templates" / "letters"
        letters.mkdir(parents=True)
        own = shutil.copy(ROOT / "templates" / "letters" / "initial.md.j2", letters)
        changed(letters / "initial.md.j2", "To the reviewing clinician:", "{{ patient.nickname }}")

        generated = priorauth("generate", "charts/first", "--as-of", DAY, folder=workspace)
        assert generated.code == ExitCode.BAD_INPUT
        assert str(own) in generated.err, "the error names the workspace's own file, so it was the one that was used"

    def test_each_kind_of_criterion_has_a_wording_file(self) -> None:
        files = {path.name.removesuffix(".md.j2") for path in ROOT.glob("templates/letters/criteria/*.md.j2")}

        assert files == set(kinds())


class TestForBillers:
    def test_the_chart_to_copy_is_judged_as_not_documented(self, workspace: Path) -> None:
        checked = priorauth("check", "charts/first", "--as-of", DAY, folder=workspace)

        assert checked.code == ExitCode.NOT_DOCUMENTED
        assert "NOT DOCUMENTED" in checked.out.splitlines()

    def test_init_changes_nothing_where_there_is_a_profile(self, workspace: Path) -> None:
        before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}

        assert priorauth("init", workspace).code == ExitCode.BAD_INPUT
        assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before

    def test_where_the_documents_are(self, workspace: Path) -> None:
        priorauth("generate", "charts/first", "--as-of", DAY, folder=workspace)

        written = {path.name for path in (workspace / "out" / "first").glob("*/*")}
        assert written == {
            "letter.docx",
            "letter.pdf",
            "letter.trace.json",
            "letter.written.json",
            "form.pdf",
            "form-addendum.pdf",
            "packet.pdf",
            "findings.json",
            "manifest.json",
        }
