"""Small C-CDA documents for tests: a fictional patient, and the sections that a test gives her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.intake.ccda.source import CCDA
from tests.intake.fhir.building import Seen

if TYPE_CHECKING:
    from pathlib import Path

OID = {
    "ActCode": "2.16.840.1.113883.5.4",
    "CPT": "2.16.840.1.113883.6.12",
    "ICD": "2.16.840.1.113883.6.90",
    "LOINC": "2.16.840.1.113883.6.1",
    "NDC": "2.16.840.1.113883.6.69",
    "RXNORM": "2.16.840.1.113883.6.88",
    "SNOMED": "2.16.840.1.113883.6.96",
}
MEDICATIONS, PROBLEMS, ALLERGIES, PAYERS = "10160-0", "11450-4", "48765-2", "48768-6"
RESULTS, VITAL_SIGNS, MENTAL_STATUS = "30954-2", "8716-3", "10190-7"
ENCOUNTERS, PROCEDURES = "46240-8", "47519-4"
WHO = """
<name use="L"><given>Marigold</given><family>Testwell</family></name>
<administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
<birthTime value="19810417"/>
"""
ASKED = '<id root="1.2.3.4" extension="0001"/>'
DATED = "20261101"


def document(
    *sections: str, who: str = WHO, ids: str = ASKED, dated: str = DATED, author: str = "", about: str = ""
) -> str:
    """A whole document; written on ``dated`` by a device, unless there is another author."""
    wrote = author or "<author><assignedAuthor><assignedAuthoringDevice/></assignedAuthor></author>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<!-- fictional -->
<id root="9.9.9"/><effectiveTime value="{dated}"/>
<recordTarget><patientRole>{ids}<patient>{who}</patient></patientRole></recordTarget>
{wrote}
<componentOf>{about}</componentOf>
<component><structuredBody>{"".join(f"<component>{one}</component>" for one in sections)}</structuredBody></component>
</ClinicalDocument>"""


def section(code: str, *entries: str, text: str = "") -> str:
    """A section known by its LOINC code."""
    held = "".join(f"<entry>{one}</entry>" for one in entries)
    return f'<section><code code="{code}" codeSystem="{OID["LOINC"]}"/><text>{text}</text>{held}</section>'


def coded(tag: str, system: str, code: str, name: str = "", within: str = "", *, kind: str = "") -> str:
    """An element with a code; as a value with its type."""
    typed = f' xsi:type="{kind}"' if kind else ""
    named = f' displayName="{name}"' if name else ""
    return f'<{tag}{typed} code="{code}" codeSystem="{OID[system]}"{named}>{within}</{tag}>'


def medicine(name: str = "sertraline 50 MG Oral Tablet", code: str = "") -> str:
    """A product by its name, or by whatever ``code`` says."""
    held = code or f'<code nullFlavor="UNK"/><name>{name}</name>'
    return f"<manufacturedProduct><manufacturedMaterial>{held}</manufacturedMaterial></manufacturedProduct>"


def activity(
    when: str = '<low value="20250301"/>',
    *more: str,
    status: str = "active",
    product: str = "",
    own: str = "",
    attributes: str = 'moodCode="EVN"',
) -> str:
    """A medication activity over the time ``when``."""
    return f"""<substanceAdministration classCode="SBADM" {attributes}>
    {own}<statusCode code="{status}"/><effectiveTime xsi:type="IVL_TS">{when}</effectiveTime>
    {"".join(one for one in more if one.startswith(("<effectiveTime", "<doseQuantity")))}
    <consumable>{product or medicine()}</consumable>
    {"".join(one for one in more if not one.startswith(("<effectiveTime", "<doseQuantity")))}
    </substanceAdministration>"""


def every(hours: str, unit: str = "h") -> str:
    """Once in so many hours."""
    return f'<effectiveTime xsi:type="PIVL_TS" operator="A"><period value="{hours}" unit="{unit}"/></effectiveTime>'


def wrote(on: str, name: str = "<given>Ada</given><family>Example</family>", npi: str = "") -> str:
    """An author with the time of writing."""
    own = f'<id root="2.16.840.1.113883.4.6" extension="{npi}"/>' if npi else ""
    who = f"<assignedPerson><name>{name}</name></assignedPerson>"
    return f'<author><time value="{on}"/><assignedAuthor>{own}{who}</assignedAuthor></author>'


def observed(
    code: str, value: str, *more: str, on: str = DATED, status: str = "completed", attributes: str = ""
) -> str:
    """An observation by its LOINC code."""
    when = f'<effectiveTime value="{on}"/>' if on else ""
    return f"""<observation classCode="OBS" moodCode="EVN" {attributes}>{coded("code", "LOINC", code)}
    <statusCode code="{status}"/>{when}{value}{"".join(more)}</observation>"""


def whole(number: object) -> str:
    """A number that counts."""
    return f'<value xsi:type="INT" value="{number}"/>'


def problem(value: str, when: str = '<low value="2024"/>', *more: str, concern: str = "active", **said: str) -> str:
    """A problem in its concern."""
    attributes = " ".join(f'{key}="{one}"' for key, one in said.items())
    return f"""<act classCode="ACT" moodCode="EVN"><statusCode code="{concern}"/><entryRelationship typeCode="SUBJ">
    <observation classCode="OBS" moodCode="EVN" {attributes}><statusCode code="completed"/>
    <effectiveTime>{when}</effectiveTime>{value}{"".join(more)}</observation></entryRelationship></act>"""


DEPRESSION = coded("value", "ICD", "F33.2", "Recurrent, severe", kind="CD")


def within(kind: str, said: str) -> str:
    """An observation within an entry, by the kind of their relationship."""
    return f'<entryRelationship typeCode="{kind}"><observation moodCode="EVN">{said}</observation></entryRelationship>'


def source(folder: Path, *documents: str | bytes) -> Path:
    """The documents as files of a folder, in their order."""
    for number, one in enumerate(documents):
        (folder / f"{number}.xml").write_bytes(one.encode() if isinstance(one, str) else one)
    return folder


def read(folder: Path, *sections: str, **wanted: Any) -> Seen:
    """What is read of a document with these sections."""
    return Seen(source(folder, document(*sections)), form=CCDA, **wanted)


def read_all(folder: Path, *documents: str | bytes, **wanted: Any) -> Seen:
    """What is read of several documents."""
    return Seen(source(folder, *documents), form=CCDA, **wanted)
