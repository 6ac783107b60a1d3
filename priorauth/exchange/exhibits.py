"""Exhibits as DocumentReference: what they are; and, where that is asked for, the pages as the packet has them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from priorauth.documents.exhibits import exhibit_numbers
from priorauth.exchange.values import Json, coding, concept, kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.chart.chart import Chart
    from priorauth.chart.item import Item
    from priorauth.exchange.entries import Entries

PDF = "application/pdf"
_NOTE = coding("http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category", "clinical-note")


def exhibits(chart: Chart, pages: Mapping[str, bytes], into: Entries) -> None:
    """Each exhibit; ``pages``: the PDFs of those whose pages go along, by the exhibit's id.

    The file beside the chart never goes: it may hold pages that are not to be enclosed, and what is blackened in the
    packet. The day of an exhibit stands with its attachment, for a DocumentReference's own date needs a time of day.
    """
    for number, one in enumerate(chart.exhibits, 1):
        inside = f"Pages of {one.id}"
        if one.id in pages:
            data = base64.b64encode(pages[one.id]).decode()
            into.add(inside, "Binary", contentType=PDF, data=data)
        attachment = kept(
            contentType=PDF if one.id in pages else None,
            url=into.url(inside) if one.id in pages else None,
            title=one.title,
            creation=str(one.on) if one.on else None,
        )
        into.about(
            one.id,
            "DocumentReference",
            status="current",
            description=f"Exhibit {number}",
            type=concept(one.kind.replace("_", " ")),
            category=[concept("", _NOTE)] if one.kind == "chart_note" else [],
            content=[{"attachment": attachment}],
        )


def shown(item: Item, chart: Chart, into: Entries) -> list[Json]:
    """References to the exhibits on which ``item`` can be read, with the pages."""
    numbers = exhibit_numbers(chart)
    named = ((one, f"Exhibit {numbers[one.exhibit]}") for one in item.shown_in)
    return [into.to(one.exhibit, f"{name}, page {one.page}" if one.page else name) for one, name in named]
