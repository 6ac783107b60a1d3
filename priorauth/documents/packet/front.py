"""What stands in front of a packet: the fax cover and the index, with the true numbers of the pages behind them."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pikepdf

from priorauth.documents.packet.parts import Part, PartKind
from priorauth.documents.typeset import typeset
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from priorauth.documents.packet.parts import Cover, Crosswalk, Pointer

_ATTEMPTS = 6
"""Layouts until the front's own length no longer changes the numbers in it; two are usual."""


def front_matter(
    parts: Sequence[Part],
    behind: Sequence[int],
    *,
    crosswalk: Crosswalk,
    cover: Cover | None,
    title: str,
    dated: date,
) -> tuple[list[Part], list[int]]:
    """The cover, if there is one, and the index to it and to ``parts``, which have ``behind`` pages; and their pages.

    The front's own length moves the pages behind it, so it is laid out again until the numbers it prints are true.
    """
    front: list[Part] = [] if cover is None else [_part(PartKind.COVER, b"")]
    front.append(_part(PartKind.INDEX, b""))
    lengths = [1] * len(front)
    for _ in range(_ATTEMPTS):
        pages = page_numbers([*front, *parts], [*lengths, *behind])
        index = _index([*front, *parts], pages, crosswalk, title=title, dated=dated)
        front = [_part(PartKind.INDEX, index)]
        if cover is not None:
            front.insert(0, _part(PartKind.COVER, _cover(cover, sum(lengths) + sum(behind), dated=dated)))
        laid_out = [page_count(part.pdf) for part in front]
        if laid_out == lengths:
            return front, lengths
        lengths = laid_out
    raise AssertionError("the index changes its length with every layout")


def page_numbers(parts: Sequence[Part], counts: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """The packet's pages of each part by its key, counted from 1.

    Raises:
        ValueError: two parts have the same key, so that nobody could point to one of them.
    """
    numbers: dict[str, tuple[int, ...]] = {}
    following = 1
    for part, count in zip(parts, counts, strict=True):
        if part.key in numbers:
            raise ValueError(f"two parts of the packet are called {part.key}")
        numbers[part.key] = tuple(range(following, following + count))
        following += count
    return numbers


def page_count(pdf: bytes) -> int:
    """How many pages ``pdf`` has."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def ranges(pages: Iterable[int]) -> str:
    """Page numbers as people write them: ``5-7, 9`` (with an en dash)."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def pages_shown(pointers: Iterable[Pointer], parts: Sequence[Part], pages: Mapping[str, tuple[int, ...]]) -> list[int]:
    """The packet's pages that ``pointers`` point to. A page that is not enclosed has none."""
    by_key = {part.key: part for part in parts}
    found: list[int] = []
    for pointer in pointers:
        part, numbers = by_key.get(pointer.part), pages.get(pointer.part, ())
        if part is None:
            continue
        if pointer.page is None:
            found.extend(numbers)
        else:
            originals = part.pages or range(1, len(numbers) + 1)
            found.extend(
                number for number, original in zip(numbers, originals, strict=True) if original == pointer.page
            )
    return found


def _index(
    parts: Sequence[Part], pages: Mapping[str, tuple[int, ...]], crosswalk: Crosswalk, *, title: str, dated: date
) -> bytes:
    rows = [
        {
            "criterion": row.criterion,
            "verdict": row.verdict,
            "finding": row.finding,
            "pages": ranges(pages_shown(row.proof, parts, pages)),
        }
        for row in crosswalk.rows
    ]
    data: dict[str, Any] = {
        "title": title,
        "parts": [{"title": part.title, "pages": ranges(pages[part.key])} for part in parts],
        "crosswalk": {"heading": crosswalk.heading, "note": crosswalk.note, "rows": rows},
    }
    return typeset(shipped("templates") / "packet" / "index.typ", data, dated=dated)


def _cover(cover: Cover, pages: int, *, dated: date) -> bytes:
    return typeset(shipped("templates") / "packet" / "cover.typ", {**asdict(cover), "pages": pages}, dated=dated)


def _part(kind: PartKind, pdf: bytes) -> Part:
    title = {PartKind.COVER: "Fax cover", PartKind.INDEX: "Contents"}[kind]
    return Part(kind, title, pdf, foot_free=True)
