"""The README tells the truth: what it shows is what the commands print, and its numbers are the project's."""

from __future__ import annotations

import re

import pytest

from docs.generate import ROOT, pages_of_the_project
from docs.pages import TRANSCRIPT
from docs.transcripts import output_of
from priorauth import __version__
from priorauth.policy.load import load_all
from priorauth.request.codebook import codebook
from priorauth.resources import shipped

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = [
    pytest.param(match["command"], match[0], id=f"{page.name}: {match['command']}")
    for page in pages_of_the_project()
    for match in TRANSCRIPT.finditer(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("command", "shown"), SHOWN)
def test_each_command_prints_what_the_page_shows(command, shown):
    assert shown == f"```console\n$ {command}\n{output_of(command)}\n```"


def test_the_worked_example_is_there():
    assert TRANSCRIPT.search(README)


def test_both_commands_of_the_start_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "make demo" in README
    assert re.search(r"^demo:", makefile, re.MULTILINE)
    assert ".venv/bin/priorauth check" in README


def test_the_number_of_payers_and_how_far_they_are_known():
    policies = [one.policy for one in load_all([shipped("payers")])]

    payers = {one.payer for one in policies} - {"label"}
    with_criteria = {one.payer for one in policies if one.indications} - {"label"}
    assert f"{len(payers)} payers are known, {len(with_criteria)} of them with criteria" in README
    assert not any(one.verified for one in policies), "the README says that all are unverified"
    assert {source.retrieved.isoformat() for one in policies for source in one.sources.values()} == {"2026-11-20"}


def test_the_days_of_the_codes():
    assert (codebook().checked.isoformat(), codebook().confirmed_until.isoformat()) == ("2026-11-20", "2026-12-31")
    assert "They were checked on November 20, 2026 and hold for service until the end of 2026." in README


def test_the_name_of_the_wheel():
    assert f"priorauth-{__version__}-py3-none-any.whl" in README


def test_the_change_log_names_this_version_and_each_payer():
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"### {__version__}" in log
    for one in load_all([shipped("payers")]):
        assert f"**{one.policy.name}**" in " ".join(log.split())
        assert one.policy.policy.number in " ".join(log.split())
