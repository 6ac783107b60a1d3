"""The sections of a document, known by their template or by their LOINC code: either alone is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.values import OIDS, has_code
from priorauth.intake.ccda.xml import V3, Node, every, name_of
from priorauth.intake.fhir.values import LOINC

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATES = "2.16.840.1.113883.10.20.22.2."
_LOINC = next(oid for oid, system in OIDS.items() if system == LOINC)
_KNOWN = {
    "medications": ({"1", "1.1", "11", "11.1", "44"}, {"10160-0", "10183-2", "75311-1", "42346-7"}),
    "problems": ({"5", "5.1"}, {"11450-4"}),
    "past": ({"20"}, {"11348-0"}),
    "discharge diagnoses": ({"24"}, {"11535-2"}),
    "admission diagnoses": ({"43"}, {"46241-6"}),
    "allergies": ({"6", "6.1"}, {"48765-2"}),
    "results": ({"3", "3.1"}, {"30954-2"}),
    "vital signs": ({"4", "4.1"}, {"8716-3"}),
    "mental status": ({"56"}, {"10190-7"}),
    "functional status": ({"14"}, {"47420-5"}),
    "social history": ({"17"}, {"29762-2"}),
    "payers": ({"18"}, {"48768-6"}),
    "encounters": ({"22", "22.1"}, {"46240-8"}),
    "procedures": ({"7", "7.1"}, {"47519-4"}),
    "family history": ({"15"}, {"10157-6"}),
}
"""The last numbers of HL7's templates (C-CDA R2.1, chapter 2), and LOINC's codes of the sections."""


def kind_of(section: Node) -> str:
    """Which of the known sections this is; empty for any other."""
    templates = {one.get("root") or "" for one in every(section, "templateId")}
    for kind, (numbers, codes) in _KNOWN.items():
        if templates & {f"{_TEMPLATES}{number}" for number in numbers}:
            return kind
        if any(has_code(one, _LOINC, *codes) for one in every(section, "code")):
            return kind
    return ""


def sections(root: Node) -> Iterator[tuple[str, Node]]:
    """Every section of the document with its kind, those within others too."""
    for one in root.iter(f"{{{V3}}}section"):
        yield kind_of(one), one


def acts(section: Node, *names: str) -> Iterator[Node]:
    """The acts of these names that are entries of ``section`` itself, or stand in the wrapping act of one."""
    for entry in every(section, "entry/*"):
        inner = every(entry, "entryRelationship/*") if name_of(entry) == "act" else iter(())
        yield from (one for one in (entry, *inner) if name_of(one) in names)


def happened(node: Node) -> bool:
    """Whether it tells what was, and not what is planned, asked for or hoped for."""
    return str(node.get("moodCode", "EVN")) == "EVN"
