"""What a signed file is worth: who signed it, whether it is as it was signed, and whether it is what the chart says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.documents.generate import Studio
from priorauth.documents.letter.kinds import kind as letter_kind
from priorauth.errors import BadInput, ExitCode, PriorauthError
from priorauth.files import is_file, read_bytes, sha256
from priorauth.request.assessment import assess
from priorauth.signing.found import Signature, has_empty_place, signatures
from priorauth.signing.person import bound_to
from priorauth.signing.pins import pins
from priorauth.signing.record import record_in
from priorauth.workspace import Workspace, open_case, policy_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from asn1crypto import x509 as asn1

    from priorauth.chart.practice import Practice
    from priorauth.signing.pins import Pins
    from priorauth.signing.record import Record

GRAVEST = (ExitCode.ALTERED, ExitCode.UNKNOWN_SIGNER, ExitCode.NOT_SIGNED, ExitCode.STALE, ExitCode.OK)
"""Of several files, the code that counts."""


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

    def verified(self, file: Path) -> Told:
        """What one file is worth.

        Raises:
            BadInput: it is no PDF or damaged; or the chart, or what it rests on, cannot be read.
        """
        data = read_bytes(file)
        workspace = Workspace.around((self.chart or file).parent)
        record = record_in(file.parent)
        if record and record.how == "ink" and file.name in record.files:
            return self._in_ink(file, data, record, workspace)
        made = signatures(data, str(file), self.trusted)
        if not made:
            return Told(file, ExitCode.NOT_SIGNED, _unsigned(data, str(file)))
        first, others = made[0], made[1:]
        told = [*_file(first, others), *_person(first, workspace.practice), _trust(first, self.trusted)]
        altered = not (all(one.intact for one in made) and first.permitted and not others)
        if not altered and record and file.name in record.files and record.files[file.name] != sha256(data):
            # Beside the document there are bytes that no signature covers: copies of authorities' certificates.
            altered = True
            told.insert(1, "It is not, byte for byte, the file that signature.json beside it tells of.")
        bound = bound_to(first.fingerprint, workspace.practice)
        npi = first.pinned.npi if first.pinned else None
        strangers = workspace.practice is None or npi is None  # then nothing here binds a certificate to that NPI
        known = first.in_time and (npi in (None, bound.npi) if bound else first.trusted and strangers)
        changed = self._changed(first, record, workspace, told)
        who = bound.signature_name if bound else first.subject
        if altered:
            return Told(file, ExitCode.ALTERED, f"It was signed by {who}, and is not as it was signed.", tuple(told))
        if not known:
            return Told(
                file, ExitCode.UNKNOWN_SIGNER, "It is signed, and nobody here vouches for who did.", tuple(told)
            )
        says = f"Signed by {who}, {_moment(first)}."
        return Told(file, ExitCode.STALE if changed else ExitCode.OK, says, tuple(told))

    def _in_ink(self, file: Path, data: bytes, record: Record, workspace: Workspace) -> Told:
        """A file that shows what was signed on paper, of which the record tells."""
        if record.files[file.name] != sha256(data):
            says = f"It was recorded as signed in ink by {record.by}, and is not the file that was recorded."
            return Told(file, ExitCode.ALTERED, says)
        told = [
            f"No digital signature: {record.recorded_by or 'somebody'} took in a scan of what was signed on paper. "
            "The file is the one that was recorded; whose hand it is, no program can tell."
        ]
        changed = self._compared(record.case, record.ask, record.kind, record.pins, record, workspace, told)
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
        chart = self.chart
        if chart is None and record is not None and (record.case, record.ask) == (case, ask):
            chart = (workspace.root or Path()) / record.chart
        if chart is None or not is_file(chart):
            told.append("It was not held against the chart: name it with --chart.")
            return ()
        try:
            now = self._now(chart, case, ask, kind, workspace)
        except PriorauthError as error:
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
        yield "The whole file is as it was signed."
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


def _person(one: Signature, practice: Practice | None) -> Iterator[str]:
    bound = bound_to(one.fingerprint, practice)
    certificate = f"The certificate ({one.subject}; SHA-256 {one.fingerprint})"
    if practice is None:
        yield f"{certificate} was not looked up: there is no practice.yaml here."
    elif bound is None:
        yield f"{certificate} is bound to nobody in practice.yaml."
    elif one.pinned and one.pinned.npi != bound.npi:
        yield f"{certificate} is bound to NPI {bound.npi} in practice.yaml, and the file names NPI {one.pinned.npi}."
    else:
        yield f"{certificate} is bound to NPI {bound.npi} in practice.yaml."
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
    text = one.at.isoformat(sep=" ", timespec="seconds")
    return f"{text[:-6]} {text[-6:]}, {clock}"
