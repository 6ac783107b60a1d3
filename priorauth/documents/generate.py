"""All documents of one assessment, made in memory and written last: either all of them, or none."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING

from priorauth.documents.edited.desk import Desk, How, brought_as
from priorauth.documents.edited.mark import Mark
from priorauth.documents.forms.complete import complete
from priorauth.documents.forms.context import form_context
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.library import known
from priorauth.documents.forms.signing import form_space
from priorauth.documents.letter.compose import compose
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.letter.pdf import signature_space
from priorauth.documents.made import Documents, Generated, folder_of
from priorauth.documents.packet.assemble import assemble
from priorauth.documents.packet.crosswalk import crosswalk
from priorauth.documents.packet.manifest import manifest
from priorauth.documents.packet.of_a_case import (
    cover_to,
    exhibit_parts,
    limits_of,
    packet_files,
    read_exhibits,
    stamp,
)
from priorauth.documents.packet.parts import Limits, Part, PartKind, Sending
from priorauth.documents.wording import Wording
from priorauth.errors import BadInput
from priorauth.files import read_bytes, safe_name
from priorauth.request.report import report
from priorauth.request.sign_off import edits_accepted, edits_wanted
from priorauth.request.verified import REVIEWERS
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from priorauth.chart.chart import Chart
    from priorauth.documents.edited.desk import Edits, Taken
    from priorauth.documents.edited.mark import WordDocument
    from priorauth.documents.edited.taken_back import EditedLetter
    from priorauth.documents.forms.complete import CompletedForm
    from priorauth.documents.forms.mapping import FormMap
    from priorauth.documents.letter.compose import Letter
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.documents.packet.assemble import Packet
    from priorauth.documents.packet.manifest import Anchor
    from priorauth.documents.seal import Seal
    from priorauth.documents.space import Space
    from priorauth.request.assessment import Assessment
    from priorauth.workspace import Workspace

FORM = "universal"


class Studio:
    """Templates and forms of a workspace, read once and used for every patient."""

    def __init__(self, workspace: Workspace, trail: Callable[[], Anchor | None] = lambda: None) -> None:
        """``trail``: the last entry of the worklist's audit trail, where there is a worklist."""
        self.workspace = workspace
        self.trail = trail
        self.wording = Wording(workspace.templates("letters"))
        self.letter_pdf = workspace.template("letters", "letter.typ")
        self.letter_docx = workspace.template("letters", "letter.docx")
        self.known_forms = known(workspace.templates("forms"))
        self.form = self.known_forms[FORM].opened()
        self._opened = {FORM: self.form}

    def form_for(self, assessment: Assessment) -> tuple[str, FormMap, str]:
        """The form that the request goes on, by its name; and why it is the universal one, where another is asked for.

        Raises:
            BadInput: the form in the workspace is not the one that was mapped, or is for another medicine.
        """
        own = assessment.ask.form or assessment.loaded.own.submission.form
        if own is None:
            return FORM, self.form, ""
        name = safe_name(own).lower()
        one = self.known_forms.get(name)
        if one is None or one.form is None:
            missing = "has not been brought yet" if one else "has no map yet"
            step = "priorauth forms add FILE.pdf" if one else f"priorauth forms draft FILE.pdf -o {_place(name)}"
            told = f"The payer's own form ({own}) {missing}: the universal form was filled. Download it, then: {step}"
            return FORM, self.form, told
        if name not in self._opened:
            self._opened[name] = _for_esketamine(one.opened(), own)
        return name, self._opened[name], ""

    def generate(
        self,
        assessment: Assessment,
        chart_file: Path,
        out: Path,
        kind: Kind[Assessment] | None = None,
        sending: Sending | None = None,
        *,
        chart: bytes | None = None,
        brought: WordDocument | None = None,
        beside: Mapping[str, bytes] | None = None,
    ) -> Generated:
        """Make the documents of one kind and write them into ``out``/case/ask, those of a named kind into its folder.

        Where the criteria are not met (or the payer does not cover), no letter argues that they are: only the findings
        are written, and the result says why.

        Args:
            assessment: what was judged.
            chart_file: beside it lie the exhibits.
            out: where to write.
            kind: which letter; by the request's phase, if none is named.
            sending: how the packet is wanted.
            chart: the chart as it was read, where it stands in no file of its own.
            brought: the letter as somebody edited it elsewhere; one that was edited in the folder is found there.
            beside: what is kept of what they replace, by its name in the folder.

        Raises:
            BadInput: a template, form or exhibit cannot be used, the folder cannot be written, or what was brought is
                no letter of this kind and request.
        """
        kind = kind or kind_for(assessment.ask.phase)
        data = read_bytes(chart_file) if chart is None else chart
        folder = folder_of(assessment, out, kind)
        return self.documents(assessment, chart_file, data, kind, folder, sending, brought=brought).put(folder, beside)

    def documents(
        self,
        assessment: Assessment,
        chart_file: Path,
        chart: bytes,
        kind: Kind[Assessment],
        folder: Path,
        sending: Sending | None = None,
        *,
        brought: WordDocument | None = None,
        seal: Seal | None = None,
    ) -> Documents:
        """The same, in memory; ``seal``: how they are signed, where that is what they are made for, and no draft.

        ``folder`` is where they are to go: a letter that was edited there says what goes out.

        Raises:
            BadInput: a template, form or exhibit cannot be used, or what was brought is no letter of this request.
        """
        files = {"findings.json": (json.dumps(report(assessment), indent=2) + "\n").encode()}
        sending = sending or Sending()
        small: tuple[str, ...] = ()
        pictured: tuple[str, ...] = ()
        why_not = kind.refusal(assessment)
        letters: list[Letter] = []
        edits: list[Edits] = []
        by_hand: dict[str, bytes] = {}
        form, form_name, form_note = None, FORM, ""
        exhibits: dict[str, bytes] = {}
        if not why_not:
            exhibits = read_exhibits(assessment.case, chart_file)
            marks = _marks(assessment, kind)
            by_hand = brought_as(brought.data, brought.where, marks, folder) if brought else {}
            desk = self.desk(folder, assessment.case, by_hand)
            for name, mark in marks.items():
                laid = desk.laid(self._composed(assessment, kind, mark), name, mark, _how(assessment, kind))
                letters.append(laid.letter)
                files |= laid.files
                edits += [laid.edits] if laid.edits else []
            if any(one.sheet.draft for one in letters):
                seal = None  # a draft is never signed
            pages = {"letter": files.get("letter.pdf", b"")}
            if kind.with_form:
                form_name, form_map, form_note, form = self.filled(assessment)
            if form:
                files |= {"form.pdf": form.pdf} | ({"form-addendum.pdf": form.addendum} if form.addendum else {})
                pages["form"] = flatten(form.pdf)
                if seal:
                    sealed = seal.form(form.pdf, pages["form"], form_space(form_map))
                    files["form.pdf"], pages["form"] = sealed.pdf, sealed.pages
            if seal and "letter.pdf" in files:
                sealed = seal.letter(files["letter.pdf"], self._space(letters[0]))
                files["letter.pdf"], pages["letter"] = sealed.pdf, sealed.pages
            if not (kind.internal or kind.outside):
                parts = self._parts(assessment, kind, chart_file, exhibits, pages, form)
                packet = self._packet(assessment, kind, parts, sending, seal.room if seal else 0)
                made, small = packet_files(packet, sending)
                files |= {name: seal.packet(pdf) if seal else pdf for name, pdf in made.items()}
                pictured = packet.pictured
        if seal:
            files |= seal.record(files)
        files["manifest.json"] = self._manifest(assessment, chart, exhibits, files, form_name)
        return Documents(
            files,
            any(one.sheet.draft for one in letters) if letters else True,
            (
                *kind.wanted(assessment),
                *(one for letter in letters for one in letter.absent),
                *(edits_wanted(one.letter.key, assessment.ask.id) for one in edits if one.letter and not one.accepted),
            ),
            tuple(point for one in letters for point in one.open_points),
            tuple(_by_hand(form)) if form else (),
            why_not,
            form_note,
            small,
            pictured,
            edits=tuple(edits),
            brought=by_hand,
        )

    def taken(self, assessment: Assessment, kind: Kind[Assessment], folder: Path) -> Taken:
        """The letter as :meth:`documents` lays it into ``folder``, as somebody edited it there, and not rendered.

        Of a kind that goes to several it is the first. Raises BadInput where a template cannot be used.
        """
        name, mark = next(iter(_marks(assessment, kind).items()))
        letter = self._composed(assessment, kind, mark)
        return self.desk(folder, assessment.case, {}).taken(letter, name, mark, _how(assessment, kind))

    def filled(self, assessment: Assessment) -> tuple[str, FormMap, str, CompletedForm]:
        """The form, by :meth:`form_for`, with what is written on it."""
        name, form, note = self.form_for(assessment)
        dated = assessment.determination.dates.as_of
        return name, form, note, complete(form, form_context(assessment, self.workspace.practice), dated=dated)

    def desk(self, folder: Path, chart: Chart, by_hand: Mapping[str, bytes]) -> Desk:
        """Where letters are laid into ``folder``."""
        return Desk(folder, chart, self.letter_docx, self.letter_pdf, by_hand)

    def _composed(self, assessment: Assessment, kind: Kind[Assessment], mark: Mark) -> Letter:
        workspace = self.workspace
        return compose(assessment, workspace.practice, self.wording, kind, copy=mark.copy, logo=workspace.logo)

    def _space(self, letter: Letter) -> Space | None:
        return signature_space(letter.content, letter.sheet, template=self.letter_pdf)

    def _parts(
        self,
        assessment: Assessment,
        kind: Kind[Assessment],
        chart_file: Path,
        exhibits: dict[str, bytes],
        pages: dict[str, bytes],
        form: CompletedForm | None,
    ) -> list[Part]:
        parts = []
        if form:
            parts.append(Part(PartKind.FORM, "Prior authorization form", pages["form"], foot_free=True))
            if form.addendum:
                parts.append(Part(PartKind.ADDENDUM, "Addendum to the form", form.addendum, foot_free=True))
        parts.append(Part(PartKind.LETTER, kind.title, pages["letter"], foot_free=True))
        return [*parts, *exhibit_parts(assessment.case, chart_file, exhibits)]

    def _packet(
        self, assessment: Assessment, kind: Kind[Assessment], parts: Sequence[Part], sending: Sending, room: int
    ) -> Packet:
        """``room``: by how many bytes a signature makes it larger yet."""
        submission = assessment.loaded.own.submission
        return assemble(
            parts,
            stamp=stamp(assessment.case, assessment.coverage, assessment.determination.dates.as_of),
            title=f"Prior authorization request, {assessment.case.case}",
            crosswalk=crosswalk(assessment),
            cover=cover_to(
                assessment.case,
                assessment.coverage,
                assessment.loaded.payer_name,
                assessment.determination.dates.as_of,
                self.workspace,
                office=kind.to(assessment),
                phone=submission.phone or "",
                expedited=assessment.expedited,
                reviewed_by=elsewhere(assessment),
            ),
            dated=assessment.determination.dates.as_of,
            order=submission.parts,
            limits=_less(limits_of(submission, sending), room),
            archive=sending.archive,
        )

    def _manifest(
        self,
        assessment: Assessment,
        chart: bytes,
        exhibits: dict[str, bytes],
        files: dict[str, bytes],
        form_name: str,
    ) -> bytes:
        head = self.trail()
        return manifest(
            chart=chart,
            policy=read_bytes(assessment.loaded.path),
            exhibits=exhibits,
            practice=self.workspace.profile,
            templates=self.templates_with(form_name),
            files=files,
            as_of=assessment.determination.dates.as_of,
            trail=head._replace(case=f"{assessment.case.case}/{assessment.ask.id}") if head else None,
        )

    def templates_with(self, form: str = FORM) -> dict[str, bytes]:
        """Every template that may have had a part in documents with that form."""
        return {name: data for name, data in self.templates.items() if _had_a_part(name, form)}

    @cached_property
    def templates(self) -> dict[str, bytes]:
        """Every template, the nearer folder hiding the farther."""
        found: dict[str, Path] = {}
        for kind in ("letters", "forms", "packet"):
            folders = [shipped("templates") / kind] if kind == "packet" else self.workspace.templates(kind)
            for folder in folders:
                for path in sorted(folder.rglob("*")):
                    if path.suffix in {".j2", ".typ", ".docx", ".pdf", ".yaml"}:
                        found.setdefault(f"{kind}/{path.relative_to(folder).as_posix()}", path)
        return {name: read_bytes(found[name]) for name in sorted(found)}


def mark_for(assessment: Assessment, kind: Kind[Assessment], copy: str = "") -> Mark:
    """By what a letter of the request is known when it comes back."""
    return Mark(assessment.case.case, assessment.ask.id, kind.name, copy)


def _marks(assessment: Assessment, kind: Kind[Assessment]) -> dict[str, Mark]:
    """Its letters by the names of their files, without an ending."""
    copies = kind.copies(assessment)
    return {
        f"letter-{number}" if len(copies) > 1 else "letter": mark_for(assessment, kind, copy)
        for number, copy in enumerate(copies, start=1)
    }


def _how(assessment: Assessment, kind: Kind[Assessment]) -> How:
    """How its letters are laid."""
    return How(bool(kind.wanted(assessment)), kind.internal, partial(_accepted, assessment, kind))


def _accepted(assessment: Assessment, kind: Kind[Assessment], edited: EditedLetter) -> bool:
    """Whether nothing of what was edited has to be accepted any more.

    A sign-off from before the edit was given for other words. Where the prescriber signs no letter of that kind, only
    what changes a fact needs the prescriber's word.
    """
    needs_none = not edited.changes or kind.internal or (not kind.signed and not edited.flags)
    as_of = assessment.determination.dates.as_of
    return needs_none or edits_accepted(assessment.case, assessment.ask.sign_off, as_of, edited.key)


def _less(limits: Limits, room: int) -> Limits:
    """What is left for the pages."""
    return replace(limits, mb=limits.mb - Decimal(room) / 1_000_000) if limits.mb and room else limits


def _had_a_part(template: str, form_name: str) -> bool:
    """Other forms' maps had none, nor the words by which maps are drafted."""
    kind, _, path = template.partition("/")
    folder, _, rest = path.partition("/")
    return kind != "forms" or (folder == form_name if rest else folder != "vocabulary.yaml")


def _place(name: str) -> str:
    return f"templates/forms/{name}/map.yaml"


def _for_esketamine(form: FormMap, name: str) -> FormMap:
    """The form, if what is printed on it does not ask for something else."""
    if form.file.medicine:
        raise BadInput(
            f"The form {name} asks for {form.file.medicine}, and the request is for esketamine.",
            where=str(form.document.path),
            fix="Name another form in the ask or in the policy, or none: then the universal form is filled.",
        )
    return form


def _by_hand(form: CompletedForm) -> Iterator[str]:
    """What somebody has to see to on the form itself."""
    yield from (f"{one.field}: {one.reason}" for one in form.refused)
    yield from (
        f"{name}: the payer's file holds “{value}” there, and the map says nothing of it."
        for name, value in form.held.items()
    )


def elsewhere(assessment: Assessment) -> str:
    """Who reviews it, where that is not the plan itself: the cover then brings it to another desk."""
    decides = assessment.reviewer
    return REVIEWERS[decides] if decides and decides != "plan" else ""
