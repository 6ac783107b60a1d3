"""Cases in a database: in a file, and on a PostgreSQL server."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, update

from priorauth.errors import BadInput, UsageError
from priorauth.worklist.address import Address, file_address
from priorauth.worklist.store import Worklist
from priorauth.worklist.tables import EVENTS
from tests.worklist.cases import by, event, opened

if TYPE_CHECKING:
    from priorauth.worklist.store import Kept


def test_a_case_is_read_as_it_was_written(worklist: Worklist) -> None:
    worklist.opened(opened(), by("maria"))
    worklist.append("case-01/ask-cigna", event("submitted", confirmation="PA-1"), by("dora"), seen=1)

    kept = worklist.find("case-01/ask-cigna")

    assert kept.history.events == (opened(), event("submitted", confirmation="PA-1"))
    assert [(one.sequence, one.who, one.at) for one in kept.entries] == [
        (1, "maria", "2026-11-20T14:30:00Z"),
        (2, "dora", "2026-11-20T14:30:00Z"),
    ]


def test_what_is_there_is_not_opened_again(worklist: Worklist) -> None:
    first, came = worklist.opened(opened(), by("maria"))
    again, came_again = worklist.opened(opened(on=date(2026, 11, 25)), by("dora"))

    assert (came, came_again) == ("added", "there already")
    assert again.history == first.history


AT_HOME, GONE_OUT = (), ("submitted", "approved")


@pytest.mark.parametrize(
    ("happened", "now", "counts"),
    [
        (AT_HOME, {"line_of_business": "medicaid_mco"}, True),
        (AT_HOME, {"payer": "aetna", "payer_name": "Aetna"}, True),
        # The rules that bind the plan are those of the plan as it is, whatever has happened
        (GONE_OUT, {"line_of_business": "medicaid_mco"}, True),
        (GONE_OUT, {"state": "MA"}, True),
        (GONE_OUT, {"benefit": "pharmacy"}, True),
        (GONE_OUT, {"coverage_order": 2}, True),
        # Of whom and for what it was, when it was decided, no chart changes
        (GONE_OUT, {"payer": "aetna", "payer_name": "Aetna"}, False),
    ],
)
def test_what_a_corrected_chart_says_of_a_case_counts(
    worklist: Worklist, happened: tuple[str, ...], now: dict[str, Any], counts: bool
) -> None:
    worklist.opened(opened(), by("maria"))
    for name in happened:
        worklist.append("case-01/ask-cigna", event(name), by("maria"), seen=None)
    before = worklist.find("case-01").case

    _, came = worklist.opened(opened(**now), by("dora"))

    after = worklist.find("case-01")
    assert came == ("corrected" if counts else "there already")
    assert after.version == 1 + len(happened) + counts
    assert after.case.opened == (opened(**now) if counts else opened())
    assert (after.case.state, after.case.since) == (before.state, before.since)
    assert worklist.opened(opened(**now), by("dora"))[1] == "there already"
    assert worklist.verified(()).broken == ""


def test_a_correction_that_was_a_slip_is_withdrawn(worklist: Worklist) -> None:
    worklist.opened(opened(), by("maria"))
    worklist.opened(opened(state="MA"), by("maria"))
    worklist.append("case-01/ask-cigna", event("withdrawn", entry=2), by("maria"), seen=2)

    assert worklist.find("case-01").case.opened == opened()


def test_whoever_writes_second_is_told_who_did_what_and_when(worklist: Worklist) -> None:
    worklist.opened(opened(), by("maria"))
    worklist.append("case-01/ask-cigna", event("submitted"), by("maria", 9), seen=1)
    seen_by_both = worklist.find("case-01").version
    worklist.append("case-01/ask-cigna", event("approved"), by("maria", 15), seen=seen_by_both)

    with pytest.raises(UsageError) as told:
        worklist.append("case-01/ask-cigna", event("denied"), by("dora", 16), seen=seen_by_both)

    assert str(told.value) == (
        "Somebody else changed case-01/ask-cigna meanwhile: approved of 2026-11-20, by maria at 2026-11-20T15:30:00Z. "
        "Nothing of yours was written. Look at it (priorauth worklist show), and record again what still holds."
    )
    assert worklist.find("case-01").case.state == "approved"


def test_of_two_who_write_at_once_one_is_told(worklist: Worklist) -> None:
    """Both have seen the same version; each has a connection of its own."""
    worklist.opened(opened(), by("maria"))

    def writes(who: str) -> Kept | UsageError:
        try:
            return Worklist(worklist.address).append("case-01/ask-cigna", event("submitted"), by(who), seen=1)
        except UsageError as error:
            return error

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(writes, ["maria", "dora"]))

    assert sorted(isinstance(one, UsageError) for one in done) == [False, True]
    assert worklist.find("case-01").version == 2


def test_many_who_write_about_different_cases_make_one_chain(worklist: Worklist) -> None:
    names = [f"case-{number:02}" for number in range(24)]

    with ThreadPoolExecutor(6) as many:
        list(many.map(lambda name: Worklist(worklist.address).opened(opened(name), by("maria")), names))

    assert [one.sequence for one in worklist.entries()] == list(range(1, 25))
    assert worklist.verified(()).broken == ""
    assert [one.id for one in worklist.listed()] == [f"{name}/ask-cigna" for name in names]


def test_a_list_has_what_the_last_event_made_of_a_case(worklist: Worklist) -> None:
    worklist.opened(opened(), by("maria"))
    worklist.append("case-01/ask-cigna", event("judged, not ready", owners=("pharmacy",)), by("maria"), seen=1)
    (wanting,) = worklist.listed()
    worklist.append("case-01/ask-cigna", event("submitted"), by("maria"), seen=2)
    (gone_out,) = worklist.listed()

    assert (wanting.state, wanting.owners, wanting.version) == ("needs_information", ("pharmacy",), 2)
    assert (gone_out.state, gone_out.owners, gone_out.version) == ("submitted", (), 3)


def test_every_case_can_be_read_with_its_history(worklist: Worklist) -> None:
    for number in (2, 1):
        worklist.opened(opened(f"case-0{number}"), by("maria"))
    worklist.append("case-02/ask-cigna", event("noted"), by("maria"), seen=1)

    assert [(one.case.id, one.version) for one in worklist.cases()] == [
        ("case-01/ask-cigna", 1),
        ("case-02/ask-cigna", 2),
    ]


def test_what_cannot_happen_is_not_written(worklist: Worklist) -> None:
    worklist.opened(opened(), by("maria"))

    with pytest.raises(UsageError, match="stands at “draft”: approved cannot be recorded for it"):
        worklist.append("case-01/ask-cigna", event("approved"), by("maria"), seen=1)
    assert worklist.head().sequence == 1


def test_nothing_is_written_about_a_case_that_is_not_there(worklist: Worklist) -> None:
    with pytest.raises(UsageError, match="The worklist has no case case-01/ask-cigna"):
        worklist.append("case-01/ask-cigna", event("noted"), by("maria"), seen=None)
    assert worklist.head().sequence == 0


def test_of_two_who_open_a_case_at_once_both_have_it(worklist: Worklist) -> None:
    with ThreadPoolExecutor(4) as both:
        done = list(both.map(lambda who: Worklist(worklist.address).opened(opened(), by(who)), "abcd"))

    assert sorted(came for _, came in done) == ["added", "there already", "there already", "there already"]
    assert worklist.find("case-01").version == 1


def test_a_case_is_found_by_the_patients_number_where_that_is_enough(worklist: Worklist) -> None:
    worklist.opened(opened(), by("maria"))
    assert worklist.find("case-01").case.id == "case-01/ask-cigna"

    worklist.opened(opened(ask="ask-drug"), by("maria"))
    with pytest.raises(UsageError, match="Name one: case-01/ask-cigna, case-01/ask-drug"):
        worklist.find("case-01")
    with pytest.raises(UsageError, match=r"has no case case-10\. Did you mean case-01"):
        worklist.find("case-10")


def test_the_database_itself_refuses_to_change_or_remove_an_entry(worklist: Worklist) -> None:
    worklist.opened(opened(), by("maria"))

    for statement in (delete(EVENTS), update(EVENTS).values(who="dora")):
        with pytest.raises(BadInput, match="The worklist's database refuses this"), worklist.database.writing() as one:
            one.execute(statement)
    assert [one.who for one in worklist.entries()] == ["maria"]


@pytest.mark.skipif(os.name != "posix", reason="Windows gives a file the rights of its folder")
def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Worklist(file_address(tmp_path / "worklist.db")).opened(opened(), by("maria"))

    assert [(one.name, stat.S_IMODE(one.stat().st_mode)) for one in tmp_path.iterdir()] == [("worklist.db", 0o600)]


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "worklist.db").write_text("Not a database, whatever its name says.\n" * 100)

    with pytest.raises(BadInput, match="This file is no worklist, or it is damaged"):
        Worklist(file_address(tmp_path / "worklist.db"))


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    """Port 1 is nobody's."""
    url = "postgresql+psycopg://priorauth:hunter2@127.0.0.1:1/worklist"
    address = Address("PostgreSQL database worklist on 127.0.0.1:1", url=url)

    with pytest.raises(BadInput) as told:
        Worklist(address)

    assert str(told.value).startswith("PostgreSQL database worklist on 127.0.0.1:1: The worklist cannot be reached")
    assert "hunter2" not in str(told.value) + repr(address)
