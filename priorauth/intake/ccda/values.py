"""The small values of CDA as FHIR writes them: days, codes, quantities, ids. A nullFlavor is no value."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from priorauth.intake.ccda.xml import V3, Node, every, first, said, type_of, words
from priorauth.intake.fhir.values import CPT, ICD10CM, LOINC, NPI, RXNORM, SNOMED, Json

if TYPE_CHECKING:
    from collections.abc import Iterable

OIDS = {
    "2.16.840.1.113883.6.1": LOINC,
    "2.16.840.1.113883.6.12": CPT,
    "2.16.840.1.113883.6.69": "http://hl7.org/fhir/sid/ndc",
    "2.16.840.1.113883.6.73": "http://www.whocc.no/atc",
    "2.16.840.1.113883.6.88": RXNORM,
    "2.16.840.1.113883.6.90": ICD10CM,
    "2.16.840.1.113883.6.96": SNOMED,
    "2.16.840.1.113883.6.103": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.4.6": NPI,
}
"""The systems of codes and identifiers that are read here, by CDA's numbers for them (terminology.hl7.org)."""
ACT_CODES = "2.16.840.1.113883.5.4"
_TIME = re.compile(r"(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(?:(\d{2})(?:\.\d+)?)?)?([+-]\d{4})?")
_UNITY = {"", "1"}


class Narrative:
    """The texts that people read in the sections, by the marks under which the entries refer to them."""

    def __init__(self, root: Node) -> None:
        self._marked = {one.get("ID"): one for one in root.iter(f"{{{V3}}}*") if one.get("ID")}

    def text(self, node: Node | None) -> str:
        """What ``node`` says itself, or what it refers to says."""
        if node is None:
            return ""
        mark = said(node, "reference")
        return words(self._marked.get(mark.removeprefix("#"))) if mark.startswith("#") else words(node)


def concept(node: Node | None, narrative: Narrative) -> Json:
    """A code with its translations. What the narrative calls it counts where no code has a name of its own.

    The narrative often says more than the name (how to take it, since when), so that a name beside a code comes first.
    """
    if node is None:
        return {}
    codings = [coding for one in (node, *every(node, "translation")) if (coding := _coding(one))]
    found: Json = {"coding": codings} if codings else {}
    if not any("display" in one for one in codings) and (text := narrative.text(first(node, "originalText"))):
        found["text"] = text
    return found


def _coding(node: Node) -> Json | None:
    code, name = (node.get("code") or "").strip(), (node.get("displayName") or "").strip()
    if node.get("nullFlavor") or not (code or name):
        return {"display": name} if name else None
    system = node.get("codeSystem") or ""
    kept = {"system": OIDS.get(system, f"urn:oid:{system}"), "code": code} if code else {}
    return kept | ({"display": name} if name else {})


def has_code(node: Node | None, system: str, *codes: str) -> bool:
    """Whether a code, or a translation of it, is one of these; one that names no system may be."""
    return node is not None and any(
        one.get("code") in codes and one.get("codeSystem", system) == system
        for one in (node, *every(node, "translation"))
    )


def day(value: str) -> str:
    """``20210301120000-0500`` as ``2021-03-01``: the day as it is written, known as far as it is."""
    match = _TIME.fullmatch(value.strip())
    return "-".join(part for part in match.group(1, 2, 3) if part) if match else ""


def instant(value: str) -> str:
    """A time that can be compared as text with others: in UTC, where a zone is given."""
    match = _TIME.fullmatch(value.strip())
    if match is None:
        return ""
    numbers = [int(part or least) for part, least in zip(match.groups()[:6], (1, 1, 1, 0, 0, 0), strict=True)]
    try:
        found = datetime(*numbers, tzinfo=_zone(match[7]))  # type: ignore[arg-type,misc]
        return found.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""


def _zone(written: str | None) -> timezone:
    if not written:
        return UTC
    away = timedelta(hours=int(written[1:3]), minutes=int(written[3:5]))
    return timezone(-away if written[0] == "-" else away)


def period(node: Node | None) -> Json:
    """An interval as a Period; a single time has neither start nor end."""
    ends = {"start": day(said(node, "low")), "end": day(said(node, "high"))}
    return {key: value for key, value in ends.items() if value}


def moment(node: Node | None) -> str:
    """The day of a single time, or of an interval that begins and ends on it."""
    if node is None or node.get("nullFlavor"):
        return ""
    ends = period(node)
    whole = ends.get("start", "") if ends.get("start") == ends.get("end") else ""
    return day(node.get("value") or "") or whole


def number(written: str | None) -> float | int | None:
    """A number as JSON has it."""
    try:
        found = float(written or "")
    except ValueError:
        return None
    return int(found) if found.is_integer() else found


def quantity(node: Node | None) -> Json:
    """A PQ; a range, and what has no value, is none. The unit of a number of pieces is left away."""
    value = None if node is None or node.get("nullFlavor") else number(node.get("value"))
    if node is None or value is None:
        return {}
    unit = (node.get("unit") or "").strip()
    return {"value": value} | ({} if unit in _UNITY else {"unit": unit, "code": unit})


def value(node: Node, narrative: Narrative) -> Json:
    """The ``value`` elements of an observation as ``value[x]``; of a number and the answer that it stands for, both."""
    found: Json = {}
    for one in every(node, "value"):
        match type_of(one):
            case "CD" | "CO" | "CE" | "CV" if coded := concept(one, narrative):
                found.setdefault("valueCodeableConcept", coded)
            case "INT" | "PQ" | "REAL" if measured := quantity(one):
                found.setdefault("valueQuantity", measured)
            case "ST" | "ED" if not one.get("nullFlavor") and (text := narrative.text(one)):
                found.setdefault("valueString", text)
    return found


def ids(nodes: Iterable[Node]) -> list[str]:
    """The identifiers that are known, as names that say nothing themselves: the numbers of people are among them."""
    known = [(one.get("root"), one.get("extension") or "") for one in nodes if not one.get("nullFlavor")]
    return [hashlib.sha256(f"{root}|{own}".encode()).hexdigest()[:32] for root, own in known if root]


def negated(node: Node) -> bool:
    """Whether it says that something was not."""
    return str(node.get("negationInd")) in {"true", "1"}


def status(node: Node, known: dict[str, str]) -> Json:
    """The status by ``known``; one that is none of these is unknown, and none where none is told."""
    code = said(node, "statusCode", "code")
    return {"status": known.get(code, "unknown")} if code else {}
