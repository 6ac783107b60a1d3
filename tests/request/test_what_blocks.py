"""What keeps a request from going out although its criteria are met: signer, days, stale answers, ketamine."""

from __future__ import annotations

from typing import Any

import pytest

from priorauth.documents.letter import samples as gallery
from priorauth.workspace import Workspace
from tests.command import CHARTS

READY = "case-01"
"""The example in which everything is met, shown and signed off."""


def blocking(changes: dict[str, Any] | None = None, ask: dict[str, Any] | None = None) -> tuple[str, ...]:
    one = {"case": READY, "with": changes or {}, "ask": ask or {}}
    return gallery.assessment_of(one, Workspace.around(CHARTS)).blocking


def test_without_a_change_nothing_blocks() -> None:
    assert blocking() == ()


@pytest.mark.parametrize(
    ("sign_off", "told"),
    [
        ({"by": "Imogen T. Ashgrove, MD", "on": "2026-11-18"}, ()),
        ({"by": "imogen t. ashgrove", "on": "2026-11-18"}, ()),
        (
            {"by": "Odette Ledgerly", "on": "2026-11-18"},
            ("the prescriber's signature (the sign-off is by somebody else)",),
        ),
        (
            {"by": "Imogen T. Ashgrove, MD", "on": "2026-11-11"},
            ("the prescriber's signature, anew: the chart has facts of 2026-11-12, after the sign-off of 2026-11-11",),
        ),
    ],
)
def test_the_sign_off_is_the_prescribers_and_later_than_the_facts(sign_off: dict[str, str], told: tuple[str]) -> None:
    assert blocking(ask={"sign_off": sign_off}) == told


@pytest.mark.parametrize(
    ("start", "told"),
    [("2026-11-20", ()), ("2026-11-19", ("a first day of service that is not past (the ask says 2026-11-19)",))],
)
def test_service_does_not_begin_in_the_past(start: str, told: tuple[str]) -> None:
    assert tuple(one for one in blocking(ask={"start": start}) if "first day of service" in one) == told


@pytest.mark.parametrize(("on", "blocks"), [("2025-11-20", False), ("2025-11-19", True)])
def test_an_answer_is_asked_for_again_after_a_year(on: str, blocks: bool) -> None:
    found = blocking({"safety": {"pregnancy": {"answer": "no", "on": on}}})
    assert ("answers not older than a year about pregnancy" in found) is blocks


def test_ketamine_beside_it_is_for_the_prescriber_to_end() -> None:
    found = blocking({"safety": {"concurrent_ketamine": {"answer": "yes", "on": "2026-11-12"}}})
    assert found == ("the end of ketamine that is given at the same time",)


def test_facts_that_exclude_each_other_block() -> None:
    found = blocking({"episode": {"severity": "mild"}})
    assert "which is right: F33.2 (severe), or an episode that is mild" in found
