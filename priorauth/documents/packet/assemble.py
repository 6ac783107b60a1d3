"""A packet from its parts: cover and index in front, bookmarks, a stamp on each page; one PDF, or several."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pikepdf

from priorauth.documents.packet.archive import VERSION, declare, to_keep
from priorauth.documents.packet.layout import laid_out
from priorauth.documents.packet.paper import is_sheet, on_letter
from priorauth.documents.packet.parts import Limits, PartKind
from priorauth.documents.packet.stamp import stamp as put_stamp
from priorauth.documents.packet.volumes import Slice, too_large
from priorauth.policy.submission import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from priorauth.documents.packet.layout import Layout
    from priorauth.documents.packet.parts import Cover, Crosswalk, Part
    from priorauth.policy.submission import PartName

_CLOSER = Decimal("0.95")
_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet and where its parts stand in it."""

    volumes: tuple[bytes, ...]
    """One PDF, or several where it may not be sent at a time."""
    pages: Mapping[str, tuple[int, ...]]
    """The packet's pages, counted from 1, of each part by its key: ``cover``, ``letter``, an exhibit's id."""
    archive: tuple[bytes, ...] = ()
    """Each volume as PDF/A, where that is wanted."""
    pictured: tuple[str, ...] = ()
    """What is a picture of its pages there, as :attr:`Part.called`."""

    @property
    def pdf(self) -> bytes:
        """The packet that is one PDF."""
        (only,) = self.volumes
        return only


def assemble(
    parts: Sequence[Part],
    *,
    stamp: str,
    title: str,
    crosswalk: Crosswalk,
    cover: Cover | None = None,
    dated: date,
    language: str = "en-US",
    order: Sequence[PartName] = USUAL,
    limits: Limits | None = None,
    archive: bool = False,
) -> Packet:
    """The packet of ``parts`` with a fax cover and an index; the same bytes for the same input.

    Args:
        parts: form, letter, exhibits; each of another key.
        stamp: what the foot of each page says before "page n of N", such as the member ID.
        title: the document's title.
        crosswalk: the criteria and what shows them, for the index.
        cover: the fax cover, if the packet goes by fax.
        dated: the day that cover and index name as the day they were made.
        language: of the document, as a BCP 47 tag.
        order: of the parts; those of one name stay as they are given.
        limits: the most that can be sent at a time: a larger packet goes in volumes, each behind a cover, its pages
            numbered through.
        archive: whether it is wanted as PDF/A-2b, too.

    Raises:
        BadInput: a page is too large to be sent at all.
        ValueError: two parts have the same key.
    """
    sheets = [_on_sheets(part) for part in parts]
    limits = aim = limits or Limits()
    for _ in range(_ATTEMPTS):
        layout = laid_out(sheets, crosswalk=crosswalk, cover=cover, title=title, dated=dated, order=order, limits=aim)
        volumes = [_volume(layout, number, stamp, title, language) for number in range(len(layout.volumes))]
        over = [number for number, one in enumerate(volumes) if limits.bytes and len(one) > limits.bytes]
        if not over:
            packet = Packet(tuple(volumes), layout.pages)
            return _with_archive(packet, layout, stamp, title, language) if archive else packet
        alone = next((layout.volumes[one][0] for one in over if _is_one_page(layout.volumes[one])), None)
        if alone:
            raise too_large(alone.part, alone.first, limits)
        aim = replace(aim, share=aim.share * _CLOSER)
    raise AssertionError("a volume stays larger than it may be")


def _is_one_page(slices: Sequence[Slice]) -> bool:
    return len(slices) == 1 and slices[0].count == 1


def _with_archive(packet: Packet, layout: Layout, stamp: str, title: str, language: str) -> Packet:
    """The packet with each volume page for page as PDF/A."""
    kept = {part.key: to_keep(part) for part in layout.parts}
    same = replace(
        layout, volumes=tuple(tuple(replace(one, part=kept[one.part.key]) for one in each) for each in layout.volumes)
    )
    volumes = [_volume(same, number, stamp, title, language, archive=True) for number in range(len(layout.volumes))]
    pictured = tuple(part.called for part in layout.parts if kept[part.key] is not part)
    return replace(packet, archive=tuple(volumes), pictured=pictured)


def _volume(layout: Layout, number: int, stamp: str, title: str, language: str, *, archive: bool = False) -> bytes:
    cover, slices = layout.covers[number], layout.volumes[number]
    (first, _), pages, volumes = layout.spans[number], layout.spans[-1][-1], len(layout.volumes)
    held = [*([Slice(cover, 0, 1)] if cover else []), *slices]
    with ExitStack() as opened:
        document = _merged(held, opened)
        put_stamp(document, stamp, first=first, pages=pages)
        _bookmark(document, held)
        named = f"{title} (part {number + 1} of {volumes})" if volumes > 1 else title
        _describe(document, named, language, first)
        if archive:
            declare(document, layout.parts)
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            force_version=VERSION if archive else "",
        )
    return out.getvalue()


def _on_sheets(part: Part) -> Part:
    """The part on upright Letter pages whose foot is free, with nothing live on them."""
    with pikepdf.Pdf.open(io.BytesIO(part.pdf)) as document:
        ready = part.foot_free and "/AcroForm" not in document.Root and all(map(is_sheet, document.pages))
    return part if ready else replace(part, pdf=on_letter(part.pdf))


def _merged(held: Sequence[Slice], opened: ExitStack) -> pikepdf.Pdf:
    """All pages in one document. It grows around the letter, whose tags for screen readers it keeps."""
    files = {one.part.key: pikepdf.Pdf.open(io.BytesIO(one.part.pdf)) for one in held}
    for file in files.values():
        opened.enter_context(file)
    whole = [one for one in held if one.count == len(files[one.part.key].pages)]
    base = next((one for one in whole if one.part.kind is PartKind.LETTER), next(iter(whole), None))
    document = files[base.part.key] if base else opened.enter_context(pikepdf.Pdf.new())
    position = 0
    for one in held:
        if one is base:
            position += one.count
            continue
        for page in files[one.part.key].pages[one.first : one.first + one.count]:
            document.pages.insert(position, page)
            # Its number in its own document's tags would be that of another page here.
            if "/StructParents" in document.pages[position].obj:
                del document.pages[position].obj.StructParents
            position += 1
    return document


def _bookmark(document: pikepdf.Pdf, held: Sequence[Slice]) -> None:
    """A bookmark for each part; exhibits that follow each other stand together."""
    with document.open_outline() as outline:
        outline.root.clear()
        place, group = 0, None
        for one in held:
            item = pikepdf.OutlineItem(one.part.title + ("" if one.first == 0 else " (continued)"), place)
            if one.part.kind is not PartKind.EXHIBIT:
                group = None
                outline.root.append(item)
            else:
                if group is None:
                    group = pikepdf.OutlineItem("Exhibits", place)
                    outline.root.append(group)
                group.children.append(item)
            place += one.count


def _describe(document: pikepdf.Pdf, title: str, language: str, first: int) -> None:
    """Title, language and page labels; and no claim or date of the document that it grew around."""
    root = document.Root
    root.Lang = pikepdf.String(language)
    root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D, St=first)])
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
