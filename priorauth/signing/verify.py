"""What a signed file is worth: who signed it, whether it is as it was signed, and whether it is what the chart says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.documents.generate import Studio
from priorauth.documents.letter.kinds import kind as letter_kind
from priorauth.errors import BadInput, ExitCode, PriorauthError
from priorauth.files import is_file, read_bytes, sha256
from priorauth.intake.practice import FILE_NAME
from priorauth.request.assessment import assess
from priorauth.signing.found import Signature, has_empty_place, signatures
from priorauth.signing.on_paper import believed, holds_remains
from priorauth.signing.person import bound_to
from priorauth.signing.pins import pins
from priorauth.signing.place import Place
from priorauth.signing.record import record_in
from priorauth.workspace import open_case, policy_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from asn1crypto import x509 as asn1

    from priorauth.signing.pins import Pins
    from priorauth.signing.record import Record
    from priorauth.workspace import Workspace

GRAVEST = (ExitCode.ALTERED, ExitCode.UNKNOWN_SIGNER, ExitCode.NOT_SIGNED, ExitCode.STALE, ExitCode.OK)
"""Of several files, the code that counts."""


_CLOCKS_DIFFER = timedelta(minutes=10)
"""By so much a computer's clock may be wrong, and an answer late, before it is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said of one file."""

    file: Path
    code: ExitCode
    says: str
    """In a sentence."""
    points: tuple[str, ...] = ()
    """What that rests on, a sentence each."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """By what files are judged."""

    today: date
    trusted: tuple[asn1.Certificate, ...] = ()
    """Authorities that are trusted."""
    chart: Path | None = None
    """The chart that a file is held against; the one that its record names, if none is."""
    stands_in: Path = field(default_factory=Path.cwd)
    """The folder in which one stands: the workspace there says who signs, wherever the file is."""

    def verified(self, file: Path) -> Told:
        """What one file is worth.

        Raises:
            BadInput: it is no PDF or damaged; or the chart, or what it rests on, cannot be read.
        """
        data = read_bytes(file)
        place = Place.of(file, self.chart, self.stands_in)
        record = record_in(file.parent)
        if record is not None and file.name not in record.files:
            record = None
        on_paper = record is not None and record.how == "ink"
        try:
            made = signatures(data, str(file), self.trusted)
        except BadInput:
            if not on_paper or holds_remains(data):
                raise
            made = ()  # a scan is kept as it was brought: as a picture, or as a PDF that only viewers read
        if made:  # a file that holds a signature is judged by that, whatever a record says
            return self._signed(file, data, made, record, place)
        if record is not None and on_paper:
            return self._in_ink(file, data, record, place)
        return Told(file, ExitCode.NOT_SIGNED, _unsigned(data, str(file)))

    def _signed(
        self, file: Path, data: bytes, made: tuple[Signature, ...], record: Record | None, place: Place
    ) -> Told:
        practice = place.workspace.practice
        first, others = made[0], made[1:]
        told = [*_file(first, others), *_time(first), *_person(first, place), _trust(first, self.trusted)]
        altered = not (all(one.intact for one in made) and first.permitted and not others)
        if not altered and record and record.files[file.name] != sha256(data):
            # Beside the document there are bytes that no signature covers: copies of authorities' certificates.
            altered = True
            told.insert(1, "It is not, byte for byte, the file that signature.json beside it tells of.")
        if record and record.how == "ink":
            told.insert(1, "signature.json beside it says that it was signed in ink. That is not so, and not taken.")
        bound = bound_to(first.fingerprint, practice)
        npi = first.pinned.npi if first.pinned else None
        strangers = practice is None or npi is None  # then nothing here binds a certificate to that NPI
        known = first.in_time and (npi in (None, bound.npi) if bound else first.trusted and strangers)
        changed = self._changed(first, record, place.workspace, told)
        who = bound.signature_name if bound else first.subject
        if altered:
            return Told(file, ExitCode.ALTERED, f"It was signed by {who}, and is not as it was signed.", tuple(told))
        if not known:
            return Told(
                file, ExitCode.UNKNOWN_SIGNER, "It is signed, and nobody here vouches for who did.", tuple(told)
            )
        says = f"Signed by {who}, {_moment(first)}."
        return Told(file, ExitCode.STALE if changed else ExitCode.OK, says, tuple(told))

    def _in_ink(self, file: Path, data: bytes, record: Record, place: Place) -> Told:
        """A file that shows what was signed on paper, of which the record tells."""
        if holds_remains(data):
            says = (
                f"It holds the remains of a digital signature, and was recorded as signed in ink by {record.by}: "
                "both cannot be."
            )
            return Told(file, ExitCode.ALTERED, says)
        if record.files[file.name] != sha256(data):
            says = f"It was recorded as signed in ink by {record.by}, and is not the file that was recorded."
            return Told(file, ExitCode.ALTERED, says)
        counts, by_what = believed(record, file.parent, place)
        told = [
            f"No digital signature: {record.recorded_by or 'somebody'} took in a scan of what was signed on paper. "
            "The file is the one that was recorded; whose hand it is, no program can tell.",
            by_what,
            *([place.not_taken] if place.not_taken else []),
        ]
        changed = self._compared(record.case, record.ask, record.kind, record.pins, record, place.workspace, told)
        if not counts:
            says = f"A record beside it says that {record.by} signed it in ink, and nobody here vouches for that."
            return Told(file, ExitCode.UNKNOWN_SIGNER, says, tuple(told))
        says = f"Recorded as signed in ink by {record.by}, {record.at}."
        return Told(file, ExitCode.STALE if changed else ExitCode.OK, says, tuple(told))

    def _changed(
        self, signature: Signature, record: Record | None, workspace: Workspace, told: list[str]
    ) -> tuple[str, ...]:
        pinned = signature.pinned
        if pinned is None:
            told.append("It was not signed by priorauth: nothing says from which chart it was made.")
            return ()
        told.append(f"It is for {pinned.case}, {pinned.ask} ({pinned.kind}).")
        return self._compared(pinned.case, pinned.ask, pinned.kind, pinned.pins, record, workspace, told)

    def _compared(
        self, case: str, ask: str, kind: str, then: Pins, record: Record | None, workspace: Workspace, told: list[str]
    ) -> tuple[str, ...]:
        """What has changed since, and in ``told`` a sentence of that."""
        chart = self.chart or _recorded(case, ask, record, workspace)
        if chart is None:
            told.append("It was not held against the chart: name it with --chart.")
            return ()
        try:
            now = self._now(chart, case, ask, kind, workspace)
        except PriorauthError as error:
            if self.chart is not None:
                raise
            told.append(f"It could not be held against the chart. {error}")
            return ()
        changed = then.changed(now) if now else ("the request (the chart does not hold it any more)",)
        told.append(
            f"Changed since it was signed: {', '.join(changed)}."
            if changed
            else "Chart, policy, profile, templates and exhibits say what they said when it was signed."
        )
        return changed

    def _now(self, chart: Path, case: str, ask: str, kind: str, workspace: Workspace) -> Pins | None:
        opened = open_case(chart, workspace)
        asked = next((one for one in opened.asks if (opened.case, one.id) == (case, ask)), None)
        if asked is None:
            return None
        assessment = assess(opened, asked, policy_for(opened, asked, workspace, self.today), self.today)
        return pins(assessment, letter_kind(kind), Studio(workspace), chart, read_bytes(chart))


def _recorded(case: str, ask: str, record: Record | None, workspace: Workspace) -> Path | None:
    """The chart that the record names, in the workspace: the record may have come with the file."""
    if record is None or workspace.root is None or (record.case, record.ask) != (case, ask):
        return None
    chart = (workspace.root / record.chart).resolve()
    return chart if chart.is_relative_to(workspace.root) and is_file(chart) else None


def trusted_in(path: Path) -> tuple[asn1.Certificate, ...]:
    """The certificates in a PEM or DER file.

    Raises:
        BadInput: there is none in it.
    """
    from asn1crypto import pem, x509  # noqa: PLC0415  (only --trust needs it)

    data = read_bytes(path)
    try:
        blocks = [block for _, _, block in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        found = tuple(x509.Certificate.load(block, strict=True) for block in blocks)
        for one in found:
            one.native  # noqa: B018  (reads it to its end)
    except (ValueError, TypeError):
        found = ()
    if not found:
        raise BadInput(
            "There is no certificate in this file.",
            where=str(path),
            fix="Name the authority's own certificate, as PEM (-----BEGIN CERTIFICATE-----) or DER.",
        )
    return found


def _unsigned(data: bytes, where: str) -> str:
    if has_empty_place(data, where):
        return (
            "It has a place for a digital signature, and none is there: it was never signed, or what came after its "
            "first part was cut off."
        )
    return "It holds no digital signature."


def _file(first: Signature, others: Sequence[Signature]) -> Iterator[str]:
    if not first.intact:
        yield "What the signature covers was changed: it does not fit the file any more."
    elif first.whole_file:
        yield "What the signature covers is as it was signed: the whole file but the signature's own place."
    elif first.later:
        revisions = f"{len(first.later)} revision{'' if len(first.later) == 1 else 's'}"
        allowed = "nothing but what the signature permits" if first.permitted else "more than the signature permits"
        yield f"After it was signed, {revisions} came: {allowed}."
    else:
        yield "Behind the signed part stand bytes that the signature does not cover."
    for number, what in enumerate(first.later, start=1):
        yield f"Revision {number} after the signature: {what}."
    for one in others:
        yield f"Another signature was added, by {one.subject}; the first permits none."


def _time(one: Signature) -> Iterator[str]:
    """What is to be said of a time that somebody else gave."""
    if one.unproven:
        yield (
            f"An authority that is not trusted here ({one.unproven.authority}) says {_written(one.unproven.at)}, which "
            "proves nothing: anybody can add that. If you trust it, name its certificate with --trust."
        )
    if not one.confirmed_by or one.at is None or one.said is None:
        return
    if one.at < one.said - _CLOCKS_DIFFER:
        yield f"The signer's own clock said {_written(one.said)}, which is after the time that was confirmed."
    elif one.at > one.said + _CLOCKS_DIFFER:
        yield (
            f"The signer's own clock said {_written(one.said)}, long before the time that was confirmed: that it was "
            "signed then, nobody confirms."
        )


def _person(one: Signature, place: Place) -> Iterator[str]:
    practice = place.workspace.practice
    bound = bound_to(one.fingerprint, practice)
    certificate = f"The certificate ({one.subject}; SHA-256 {one.fingerprint})"
    if practice is None:
        yield f"{certificate} was not looked up: no {FILE_NAME} is taken here."
    elif bound is None:
        yield f"{certificate} is bound to nobody in {place.profile}."
    elif one.pinned and one.pinned.npi != bound.npi:
        yield f"{certificate} is bound to NPI {bound.npi} in {place.profile}, and the file names NPI {one.pinned.npi}."
    else:
        yield f"{certificate} is bound to NPI {bound.npi} in {place.profile}."
    if place.not_taken:
        yield place.not_taken
    if not one.in_time:
        yield f"The certificate holds from {one.begins:%Y-%m-%d} to {one.ends:%Y-%m-%d}, and not when it was signed."


def _trust(one: Signature, trusted: Sequence[asn1.Certificate]) -> str:
    if not trusted:
        return "Whether an authority vouches for the certificate was not looked at: name its own with --trust."
    if one.trusted:
        return "The certificate leads to an authority that is trusted here. Whether it was revoked was not asked."
    return "The certificate does not lead to an authority that is trusted here."


def _moment(one: Signature) -> str:
    if one.at is None:
        return "at a time that it does not tell"
    clock = f"as confirmed by {one.confirmed_by}" if one.confirmed_by else "by the signer's own clock"
    return f"{_written(one.at)}, {clock}"


def _written(moment: datetime) -> str:
    text = moment.isoformat(sep=" ", timespec="seconds")
    return f"{text[:-6]} {text[-6:]}"
