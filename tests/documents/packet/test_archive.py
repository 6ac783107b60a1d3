"""A packet to be kept: by the rules of PDF/A-2b that can be looked at here, page for page the packet that was sent.

No validator is among the tools here. What it would look for first is looked for by :func:`breaches`; on a file of
another and on the packet as it is sent as well, to show that a breach is found where it is.
"""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from priorauth.documents.packet.archive import vouched
from priorauth.documents.packet.assemble import Packet, assemble
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.parts import Cover, Crosswalk, Limits, Part, PartKind, Party
from priorauth.documents.typeset import typeset
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY = date(2026, 11, 20)
COVER = Cover(Party("Example Health Plan"), Party("Quiet Harbor Psychiatry"), "November 20, 2026", "A. L.", "XYZ 123")
NOT_LIVE = {"/AA", "/JS", "/JavaScript", "/OpenAction", "/AcroForm", "/XFA", "/EmbeddedFiles", "/EF", "/OCProperties"}
NOT_DRAWN_WITH = {"/TR", "/HTP", "/OPI", "/Alternates", "/PS", "/Ref"}
PRINT, HIDDEN, INVISIBLE, NO_VIEW = 4, 2, 1, 32
FREE = {"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"}


def breaches(pdf: bytes) -> set[str]:
    """What in ``pdf`` the standard does not allow, as far as it is looked for here."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {*_of_the_file(pdf, document), *_of_the_colors(document)} | {
            found for one in document.objects for found in _of(one)
        }


def _of_the_file(pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    if not (pdf.startswith(b"%PDF-1.") and pdf[7:8] <= b"7" and all(byte > 127 for byte in pdf[10:14])):
        yield "header"
    if document.is_encrypted:
        yield "encrypted"
    if "/ID" not in document.trailer:
        yield "no ID"
    with document.open_metadata() as told:
        if (told.get("pdfaid:part"), told.get("pdfaid:conformance")) != ("2", "B"):
            yield "no claim"
        if set(document.docinfo) != {"/Title"} or document.docinfo.Title != told.get("dc:title"):
            yield "two titles"
    if "/Filter" in document.Root.get("/Metadata", {}):
        yield "packed metadata"


def _of_the_colors(document: pikepdf.Pdf) -> Iterator[str]:
    intents = list(document.Root.get("/OutputIntents", []))
    if len(intents) != 1:
        yield "no output intent"
    for one in intents:
        profile = one.DestOutputProfile
        if one.S != "/GTS_PDFA1" or profile.N != 3 or profile.read_bytes()[12:20] != b"mntrRGB ":
            yield "another output intent"


def _of(one: pikepdf.Object) -> Iterator[str]:
    if isinstance(one, pikepdf.Array):
        yield from (found for each in one if isinstance(each, pikepdf.Object) for found in _of_inner(each))
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return
    yield from (f"has {key}" for key in (NOT_LIVE | NOT_DRAWN_WITH) & set(one.keys()))
    yield from (found for each in one.values() if isinstance(each, pikepdf.Object) for found in _of_inner(each))
    if isinstance(one, pikepdf.Stream):
        filters = one.get("/Filter", pikepdf.Array())
        yield from (f"filter {name}" for name in _names(filters) - FREE)
        if "/F" in one:
            yield "stream in another file"
    kind = one.get("/Type")
    if kind == "/Font" and one.get("/Subtype") != "/Type0" and not _is_embedded(one):
        yield "font not embedded"
    if one.get("/Subtype") == "/Image":
        if one.get("/Interpolate", False):
            yield "interpolated"
        if one.get("/ColorSpace") == "/DeviceCMYK":
            yield "colors without a profile"
    if kind == "/Page":
        yield from (f"annotation {note.Subtype}" for note in one.get("/Annots", []) if not _is_allowed(note))


def _of_inner(one: pikepdf.Object) -> Iterator[str]:
    """Of what has no number of its own, and so is not among the document's objects."""
    if not one.is_indirect and isinstance(one, pikepdf.Dictionary | pikepdf.Array):
        yield from _of(one)


def _names(filters: pikepdf.Object) -> set[str]:
    return {str(filters)} if isinstance(filters, pikepdf.Name) else {str(one) for one in filters}


def _is_embedded(font: pikepdf.Object) -> bool:
    descriptor = font.get("/FontDescriptor", {})
    return font.Subtype == "/Type3" or any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _is_allowed(note: pikepdf.Object) -> bool:
    flags = int(note.get("/F", 0))
    return note.Subtype == "/Link" and bool(flags & PRINT) and not flags & (HIDDEN | INVISIBLE | NO_VIEW)


def foreign() -> bytes:
    """A page by somebody who does not think of archives: a font that is not in it, ink for a press, LZW, a script."""
    with pikepdf.Pdf.new() as document:
        page = document.add_blank_page(page_size=(612, 792))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        # The worked example of the PDF specification: ten bytes in nine.
        picture = pikepdf.Stream(
            document, bytes.fromhex("800B6050220C0C8501"), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
            Width=5, Height=2, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray, Interpolate=True,
        )  # fmt: skip
        picture.Filter = pikepdf.Name.LZWDecode
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=document.make_indirect(font)), XObject=pikepdf.Dictionary(P=picture)
        )
        page.contents_add(
            b"1 0 0 0 k 72 400 200 60 re f 0 g BT /F 24 Tf 72 600 Td (Words of another office) Tj ET "
            b"q 100 0 0 40 72 300 cm /P Do Q"
        )
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.attachments["more.txt"] = b"more"
        out = io.BytesIO()
        document.save(
            out, force_version="2.0", compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )
    return out.getvalue()


def letter(pages: int = 1) -> bytes:
    """As the program typesets what it sends."""
    row = {"criterion": "Severe depression", "verdict": "met", "finding": "PHQ-9 of 21", "pages": "1"}
    data = {
        "title": "A letter", "parts": [], "volumes": [],
        "crosswalk": {"heading": "Criteria", "note": "", "rows": [row] * (1 + 60 * (pages - 1))},
    }  # fmt: skip
    return typeset(shipped("templates") / "packet" / "index.typ", data, dated=DAY)


def packed(*parts: Part, limits: Limits | None = None) -> Packet:
    return assemble(
        [Part(PartKind.LETTER, "Letter of medical necessity", letter(), foot_free=True), *parts],
        stamp="Member ID XYZ 123",
        title="Prior authorization request",
        crosswalk=Crosswalk("", ()),
        cover=COVER,
        dated=DAY,
        limits=limits,
        archive=True,
    )


@pytest.fixture(scope="module")
def packet(image: Callable[..., bytes]) -> Packet:
    return packed(
        Part(PartKind.FORM, "Prior authorization form", foreign(), foot_free=True),
        exhibit_part("note", "Exhibit 1: note about Jane Roe", foreign()),
        exhibit_part("card", "Exhibit 2: card", image("PNG", 800, 600)),
    )


def test_the_packet_to_be_kept_breaks_no_rule_that_is_looked_for(packet: Packet) -> None:
    (kept,) = packet.archive
    assert breaches(kept) == set()


def test_the_files_of_others_break_many() -> None:
    assert breaches(foreign()) == {
        "header", "no claim", "no output intent", "font not embedded", "filter /LZWDecode", "interpolated",
        "has /OpenAction", "has /JS", "has /EmbeddedFiles", "has /EF", "two titles",
    }  # fmt: skip


def test_the_packet_as_it_is_sent_breaks_some_and_claims_nothing(packet: Packet) -> None:
    assert breaches(packet.pdf) == {"no claim", "no output intent", "font not embedded", "interpolated"}


def test_what_was_typeset_here_stays_text_and_the_rest_becomes_pictures(
    packet: Packet, texts: Callable[[bytes], list[str]]
) -> None:
    sent, kept = texts(packet.pdf), texts(packet.archive[0])
    pictures = {number for key in ("form", "note", "card") for number in packet.pages[key]}
    for number, (before, after) in enumerate(zip(sent, kept, strict=True), start=1):
        assert after == (f"Member ID XYZ 123 · page {number} of {len(sent)}" if number in pictures else before)
    assert any("Words of another office" in one for one in sent)


def test_each_page_shows_what_it_showed(packet: Packet, painted: Callable[..., Image.Image]) -> None:
    for number in range(1, max(packet.pages["card"]) + 1):
        before, after = painted(packet.pdf, number), painted(packet.archive[0], number)
        assert before.size == after.size
        assert ImageStat.Stat(ImageChops.difference(before, after)).mean[0] < 2
        assert ImageStat.Stat(before).extrema[0][0] < 128  # it is not blank


def test_pictures_have_300_dots_to_the_inch_and_colors_only_where_the_page_has(packet: Packet) -> None:
    with pikepdf.open(io.BytesIO(packet.archive[0])) as document:
        seen = {}
        for key in ("note", "card"):
            (picture,) = document.pages.p(packet.pages[key][0]).get_images().values()
            seen[key] = (int(picture.Width) // 10, int(picture.Height) // 10, str(picture.ColorSpace))
    assert seen == {"note": (255, 330, "/DeviceRGB"), "card": (330, 255, "/DeviceGray")}


def test_it_is_told_what_became_pictures_and_an_exhibit_by_its_id_alone(packet: Packet) -> None:
    assert packet.pictured == ("Prior authorization form", "exhibit note", "exhibit card")


def test_bookmarks_labels_title_and_language_stay(packet: Packet) -> None:
    def told(pdf: bytes) -> tuple[object, ...]:
        with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
            numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
            marks = [(one.title, numbers[one.destination[0].objgen]) for one in outline.root]
            labels = [page.label for page in document.pages]
            return marks, labels, str(document.docinfo.Title), str(document.Root.Lang)

    assert told(packet.archive[0]) == told(packet.pdf)
    assert len(told(packet.pdf)[1]) == 6


def test_a_file_of_another_that_says_that_it_is_pdf_a_is_not_believed() -> None:
    ours = letter()
    assert vouched(Part(PartKind.LETTER, "Letter", ours))
    assert not vouched(Part(PartKind.FORM, "Form", ours))
    assert not vouched(Part(PartKind.EXHIBIT, "Exhibit", ours, exhibit="note"))


def test_an_addendum_or_letter_that_does_not_say_so_becomes_a_picture_too(document: Callable[..., bytes]) -> None:
    packet = packed(Part(PartKind.ADDENDUM, "Addendum to the form", document("more"), foot_free=True))
    assert packet.pictured == ("Addendum to the form",)
    assert breaches(packet.archive[0]) == set()


def test_a_packet_in_volumes_is_kept_in_the_same_volumes(document: Callable[..., bytes]) -> None:
    packet = packed(exhibit_part("note", "Exhibit 1: a note", document("note", 4)), limits=Limits(pages=3))
    assert len(packet.volumes) == 3
    for sent, kept in zip(packet.volumes, packet.archive, strict=True):
        with pikepdf.open(io.BytesIO(sent)) as one, pikepdf.open(io.BytesIO(kept)) as other:
            assert [page.label for page in one.pages] == [page.label for page in other.pages]
        assert breaches(kept) == set()


def test_the_same_parts_give_the_same_bytes(packet: Packet, image: Callable[..., bytes]) -> None:
    again = packed(
        Part(PartKind.FORM, "Prior authorization form", foreign(), foot_free=True),
        exhibit_part("note", "Exhibit 1: note about Jane Roe", foreign()),
        exhibit_part("card", "Exhibit 2: card", image("PNG", 800, 600)),
    )
    assert again == packet
