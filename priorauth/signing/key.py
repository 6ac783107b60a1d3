"""Who can sign: a private key that is held open, and the certificate that says whose it is.

The passphrase opens the file and is forgotten; it is never stored, logged or told in an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from priorauth.errors import BadInput
from priorauth.files import sha256
from priorauth.signing.held import held

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
    from pyhanko.sign import Signer

_SMALLEST_RSA = 2048
"""Bits: NIST SP 800-131A allows no shorter RSA key for a new signature."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is open, for as long as the process lives."""

    certificate: x509.Certificate
    signer: Signer
    """Signs, in this process or inside a token."""

    @property
    def fingerprint(self) -> str:
        """The certificate's, as the practice's profile binds it to a prescriber."""
        return fingerprint(self.certificate)

    def must_be_valid(self, moment: datetime) -> None:
        """Refuse a certificate by which nothing can be signed then.

        Raises:
            BadInput: it does not hold yet, or no longer; or it is not for signing.
        """
        begins, ends = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        if not begins <= moment <= ends:
            raise BadInput(
                f"The certificate holds from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}, and nothing can be signed with it "
                f"on {moment:%Y-%m-%d}.",
                fix="Sign with one that holds; have its fingerprint written into practice.yaml first.",
            )
        if not _may_sign(self.certificate):
            raise BadInput(
                "The certificate is not for signing: its key usage names neither digital signature nor content "
                "commitment (non-repudiation).",
                fix="Ask whoever issued it for one to sign documents with.",
            )


def fingerprint(certificate: x509.Certificate) -> str:
    """The SHA-256 of the certificate in hexadecimal."""
    return sha256(certificate.public_bytes(Encoding.DER))


def open_file(data: bytes, passphrase: str, path: Path) -> Key:
    """The key in a PKCS#12 file (.p12, .pfx); ``path`` is only named in errors.

    Raises:
        BadInput: it is none, the passphrase does not open it, or no document can be signed with what is in it.
    """
    try:
        opened = pkcs12.load_pkcs12(data, passphrase.encode() or None)
    except ValueError:
        raise BadInput(
            "The key cannot be opened: the passphrase is wrong, or the file is no PKCS#12 file.",
            where=str(path),
            fix="Type the passphrase again; the file's name ends in .p12 or .pfx.",
        ) from None
    private, certificate = opened.key, opened.cert
    if private is None or certificate is None:
        raise BadInput(
            "The file does not hold both a private key and its certificate.",
            where=str(path),
            fix="Export both into one file, with a passphrase.",
        )
    if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise _weak(str(path))
    must_be_strong(private.public_key(), str(path))
    others = [one.certificate for one in opened.additional_certs]
    return Key(certificate.certificate, held(private, certificate.certificate, others))


def must_be_strong(public: PublicKeyTypes, where: str) -> None:
    """Refuse a key with which no document is signed here; ``where`` it is, for the error.

    Raises:
        BadInput: it is too short, or of another sort.
    """
    long_enough = isinstance(public, rsa.RSAPublicKey) and public.key_size >= _SMALLEST_RSA
    if not (long_enough or isinstance(public, ec.EllipticCurvePublicKey)):
        raise _weak(where)


def certificate_in(data: bytes) -> x509.Certificate | None:
    """The certificate that a PEM or DER file is; ``None`` if it is none."""
    for load in (x509.load_pem_x509_certificate, x509.load_der_x509_certificate):
        try:
            return load(data)
        except ValueError:
            continue
    return None


def _weak(where: str) -> BadInput:
    return BadInput(
        f"The key is neither RSA of {_SMALLEST_RSA} bits or more nor of an elliptic curve (ECDSA).",
        where=where,
        fix="Ask for a certificate on such a key.",
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    """As its key usage says; one that says nothing may."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
