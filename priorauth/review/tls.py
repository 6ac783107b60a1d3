"""The certificate under which the page is served, looked at before anything is served or told."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from priorauth.errors import BadInput
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from priorauth.review.serve import Tls


def names_of(tls: Tls) -> frozenset[str]:
    """The names and addresses that the certificate is for: nobody else's can be among them.

    Raises:
        BadInput: certificate or key cannot be used, or one is not the other's.
    """
    certificate = _certificate(tls)
    _must_hold_its_key(certificate, tls)
    try:
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return frozenset()
    names = held.get_values_for_type(x509.DNSName)
    addresses = held.get_values_for_type(x509.IPAddress)
    return frozenset([*(one for one in names if "*" not in one), *map(str, addresses)])


def _certificate(tls: Tls) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(read_bytes(tls.certificate))[0]
    except ValueError:
        raise BadInput(
            "This is no certificate in PEM.",
            where=str(tls.certificate),
            fix="Name the certificate's file first and its key second: --tls CERTIFICATE KEY.",
        ) from None


def _must_hold_its_key(certificate: x509.Certificate, tls: Tls) -> None:
    try:
        key = load_pem_private_key(read_bytes(tls.key), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadInput(
            "This is no private key in PEM, or it is locked by a passphrase.",
            where=str(tls.key),
            fix="Name the certificate's file first and its key second, as a file that only its owner may read.",
        ) from None
    if key.public_key() != certificate.public_key():
        raise BadInput(
            "This is not the certificate's key.",
            where=str(tls.key),
            fix="Name the one that the certificate was made for.",
        )
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls.certificate, tls.key)
    except (ssl.SSLError, OSError) as error:
        raise BadInput(
            f"The page cannot be served under this certificate ({getattr(error, 'reason', None) or 'refused'}).",
            where=str(tls.certificate),
            fix="Have another one made, by the practice's network.",
        ) from None
