"""A signature in ink: the scan of what was printed and signed by hand, taken back in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from priorauth.documents.kept import SIGNATURE
from priorauth.documents.packet.exhibit_files import ExhibitFile
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.front import page_count
from priorauth.documents.packet.of_a_case import is_packet
from priorauth.documents.seal import Sealed
from priorauth.errors import BadInput, NotReady, UsageError
from priorauth.files import sha256
from priorauth.signing.by_hand import blank_pages, is_copy
from priorauth.signing.opened import Opened, Signed
from priorauth.signing.person import must_be_named_so, prescriber_of
from priorauth.signing.printed import FOLDER, printed_in
from priorauth.signing.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from priorauth.documents.space import Space
    from priorauth.signing.opened import Request
    from priorauth.signing.pins import Pinned
    from priorauth.signing.printed import Print

_FORM_UNSIGNED = (
    "The form is in the packet as it was printed: no scan of a signed one was taken in (--form-scan). Its signature "
    "line is empty."
)
_SIGN_ON_PAPER = "Print it, sign it on paper, and scan all pages of that."


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that shows what was signed."""

    path: Path | None
    """For errors; none where it came without."""
    data: bytes

    @property
    def ending(self) -> str:
        """Of the name under which it is kept: by what it is, whatever it was called."""
        return ExhibitFile("scan", self.data).ending


def take_in(
    request: Request, letter: Scan, form: Scan | None, by: str, on: date, recorded_by: str, today: date
) -> Signed:
    """Take in what was signed by hand: the sign-off into the chart, the scan into the packet as the letter.

    Args:
        request: what was signed.
        letter: the scan of the letter, all of its pages.
        form: that of the form, where it was signed too.
        by: who signed.
        on: the day of the signature.
        recorded_by: who takes it in.
        today: the day on which that is.

    Raises:
        NotReady: nothing was printed, the chart has changed since, or something is wanted today.
        BadInput: a scan cannot be read, is not of that document, or shows no hand; a file cannot be used; the
            chart gives the prescriber another name than the profile.
        UsageError: the day or the name cannot be right.
    """
    now = Opened.of(request, today)
    who = prescriber_of(now.assessment.case)
    must_be_named_so(who, request.studio.workspace.practice)
    if not who.signs_as(by):
        raise UsageError("The chart's prescriber is another (--by).", fix="Only the prescriber who is named signs.")
    note = _printed(now)
    if request.accepts not in (None, note.accepts):
        raise UsageError(
            "What was printed does not hold the edits that are to be accepted.",
            where=f"{now.assessment.case.case}, {now.assessment.ask.id}",
            fix="Leave --accept out, for it was said with --print; or print it again.",
        )
    if not note.on <= on <= today:
        raise UsageError(
            f"The day of the signature ({on}) is not between that of the printing ({note.on}) and today.",
            fix="Correct the day (--on).",
        )
    now, then = (
        replace(one, request=replace(request, accepts=note.accepts)) for one in (now, Opened.of(request, note.on))
    )
    pinned = then.pinned(who.npi or "")
    if changed := note.pins.changed(pinned.pins):
        raise NotReady(
            f"What was printed and signed is not what the documents would say now: {', '.join(changed)} changed since.",
            where=str(now.folder / FOLDER),
            fix="Print it again (priorauth sign CHART --print), and have that signed.",
        )
    now.must_want_nothing_else()
    signed_now, signed_then = (one.with_sign_off(by, on, pinned.pins) for one in (now, then))
    if wanted := now.kind.wanted(signed_now.assessment):
        raise NotReady(
            f"With this signature it could not go out. Still wanted: {'; '.join(wanted)}.",
            where=f"{now.assessment.case.case}, {now.assessment.ask.id}",
            fix="Print it again, and have that signed.",
        )
    for what, scan in (("letter", letter), ("form", form)):
        if scan and sha256(scan.data) in note.files.values():
            raise BadInput(
                f"The scan of the {what} is the file that was to be printed: nobody has signed it by hand.",
                where=str(scan.path or ""),
                fix=_SIGN_ON_PAPER,
            )
    seal = _InkSeal(letter, form, pinned, then.chart_path, by, on, recorded_by)
    documents = request.studio.documents(
        signed_then.as_if_signed(),
        request.chart_file,
        signed_then.data,
        then.kind,
        then.folder,
        request.sending,
        seal=seal,
    )
    names = tuple(seal.shown(documents.files))
    notes = (_FORM_UNSIGNED,) if "form.pdf" in documents.files and form is None else ()
    return Signed(signed_now.assessment, signed_then.write(documents), names, by, on, then.kind.name, notes)


@dataclass(frozen=True, slots=True)
class _InkSeal:
    """The scans in the place of what was printed."""

    letter_scan: Scan
    form_scan: Scan | None
    pinned: Pinned
    chart: str
    by: str
    on: date
    recorded_by: str
    room: int = 0

    def letter(self, pdf: bytes, space: Space | None) -> Sealed:  # noqa: ARG002  (where it was signed, the scan shows)
        """The pages that were signed."""
        return _scanned("letter", self.letter_scan, pdf, page_count(pdf))

    def form(self, pdf: bytes, pages: bytes, space: Space | None) -> Sealed:  # noqa: ARG002
        """Likewise; the form as it was printed, where it was not signed."""
        return _scanned("form", self.form_scan, pdf, page_count(pages)) if self.form_scan else Sealed(pdf, pages)

    def packet(self, pdf: bytes) -> bytes:
        """As it is: it holds the pages."""
        return pdf

    def shown(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Those that show what was signed."""
        names = {"letter.pdf", *(["form.pdf"] if self.form_scan else [])}
        return {name: data for name, data in files.items() if name in names or is_packet(name)}

    def record(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Who signed, who took it in, and the scans as they were brought."""
        scans = {"letter": self.letter_scan} | ({"form": self.form_scan} if self.form_scan else {})
        kept = {f"{name}-scan{one.ending}": one.data for name, one in scans.items()}
        record = Record(
            how="ink",
            case=self.pinned.case,
            ask=self.pinned.ask,
            kind=self.pinned.kind,
            chart=self.chart,
            by=self.by,
            npi=self.pinned.npi,
            at=self.on.isoformat(),
            recorded_by=self.recorded_by,
            scans={name: sha256(one.data) for name, one in scans.items()},
            files={name: sha256(data) for name, data in (self.shown(files) | kept).items()},
            pins=self.pinned.pins,
        )
        return kept | {SIGNATURE: record.written()}


def _scanned(what: str, scan: Scan, printed: bytes, pages: int) -> Sealed:
    """The scan on sheets, if it can be of what was printed, and signed; ``pages``: how many that has."""
    try:
        sheets = exhibit_part("scan", what, scan.data, where=str(scan.path or "")).pdf
    except BadInput as error:
        raise BadInput(
            error.what.replace("The exhibit scan", f"The scan of the {what}"), where=error.where, fix=error.fix
        ) from None
    if (count := page_count(sheets)) != pages:
        raise BadInput(
            f"The scan of the {what} has {count} page{'' if count == 1 else 's'}, and what was printed has {pages}.",
            where=str(scan.path or ""),
            fix="Scan all pages of it into one file, and nothing else.",
        )
    if blank := blank_pages(sheets):
        raise BadInput(
            f"The scan of the {what} has nothing on page {', '.join(map(str, blank))}.",
            where=str(scan.path or ""),
            fix="Scan it again, the printed sides.",
        )
    if is_copy(sheets, exhibit_part("printed", what, printed).pdf):
        raise BadInput(
            f"The scan of the {what} shows the pages just as they were made: nobody has signed it by hand.",
            where=str(scan.path or ""),
            fix=_SIGN_ON_PAPER,
        )
    return Sealed(sheets, sheets)


def _printed(case: Opened) -> Print:
    printed = printed_in(case.folder)
    if printed is None:
        raise NotReady(
            "Nothing was printed here to be signed by hand, so nobody knows what was signed.",
            where=str(case.folder / FOLDER),
            fix="Print it first: priorauth sign CHART --print.",
        )
    return printed.note
