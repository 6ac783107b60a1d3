"""Several documents of one patient: one chart, each entry once, of two versions the later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import (
    MEDICATIONS,
    MENTAL_STATUS,
    PROCEDURES,
    WHO,
    activity,
    coded,
    document,
    observed,
    read,
    read_all,
    section,
    whole,
    wrote,
)

if TYPE_CHECKING:
    from pathlib import Path

OWN = '<id root="5.5.5" extension="med-1"/>'
SINCE, UNTIL = '<low value="20250301"/>', '<low value="20250301"/><high value="20250914"/>'
EARLIER, LATER = "20260301120000-0500", "20261001120000-0400"


def listing(dated: str, entry: str, ids: str = '<id root="1.2.3.4" extension="0001"/>') -> str:
    return document(section(MEDICATIONS, entry), dated=dated, author=wrote(dated), ids=ids)


def test_two_documents_of_one_patient_make_one_chart(tmp_path: Path) -> None:
    scores = [
        section(MENTAL_STATUS, observed("44261-6", whole(one), on=on))
        for one, on in [(19, "20260105"), (8, "20261002")]
    ]
    seen = read_all(tmp_path, *(document(one) for one in scores))
    assert [one["total"] for one in seen.scores] == [19, 8]


def test_an_entry_that_stands_in_both_is_counted_once(tmp_path: Path) -> None:
    same = document(section(MEDICATIONS, activity(UNTIL, own=OWN)), dated=EARLIER)
    seen = read_all(tmp_path, same, same.replace(EARLIER, LATER))
    assert len(seen.trials) == 1
    assert seen.left["MedicationStatement", "stands twice, counted once"] == 1


@pytest.mark.parametrize("backwards", [False, True])
def test_of_an_entry_that_changed_the_later_document_holds(tmp_path: Path, backwards: bool) -> None:
    both = [listing(EARLIER, activity(SINCE, own=OWN)), listing(LATER, activity(UNTIL, own=OWN, status="completed"))]
    (trial,) = read_all(tmp_path, *reversed(both) if backwards else both).trials
    assert trial["end"] == "2025-09-14"


@pytest.mark.parametrize(
    ("first", "second", "end"),
    [
        ("20261001090000-0500", "20261001100000-0500", "2025-09-14"),
        ("20261001233000-0800", "20261002010000+0000", {"ongoing_as_of": "2026-10-01"}),  # 7:30 and 1:00 in UTC
    ],
)
def test_which_document_is_later_is_told_by_the_clock_of_one_zone(
    tmp_path: Path, first: str, second: str, end: object
) -> None:
    (trial,) = read_all(
        tmp_path, listing(first, activity(SINCE, own=OWN)), listing(second, activity(UNTIL, own=OWN))
    ).trials
    assert trial["end"] == end


def test_a_course_seen_to_go_on_twice_is_one(tmp_path: Path) -> None:
    # some records number their entries anew in each document
    renumbered = OWN.replace("med-1", "med-2")
    (trial,) = read_all(
        tmp_path, listing(EARLIER, activity(SINCE, own=OWN)), listing(LATER, activity(SINCE, own=renumbered))
    ).trials
    assert trial["end"] == {"ongoing_as_of": "2026-10-01"}


def test_a_course_that_goes_on_in_one_and_ended_in_the_other_stands_twice(tmp_path: Path) -> None:
    ended = activity(UNTIL, own=OWN.replace("med-1", "med-2"))
    seen = read_all(tmp_path, listing(EARLIER, activity(SINCE, own=OWN)), listing(LATER, ended))
    assert [one["end"] for one in seen.trials] == [{"ongoing_as_of": "2026-03-01"}, "2025-09-14"]


def test_entries_of_one_document_that_share_an_id_are_all_kept(tmp_path: Path) -> None:
    ect = coded("code", "CPT", "90870")
    given = [
        f'<procedure moodCode="EVN">{OWN}{ect}<statusCode code="completed"/><effectiveTime value="{on}"/></procedure>'
        for on in ("20240611", "20240613")
    ]
    (course,) = read(tmp_path, section(PROCEDURES, *given)).neuromodulations
    assert course["note"] == "Procedures on record: 2, from 2024-06-11 to 2024-06-13."


@pytest.mark.parametrize(
    ("ids", "charts"),
    [
        ('<id root="1.2.3.4" extension="0001"/>', 1),
        ('<id nullFlavor="MSK" root="2.16.840.1.113883.4.1" extension="***"/><id root="1.2.3.4" extension="0001"/>', 1),
        ('<id root="1.2.3.4" extension="0002"/>', 2),
        ('<id nullFlavor="UNK"/>', 2),
    ],
    ids=["the same", "beside a masked one", "another", "none"],
)
def test_who_is_who_is_told_by_the_id(tmp_path: Path, ids: str, charts: int) -> None:
    second = listing(LATER, activity(), ids).replace('root="9.9.9"', 'root="9.9.8"')
    seen = read_all(tmp_path, listing(EARLIER, activity()), second)
    assert len(seen.charts) == charts
    assert ("Look whether it is one person" in seen.remarks) is (charts == 2)


def test_two_people_of_one_id_are_never_mixed(tmp_path: Path) -> None:
    other = document(who=WHO.replace("Marigold", "Basil"))
    assert read_all(tmp_path, document(), other).refused == ["shares its id with another patient of the source"]
