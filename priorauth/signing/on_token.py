"""What is on a token: certificates, each with its key, and signatures that are made inside.

A certificate and its key have the same id there, as PKCS#11 recommends; where a certificate has none, the same name.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pkcs11
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pkcs11 import Attribute, Mechanism, ObjectClass
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from priorauth.errors import BadInput
from priorauth.signing.held import as_asn1
from priorauth.signing.key import Key, certificate_in, must_be_strong

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptography import x509

    from priorauth.signing.token import Token

_WRONG_PIN = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange)


@dataclass(frozen=True, slots=True)
class _Found:
    """A certificate on the token, and its private key if that is there."""

    name: str
    certificate: x509.Certificate
    key: Any


@contextmanager
def key_on(token: Token, pin: str) -> Iterator[Key]:
    """The key on ``token``, for as long as it is open.

    Raises:
        BadInput: there is no such token or certificate, the PIN is wrong, or no document can be signed with the key.
    """
    try:
        session = _session(token, pin)
    except pkcs11.PKCS11Error as error:
        raise _refused(token, error) from None
    try:
        found = _found(session)
        own = _the_one(token, [one for one in found if one.key is not None])
        must_be_strong(own.certificate.public_key(), token.name)
        yield Key(own.certificate, _signer(session, own, found, pin))
    except pkcs11.PKCS11Error as error:
        raise _refused(token, error) from None
    finally:
        with suppress(pkcs11.PKCS11Error):  # it may have been pulled out
            session.close()


def _session(token: Token, pin: str) -> pkcs11.Session:
    try:
        library = pkcs11.lib(str(token.library))
    except pkcs11.PKCS11Error:
        raise BadInput(
            "This is no PKCS#11 library, or it cannot be loaded here.",
            where=str(token.library),
            fix="Name that of the token's maker, for this system.",
        ) from None
    there = list(library.get_tokens())
    named = [one for one in there if one.label == token.name]
    if not named:
        names = ", ".join(one.label for one in there if one.label) or "none"
        raise BadInput(
            f"There is no such token. There are: {names}.",
            where=token.name,
            fix="Plug it in, and name it as its maker's software does.",
        )
    return named[0].open(user_pin=pin)


def _found(session: pkcs11.Session) -> list[_Found]:
    keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}))
    found = []
    for one in list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})):
        certificate = certificate_in(one[Attribute.VALUE])
        if certificate is not None:
            by = Attribute.ID if one[Attribute.ID] else Attribute.LABEL
            key = next((each for each in keys if each[by] == one[by]), None)
            found.append(_Found(one[Attribute.LABEL], certificate, key))
    return found


def _the_one(token: Token, own: Sequence[_Found]) -> _Found:
    """The certificate that is meant."""
    names = ", ".join(one.name for one in own)
    meant = [one for one in own if token.certificate in (None, one.name)]
    if len(meant) > 1:
        raise BadInput(
            f"The token holds several certificates with their keys: {names}.",
            where=token.name,
            fix="Name yours with --certificate.",
        )
    if not meant:
        raise BadInput(
            f"The token does not hold such a certificate with its private key. It holds: {names or 'none'}.",
            where=token.name,
            fix="Name one of these with --certificate; or have certificate and key put on it with the same id.",
        )
    return meant[0]


def _signer(session: pkcs11.Session, own: _Found, found: Sequence[_Found], pin: str) -> PKCS11Signer:
    """It is told of the certificates that lead from this one to whoever is trusted: those without a key here."""
    return _Checked(
        own,
        session,
        signing_cert=as_asn1(own.certificate),
        ca_chain=[as_asn1(one.certificate) for one in found if one.key is None],
        use_raw_mechanism=not _hashes(session, own.certificate),
        base_sign_kwargs={"pin": pin} if _asks_each_time(own.key) else {},
    )


def _asks_each_time(key: Any) -> bool:
    """Whether the PIN is to be shown for each signature, as smart cards want it of a key for signing."""
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except pkcs11.PKCS11Error:
        return False  # an older token does not know the question


def _hashes(session: pkcs11.Session, certificate: x509.Certificate) -> bool:
    """Whether the token makes the hash as well; others get it made."""
    is_rsa = isinstance(certificate.public_key(), rsa.RSAPublicKey)
    both = Mechanism.SHA256_RSA_PKCS if is_rsa else Mechanism.ECDSA_SHA256
    return both in session.token.slot.get_mechanisms()


class _Checked(PKCS11Signer):
    """Signs with one key, and gives nothing away that its certificate does not vouch for."""

    def __init__(self, own: _Found, session: pkcs11.Session, **how: Any) -> None:
        super().__init__(session, **how)
        self._own = own

    def _pull_signing_key_handle(self) -> Any:
        return self._own.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature of ``data``."""
        made: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
        if not dry_run:
            self._must_fit(made, data, digest_algorithm)
        return made

    def _must_fit(self, signature: bytes, data: bytes, digest_algorithm: str) -> None:
        public, hashed = self._own.certificate.public_key(), get_pyca_cryptography_hash(digest_algorithm)
        try:
            if isinstance(public, rsa.RSAPublicKey):
                public.verify(signature, data, padding.PKCS1v15(), hashed)
            elif isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(signature, data, ec.ECDSA(hashed))
        except InvalidSignature:
            raise BadInput(
                "The private key on the token is not that of the certificate.",
                where=self._own.name,
                fix="Have certificate and key put on it with the same id.",
            ) from None


def _refused(token: Token, error: Exception) -> BadInput:
    where = token.name
    if isinstance(error, _WRONG_PIN):
        return BadInput("The PIN is wrong.", where=where, fix="Type it again. Most tokens lock after a few wrong PINs.")
    if isinstance(error, pkcs11.PinLocked):
        return BadInput(
            "The token is locked after too many wrong PINs.", where=where, fix="Whoever issued it can unlock it."
        )
    return BadInput(
        f"The token does not open, or does not sign ({type(error).__name__}).",
        where=where,
        fix="Plug it in again, and try whether its maker's own software can sign with it.",
    )
