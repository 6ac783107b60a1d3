"""What a batch tells of a chart is what check tells of it: nothing is left out, and nothing is said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.batch.summary import calls, counts
from priorauth.request.assessment import assess
from priorauth.workspace import Workspace, open_case, policy_for
from tests.batch.conftest import DAY, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from priorauth.request.assessment import Assessment


def checked(folder: Path, name: str) -> Assessment:
    """As ``priorauth check`` judges it."""
    workspace = Workspace.around(folder)
    chart = open_case(folder / "charts" / name / "chart.yaml", workspace)
    return assess(chart, chart.asks[0], policy_for(chart, chart.asks[0], workspace, DAY), DAY)


@pytest.mark.parametrize(
    ("name", "owners"),
    [
        ("case-05", {"Prescriber"}),  # nothing but the signature
        ("case-14", {"Prescriber", "Pharmacy"}),
        ("case-16", {"Prescriber", "Patient", "Billing"}),
        ("case-17", {"Prescriber"}),
    ],
)
def test_whatever_check_finds_missing_is_told_with_who_has_it(
    practice: Callable[..., Path], name: str, owners: set[str]
) -> None:
    folder = practice(name)
    found = run(folder / "charts", folder / "out")
    (row,) = found[0].rows
    judged = checked(folder, name)
    gaps = {one.needed for one in judged.determination.gaps}
    others = {one for one in judged.blocking if not one.startswith("criteria that are not documented")}
    assert {one.needed for one in row.wants} == set(row.missing) == gaps | others
    called = calls(found)
    assert set(called) == owners
    assert {needed for each in called.values() for call in each for needed in call.needed} == gaps | others


def test_a_window_that_closes_is_told_with_its_end_and_its_condition(practice: Callable[..., Path]) -> None:
    folder = practice("case-10")
    (one,) = run(folder / "charts", folder / "out")
    assert one.rows[0].next == (
        "Not met; would be met from 2026-11-20 until 2026-12-04, provided that service begins by 2026-12-04, not on "
        "2026-12-07 as asked."
    )


def test_of_a_request_that_is_not_met_nobody_is_asked_to_sign(practice: Callable[..., Path]) -> None:
    folder = practice("case-10")
    found = run(folder / "charts", folder / "out")
    assert calls(found) == {}
    assert found[0].rows[0].missing == ("criteria that are not met: age", "the prescriber's signature")


def test_papers_that_go_to_no_insurer_are_none_to_send(practice: Callable[..., Path]) -> None:
    folder = practice("case-23")
    found = run(folder / "charts", folder / "out")
    assert found[0].rows[0].next == "The papers are ready. None of them goes to an insurer."
    assert counts(found)["ready"] == 0


def test_an_old_packet_that_somebody_touched_is_not_to_be_sent_unseen(practice: Callable[..., Path]) -> None:
    """The packet that is kept holds the old group, and only the new one holds the new."""
    folder = practice("case-01")
    (first,) = run(folder / "charts", folder / "out")
    assert first.rows[0].next == "Send it."
    packet = next((folder / "out").rglob("packet.pdf"))
    packet.write_bytes(packet.read_bytes() + b"\n")
    (touched,) = run(folder / "charts", folder / "out")
    assert touched.rows[0].next == "Edited by hand: packet.pdf. Look at what is to go out before you send it."
    chart = folder / "charts" / "case-01" / "chart.yaml"
    chart.write_text(chart.read_text("utf-8").replace("group: TEST-100", "group: TEST-101"), "utf-8")
    for how in ("made", "unchanged"):
        found = run(folder / "charts", folder / "out")
        assert found[0].how == how
        assert found[0].rows[0].next == (
            "Edited by hand: packet.pdf; the program's own: packet.new.pdf. "
            "Look at what is to go out before you send it."
        )
        assert counts(found)["ready"] == 0
