"""A packet whose index tells the truth, whose pages are numbered, and which comes out the same each time."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pytest

from priorauth.documents.packet.assemble import Packet, assemble
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.parts import Cover, Crosswalk, CrosswalkRow, Part, PartKind, Party, Pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

DAY = date(2026, 11, 20)
STAMP = "Member ID XYZ 123"
COVER = Cover(
    to=Party("Example Health Plan", "Prior authorization", "(800) 555-0144"),
    sender=Party("Quiet Harbor Psychiatry", "Jordan Lee", "(617) 555-0112", "(617) 555-0113"),
    date="November 20, 2026",
    patient_initials="A. L.",
    member_id="XYZ 123",
)
CROSSWALK = Crosswalk(
    "Criteria and where they are shown",
    (
        CrosswalkRow("Severe depression", "met", "PHQ-9 of 21", (Pointer("sheet"), Pointer("letter", 1))),
        CrosswalkRow("Two antidepressants", "not documented", "58 days", (Pointer("note", 4), Pointer("letter", 2))),
        CrosswalkRow("Certified site", "met", "certified since 2024"),
        CrosswalkRow("Page not enclosed", "met", "shown on page 3 of the note", (Pointer("note", 3),)),
    ),
)


@pytest.fixture(scope="module")
def parts(document: Callable[..., bytes], image: Callable[..., bytes]) -> list[Part]:
    return [
        Part(PartKind.FORM, "Request form", document("form", 3)),
        Part(PartKind.LETTER, "Letter of medical necessity", document("letter", 2)),
        exhibit_part("note", "Exhibit 1: chart note", document("note", 5), [2, 4]),
        exhibit_part("sheet", "Exhibit 2: PHQ-9", image("PNG", 600, 800)),
    ]


def packed(parts: list[Part], crosswalk: Crosswalk = CROSSWALK, cover: Cover | None = COVER) -> Packet:
    return assemble(
        parts, stamp=STAMP, title="Prior authorization request", crosswalk=crosswalk, cover=cover, dated=DAY
    )


@pytest.fixture(scope="module")
def packet(parts: list[Part]) -> Packet:
    return packed(parts)


def test_the_parts_follow_cover_and_index_in_their_order(packet: Packet) -> None:
    assert packet.pages == {
        "cover": (1,), "index": (2,), "form": (3, 4, 5), "letter": (6, 7), "note": (8, 9), "sheet": (10,),
    }  # fmt: skip


def test_each_page_is_where_the_packet_says(packet: Packet, texts: Callable[[bytes], list[str]]) -> None:
    shown = texts(packet.pdf)
    assert len(shown) == 10
    for key, originals in {"form": (1, 2, 3), "letter": (1, 2), "note": (2, 4)}.items():
        for number, original in zip(packet.pages[key], originals, strict=True):
            assert f"top of {key} {original} " in shown[number - 1]


def test_the_index_names_the_pages_that_the_packet_has(packet: Packet, texts: Callable[[bytes], list[str]]) -> None:
    index = texts(packet.pdf)[1]
    for line in (
        "Fax cover 1", "Contents 2", "Request form 3–5", "Letter of medical necessity 6–7",
        "Exhibit 1: chart note 8–9", "Exhibit 2: PHQ-9 10",
    ):  # fmt: skip
        assert line in index


def test_the_crosswalk_leads_from_a_criterion_to_the_pages_that_show_it(
    packet: Packet, texts: Callable[[bytes], list[str]]
) -> None:
    index = texts(packet.pdf)[1]
    assert "Severe depression met PHQ-9 of 21 6, 10" in index
    # Page 4 of the note is the second of the two that are enclosed.
    assert re.search("Two antidepressants not documented 58 days 7, 9", index)
    assert "Certified site met certified since 2024 —" in index
    assert "shown on page 3 of the note —" in index


def test_an_index_that_grows_to_more_pages_is_still_true(
    parts: list[Part], texts: Callable[[bytes], list[str]]
) -> None:
    rows = tuple(CrosswalkRow(f"Criterion {k}", "met", "shown " * 40, (Pointer("letter", 1),)) for k in range(60))
    packet = packed(parts, Crosswalk("Criteria", rows))
    shown = texts(packet.pdf)
    assert len(packet.pages["index"]) > 2
    letter = packet.pages["letter"][0]
    assert "top of letter 1 " in shown[letter - 1]
    index = " ".join(shown[number - 1] for number in packet.pages["index"])
    assert f"Letter of medical necessity {letter}–{letter + 1}" in index
    assert f"{len(shown)} with this one" in shown[0]


def test_the_cover_counts_all_pages_and_names_neither_patient_nor_medicine(
    packet: Packet, texts: Callable[[bytes], list[str]]
) -> None:
    cover = texts(packet.pdf)[0]
    assert "10 with this one" in cover
    assert "A. L." in cover
    assert "Spravato" not in cover
    assert "EXPEDITED" not in cover


def test_a_packet_for_a_portal_has_no_cover(parts: list[Part], texts: Callable[[bytes], list[str]]) -> None:
    packet = packed(parts, cover=None)
    assert packet.pages["index"] == (1,)
    assert "Request form 2–4" in texts(packet.pdf)[0]


def test_every_page_is_stamped_with_its_number(packet: Packet, texts: Callable[[bytes], list[str]]) -> None:
    shown = texts(packet.pdf)
    for number, text in enumerate(shown, start=1):
        assert text.count(f"{STAMP} · page {number} of 10") == 1


def test_the_stamp_covers_nothing(parts: list[Part], painted: Callable[..., Image.Image], packet: Packet) -> None:
    with pikepdf.open(io.BytesIO(packet.pdf)) as document:
        for page in document.pages:
            drawn = page.Contents[-1].read_bytes() if isinstance(page.Contents, pikepdf.Array) else b""
            assert drawn.count(b"/Artifact") == 1
            page.Contents = page.Contents[:-1]
            page.contents_add(b"Q")
        out = io.BytesIO()
        document.save(out)
    for number in range(1, 11):
        bare = painted(out.getvalue(), number)
        # 17 points from the edge stands the stamp's baseline; its letters reach from 14 to 26.
        assert bare.crop((0, bare.height - 28, bare.width, bare.height)).getextrema() == (255, 255)


def test_there_is_a_bookmark_for_each_part_and_the_exhibits_stand_together(packet: Packet) -> None:
    with pikepdf.open(io.BytesIO(packet.pdf)) as document, document.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}

        def named(item: pikepdf.OutlineItem) -> tuple[str, int]:
            return item.title, numbers[item.destination[0].objgen]

        assert [named(item) for item in outline.root] == [
            ("Fax cover", 1), ("Contents", 2), ("Request form", 3), ("Letter of medical necessity", 6), ("Exhibits", 8),
        ]  # fmt: skip
        assert [named(item) for item in outline.root[-1].children] == [
            ("Exhibit 1: chart note", 8), ("Exhibit 2: PHQ-9", 10),
        ]  # fmt: skip


def test_title_language_and_labels_are_told_and_no_date_or_program(packet: Packet) -> None:
    with pikepdf.open(io.BytesIO(packet.pdf)) as document:
        assert document.Root.Lang == "en-US"
        assert dict(document.docinfo) == {"/Title": "Prior authorization request"}
        assert [page.label for page in document.pages] == [str(number) for number in range(1, 11)]
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Prior authorization request"
            assert "pdfaid:part" not in metadata  # the letter's own claim, which the packet cannot make


def test_all_pages_are_letter_sheets_that_stand_upright(packet: Packet) -> None:
    with pikepdf.open(io.BytesIO(packet.pdf)) as document:
        for page in document.pages:
            assert [float(edge) for edge in page.mediabox] in ([0, 0, 612, 792], [0, 0, 792, 612])
            assert page.obj.get("/Rotate", 0) == 0


def test_a_letter_that_leaves_its_foot_free_is_taken_as_it_is_with_its_tags(
    parts: list[Part], document: Callable[..., bytes]
) -> None:
    letter = Part(PartKind.LETTER, "Letter", document("letter", 2), foot_free=True)
    with pikepdf.open(io.BytesIO(packed([parts[0], letter]).pdf)) as pdf:
        tagged = [number for number, page in enumerate(pdf.pages, start=1) if "/StructParents" in page.obj]
        assert tagged == [6, 7]
        assert pdf.Root.StructTreeRoot.K[0].S == "/Document"


def test_the_same_parts_give_the_same_bytes(parts: list[Part], packet: Packet) -> None:
    assert packed(parts) == packet


def test_two_parts_cannot_have_one_name(document: Callable[..., bytes]) -> None:
    note = exhibit_part("note", "A note", document("note"))
    with pytest.raises(ValueError, match="two parts of the packet are called note"):
        packed([note, note])
