"""One request as a bundle of FHIR: as ready, as draft or as refused as its letter would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.documents.answers.sheet import answer_sheet
from priorauth.documents.letter.compose import compose
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.sheet import DRAFT_NOTICE
from priorauth.documents.packet.of_a_case import exhibit_parts, read_exhibits
from priorauth.documents.wording import Wording
from priorauth.exchange.answers import ANSWERS, answers
from priorauth.exchange.bundle import bundle, written
from priorauth.exchange.charted import charted
from priorauth.exchange.claim import CLAIM, claim
from priorauth.exchange.entries import PATIENT, Entries
from priorauth.exchange.exhibits import LETTER
from priorauth.exchange.exhibits import letter as enclose
from priorauth.exchange.findings import FINDINGS, evident, findings
from priorauth.files import renew, safe_name

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.request.assessment import Assessment
    from priorauth.workspace import Workspace

READY, DRAFT, NO_REQUEST = "request.json", "request-DRAFT.json", "no-request.json"
"""The file's name says what it is; a folder holds one of them."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was made of one ask."""

    name: str
    data: bytes
    wanted: tuple[str, ...] = ()
    """What keeps it from going out, where it is a draft."""
    open_points: int = 0
    """How many points the letter would have marked to be confirmed."""
    refused: str = ""
    """Why nothing is asked, where nothing is."""


def export(assessment: Assessment, chart_file: Path, workspace: Workspace, *, with_documents: bool = False) -> Exported:
    """The bundle of one ask.

    Whatever keeps ``priorauth generate`` from writing a letter keeps the claim out, and whatever makes that letter a
    draft makes the claim one: the same reading decides.

    Args:
        assessment: what was judged.
        chart_file: beside it lie the exhibits.
        workspace: the practice, its templates and payers.
        with_documents: whether letter and exhibits go along, as the packet has them.

    Raises:
        BadInput: an exhibit or a template cannot be used.
    """
    case, as_of = assessment.case, assessment.determination.dates.as_of
    kind = kind_for(assessment.ask.phase)
    refused = kind.refusal(assessment)
    parts = exhibit_parts(case, chart_file, read_exhibits(case, chart_file))
    pages = {part.exhibit: part.pdf for part in parts if part.exhibit} if with_documents else {}
    entries = Entries(
        f"{case.model_dump_json()} {assessment.ask.id} {assessment.loaded.sha256} {as_of} {with_documents}"
    )
    own = assessment.coverage
    names = {own.payer: _name(own.payer, assessment, workspace)}
    charted(case.changed(coverages=(own,)), names, as_of, pages, entries)  # one payer learns nothing of another
    if refused:
        findings(assessment, entries, draft=True)
        made = bundle(entries, as_of, first=PATIENT, draft=f"No request: {refused}", fictional=case.fictional)
        return Exported(NO_REQUEST, written(made), refused=refused)
    letter = compose(assessment, workspace.practice, Wording(workspace.templates("letters")), kind)
    draft = DRAFT_NOTICE if letter.sheet.draft else ""
    findings(assessment, entries, draft=bool(draft))
    if with_documents:
        pdf = letter_pdf(letter.content, letter.sheet, template=workspace.template("letters", "letter.typ"))
        enclose(pdf, kind.title, as_of, entries, draft=bool(draft))
    sheet = answer_sheet(assessment, workspace.practice, workspace.template("answers", "generic.yaml"))
    answers(sheet, assessment, entries, draft=bool(draft))
    exhibits = (one.id for one in case.exhibits)
    items = (one for one in evident(assessment, entries) if one in case.by_id)
    claim(assessment, entries.those((FINDINGS, ANSWERS, LETTER, *exhibits, *items)), entries, draft=draft)
    made = bundle(entries, as_of, first=CLAIM, draft=draft, fictional=case.fictional)
    wanted = (*kind.wanted(assessment), *letter.absent)
    return Exported(DRAFT if draft else READY, written(made), wanted, len(letter.open_points))


def folder_of(assessment: Assessment, out: Path) -> Path:
    """Where it is written, beside what ``priorauth generate`` writes."""
    return out / safe_name(assessment.case.case) / safe_name(assessment.ask.id) / "fhir"


def put(made: Exported, folder: Path) -> None:
    """Write it, and take away what an earlier run made: a request that is none any more must not lie there."""
    renew(folder, {made.name: made.data}, gone=[one for one in (READY, DRAFT, NO_REQUEST) if one != made.name])


def _name(payer: str, assessment: Assessment, workspace: Workspace) -> str:
    """A payer's name as its policies have it."""
    if payer == assessment.loaded.payer:
        return assessment.loaded.payer_name
    return next((one.payer_name for one in workspace.policies(payer)), payer)
