"""A key that never leaves its token (a smart card, a USB key), by the PKCS#11 library of whoever made it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from priorauth.errors import ToolMissing, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.signing.key import Key

_alone = threading.Lock()
"""Who has shown the PIN to a token has shown it for the whole process: so one holds it open at a time."""


@dataclass(frozen=True, slots=True)
class Token:
    """Where a key is; the PIN is no part of it."""

    library: Path
    """The maker's (.so, .dll, .dylib)."""
    name: str
    """The token's own."""
    certificate: str | None = None
    """The certificate's name on it, where it holds several with their keys."""

    @classmethod
    def named(cls, library: Path, name: str | None, certificate: str | None) -> Token:
        """The token of that name, where there is something that could open it.

        Raises:
            UsageError: no name was given.
            ToolMissing: the Python package or the maker's library is not there.
        """
        if not name:
            raise UsageError("A PKCS#11 library may know several tokens.", fix="Name yours with --token.")
        token = cls(library, name, certificate)
        token.must_be_there()
        return token

    def must_be_there(self) -> None:
        """Refuse to ask for a PIN where there is nothing that could take it.

        Raises:
            ToolMissing: the Python package or the maker's library is not there.
        """
        if find_spec("pkcs11") is None:
            raise ToolMissing(
                "Signing with a token needs a package that is not installed.",
                fix='Install it: pip install "priorauth[token]"',
            )
        if not self.library.is_file():
            raise ToolMissing(
                "There is no such PKCS#11 library.",
                where=str(self.library),
                fix="Install the software of the token's maker, and name its library (.so, .dll or .dylib).",
            )

    @contextmanager
    def opened(self, pin: str) -> Iterator[Key]:
        """The key, as long as the token is open; ``pin`` opens it, and is forgotten.

        Raises:
            BadInput: there is no such token or certificate, the PIN is wrong, or nothing can be signed with the key.
        """
        from priorauth.signing.on_token import key_on  # noqa: PLC0415  (an extra)

        with _alone, key_on(self, pin) as key:
            yield key
