"""What is done to documents between their making and their writing, where they are made to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.documents.space import Space


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document that was signed."""

    pdf: bytes
    """As it stands by itself."""
    pages: bytes
    """What its pages show, for the packet: nothing on them is live, and the foot of each is free."""


class Seal(Protocol):
    """How documents become signed ones; each is given as it would go out without."""

    @property
    def room(self) -> int:
        """By how many bytes, at most, the packet grows."""

    def letter(self, pdf: bytes, space: Space | None) -> Sealed:
        """The letter; ``space``: where a signature is shown on it, if it says so."""

    def form(self, pdf: bytes, pages: bytes, space: Space | None) -> Sealed:
        """The form, and its pages as they would stand in the packet."""

    def packet(self, pdf: bytes) -> bytes:
        """The packet, or a volume of it."""

    def record(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """What is written down of it, by the names of files; ``files``: all that was made."""
