"""A key that signs in this process, parsed once.

pyHanko's own signer parses and checks an RSA key anew for each signature, and twice: once to know how long the
signature will be. That is four fifths of the time of signing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign import Signer
from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509

    PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_LONGEST_ECDSA = 141
"""Bytes of a signature by the largest curve (P-521)."""


def held(private: PrivateKey, certificate: x509.Certificate, others: Iterable[x509.Certificate] = ()) -> Signer:
    """A signer by this key; ``others``: certificates that lead from it to whoever is trusted."""
    return _Held(private, certificate, others)


class _Held(Signer):
    def __init__(self, private: PrivateKey, certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> None:
        self._private = private
        known: CertificateStore = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        known.register_multiple([as_asn1(one) for one in (certificate, *others)])
        super().__init__(signing_cert=as_asn1(certificate), cert_registry=known)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature of ``data``; where only its length is asked for, as many zeros."""
        hashed = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._private, rsa.RSAPrivateKey):
            if dry_run:
                return bytes(self._private.key_size // 8)
            return self._private.sign(data, padding.PKCS1v15(), hashed)
        return bytes(_LONGEST_ECDSA) if dry_run else self._private.sign(data, ec.ECDSA(hashed))


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """The certificate as pyHanko knows it."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
