"""The audit trail: whatever is done to it behind the program's back is shown."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.worklist.address import file_address
from priorauth.worklist.anchors import Anchored, anchored
from priorauth.worklist.store import Worklist
from priorauth.worklist.trail import BEGINNING, seal
from tests.worklist.cases import by, event, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    Tampered = Callable[..., str]


@pytest.fixture
def worklist(tmp_path: Path) -> Worklist:
    """Two cases with six entries."""
    made = Worklist(file_address(tmp_path / "worklist.db"))
    made.opened(opened(), by("maria"))
    made.opened(opened("case-02"), by("maria"))
    for case, name, seen in (("01", "signed", 1), ("01", "submitted", 2), ("02", "noted", 1), ("01", "approved", 3)):
        made.append(f"case-{case}/ask-cigna", event(name), by("dora"), seen=seen)
    return made


@pytest.fixture
def tampered(worklist: Worklist) -> Tampered:
    """What the walk finds after somebody, who has taken the triggers away, ran these statements."""

    def found(*statements: str | int) -> str:
        texts = [one for one in statements if isinstance(one, str) and " " in one]
        values = tuple(one for one in statements if one not in texts)
        path = worklist.address.file
        assert path is not None
        with closing(sqlite3.connect(path)) as connection, connection:
            for name in ("worklist_events_no_UPDATE", "worklist_events_no_DELETE"):
                connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            for one in texts:
                connection.execute(one, values if "?" in one else ())
        return worklist.verified(()).broken

    return found


def test_a_whole_chain(worklist: Worklist) -> None:
    walked = worklist.verified(())

    assert (walked.entries, walked.head, walked.broken) == (6, worklist.head().hash, "")


def test_each_entry_is_sealed_with_all_that_it_says(worklist: Worklist) -> None:
    first, second, *_ = worklist.entries()

    assert (first.previous, second.previous) == (BEGINNING, first.hash)
    said = (1, first.at, "maria", first.case, first.event, BEGINNING)
    assert first.hash == seal(*said)
    for place, other in enumerate((2, "2026-11-20T14:30:01Z", "dora", "case-02/ask-cigna", "{}", "1" * 64)):
        assert seal(*said[:place], other, *said[place + 1 :]) != first.hash  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE worklist_events SET at = '2026-11-20T14:30:01Z' WHERE sequence = 4",
        "UPDATE worklist_events SET who = 'maria' WHERE sequence = 4",
        "UPDATE worklist_events SET \"case\" = 'case-02/ask-cigna' WHERE sequence = 4",
        "UPDATE worklist_events SET event = '{}' WHERE sequence = 4",
    ],
)
def test_an_entry_that_was_changed_is_named(tampered: Tampered, changed: str) -> None:
    found = tampered(changed)

    assert found.startswith("Entry 4 (case-0")
    assert found.endswith(" was changed after it was written: its hash does not fit.")


def test_one_that_was_changed_with_its_hash_is_told_by_the_next(tampered: Tampered, worklist: Worklist) -> None:
    forged = replace([*worklist.entries()][3], who="maria").sealed

    found = tampered("UPDATE worklist_events SET who = 'maria', hash = ? WHERE sequence = 4", forged)

    assert found == (
        "Entry 5 (case-02/ask-cigna, 2026-11-20T14:30:00Z) does not follow the one before it: "
        "the chain was joined anew."
    )


@pytest.mark.parametrize(
    ("removed", "told"),
    [
        (1, "Entry 1 is missing: somebody removed what stood between 0 and 2."),
        (3, "Entry 3 is missing: somebody removed what stood between 2 and 4."),
        (6, "case-01/ask-cigna should have 4 entries, and the trail holds 3: some were removed, or slipped in."),
    ],
)
def test_one_that_was_removed_is_named(tampered: Tampered, removed: int, told: str) -> None:
    assert tampered("DELETE FROM worklist_events WHERE sequence = ?", removed) == told


def test_several_that_were_removed_are_named(tampered: Tampered) -> None:
    assert tampered("DELETE FROM worklist_events WHERE sequence IN (3, 4)") == (
        "Entries 3 to 4 are missing: somebody removed what stood between 2 and 5."
    )


def test_entries_that_were_removed_and_the_rest_numbered_anew(tampered: Tampered) -> None:
    found = tampered(
        "DELETE FROM worklist_events WHERE sequence = 3",
        "UPDATE worklist_events SET sequence = sequence - 1 WHERE sequence > 3",
    )

    assert found.startswith("Entry 3 (case-01/ask-cigna, 2026-11-20T14:30:00Z) was changed after it was written")


def test_a_tail_that_was_cut_off_with_care_is_shown_by_the_packets(tampered: Tampered, worklist: Worklist) -> None:
    """The case's own row shows it too, until somebody mends that as well."""
    before, last = [*worklist.entries()][3], [*worklist.entries()][5]

    assert tampered(
        "DELETE FROM worklist_events WHERE sequence = 6",
        "UPDATE worklist_cases SET version = 3 WHERE id LIKE 'case-01%'",
    ) == ("The last entry of case-01/ask-cigna is another one than its row names: the chain was written anew.")
    assert tampered("UPDATE worklist_cases SET last_hash = ? WHERE id LIKE 'case-01%'", before.hash) == (
        "The line of case-01/ask-cigna in lists was changed (state): its entries say otherwise."
    )
    state = worklist.find("case-01").case.state
    assert tampered("UPDATE worklist_cases SET state = ? WHERE id LIKE 'case-01%'", state) == ""

    packet = Anchored("out/case-01/manifest.json", last.sequence, last.hash, "0" * 64, told=False)
    assert worklist.verified([packet]).broken == (
        "The trail ends with entry 5, and out/case-01/manifest.json was made when there were 6: the end was cut off, "
        "or an older copy was restored."
    )


def test_a_chain_that_was_written_anew_is_shown_by_the_packets(worklist: Worklist) -> None:
    packet = Anchored("out/case-01/manifest.json", 4, "a" * 64, "0" * 64, told=False)

    assert worklist.verified([packet]).broken == (
        "Entry 4 is another one than when out/case-01/manifest.json was made: the chain was written anew."
    )


def test_a_packet_of_which_no_entry_tells(worklist: Worklist) -> None:
    """An entry with the manifest's hash follows each packet of a case."""
    sixth = worklist.head()
    packet = Anchored("out/case-02/manifest.json", sixth.sequence, sixth.hash, "b" * 64, told=True)
    assert worklist.verified([packet]).broken.startswith(
        "out/case-02/manifest.json was made after entry 6, and no entry tells of it"
    )

    made = event("judged, ready", made={"manifest.json": "b" * 64})
    worklist.append("case-02/ask-cigna", made, by("dora"), seen=2)

    assert worklist.verified([packet]).broken == ""


def test_manifests_are_found_by_what_they_say(tmp_path: Path) -> None:
    told = {"one": {"trail": {"sequence": 3, "hash": "c" * 64, "case": "case-01/ask"}}, "two": {"as_of": "2026-11-20"}}
    for name, manifest in told.items():
        (tmp_path / "out" / name).mkdir(parents=True)
        (tmp_path / "out" / name / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "out" / "three").mkdir()
    (tmp_path / "out" / "three" / "manifest.json").write_text("{")

    (one,) = anchored(tmp_path / "out")

    assert (one.path, one.sequence, one.hash, one.told) == ("out/one/manifest.json", 3, "c" * 64, True)
