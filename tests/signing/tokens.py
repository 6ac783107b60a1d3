"""Tokens of SoftHSM: what a smart card does, in files that live as long as a test."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.signing.keys import Held

PIN = "493817"
_FOLDERS = ("/usr/lib/softhsm", "/usr/lib64/softhsm", "/usr/local/lib/softhsm", "/opt/homebrew/lib/softhsm")
LIBRARY = next((one for folder in _FOLDERS if (one := Path(folder) / "libsofthsm2.so").is_file()), None)
_UTIL = shutil.which("softhsm2-util")

needs_softhsm = pytest.mark.skipif(
    not (LIBRARY and _UTIL), reason="SoftHSM is not installed here: install the package softhsm2"
)


@dataclass(frozen=True)
class Store:
    """Where tokens are kept."""

    folder: Path

    def token(self, name: str) -> None:
        """A new one, with nothing on it."""
        subprocess.run(  # noqa: S603
            [str(_UTIL), "--init-token", "--free", "--label", name, "--pin", PIN, "--so-pin", "11" + PIN],
            check=True,
            capture_output=True,
        )
        pkcs11.unload(str(LIBRARY))  # it knows the tokens that were there when it began

    def put(
        self, token: str, name: str, certificate: Held | None, key: Held | None = None, mark: bytes = b"\x01",
        *, each_time: bool = False,
    ) -> None:  # fmt: skip
        """Put a certificate, a key or both on it.

        ``mark`` is their id; ``each_time``: whether the key wants the PIN for each signature.
        """
        session = pkcs11.lib(str(LIBRARY)).get_token(token_label=token).open(rw=True, user_pin=PIN)
        about = {Attribute.TOKEN: True, Attribute.LABEL: name, Attribute.ID: mark}
        try:
            if key:
                given = {Attribute.SIGN: True, Attribute.PRIVATE: True, Attribute.SENSITIVE: True}
                session.create_object(_private(key) | about | given | {Attribute.ALWAYS_AUTHENTICATE: each_time})
            if certificate:
                session.create_object(_public(certificate) | about)
        finally:
            session.close()


@contextmanager
def store(folder: Path) -> Iterator[Store]:
    """A store of one's own, as long as a test needs it: the library knows but the one with which it began."""
    tokens, config, before = folder / "tokens", folder / "softhsm2.conf", os.environ.get("SOFTHSM2_CONF")
    tokens.mkdir(parents=True)
    config.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n", "utf-8")
    os.environ["SOFTHSM2_CONF"] = str(config)
    try:
        yield Store(folder)
    finally:
        pkcs11.unload(str(LIBRARY))
        os.environ.pop("SOFTHSM2_CONF")
        if before is not None:
            os.environ["SOFTHSM2_CONF"] = before


def _private(key: Held) -> dict[Attribute, object]:
    data = key.private.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return decode_rsa_private_key(data) if isinstance(key.private, rsa.RSAPrivateKey) else decode_ec_private_key(data)


def _public(held: Held) -> dict[Attribute, object]:
    certificate = held.certificate
    return {
        Attribute.CLASS: ObjectClass.CERTIFICATE,
        Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        Attribute.SUBJECT: certificate.subject.public_bytes(),
        Attribute.VALUE: certificate.public_bytes(Encoding.DER),
    }
