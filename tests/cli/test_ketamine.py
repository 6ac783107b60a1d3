"""The commands on a chart that plans off-label ketamine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.command import CHARTS, DAY, priorauth

if TYPE_CHECKING:
    from pathlib import Path


def test_what_fits_the_plan_is_written_and_nothing_else(tmp_path: Path) -> None:
    ran = priorauth("generate", CHARTS / "case-23", "-o", tmp_path, "--as-of", DAY)

    folder = tmp_path / "case-23" / "ketamine-ptsd"
    assert (ran.code, ran.err) == (0, "")
    made = {one.name.split(".")[0] for one in folder.glob("ketamine-*")}
    assert made == {"ketamine-consent", "ketamine-superbill"}
    assert not (folder / "packet.pdf").exists()
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["policy"] is None


def test_a_request_to_the_payer_comes_with_a_packet(tmp_path: Path) -> None:
    ran = priorauth("generate", CHARTS / "case-22", "-o", tmp_path, "--as-of", DAY)

    assert ran.code == 3
    assert "DRAFT: ketamine-exception. Still wanted:\n  - prescriber: the sign-off" in ran.out
    assert (tmp_path / "case-22" / "ketamine-bipolar-depression" / "packet.pdf").is_file()


def test_a_kind_that_does_not_fit_says_why(tmp_path: Path) -> None:
    ran = priorauth("generate", CHARTS / "case-22", "-o", tmp_path, "--as-of", DAY, "--kind", "ketamine-abn")

    assert "No ketamine-abn. The notice is for patients with Original Medicare" in ran.out


def test_what_does_not_fit_any_more_goes(tmp_path: Path) -> None:
    """The estimate was written; then the first session was given, and the estimate is gone."""
    chart = (CHARTS / "case-23" / "chart.yaml").read_text(encoding="utf-8")
    (tmp_path / "practice.yaml").write_bytes((CHARTS.parent / "practice.yaml").read_bytes())
    path = tmp_path / "chart.yaml"
    path.write_text(chart, encoding="utf-8")
    priorauth("generate", path, "-o", tmp_path / "out", "--as-of", "2026-11-15")
    estimate = tmp_path / "out" / "case-23" / "ketamine-ptsd" / "ketamine-estimate.pdf"
    assert estimate.is_file()
    priorauth("generate", path, "-o", tmp_path / "out", "--as-of", "2026-11-16")
    assert not estimate.exists()
    assert estimate.with_name("ketamine-superbill.pdf").is_file()


def test_a_kind_of_the_other_sort_is_an_error(tmp_path: Path) -> None:
    of_a_request = priorauth("generate", CHARTS / "case-22", "-o", tmp_path, "--kind", "appeal")
    of_a_plan = priorauth("generate", CHARTS / "case-01", "-o", tmp_path, "--kind", "ketamine-consent")

    assert of_a_request.code == of_a_plan.code == 2
    assert "appeal is about a request for Spravato, and the chart holds none." in of_a_request.err
    assert "ketamine-consent is about off-label ketamine, and the chart plans none." in of_a_plan.err


def test_a_check_says_that_no_criteria_are_held_against_it() -> None:
    ran = priorauth("check", CHARTS / "case-24", "--as-of", DAY)

    assert ran.code == 3
    assert "No criteria are held against this" in ran.out
    told = json.loads(priorauth("check", CHARTS / "case-24", "--as-of", DAY, "--format", "json").out)
    assert set(told) == {
        "chart", "plan", "product", "treats", "as_of", "stance", "gaps", "signed", "ready", "warnings",
    }  # fmt: skip


def test_all_payers_has_nothing_to_judge() -> None:
    ran = priorauth("check", CHARTS / "case-24", "--all-payers", "--as-of", DAY)

    assert ran.out == "case-24: no request to a payer, so nothing to judge by all of them.\n"


def test_routes_of_a_chart_that_only_plans_ketamine() -> None:
    ran = priorauth("routes", CHARTS / "case-22", "--as-of", DAY)

    assert "CLOSED          Spravato for treatment-resistant depression" in ran.out
    assert "bipolar disorder: Spravato has no labelled indication for it" in ran.out
    none = priorauth("routes", CHARTS / "case-23", "--as-of", DAY)
    assert none.code == 2
    assert "The chart names no payer" in none.err
