"""The digital signatures of a PDF: who made each, whether what it covers is whole, and what came after it."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from asn1crypto import core
from cryptography import x509
from pydantic import ValidationError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from priorauth.errors import BadInput
from priorauth.signing.key import fingerprint
from priorauth.signing.pades import PINS
from priorauth.signing.pins import Pinned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from asn1crypto import x509 as asn1
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # They write what is wrong with a file on the terminal; here it is told in words.
    logging.getLogger(_name).addHandler(logging.NullHandler())

_FOR_SIGNING = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
"""Either will do, as where one signs."""
LEVELS = {
    ModificationLevel.NONE: "it changes nothing",
    ModificationLevel.LTA_UPDATES: "it only adds proof for keeping (validation data, a document timestamp)",
    ModificationLevel.FORM_FILLING: "it fills in a form field, or adds a signature",
    ModificationLevel.ANNOTATIONS: "it adds notes on the pages",
    ModificationLevel.OTHER: "it changes the document itself",
}
"""What a revision of a PDF does, in words."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One digital signature, and how it stands."""

    subject: str
    """Whose certificate it is, by its own word."""
    fingerprint: str
    begins: datetime
    ends: datetime
    """Of the certificate."""
    at: datetime | None
    """When it was made, as the signer says, or the authority that confirmed it."""
    confirmed_by: str
    """Whose clock that is; empty where it is the signer's own."""
    intact: bool
    """Whether what it covers is as it was signed."""
    whole_file: bool
    later: tuple[str, ...]
    """What each later revision of the file does."""
    permitted: bool
    """Whether nothing came after it that it does not permit."""
    trusted: bool
    """Whether its certificate leads to one that is trusted."""
    pinned: Pinned | None
    """What it stands for, if this program made it."""

    @property
    def holds(self) -> bool:
        """Whether the file says what was signed, and nothing else."""
        return self.intact and self.permitted

    @property
    def in_time(self) -> bool:
        """Whether the certificate held when it was made."""
        return self.at is not None and self.begins <= self.at <= self.ends


def signatures(pdf: bytes, where: str, trusted: Sequence[asn1.Certificate] = ()) -> tuple[Signature, ...]:
    """Every signature in ``pdf``, the first one first; empty if there is none.

    Args:
        pdf: the file.
        where: what errors name.
        trusted: the certificates of authorities that are trusted.

    Raises:
        BadInput: it is no PDF, cut off, damaged, or protected by a password.
    """
    if b"%PDF-" not in pdf[:1024]:
        raise BadInput("This is no PDF file.", where=where, fix="Name the signed letter, form or packet.")
    if pdf.rfind(b"%%EOF") < pdf.rfind(b"endobj"):
        raise BadInput(
            "The file is cut off: its end is missing, and a signature with it.",
            where=where,
            fix="Get it again from whoever has it whole.",
        )
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = () if reader.encrypted else reader.embedded_regular_signatures
        made = tuple(_signature(one, reader, trusted) for one in found)
    except Exception:  # noqa: BLE001  (a file that was tampered with breaks its reader anywhere)
        raise _damaged(where) from None
    if reader.encrypted:
        raise BadInput(
            "The file is protected by a password, so nothing can be said of its signatures.",
            where=where,
            fix="Get it without one: removing the password would break a signature.",
        )
    return made


def _damaged(where: str) -> BadInput:
    return BadInput(
        "The file is damaged: it, or a signature in it, cannot be read.",
        where=where,
        fix="Do not rely on it; get it again from whoever signed it.",
    )


def has_empty_place(pdf: bytes, where: str) -> bool:
    """Whether there is a field for a signature, and none in it.

    Raises:
        BadInput: the file cannot be read.
    """
    try:
        with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
            form = document.Root.get("/AcroForm", pikepdf.Dictionary())
            return any(one.get("/FT") == pikepdf.Name.Sig and "/V" not in one for one in form.get("/Fields", ()))
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError):
        raise _damaged(where) from None


def _signature(one: EmbeddedPdfSignature, reader: PdfFileReader, trusted: Sequence[asn1.Certificate]) -> Signature:
    said = one.self_reported_timestamp
    context = ValidationContext(trust_roots=list(trusted), allow_fetching=False, moment=said)
    status = validate_pdf_signature(one, context, context, key_usage_settings=_FOR_SIGNING)
    stamp = status.timestamp_validity
    confirmed = stamp if stamp is not None and stamp.intact and stamp.valid else None
    certificate = x509.load_der_x509_certificate(one.signer_cert.dump())
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    later = tuple(_later(one, reader))
    return Signature(
        subject=_readable(certificate.subject.rfc4514_string()) or "without a name",
        fingerprint=fingerprint(certificate),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
        at=confirmed.timestamp if confirmed else said,
        confirmed_by=_authority(confirmed) if confirmed else "",
        intact=bool(status.intact and status.valid) and (stamp is None or confirmed is not None) and _padded(one),
        whole_file=whole,
        later=later,
        permitted=whole or bool(status.docmdp_ok and later),
        trusted=bool(status.trusted),
        pinned=_pinned(one),
    )


def _later(one: EmbeddedPdfSignature, reader: PdfFileReader) -> Iterator[str]:
    """What each revision after the signed one does."""
    for number in range(one.signed_revision + 1, reader.xrefs.total_revisions):
        old, new = (reader.get_historical_resolver(each) for each in (number - 1, number))
        try:
            level = DEFAULT_DIFF_POLICY.apply(old, new, doc_mdp=one.docmdp_level).modification_level
        except SuspiciousModification:
            level = ModificationLevel.OTHER
        yield LEVELS[level]


def _authority(stamp: Any) -> str:
    trust = "trusted" if stamp.trusted else "not among those that are trusted here"
    return f"{_readable(stamp.signing_cert.subject.human_friendly)} ({trust})"


def _readable(name: str) -> str:
    """A name that somebody else wrote, without what would move the cursor of a terminal."""
    return "".join(one if one.isprintable() else "?" for one in name)


def _padded(one: EmbeddedPdfSignature) -> bool:
    """Whether nothing but zeros stands behind the signature in its own place, which no signature covers."""
    data = bytes(one.pkcs7_content)
    return not any(data[len(core.Asn1Value.load(data, strict=False).dump()) :])


def _pinned(one: EmbeddedPdfSignature) -> Pinned | None:
    try:
        return Pinned.model_validate_json(str(one.sig_object[PINS]))
    except (KeyError, ValidationError):
        return None
