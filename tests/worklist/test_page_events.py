"""Entries of the clinician's page: in the cases' own chain, and no case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from priorauth.worklist.address import file_address
from priorauth.worklist.copies import bring_back, checked_copy, copy_of_file, copy_of_server
from priorauth.worklist.page_events import NOBODY, PAGE, PageEvent, What
from priorauth.worklist.recorder import Recorder
from priorauth.worklist.statistics import statistics
from priorauth.worklist.store import Worklist
from tests.worklist.cases import by, event, opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mixed(worklist: Worklist) -> Worklist:
    """One case with two entries, and three of the page around them."""
    worklist.note(PageEvent(what="signed_in"), by("wren"))
    worklist.opened(opened(), by("wren"))
    worklist.note(PageEvent(what="wrong_password", account="imogen"), by(NOBODY))
    worklist.append("case-01/ask-cigna", event("noted"), by("wren"), seen=1)
    worklist.note(PageEvent(what="signed_in"), by("wren", hour=15))
    return worklist


def test_they_stand_in_the_same_chain(mixed: Worklist) -> None:
    assert [one.case for one in mixed.entries()] == [PAGE, "case-01/ask-cigna", PAGE, "case-01/ask-cigna", PAGE]
    walked = mixed.verified(())
    assert (walked.entries, walked.head, walked.broken) == (5, mixed.head().hash, "")


def test_nothing_takes_them_for_a_case(mixed: Worklist) -> None:
    assert [kept.case.id for kept in mixed.cases()] == ["case-01/ask-cigna"]
    assert [one.id for one in mixed.listed()] == ["case-01/ask-cigna"]
    assert [*Recorder(mixed, lambda: by("wren")).charts()] == [("charts/case-01/chart.yaml", True)]
    counted = statistics(one.case for one in mixed.cases())
    assert counted == statistics([mixed.find("case-01").case])
    assert [one.sequence for one in mixed.find("case-01").entries] == [2, 4]


def test_the_newest_first_a_page_at_a_time(mixed: Worklist) -> None:
    first = mixed.of_the_page(2)
    assert [(entry.sequence, said.what) for entry, said in first] == [(5, "signed_in"), (3, "wrong_password")]
    assert [entry.sequence for entry, _ in mixed.of_the_page(2, before=3)] == [1]


def test_when_somebody_signed_in_last(mixed: Worklist) -> None:
    """A name that says the same as an event does is a name."""
    mixed.note(PageEvent(what="account_removed", account='"what":"signed_in"'), by("dora", hour=16))
    assert mixed.last_signed_in() == {"wren": "2026-11-20T15:30:00Z"}


CUT_OFF = "page should have {said} entries, and the trail holds {found}: some were removed, or slipped in."


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (("DELETE FROM worklist_events WHERE sequence = 5",), CUT_OFF.format(said=3, found=2)),
        (("DELETE FROM worklist_page",), CUT_OFF.format(said=0, found=3)),
        (
            ("DELETE FROM worklist_events WHERE sequence = 5", "UPDATE worklist_page SET entries = 2"),
            "The last entry of page is another one than its row names: the chain was written anew.",
        ),
        (
            ("UPDATE worklist_events SET who = 'dora' WHERE sequence = 3",),
            "Entry 3 (page, 2026-11-20T14:30:00Z) was changed after it was written: its hash does not fit.",
        ),
    ],
)
def test_one_that_was_removed_or_changed_is_named(mixed: Worklist, statements: tuple[str, ...], told: str) -> None:
    with mixed.database.writing() as connection:
        if mixed.database.in_a_file:
            for what in ("UPDATE", "DELETE"):
                connection.execute(text(f"DROP TRIGGER worklist_events_no_{what}"))
        else:
            connection.execute(text("DROP TRIGGER worklist_events_stay ON worklist_events"))
        for one in statements:
            connection.execute(text(one))
    assert mixed.verified(()).broken == told


def test_they_come_back_from_a_backup(mixed: Worklist, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    if mixed.address.file:
        copy_of_file(mixed.address.file, backup)
    else:
        copy_of_server(mixed.database, backup)
    before = [*mixed.entries()]
    assert [*Worklist(file_address(backup)).entries()] == before
    mixed.note(PageEvent(what="left"), by("wren"))

    with checked_copy(backup) as (source, entries):
        assert entries == 5
        bring_back(source, mixed.database)

    assert [*mixed.entries()] == before
    mixed.note(PageEvent(what="left"), by("wren"))
    assert mixed.verified(()).broken == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"what": "left"}, "left"),
        ({"what": "wrong_password", "account": "wren"}, "wrong password (wren)"),
        ({"what": "account_added", "account": "wren", "role": "biller"}, "account added (wren, as biller)"),
        ({"what": "unknown_name", "times": 12}, "refused: a name that no account has (12 times)"),
    ],
)
def test_in_words(said: dict[str, object], told: str) -> None:
    assert PageEvent.model_validate(said).spoken == told


def test_every_kind_has_its_words() -> None:
    from typing import get_args  # noqa: PLC0415

    assert all(PageEvent(what=one).spoken for one in get_args(What))
