"""What a packet of a case holds around its letter, whatever that asks for: the cover, the exhibits, the stamp."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.documents.exhibits import exhibit_numbers, pages_cited
from priorauth.documents.forms.formats import us_date
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.front import page_count
from priorauth.documents.packet.parts import Cover, Limits, Part, Party, Sending
from priorauth.errors import BadInput
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from priorauth.chart.chart import Case
    from priorauth.chart.coverage import Coverage
    from priorauth.documents.packet.assemble import Packet
    from priorauth.policy.submission import Submission
    from priorauth.workspace import Workspace

_NAMED = re.compile(r"packet(-[0-9]+-of-[0-9]+)?(-fax|-archive)?\.pdf")


def stamp(case: Case, coverage: Coverage | None, dated: date) -> str:
    """What stands at the foot of each page, so that a page that is lost finds its patient and its packet."""
    member = coverage.member_id if coverage else None
    return f"{f'Member ID {member}' if member else f'Case {case.case}'} · {us_date(dated.isoformat())}"


def read_exhibits(case: Case, chart_file: Path) -> dict[str, bytes]:
    """The files of the exhibits by their ids; they lie beside the chart.

    Raises:
        BadInput: one cannot be read.
    """
    return {one.id: read_bytes(chart_file.parent / one.file) for one in case.exhibits}


def exhibit_parts(case: Case, chart_file: Path, exhibits: dict[str, bytes]) -> list[Part]:
    """Every exhibit as a part of the packet, in the chart's order.

    Raises:
        BadInput: an exhibit cannot be used, or the chart names a page of it that is not enclosed.
    """
    parts = []
    numbers, cited = exhibit_numbers(case), pages_cited(case)
    for exhibit in case.exhibits:
        where = str(chart_file.parent / exhibit.file)
        title = f"Exhibit {numbers[exhibit.id]}: {exhibit.title}"
        part = exhibit_part(
            exhibit.id,
            title,
            exhibits[exhibit.id],
            exhibit.pages,
            sort=exhibit.kind,
            redact=exhibit.redact,
            where=where,
        )
        held = exhibit.pages or tuple(range(1, page_count(part.pdf) + 1))
        if beyond := sorted(cited.get(exhibit.id, set()) - set(held)):
            pages = ", ".join(map(str, beyond))
            raise BadInput(
                f"The chart names a page of this exhibit that is not enclosed ({pages}).",
                where=where,
                fix="Correct the page, in shown_in or in the prescriber's words; or enclose it under pages.",
            )
        parts.append(part)
    return parts


def cover_to(
    case: Case,
    coverage: Coverage,
    payer: str,
    dated: date,
    workspace: Workspace,
    *,
    office: str,
    phone: str = "",
    expedited: bool = False,
    reviewed_by: str = "",
) -> Cover:
    """The fax cover to the payer's office; where that is empty, it is left to be written there by hand."""
    name, practice = case.patient.name, workspace.practice
    sender = Party(practice.name, practice.contact or "", practice.fax or "", practice.phone) if practice else Party("")
    return Cover(
        to=Party(payer, office, coverage.fax or "", phone) if office else Party(""),
        sender=sender,
        date=spoken(dated),
        patient_initials=f"{name.first[0]}.{name.last[0]}.",
        member_id=coverage.member_id or "",
        expedited=expedited,
        reviewed_by=reviewed_by,
    )


def packet_files(packet: Packet, sending: Sending) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The packet's files by their names: the one or its volumes, as a fax, to be kept; and what to look at."""
    count = len(packet.volumes)
    files = {
        "packet.pdf" if count == 1 else f"packet-{number}-of-{count}.pdf": pdf
        for number, pdf in enumerate(packet.volumes, 1)
    }
    kept = {
        name.replace(".pdf", "-archive.pdf"): pdf
        for name, pdf in zip(files, packet.archive, strict=bool(packet.archive))
    }
    if not sending.fax:
        return files | kept, ()
    from priorauth.documents.packet.fax import SMALLEST, faxed  # noqa: PLC0415  (few packets are asked for as a fax)

    small: list[str] = []
    for name, pdf in list(files.items()):
        fax = faxed(pdf)
        files[name.replace(".pdf", "-fax.pdf")] = fax.pdf
        small += [
            f"{name.replace('.pdf', '-fax.pdf')}, its page {page}: text of {size:.1f} points, and below {SMALLEST:g} "
            "letters are taken for others after a fax"
            for page, size in fax.small.items()
        ]
    return files | kept, tuple(small)


def is_packet(name: str) -> bool:
    """Whether a file of this name is a packet, or a volume of one."""
    return _NAMED.fullmatch(name) is not None


def limits_of(submission: Submission, sending: Sending) -> Limits:
    """The most that can be sent at a time: as somebody asks for it now, or else as the policy says."""
    return Limits(sending.limits.pages or submission.max_pages, sending.limits.mb or submission.max_mb)
