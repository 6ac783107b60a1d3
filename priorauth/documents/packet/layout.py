"""Where each page of a packet stands: the parts in the payer's order, cut into volumes, with true page numbers.

The index tells the pages that stand behind it, and its own length moves them; so does the number of volumes, for each
begins with a cover. All of it is laid out again until the numbers that were printed are true.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.documents.packet.front import cover_part, index_part, page_count
from priorauth.documents.packet.parts import Cover, Limits, Part, PartKind, Party
from priorauth.documents.packet.volumes import cut, weights
from priorauth.policy.submission import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from priorauth.documents.packet.front import Spans
    from priorauth.documents.packet.parts import Crosswalk
    from priorauth.documents.packet.volumes import Slice, Weight
    from priorauth.policy.submission import PartName

_ATTEMPTS = 10
"""Layouts until the front's own length no longer changes the numbers in it; two are usual."""
_NOBODY = Cover(Party(""), Party(""), "", "", "")
"""What the covers of further volumes say of sender and addressee, where the packet has no cover."""

Volumes = tuple[tuple["Slice", ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts with cover and index, and their places."""

    parts: tuple[Part, ...]
    """In their order."""
    volumes: Volumes
    covers: tuple[Part | None, ...]
    """For each volume the cover that continues, in front of its slices; none for the first."""
    spans: Spans
    pages: Mapping[str, tuple[int, ...]]
    """The packet's pages, counted from 1, of each part by its key."""


def laid_out(
    sheets: Sequence[Part],
    *,
    crosswalk: Crosswalk,
    cover: Cover | None,
    title: str,
    dated: date,
    order: Sequence[PartName] = USUAL,
    limits: Limits | None = None,
) -> Layout:
    """The layout of the packet of ``sheets``, each on Letter pages.

    Raises:
        BadInput: a page is too large for a volume by itself.
        ValueError: two parts have the same key, so that nobody could point to one of them.
    """
    limits = limits or Limits()
    _each_once(sheets)
    behind = {part.key: _pages(part, limits) for part in sheets}
    front = [Part(PartKind.INDEX, "Contents", b"")]
    if cover is not None:
        front.insert(0, Part(PartKind.COVER, "Fax cover", b""))
    ahead: dict[str, Sequence[Weight]] = {part.key: [{}] for part in front}
    next_cover: Weight = {}
    for _ in range(_ATTEMPTS):
        whole = sorted((*front, *sheets), key=lambda part: order.index(part.name))
        volumes = cut(whole, behind | ahead, limits, next_cover)
        spans, pages = numbered(volumes)
        made = [index_part(whole, pages, crosswalk, spans, title=title, dated=dated)]
        if cover is not None:
            made.insert(0, cover_part(cover, spans, 1, dated=dated))
        further = range(2, len(volumes) + 1)
        covers = [None, *(cover_part(cover or _NOBODY, spans, number, dated=dated) for number in further)]
        told = {part.key: _pages(part, limits) for part in made}
        next_cover = next((_pages(one, limits)[0] for one in covers if one), {})
        whole = sorted((*made, *sheets), key=lambda part: order.index(part.name))
        true = cut(whole, behind | told, limits, next_cover)
        same = _places(true) == _places(volumes)
        front, ahead = made, told
        if same:
            return Layout(tuple(whole), true, tuple(covers), spans, pages)
    raise AssertionError("the index changes its length with every layout")


def numbered(volumes: Volumes) -> tuple[Spans, dict[str, tuple[int, ...]]]:
    """The pages of each volume and of each part, as the packet counts them: the covers that continue count too."""
    spans: Spans = []
    pages: dict[str, tuple[int, ...]] = {}
    following = 1
    for number, slices in enumerate(volumes):
        first = following
        following += 1 if number else 0
        for one in slices:
            pages[one.part.key] = pages.get(one.part.key, ()) + tuple(range(following, following + one.count))
            following += one.count
        spans.append((first, following - 1))
    return spans, pages


def _pages(part: Part, limits: Limits) -> Sequence[Weight]:
    """What each page needs; nothing, where nobody asks for it."""
    return weights(part.pdf) if limits.mb else [{}] * page_count(part.pdf)


def _places(volumes: Volumes) -> list[list[tuple[str, int, int]]]:
    return [[(one.part.key, one.first, one.count) for one in slices] for slices in volumes]


def _each_once(parts: Iterable[Part]) -> None:
    seen: set[str] = set()
    for part in parts:
        if part.key in seen:
            raise ValueError(f"two parts of the packet are called {part.key}")
        seen.add(part.key)
