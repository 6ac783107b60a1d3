"""Documents as exhibits: PDFs and pictures that the source itself holds."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from priorauth.chart.treatment import ExhibitKind
from priorauth.intake.fhir.values import Json, all_codes, exact_day, group, groups, text, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_KINDS = {
    "application/pdf": (".pdf", (b"%PDF-",)),
    "image/png": (".png", (b"\x89PNG\r\n",)),
    "image/jpeg": (".jpg", (b"\xff\xd8\xff",)),
}
"""What can be enclosed: the ending, and how such a file begins."""
_NOTE = "clinical-note"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to put beside the chart, and what the chart says of it."""

    name: str
    """``exhibits/1.pdf``: a number, as titles name people."""
    data: bytes
    exhibit: Json


def documents(record: Record, notes: Notes) -> Iterator[Document]:
    """The current documents that can be enclosed; of the others, why not."""
    number = 0
    for resource in record.each("DocumentReference", frozenset({"current"})):
        if text(resource.get("docStatus")) in {"preliminary", "entered-in-error"}:
            notes.leave("DocumentReference", "not final, or entered in error")
            continue
        for content in groups(resource.get("content")):
            attachment = group(content.get("attachment"))
            kind, data = _content(record, resource, attachment)
            ending, begins = _KINDS.get(kind, ("", ()))
            if not ending:
                notes.leave("DocumentReference", "neither PDF nor PNG nor JPEG")
            elif not data.startswith(begins):
                notes.leave("DocumentReference", "its file is not in the source, or damaged")
            else:
                number += 1
                name = f"exhibits/{number}{ending}"
                yield Document(name, data, _exhibit(resource, attachment, number, name))


def _content(record: Record, resource: Json, attachment: Json) -> tuple[str, bytes]:
    kind, coded = text(attachment.get("contentType")), attachment.get("data")
    if not coded and attachment.get("url"):
        there = record.follow({"reference": attachment.get("url")}, resource) or {}
        kind, coded = kind or text(there.get("contentType")), there.get("data")
    try:
        data = base64.b64decode("".join(coded.split()), validate=True) if isinstance(coded, str) else b""
    except (binascii.Error, ValueError):
        data = b""
    return kind.partition(";")[0].strip().lower(), data


def _exhibit(resource: Json, attachment: Json, number: int, name: str) -> Json:
    note = any(_NOTE in all_codes(category) for category in groups(resource.get("category")))
    title = text(attachment.get("title")) or wording(resource.get("type")) or f"Document {number}"
    said = wording(resource.get("type")).casefold().replace(" ", "_")
    kind = "chart_note" if note else said if said in get_args(ExhibitKind) else "other"
    one: Json = {"id": f"document-{number}", "file": name, "kind": kind, "title": title}
    if dated := exact_day(resource.get("date")) or exact_day(attachment.get("creation")):
        one["on"] = dated.isoformat()
    return one
