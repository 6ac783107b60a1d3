"""The digital signatures of a PDF: who made each, whether what it covers is whole, and what came after it."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from asn1crypto import cms
from cryptography import x509
from pydantic import ValidationError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from priorauth.errors import BadInput
from priorauth.signing.key import fingerprint
from priorauth.signing.later import POLICY, what_came
from priorauth.signing.pades import PINS
from priorauth.signing.pins import Pinned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from asn1crypto import x509 as asn1
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # They write what is wrong with a file on the terminal; here it is told in words.
    logging.getLogger(_name).addHandler(logging.NullHandler())

_FOR_SIGNING = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
"""Either will do, as where one signs."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """What an authority says that nobody here trusts."""

    authority: str
    at: datetime


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
    """When it was made, as the signer says, or a trusted authority that confirmed it."""
    said: datetime | None
    """When it was made, as the signer says."""
    confirmed_by: str
    """Whose clock ``at`` is; empty where it is the signer's own."""
    unproven: Unproven | None
    """A time that somebody else put to the signature: anybody can, without the signer's key."""
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
        made = tuple(_signature(one, reader, pdf, trusted) for one in found)
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


def _signature(
    one: EmbeddedPdfSignature, reader: PdfFileReader, pdf: bytes, trusted: Sequence[asn1.Certificate]
) -> Signature:
    said = one.self_reported_timestamp
    context = ValidationContext(trust_roots=list(trusted), allow_fetching=False, moment=said)
    status = validate_pdf_signature(one, context, context, diff_policy=POLICY, key_usage_settings=_FOR_SIGNING)
    stamp = status.timestamp_validity
    whole_stamp = stamp if stamp and stamp.intact and stamp.valid else None
    confirmed = whole_stamp if whole_stamp and whole_stamp.trusted else None
    certificate = x509.load_der_x509_certificate(one.signer_cert.dump())
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    later = tuple(what_came(one, reader))
    return Signature(
        subject=_readable(certificate.subject.rfc4514_string()) or "without a name",
        fingerprint=fingerprint(certificate),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
        at=confirmed.timestamp if confirmed else said,
        said=said,
        confirmed_by=_authority(confirmed) if confirmed else "",
        unproven=Unproven(_authority(whole_stamp), whole_stamp.timestamp) if whole_stamp and not confirmed else None,
        intact=bool(status.intact and status.valid)
        and (stamp is None or whole_stamp is not None)
        and _as_written(one, pdf),
        whole_file=whole,
        later=later,
        permitted=whole or bool(status.docmdp_ok and later),
        trusted=bool(status.trusted),
        pinned=_pinned(one),
    )


def _authority(stamp: Any) -> str:
    return _readable(stamp.signing_cert.subject.human_friendly)


def _readable(name: str) -> str:
    """A name that somebody else wrote, without what would move the cursor of a terminal."""
    return "".join(one if one.isprintable() else "?" for one in name)


def _as_written(one: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether the signature's own place, which no signature covers, holds it as it is written, and zeros behind it.

    The same signature can be written in other bytes: some digits in capitals, or lengths longer than they need be.
    """
    begin, length, end, _ = (int(each) for each in one.byte_range)
    data = bytes(one.pkcs7_content)
    found = cms.ContentInfo.load(data, strict=False)
    used = len(found.dump())
    digits = data.hex()
    place = pdf[begin + length : end]
    return (
        place in (f"<{digits}>".encode("ascii"), f"<{digits.upper()}>".encode("ascii"))
        and not any(data[used:])
        and found.dump(force=True) == data[:used]
    )


def _pinned(one: EmbeddedPdfSignature) -> Pinned | None:
    try:
        return Pinned.model_validate_json(str(one.sig_object[PINS]))
    except (KeyError, ValidationError):
        return None
