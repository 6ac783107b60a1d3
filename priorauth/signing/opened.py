"""A request with its chart, opened to be signed: what it still wants, its sign-off, and all of it written or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from priorauth.chart.ask import SignedKind
from priorauth.documents.kept import edited
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.made import folder_of
from priorauth.errors import BadInput, NotReady, UsageError
from priorauth.files import is_folder, read_bytes, write_private
from priorauth.intake.chart_file import parse_case
from priorauth.request.assessment import assess
from priorauth.request.sign_off import last_word
from priorauth.signing.pins import Pinned, pins
from priorauth.signing.standing import superseded
from priorauth.workspace import payers_known, policy_for
from priorauth.yamledit.edited import with_item, with_value
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from priorauth.documents.generate import Studio
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.documents.made import Documents, Generated
    from priorauth.documents.packet.parts import Sending
    from priorauth.request.assessment import Assessment
    from priorauth.signing.pins import Pins
    from priorauth.yamltree import Tree


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be signed: one letter of one request of a chart."""

    studio: Studio
    chart_file: Path
    out: Path
    """Where documents are written."""
    ask: str | None = None
    """Its id; may be left out where the chart asks for one thing alone."""
    kind: Kind[Assessment] | None = None
    """Which letter; the request's own, if none is named."""
    policy: str | None = None
    """The policy's number, where the payer has several."""
    sending: Sending | None = None
    accepts: str | None = None
    """What was edited in the letter's Word file and is signed for, by the key that ``generate`` tells for it."""
    chart: bytes | None = None
    """What the chart is to say from now on, where more is written into it at once: statements that were ticked."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed and written."""

    assessment: Assessment
    """By the chart with its sign-off."""
    made: Generated
    signed: tuple[str, ...]
    """The files that are signed, by name."""
    by: str
    """Who signed."""
    on: date
    """The day of the signature."""
    kind: str
    """Which letter."""
    notes: tuple[str, ...] = ()
    """What somebody has to know, or to do by hand."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A request with its chart as it was read, judged for one day."""

    request: Request
    before: bytes
    """The chart's file as it is."""
    data: bytes
    """As it is to be."""
    assessment: Assessment
    kind: Kind[Assessment]

    @classmethod
    def of(cls, request: Request, day: date) -> Opened:
        """Read and judged.

        Raises:
            BadInput: a file cannot be read.
            UsageError: there is no such request, or its letter is none that the prescriber signs.
        """
        before = read_bytes(request.chart_file)
        data = before if request.chart is None else request.chart
        assessment = _judged(request, data, day)
        kind = request.kind or kind_for(assessment.ask.phase)
        if not kind.signed or kind.name not in get_args(SignedKind):
            raise UsageError(
                f"{kind.name} is no letter that the prescriber signs with the request.",
                fix=f"Signed are: {', '.join(get_args(SignedKind))}.",
            )
        return cls(request, before, data, assessment, kind)

    @property
    def folder(self) -> Path:
        """Where its documents are written."""
        return folder_of(self.assessment, self.request.out, self.kind)

    @property
    def chart_path(self) -> str:
        """The chart's file, below the workspace where it lies there."""
        whole, root = self.request.chart_file.resolve(), self.request.studio.workspace.root
        below = root is not None and whole.is_relative_to(root.resolve())
        return whole.relative_to(root.resolve()).as_posix() if root and below else str(whole)

    def pinned(self, npi: str) -> Pinned:
        """What the signature stands for."""
        assessment, kind = self.assessment, self.kind
        now = pins(assessment, kind, self.request.studio, self.request.chart_file, self.data)
        return Pinned(case=assessment.case.case, ask=assessment.ask.id, kind=kind.name, npi=npi, pins=now)

    def as_if_signed(self) -> Assessment:
        """The assessment as it is where the signature is all that is wanted."""
        return replace(self.assessment, signing=self.kind.name)

    def must_want_nothing_else(self) -> None:
        """Refuse to have a request signed that could not go out with its signature, or was edited by hand.

        Raises:
            NotReady: it is one.
        """
        if why_not := self.kind.refusal(self.assessment):
            raise NotReady(f"There is nothing to sign: {why_not}", where=self._named)
        wanted = self.kind.wanted(self.as_if_signed())
        if wanted:
            raise NotReady(
                f"It cannot be signed yet. Still wanted: {'; '.join(wanted)}.",
                where=self._named,
                fix="Complete the chart: priorauth check says who has what is missing.",
            )
        self._must_not_be_edited()

    def must_be_final(self, documents: Documents) -> None:
        """Refuse documents that are drafts still.

        Raises:
            NotReady: they are, or a letter that somebody edited could not be taken back.
        """
        self._must_be_ours([one.name for one in documents.edits if one.letter is None])
        if not documents.draft:
            return
        told = [*documents.wanted, *(f"in the letter, {one}" for one in documents.open_points)]
        raise NotReady(
            f"It cannot be signed yet. Still wanted: {'; '.join(told)}.",
            where=self._named,
            fix="Complete the chart, and look at the draft: priorauth generate.",
        )

    def with_sign_off(self, by: str, on: date, stands_for: Pins) -> Opened:
        """The same with the prescriber's sign-off in the chart, and judged by that; as it is where it has it already.

        ``stands_for``: what is signed; the chart keeps it, so that a later change shows wherever documents are made.

        Raises:
            BadInput: the chart's file is written in a way in which nothing can be added to it.
        """
        who, ask = self.assessment.case.prescriber, self.assessment.ask
        accepts = self.request.accepts
        pins = stands_for.in_the_chart
        last = last_word(self.assessment.case, ask, on, self.kind.name) if who else None
        if last and (last.on, last.stands_for) == (on, pins) and (accepts is None or accepts in last.edited):
            return self
        place = next(number for number, one in enumerate(self.assessment.case.asks) if one.id == ask.id)
        given: dict[str, Tree] = {"by": by, "on": on.isoformat(), "kind": self.kind.name}
        if accepts is not None:
            given["edited"] = accepts
        given["stands_for"] = pins.model_dump()
        data = signed_off(self.data, self.request.chart_file, place, given)
        return replace(
            self, data=data, assessment=_judged(self.request, data, self.assessment.determination.dates.as_of)
        )

    def write(self, documents: Documents) -> Generated:
        """Chart and documents, or nothing.

        Raises:
            NotReady: the documents are drafts.
            BadInput: somebody changed the chart meanwhile, or something cannot be written.
        """
        self.must_be_final(documents)
        chart = self.request.chart_file
        if read_bytes(chart) != self.before:
            raise BadInput(
                "The chart was changed while it was being signed. Nothing was written.",
                where=str(chart),
                fix="Read it again, and sign then.",
            )
        # The chart first: killed between the two, it says that it was signed off, and signing again does the rest.
        if self.data != self.before:
            write_private(chart, self.data, instead_of=self.before)
        try:
            return documents.put(self.folder, superseded(self.folder))
        except BaseException:
            if self.data != self.before:
                write_private(chart, self.before)
            raise

    @property
    def _named(self) -> str:
        return f"{self.assessment.case.case}, {self.assessment.ask.id}"

    def _must_not_be_edited(self) -> None:
        # A letter edited in Word is taken back, and what it says is signed; no other file is.
        there = edited(self.folder) if is_folder(self.folder) else ()
        self._must_be_ours(sorted(name for name in there if not (name.startswith("letter") and name.endswith(".docx"))))

    def _must_be_ours(self, by_hand: list[str]) -> None:
        if by_hand:
            raise NotReady(
                f"Somebody edited {', '.join(by_hand)} by hand, and what would be signed is not that but what the "
                "program makes of the chart.",
                where=str(self.folder),
                fix="Bring the changes into the chart or the wording, or move the edited file away; then sign.",
            )


def signed_off(chart: bytes, path: Path, place: int, given: dict[str, Tree]) -> bytes:
    """The chart with one more sign-off of the ask at ``place``; one that stands alone becomes a list.

    Raises:
        BadInput: the file is written in a way in which nothing can be added to it.
    """
    at = ("asks", place, "sign_off")
    match parse(chart, path).tree:
        case {"asks": list() as asks}:
            match asks[place]:
                case {"sign_off": dict() as alone}:
                    return with_value(chart, path, at, [alone, given])
    return with_item(chart, path, at, given)


def _judged(request: Request, chart: bytes, day: date) -> Assessment:
    workspace = request.studio.workspace
    case = parse_case(chart, request.chart_file, workspace.practice, lambda document: payers_known(document, workspace))
    if request.ask is None and len(case.asks) > 1:
        raise UsageError(
            f"The chart holds several requests: {', '.join(one.id for one in case.asks)}.",
            where=str(request.chart_file),
            fix="Name one with --ask.",
        )
    ask = next((one for one in case.asks if request.ask in (None, one.id)), None)
    if ask is None:
        held = ", ".join(one.id for one in case.asks) or "none"
        raise UsageError(f"The chart holds no such request. It holds: {held}.", where=str(request.chart_file))
    return assess(case, ask, policy_for(case, ask, workspace, day, number=request.policy), day)
