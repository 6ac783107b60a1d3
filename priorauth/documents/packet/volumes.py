"""A packet that is too large to be sent at a time, cut into volumes: whole documents together as far as they fit."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from priorauth.documents.packet.parts import Limits, Part

Weight = dict[tuple[int, int], int]
"""What a page needs of its file: each object with its size in bytes, for what pages share is saved once."""

_OF_A_FILE, _OF_A_PAGE, _OF_AN_OBJECT = 36_000, 400, 30
"""Bytes beside the streams, roughly: of a file, mostly the font of its stamps; of a page, its entries and its stamp.
What a volume really takes is looked at when it is made."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Pages of a part that stand one behind the other in a volume."""

    part: Part
    first: int
    """Counted from 0."""
    count: int


def weights(pdf: bytes) -> list[Weight]:
    """What each page of ``pdf`` needs."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return [_weight(page) for page in document.pages]


def _weight(page: pikepdf.Page) -> Weight:
    found: Weight = {}
    pending: list[pikepdf.Object] = [page.obj]
    while pending:
        one = pending.pop()
        if one.is_indirect:
            if one.objgen in found:
                continue
            found[one.objgen] = _size(one)
        if isinstance(one, pikepdf.Array):
            pending += [each for each in one if isinstance(each, pikepdf.Object)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            # Upward leads to all other pages, and from there to the whole file.
            pending += [each for key, each in one.items() if key != "/Parent" and isinstance(each, pikepdf.Object)]
    return found


def _size(one: pikepdf.Object) -> int:
    if not isinstance(one, pikepdf.Stream):
        return _OF_AN_OBJECT
    raw = one.read_raw_bytes()
    return _OF_AN_OBJECT + len(raw if "/Filter" in one else zlib.compress(raw))


class _Volume:
    """A volume while it is being filled; one that follows another begins with a cover."""

    def __init__(self, limits: Limits, cover: Weight | None = None) -> None:
        self.limits = limits
        self.slices: list[Slice] = []
        self._pages = 0 if cover is None else 1
        self._held: dict[tuple[str, tuple[int, int]], int] = {
            ("cover", one): size for one, size in (cover or {}).items()
        }

    def takes(self, key: str, pages: Iterable[Weight]) -> int:
        """How many of these pages, in their order, go in."""
        held, taken = dict(self._held), 0
        for page in pages:
            held.update({(key, one): size for one, size in page.items()})
            count = self._pages + taken + 1
            size = _OF_A_FILE + count * _OF_A_PAGE + sum(held.values())
            if count > (self.limits.pages or count) or size > (self.limits.bytes or size):
                break
            taken += 1
        return taken

    def add(self, part: Part, first: int, pages: Sequence[Weight]) -> None:
        self.slices.append(Slice(part, first, len(pages)))
        self._pages += len(pages)
        for page in pages:
            self._held.update({(part.key, one): size for one, size in page.items()})


def cut(
    parts: Sequence[Part], pages: Mapping[str, Sequence[Weight]], limits: Limits, cover: Weight
) -> tuple[tuple[Slice, ...], ...]:
    """The volumes of ``parts``. A part is broken only where it is larger than a volume.

    Args:
        parts: in their order.
        pages: what each page of a part needs, by the part's key.
        limits: of one volume.
        cover: what the cover of each further volume needs.

    Raises:
        BadInput: a page is too large for a volume by itself.
    """
    volumes = [_Volume(limits)]
    for part in parts:
        of_part, done = pages[part.key], 0
        alone = _Volume(limits, cover).takes(part.key, of_part)
        if volumes[-1].slices and volumes[-1].takes(part.key, of_part) < len(of_part) == alone:
            volumes.append(_Volume(limits, cover))
        while done < len(of_part):
            count = volumes[-1].takes(part.key, of_part[done:])
            if count:
                volumes[-1].add(part, done, of_part[done : done + count])
                done += count
            elif volumes[-1].slices:
                volumes.append(_Volume(limits, cover))
            else:
                raise too_large(part, done, limits)
    return tuple(tuple(one.slices) for one in volumes)


def too_large(part: Part, page: int, limits: Limits) -> BadInput:
    """A page that no cutting makes smaller; ``page`` is counted from 0."""
    original = part.pages[page] if part.pages else page + 1
    return BadInput(
        f"One page is larger than may be sent at a time ({limits.mb:f} MB): page {original} of {part.called}.",
        fix="Scan it again at a lower resolution, or leave the page out (pages of the exhibit).",
    )
