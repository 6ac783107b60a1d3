"""A key that never leaves its token (a smart card, a USB key), by the PKCS#11 library of whoever made it."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cryptography import x509

from priorauth.errors import BadInput, ToolMissing
from priorauth.signing.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def must_be_there(module: Path) -> None:
    """Refuse to ask for a PIN where there is nothing that could take it.

    Raises:
        ToolMissing: the Python package or the maker's library is not there.
    """
    if find_spec("pkcs11") is None:
        raise ToolMissing(
            "Signing with a token needs a package that is not installed.",
            fix='Install it: pip install "priorauth[token]"',
        )
    if not module.is_file():
        raise ToolMissing(
            "There is no such PKCS#11 library.",
            where=str(module),
            fix="Install the software of the token's maker, and name its library (.so, .dll or .dylib).",
        )


@contextmanager
def opened_token(module: Path, token: str, label: str | None, pin: str) -> Iterator[Key]:
    """The key on a token, as long as the token is open.

    Args:
        module: the maker's library (.so, .dll, .dylib).
        token: the token's own name.
        label: the certificate's name on it, where it holds several.
        pin: opens it, and is forgotten.

    Raises:
        ToolMissing: the Python package or the maker's library is not there.
        BadInput: there is no such token or certificate, or the PIN is wrong.
    """
    must_be_there(module)
    import pkcs11  # noqa: PLC0415  (an extra)
    from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415

    try:
        session = open_pkcs11_session(str(module), token_criteria=TokenCriteria(label=token), user_pin=pin)
    except (pkcs11.exceptions.PKCS11Error, RuntimeError) as error:
        raise _refused(token, error) from None
    try:
        signer = PKCS11Signer(session, cert_label=label or _only(session))
        certificate = signer.signing_cert
        yield Key(x509.load_der_x509_certificate(certificate.dump()), signer)
    except pkcs11.exceptions.PKCS11Error as error:
        raise _refused(token, error) from None
    finally:
        session.close()


def _only(session: object) -> str:
    """The name of the one certificate on the token."""
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415

    found = [one[Attribute.LABEL] for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})]  # type: ignore[attr-defined]
    if len(found) != 1:
        held = ", ".join(map(str, found)) or "none"
        raise BadInput(f"The token holds several certificates, or none: {held}.", fix="Name one with --certificate.")
    return str(found[0])


def _refused(token: str, error: Exception) -> BadInput:
    why = type(error).__name__
    return BadInput(
        f"The token does not open, or does not sign ({why}).",
        where=token,
        fix="Check its name and the PIN. Most tokens lock after a few wrong PINs.",
    )
