"""A certificate authority of our own, and the keys that it vouches for. All of it is made when a test asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = "heron weir 21"  # noqa: S105  (of keys that live as long as a test)
BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
PRESCRIBER = "Imogen T. Ashgrove"
"""The prescriber of the example charts that are signed here; NPI 2000000010."""
_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip
KINDS = {
    "RSA-2048": lambda: rsa.generate_private_key(65537, 2048),
    "RSA-3072": lambda: rsa.generate_private_key(65537, 3072),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
}


@dataclass(frozen=True)
class Held:
    """A key with its certificate."""

    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def p12(self, passphrase: str = PASSPHRASE) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"key",
            self.private,
            self.certificate,
            [authority().certificate],
            BestAvailableEncryption(passphrase.encode()),
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(name: str, public, by: str, *usages: str, ends: datetime = ENDS) -> x509.CertificateBuilder:  # type: ignore[no-untyped-def]
    may = x509.KeyUsage(**{one: one in usages for one in _USAGES})
    made = x509.CertificateBuilder().subject_name(_named(name)).issuer_name(_named(by)).public_key(public)
    made = made.serial_number(x509.random_serial_number()).not_valid_before(BEGINS).not_valid_after(ends)
    return made.add_extension(may, critical=True)


@cache
def authority() -> Held:
    """Who vouches for the others."""
    key = rsa.generate_private_key(65537, 2048)
    made = _certificate("Test Authority", key.public_key(), "Test Authority", "key_cert_sign", "crl_sign")
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return Held(key, made.sign(key, hashes.SHA256()))


@cache
def held(name: str = PRESCRIBER, kind: str = "P-256", usage: str = "digital_signature", ends: datetime = ENDS) -> Held:
    """Somebody's key."""
    key = KINDS[kind]()
    made = _certificate(name, key.public_key(), "Test Authority", usage, ends=ends)
    return Held(key, made.sign(authority().private, hashes.SHA256()))


@cache
def clock() -> Held:
    """A timestamp authority's key."""
    key = rsa.generate_private_key(65537, 2048)
    made = _certificate("Test Clock", key.public_key(), "Test Authority", "digital_signature")
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Held(key, made.sign(authority().private, hashes.SHA256()))
