"""A packet that may not be sent at a time: whole documents together, numbered through, and an index that is true."""

from __future__ import annotations

import io
import random
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from priorauth.documents.packet.assemble import Packet, assemble
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.front import ranges
from priorauth.documents.packet.parts import Cover, Crosswalk, CrosswalkRow, Limits, Part, PartKind, Party, Pointer
from priorauth.errors import BadInput
from priorauth.policy.submission import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

COVER = Cover(Party("Example Health Plan"), Party("Quiet Harbor Psychiatry"), "November 20, 2026", "A. L.", "XYZ 123")
CROSSWALK = Crosswalk(
    "Criteria",
    (
        CrosswalkRow("Severe depression", "met", "a score", (Pointer("sheet", 2), Pointer("letter", 1))),
        CrosswalkRow("Two antidepressants", "met", "fills", (Pointer("note", 7),)),
    ),
)


@pytest.fixture(scope="module")
def parts(document: Callable[..., bytes]) -> list[Part]:
    """A form of 3 pages, a letter of 2, a note of 9 of which 5 are enclosed, a sheet of 2."""
    return [
        Part(PartKind.FORM, "Request form", document("form", 3)),
        Part(PartKind.LETTER, "Letter", document("letter", 2)),
        exhibit_part("sheet", "Exhibit 1: sheet", document("sheet", 2), sort="scale_sheet"),
        exhibit_part("note", "Exhibit 2: note", document("note", 9), [1, 3, 5, 7, 9], sort="chart_note"),
    ]


def packed(parts: list[Part], cover: Cover | None = COVER, **asked: object) -> Packet:
    return assemble(
        parts, stamp="Member ID XYZ 123", title="Request", crosswalk=CROSSWALK, cover=cover,
        dated=date(2026, 11, 20), **asked,
    )  # fmt: skip


def noise(width: int, height: int) -> bytes:
    """A picture that nothing can make smaller."""
    out = io.BytesIO()
    Image.frombytes("L", (width, height), random.Random(1).randbytes(width * height)).save(out, "PNG")  # noqa: S311
    return out.getvalue()


def true_places(packet: Packet, texts: Callable[[bytes], list[str]]) -> list[str]:
    """All pages one behind the other; each is where the packet, its stamp and its index say."""
    pages = [page for volume in packet.volumes for page in texts(volume)]
    for number, page in enumerate(pages, 1):
        assert f"Member ID XYZ 123 · page {number} of {len(pages)}" in page
    for key, originals in {"form": (1, 2, 3), "letter": (1, 2), "sheet": (1, 2), "note": (1, 3, 5, 7, 9)}.items():
        for number, original in zip(packet.pages[key], originals, strict=True):
            assert f"top of {key} {original} " in pages[number - 1]
    index = " ".join(pages[number - 1] for number in packet.pages["index"])
    for title, key in (("Request form", "form"), ("Letter", "letter"), ("Exhibit 2: note", "note")):
        first, *_, last = packet.pages[key]
        whole = last - first == len(packet.pages[key]) - 1
        assert re.search(rf"{title} {first}–{last}" if whole else rf"{title} {first}", index)
    assert f"a score {ranges([packet.pages['sheet'][1], packet.pages['letter'][0]])}" in index
    assert f"fills {packet.pages['note'][3]}" in index
    return pages


@pytest.mark.parametrize(
    "order",
    [
        (),
        ("letter", "form"),
        ("exhibits", "letter", "index"),
        ("scale_sheet", "index", "chart_note", "form"),
        ("form", "chart_note", "letter", "scale_sheet", "index"),
    ],
)
@pytest.mark.parametrize("most", [None, 2, 3, 5, 8, 14])
def test_whatever_order_and_cut_the_index_is_true(
    parts: list[Part], texts: Callable[[bytes], list[str]], order: tuple[str, ...], most: int | None
) -> None:
    wanted = Submission(order=order).parts
    packet = packed(parts, order=wanted, limits=Limits(most))
    true_places(packet, texts)
    assert all(len(texts(volume)) <= (most or 100) for volume in packet.volumes)
    names = {"index": "index", "form": "form", "letter": "letter", "scale_sheet": "sheet", "chart_note": "note"}
    firsts = [packet.pages[names[one]][0] for one in wanted if one in names]
    assert firsts == sorted(firsts)


def test_a_part_is_broken_only_where_it_is_larger_than_a_volume(parts: list[Part]) -> None:
    # Cover, index and the form make 5; the letter with the sheet 4 behind a cover; the note 5 behind another.
    packet = packed(parts, limits=Limits(6))
    assert [len(pikepdf.open(io.BytesIO(one)).pages) for one in packet.volumes] == [5, 3, 6, 3]
    assert packet.pages["note"] == (10, 11, 12, 13, 14)


@pytest.mark.parametrize(("most", "volumes"), [(14, 1), (13, 2)])
def test_it_is_cut_from_the_first_page_too_many(parts: list[Part], most: int, volumes: int) -> None:
    """Cover, index, 3, 2, 2 and 5 pages make 14."""
    assert len(packed(parts, limits=Limits(most)).volumes) == volumes


def test_each_further_part_begins_with_a_cover_that_says_which_it_is(
    parts: list[Part], texts: Callable[[bytes], list[str]]
) -> None:
    packet = packed(parts, limits=Limits(8))
    firsts = [texts(volume)[0] for volume in packet.volumes]
    # Cover, index, form and letter are 7 pages, and the note's 5 with the sheet's 2 as many behind a cover.
    assert "Part 1 of 2 Pages 7 with this one: 1–7 of 15" in firsts[0]
    assert "Part 2 of 2, continued Pages 8 with this one: 8–15 of 15" in firsts[1]
    assert all("Example Health Plan" in one and "XYZ 123" in one for one in firsts)
    told = "This packet is sent in 2 parts, its pages numbered through: part 1 is pages 1–7 and part 2 is pages 8–15."
    assert told in texts(packet.volumes[0])[1]


def test_a_portal_gets_no_fax_cover_and_still_the_further_parts_say_which_they_are(
    parts: list[Part], texts: Callable[[bytes], list[str]]
) -> None:
    packet = packed(parts, cover=None, limits=Limits(8))
    firsts = [texts(volume)[0] for volume in packet.volumes]
    assert "Contents" in firsts[0]
    assert "Part 2 of" in firsts[1]


def test_bookmarks_labels_and_title_are_those_of_each_volume(parts: list[Part]) -> None:
    packet = packed(parts, limits=Limits(4))
    told = []
    for volume in packet.volumes:
        with pikepdf.open(io.BytesIO(volume)) as pdf, pdf.open_outline() as outline:
            flat = [each for one in outline.root for each in (one.children or [one])]
            places = {page.objgen: number for number, page in enumerate(pdf.pages)}
            labels = [pdf.pages[places[each.destination[0].objgen]].label for each in flat]
            told += [(pdf.docinfo["/Title"], each.title, label) for each, label in zip(flat, labels, strict=True)]
            assert pdf.Root.Lang == "en-US"
    # The note is larger than a volume: it begins behind the letter, where there is room.
    assert [(str(title)[-7:-1], bookmark, int(page)) for title, bookmark, page in told] == [
        ("1 of 5", "Fax cover", 1), ("1 of 5", "Contents", 2),
        ("2 of 5", "Cover of part 2 of 5", 3), ("2 of 5", "Request form", 4),
        ("3 of 5", "Cover of part 3 of 5", 7), ("3 of 5", "Letter", 8), ("3 of 5", "Exhibit 2: note", 10),
        ("4 of 5", "Cover of part 4 of 5", 11), ("4 of 5", "Exhibit 2: note (continued)", 12),
        ("5 of 5", "Cover of part 5 of 5", 15), ("5 of 5", "Exhibit 2: note (continued)", 16),
        ("5 of 5", "Exhibit 1: sheet", 17),
    ]  # fmt: skip


def test_no_file_is_larger_than_asked_and_nothing_is_lost(
    document: Callable[..., bytes], texts: Callable[[bytes], list[str]]
) -> None:
    scans = [exhibit_part(f"scan-{k}", f"Exhibit {k}: scan", noise(300, 400)) for k in range(1, 6)]
    letter = Part(PartKind.LETTER, "Letter", document("letter", 2))
    packet = packed([letter, *scans], limits=Limits(mb=Decimal("0.35")))
    sizes = [len(one) for one in packet.volumes]
    assert max(sizes) <= 350_000
    assert len(sizes) == 3  # a scan takes 120 kB, so that two of them go with a cover
    assert sum(len(texts(one)) for one in packet.volumes) == 1 + 1 + 2 + 5 + (len(sizes) - 1)


@pytest.mark.parametrize(("mb", "fits"), [("0.18", True), ("0.15", False)])
def test_a_page_that_is_too_large_by_itself_is_named(document: Callable[..., bytes], mb: str, fits: bool) -> None:
    letter = Part(PartKind.LETTER, "Letter", document("letter", 1))
    with pikepdf.new() as pdf, pikepdf.open(io.BytesIO(exhibit_part("scan", "", noise(300, 400)).pdf)) as scan:
        for one in (pikepdf.open(io.BytesIO(document("note", 3))), scan):
            pdf.pages.extend(one.pages)
        out = io.BytesIO()
        pdf.save(out)
    parts = [letter, exhibit_part("note", "Exhibit 1: note", out.getvalue(), [2, 4])]
    if fits:
        assert len(packed(parts, limits=Limits(mb=Decimal(mb))).volumes) > 1
    else:
        with pytest.raises(BadInput, match=rf"One page is larger .* \({mb} MB\): page 4 of exhibit note"):
            packed(parts, limits=Limits(mb=Decimal(mb)))


def test_the_letter_keeps_its_tags_in_the_volume_that_holds_it(document: Callable[..., bytes]) -> None:
    letter = Part(PartKind.LETTER, "Letter", document("letter", 2), foot_free=True)
    form = Part(PartKind.FORM, "Form", document("form", 3))
    packet = packed([form, letter], limits=Limits(5))
    with pikepdf.open(io.BytesIO(packet.volumes[1])) as pdf:
        assert ["/StructParents" in page.obj for page in pdf.pages] == [False, True, True]


def test_the_same_parts_give_the_same_volumes(parts: list[Part]) -> None:
    limits = Limits(5, Decimal("0.15"))
    assert packed(parts, limits=limits) == packed(parts, limits=limits)
