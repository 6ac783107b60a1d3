"""Exhibits and letter as DocumentReference: what they are; and, where that is asked for, the pages themselves."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from priorauth.documents.exhibits import exhibit_numbers
from priorauth.exchange.entries import PATIENT
from priorauth.exchange.values import Json, coding, concept, kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.item import Item
    from priorauth.exchange.entries import Entries

PDF = "application/pdf"
LETTER = "Letter"
_NOTE = coding("http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note")


def exhibits(chart: Chart, pages: Mapping[str, bytes], into: Entries) -> None:
    """Each exhibit; ``pages``: the PDFs of those whose pages go along, by the exhibit's id.

    The file beside the chart never goes: it may hold pages that are not to be enclosed, and what is blackened in the
    packet. The day of an exhibit stands with its attachment, for a DocumentReference's own date needs a time of day.
    """
    for number, one in enumerate(chart.exhibits, 1):
        held = _held(one.id, pages[one.id], into) if one.id in pages else {}
        attachment = held | kept(title=one.title, creation=str(one.on) if one.on else None)
        into.about(
            one.id,
            "DocumentReference",
            status="current",
            description=f"Exhibit {number}",
            type=concept(one.kind.replace("_", " ")),
            category=[concept("", _NOTE)] if one.kind == "chart_note" else [],
            content=[{"attachment": attachment}],
        )


def letter(pdf: bytes, title: str, dated: date, into: Entries, *, draft: bool) -> None:
    """The letter that goes with the request, which says itself on each page whether it is a draft."""
    into.add(
        LETTER,
        "DocumentReference",
        status="current",
        docStatus="preliminary" if draft else "final",
        type=concept(title),
        subject=into.to(PATIENT),
        content=[{"attachment": _held(LETTER, pdf, into) | {"title": title, "creation": dated.isoformat()}}],
    )


def _held(key: str, pdf: bytes, into: Entries) -> Json:
    """Put a PDF into the bundle; what an attachment says to point there."""
    inside = f"Pages of {key}"
    into.add(inside, "Binary", contentType=PDF, data=base64.b64encode(pdf).decode())
    return {"contentType": PDF, "url": into.url(inside)}


def shown(item: Item, chart: Chart, into: Entries) -> list[Json]:
    """References to the exhibits on which ``item`` can be read, with the pages."""
    numbers = exhibit_numbers(chart)
    named = ((one, f"Exhibit {numbers[one.exhibit]}") for one in item.shown_in)
    return [into.to(one.exhibit, f"{name}, page {one.page}" if one.page else name) for one, name in named]
