"""What billing staff read on the terminal, whole."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.policy.load import policies_of
from tests.command import CHARTS, DAY, ROOT, chart, priorauth

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Agreed = Callable[[str, str], None]

WIDTH = 100
TWELVE_MONTHS = "    start: 2026-12-01\n    period: {months: 12}\n"


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("case-01", "met and ready to go out"),
        ("case-02", "not met, with the day on which it would be and what must hold by then"),
        ("case-03", "not documented, with who has what is missing"),
        ("case-18", "two asks in one chart, and a pathway that does not apply"),
    ],
)
def test_check_of_an_example(name: str, shows: str, reads_as_agreed: Agreed) -> None:
    ran = priorauth("check", chart(name), "--as-of", DAY)

    reads_as_agreed(f"check-{name}", ran.out)
    assert ran.err == ""


def test_two_asks_in_one_chart_can_be_told_apart() -> None:
    lines = priorauth("check", chart("case-18"), "--as-of", DAY).out.splitlines()

    headings = [line for line in lines if line.endswith(f" · as of {DAY}")]
    assert len(headings) == 2
    assert headings[0] != headings[1]


def test_a_policy_as_a_person_reads_it(reads_as_agreed: Agreed) -> None:
    reads_as_agreed("payers-show-cigna", priorauth("payers", "show", "cigna").out)


@pytest.mark.parametrize("payer", ["carefirst", "cigna", "highmark", "qualchoice"])
def test_the_address_of_a_source_stands_on_one_line_and_can_be_copied(payer: str) -> None:
    policies = policies_of(payer, [ROOT / "payers"])
    lines = priorauth("payers", "show", payer).out.splitlines()

    addresses = [source.url for one in policies for source in one.policy.sources.values() if source.url]
    assert addresses
    assert [address for address in addresses if not any(address in line for line in lines)] == []


def test_a_medicine_with_the_source_of_each_number(reads_as_agreed: Agreed) -> None:
    reads_as_agreed("medicines-show-effexor-xr", priorauth("medicines", "show", "Effexor", "XR").out)


def test_a_label_stands_apart_from_what_it_labels() -> None:
    lines = priorauth("medicines", "show", "Effexor", "XR").out.splitlines()

    labelled = [line for line in lines if not line.startswith(" ")]
    assert [line for line in labelled if ": " not in line] == []


def test_the_table_of_the_demonstration(tmp_path: Path, reads_as_agreed: Agreed) -> None:
    ran = priorauth("demo", "-o", tmp_path / "demo")

    reads_as_agreed("demo", ran.out.replace(str(tmp_path), "OUT"))
    assert (ran.code, ran.err) == (0, "")


def test_no_line_of_a_check_is_wider_than_a_terminal() -> None:
    ran = priorauth("check", CHARTS, "--all-payers", "--as-of", DAY)

    charts = len(list(CHARTS.iterdir()))
    assert ran.out.count(f"as of {DAY}") + ran.out.count("no request to a payer") >= charts  # a table for each request
    assert too_wide(ran.out + ran.err) == []


@pytest.mark.parametrize("name", ["case-01", "case-02", "case-16"])
def test_no_line_of_generate_is_wider_than_a_terminal(name: str, tmp_path: Path) -> None:
    ran = priorauth("generate", CHARTS / name, "-o", tmp_path, "--as-of", DAY)

    assert too_wide(ran.out + ran.err, besides=(str(tmp_path),)) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["payers", "list"],
        ["payers", "show", "carefirst"],
        ["payers", "show", "highmark"],
        ["payers", "show", "qualchoice"],
        ["payers", "test"],
        ["medicines", "list"],
        ["medicines", "show", "esketamine"],
        ["medicines", "show", "quetiapine"],
    ],
    ids=" ".join,
)
def test_no_line_of_a_listing_is_wider_than_a_terminal(arguments: list[str]) -> None:
    assert too_wide(priorauth(*arguments).out, besides=("File: ", "https://")) == []


def too_wide(text: str, *, besides: tuple[str, ...] = ()) -> list[str]:
    """Lines of more than 100 columns, but for those that name a path or an address, which nobody may break."""
    return [line for line in text.splitlines() if len(line) > WIDTH and not any(one in line for one in besides)]


def test_a_period_that_the_policy_cuts_short_is_told_wherever_the_request_is(tmp_path: Path) -> None:
    """Cigna authorizes six months at a time; the practice asks for twelve."""
    shutil.copytree(CHARTS / "case-01", tmp_path / "case-01")
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    path = tmp_path / "case-01" / "chart.yaml"
    path.write_text(path.read_text("utf-8").replace("    start: 2026-12-01\n", TWELVE_MONTHS), "utf-8")
    told = "The practice asks for 12 months, until November 30, 2027; the policy authorizes 6 months at a time, until"

    checked = priorauth("check", path, "--as-of", DAY)
    made = priorauth("generate", path, "-o", tmp_path / "out", "--kind", "cover-note", "--as-of", DAY)

    assert told in " ".join(checked.out.split())
    assert told in " ".join(made.out.split())
    (note,) = (tmp_path / "out").rglob("letter.trace.json")
    assert told in note.read_text("utf-8")
