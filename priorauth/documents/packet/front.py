"""What stands in front of a packet and of each of its volumes: the fax cover and the index, typeset."""

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

Spans = list[tuple[int, int]]
"""The first and the last page of each volume, as the packet counts them."""


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


def index_part(
    parts: Sequence[Part],
    pages: Mapping[str, tuple[int, ...]],
    crosswalk: Crosswalk,
    spans: Spans,
    *,
    title: str,
    dated: date,
) -> Part:
    """The index: on which pages each part stands, and each criterion is shown."""
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
        "volumes": [ranges(range(first, last + 1)) for first, last in spans] if len(spans) > 1 else [],
        "crosswalk": {"heading": crosswalk.heading, "note": crosswalk.note, "rows": rows},
    }
    pdf = typeset(shipped("templates") / "packet" / "index.typ", data, dated=dated)
    return Part(PartKind.INDEX, "Contents", pdf, foot_free=True)


def cover_part(cover: Cover, spans: Spans, number: int, *, dated: date) -> Part:
    """The cover of volume ``number``, counted from 1."""
    (first, last), pages = spans[number - 1], spans[-1][-1]
    volume = {"number": number, "of": len(spans), "pages": ranges(range(first, last + 1)), "count": last - first + 1}
    data = {**asdict(cover), "pages": pages, "volume": volume if len(spans) > 1 else None}
    pdf = typeset(shipped("templates") / "packet" / "cover.typ", data, dated=dated)
    title = "Fax cover" if number == 1 else f"Cover of part {number} of {len(spans)}"
    return Part(PartKind.COVER, title, pdf, foot_free=True)
