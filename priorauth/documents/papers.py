"""The papers of a plan for off-label ketamine, made in memory and written last: either all of them, or none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from priorauth.documents.edited.desk import ENDINGS, How, beside_letters, brought_as
from priorauth.documents.edited.mark import Mark
from priorauth.documents.kept import put
from priorauth.documents.letter.kinds import papers as paper_kinds
from priorauth.documents.letter.offlabel import compose_paper
from priorauth.documents.packet.assemble import assemble
from priorauth.documents.packet.manifest import manifest
from priorauth.documents.packet.of_a_case import (
    cover_to,
    exhibit_parts,
    is_packet,
    limits_of,
    packet_files,
    read_exhibits,
    stamp,
)
from priorauth.documents.packet.parts import Crosswalk, Part, PartKind, Sending
from priorauth.files import is_folder, read_bytes, safe_name
from priorauth.offlabel.report import report
from priorauth.request.sign_off import edits_accepted

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.documents.edited.desk import Edits
    from priorauth.documents.edited.mark import WordDocument
    from priorauth.documents.edited.taken_back import EditedLetter
    from priorauth.documents.generate import Studio
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.documents.packet.assemble import Packet
    from priorauth.offlabel.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Papers:
    """What was written for one plan."""

    folder: Path
    files: tuple[str, ...]
    drafts: tuple[str, ...]
    """The papers in which something is still to be confirmed, or that are not signed off."""
    refused: dict[str, str]
    """Why a paper was not written, by its kind."""
    small: tuple[str, ...] = ()
    """What will be hard to read after the fax."""
    pictured: tuple[str, ...] = ()
    """Of what the packet that is kept has pictures."""
    kept: tuple[str, ...] = ()
    """Files that somebody edited, and that stayed as they are."""
    edits: tuple[Edits, ...] = ()
    """What was edited in those of them that are papers: the PDF says it."""


def write_papers(
    studio: Studio,
    prepared: Prepared,
    chart_file: Path,
    out: Path,
    kind: Kind[Any] | None = None,
    sending: Sending | None = None,
    *,
    chart: bytes | None = None,
    brought: WordDocument | None = None,
) -> Papers:
    """Make the papers that fit the plan (or the one that is named) and write them into ``out``/case/plan.

    ``chart``: the chart as it was read, where it stands in no file of its own. ``brought``: a paper as somebody edited
    it elsewhere.

    Raises:
        BadInput: a template or exhibit cannot be used, the folder cannot be written, or what was brought is no paper of
            this plan.
    """
    folder = out / safe_name(prepared.case.case) / safe_name(prepared.plan.id)
    kinds = (kind,) if kind else paper_kinds()
    refused = {one.name: why for one in kinds if (why := one.refusal(prepared))}
    files = {"findings.json": (json.dumps(report(prepared), indent=2) + "\n").encode()}
    drafts, exhibits = [], {}
    sending = sending or Sending()
    small: tuple[str, ...] = ()
    pictured: tuple[str, ...] = ()
    workspace = studio.workspace
    marks = {one.name: Mark(prepared.case.case, prepared.plan.id, one.name) for one in kinds if one.name not in refused}
    by_hand = brought_as(brought.data, brought.where, marks, folder) if brought else {}
    desk = studio.desk(folder, prepared.case, by_hand)
    edits: list[Edits] = []
    for one in (one for one in kinds if one.name not in refused):
        laid = desk.laid(
            compose_paper(prepared, workspace.practice, studio.wording, one, logo=workspace.logo),
            one.name,
            marks[one.name],
            How(not (prepared.ready or one.outside), one.internal, partial(_accepted, prepared, one)),
        )
        files |= laid.files
        edits += [laid.edits] if laid.edits else []
        if laid.letter.sheet.draft:
            drafts.append(one.name)
        if not (one.internal or one.outside):
            exhibits = read_exhibits(prepared.case, chart_file)
            letter_pdf = files[f"{one.name}.pdf"]
            packet = _packet(studio, prepared, one, chart_file, exhibits, letter_pdf, sending)
            made, small = packet_files(packet, sending)
            files |= made
            pictured = packet.pictured
    looked_at = prepared.covered or prepared.ruling
    files["manifest.json"] = manifest(
        chart=read_bytes(chart_file) if chart is None else chart,
        policy=read_bytes(looked_at.path) if looked_at else None,
        exhibits=exhibits,
        practice=workspace.profile,
        templates=studio.templates_with(),
        files=files,
        as_of=prepared.as_of,
        trail=studio.trail(),
    )
    kept = put(
        folder,
        files,
        gone=_left_over(folder, files, kinds),
        by_hand=by_hand,
        nothing_new={one.name for one in edits if one.nothing_new},
    )
    return Papers(folder, tuple(files), tuple(drafts), refused, small, pictured, kept, tuple(edits))


def _accepted(prepared: Prepared, kind: Kind[Any], edited: EditedLetter) -> bool:
    """Whether nothing of what was edited has to be accepted any more."""
    given = [prepared.plan.sign_off] if prepared.plan.sign_off else []
    needs_none = not edited.changes or kind.internal or (kind.outside and not edited.flags)
    return needs_none or edits_accepted(prepared.case, given, prepared.as_of, edited.key)


def _packet(
    studio: Studio,
    prepared: Prepared,
    kind: Kind[Any],
    chart_file: Path,
    exhibits: dict[str, bytes],
    letter: bytes,
    sending: Sending,
) -> Packet:
    coverage = prepared.coverage
    parts = [Part(PartKind.LETTER, kind.title, letter, foot_free=True)]
    return assemble(
        [*parts, *exhibit_parts(prepared.case, chart_file, exhibits)],
        stamp=stamp(prepared.case, coverage, prepared.as_of),
        title=f"{kind.title}, {prepared.case.case}",
        crosswalk=Crosswalk("", ()),
        cover=cover_to(
            prepared.case, coverage, prepared.payer_name, prepared.as_of, studio.workspace, office=kind.to(prepared)
        )
        if coverage
        else None,
        dated=prepared.as_of,
        order=prepared.submission.parts,
        limits=limits_of(prepared.submission, sending),
        archive=sending.archive,
    )


def _left_over(folder: Path, files: dict[str, bytes], kinds: tuple[Kind[Any], ...]) -> list[str]:
    """What an earlier run made of these kinds and this one does not: what may not be given must not lie there."""
    if not is_folder(folder):
        return []
    endings = "|".join(map(re.escape, ENDINGS))
    mine = re.compile(rf"({'|'.join(re.escape(one.name) for one in kinds)})\.({endings})")
    with_packet = any(not (one.internal or one.outside) for one in kinds)
    return sorted(
        one.name
        for one in folder.iterdir()
        if one.name not in files
        and (mine.fullmatch(one.name) or (with_packet and is_packet(one.name)))
        and not beside_letters(folder, one.name)
    )
