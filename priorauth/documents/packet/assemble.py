"""One PDF from the parts of a packet: cover and index in front, a bookmark for each part, a stamp on each page."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pikepdf

from priorauth.documents.packet.front import front_matter, page_count, page_numbers
from priorauth.documents.packet.paper import is_sheet, on_letter
from priorauth.documents.packet.parts import PartKind
from priorauth.documents.packet.stamp import stamp as put_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from priorauth.documents.packet.parts import Cover, Crosswalk, Part


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet and where its parts stand in it."""

    pdf: bytes
    pages: Mapping[str, tuple[int, ...]]
    """The packet's pages, counted from 1, of each part by its key: ``cover``, ``letter``, an exhibit's id."""


def assemble(
    parts: Sequence[Part],
    *,
    stamp: str,
    title: str,
    crosswalk: Crosswalk,
    cover: Cover | None = None,
    dated: date,
    language: str = "en-US",
) -> Packet:
    """The packet of ``parts`` in their order, behind a fax cover and an index; the same bytes for the same input.

    Args:
        parts: form, letter, exhibits; each of another key.
        stamp: what the foot of each page says before "page n of N", such as the member ID.
        title: the document's title.
        crosswalk: the criteria and what shows them, for the index.
        cover: the fax cover, if the packet goes by fax.
        dated: the day that cover and index name as the day they were made.
        language: of the document, as a BCP 47 tag.

    Raises:
        ValueError: two parts have the same key.
    """
    sheets = [_on_sheets(part) for part in parts]
    counts = [page_count(part.pdf) for part in sheets]
    front, lengths = front_matter(sheets, counts, crosswalk=crosswalk, cover=cover, title=title, dated=dated)
    whole = [*front, *sheets]
    pages = page_numbers(whole, [*lengths, *counts])
    with ExitStack() as opened:
        document = _merged(whole, opened)
        put_stamp(document, stamp)
        _bookmark(document, whole, pages)
        _describe(document, title, language)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Packet(out.getvalue(), pages)


def _on_sheets(part: Part) -> Part:
    """The part on upright Letter pages whose foot is free, with nothing live on them."""
    with pikepdf.Pdf.open(io.BytesIO(part.pdf)) as document:
        ready = part.foot_free and "/AcroForm" not in document.Root and all(map(is_sheet, document.pages))
    return part if ready else replace(part, pdf=on_letter(part.pdf))


def _merged(whole: Sequence[Part], opened: ExitStack) -> pikepdf.Pdf:
    """All pages in one document. It grows around the letter, whose tags for screen readers it keeps."""
    base = next((part for part in whole if part.kind is PartKind.LETTER), whole[0])
    document = opened.enter_context(pikepdf.Pdf.open(io.BytesIO(base.pdf)))
    position, own = 0, len(document.pages)
    for part in whole:
        if part is base:
            position += own
            continue
        source = opened.enter_context(pikepdf.Pdf.open(io.BytesIO(part.pdf)))
        for page in source.pages:
            document.pages.insert(position, page)
            # Its number in its own document's tags would be that of another page here.
            if "/StructParents" in document.pages[position].obj:
                del document.pages[position].obj.StructParents
            position += 1
    return document


def _bookmark(document: pikepdf.Pdf, whole: Sequence[Part], pages: Mapping[str, tuple[int, ...]]) -> None:
    with document.open_outline() as outline:
        outline.root.clear()
        exhibits: pikepdf.OutlineItem | None = None
        for part in whole:
            item = pikepdf.OutlineItem(part.title, pages[part.key][0] - 1)
            if part.kind is not PartKind.EXHIBIT:
                outline.root.append(item)
                continue
            if exhibits is None:
                exhibits = pikepdf.OutlineItem("Exhibits", pages[part.key][0] - 1)
                outline.root.append(exhibits)
            exhibits.children.append(item)


def _describe(document: pikepdf.Pdf, title: str, language: str) -> None:
    """Title, language and page labels; and no claim or date of the document that it grew around."""
    root = document.Root
    root.Lang = pikepdf.String(language)
    root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D, St=1)])
    root.PageMode = pikepdf.Name.UseOutlines
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    for key in ("/Metadata", "/OutputIntents"):
        if key in root:
            del root[key]
    if "/MarkInfo" in root:
        root.MarkInfo.Suspects = True  # the letter is tagged, the pages around it are not
    if "/Info" in document.trailer:
        del document.trailer.Info
    document.docinfo.Title = title
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = [language]
