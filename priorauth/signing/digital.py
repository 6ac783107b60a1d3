"""Documents signed with a key: the letter and the form where they are to be signed, and each volume of the packet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyhanko.sign.general import SigningError

from priorauth.documents.kept import SIGNATURE
from priorauth.documents.packet.of_a_case import is_packet
from priorauth.documents.seal import Sealed
from priorauth.errors import BadInput
from priorauth.files import sha256
from priorauth.signing.field import drawn
from priorauth.signing.pades import Saying, signed
from priorauth.signing.record import Certificate, Record
from priorauth.signing.stamp import Shown, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyhanko.sign.timestamps import TimeStamper

    from priorauth.documents.space import Space
    from priorauth.signing.key import Key
    from priorauth.signing.pins import Pinned

_REASON = "I have read this document and it is to go out"


@dataclass(frozen=True, slots=True)
class DigitalSeal:
    """One signature for all documents of a request."""

    key: Key
    shown: Shown
    pinned: Pinned
    chart: str
    """The chart's file, for the record."""
    timestamps: TimeStamper | None = None
    authority: str | None = None
    """Its address."""
    room: int = 60_000
    """Bytes: a signature with a chain of certificates and a confirmed time takes half of it."""

    def letter(self, pdf: bytes, space: Space | None) -> Sealed:
        """The letter, signed on its line.

        Raises:
            BadInput: the practice's own template does not tell where that is, or the time cannot be confirmed.
        """
        if space is None:
            raise BadInput(
                "The letter does not tell where it is to be signed, so no signature can be shown there.",
                where="templates/letters/letter.typ",
                fix="Take told-place over from the shipped letter.typ, and call signature() in the wording.",
            )
        return self._sealed(pdf, pdf, space)

    def form(self, pdf: bytes, pages: bytes, space: Space | None) -> Sealed:
        """The form; where its map does not say where the prescriber signs, nothing is shown on it.

        Raises:
            BadInput: the time cannot be confirmed.
        """
        return self._sealed(pdf, pages, space)

    def packet(self, pdf: bytes) -> bytes:
        """A volume of the packet, under a signature of its own that shows nothing.

        Raises:
            BadInput: the time cannot be confirmed.
        """
        return self._signed(pdf, None, None)

    def record(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Who signed what, and when."""
        certificate = self.key.certificate
        record = Record(
            how="digital",
            case=self.pinned.case,
            ask=self.pinned.ask,
            kind=self.pinned.kind,
            chart=self.chart,
            by=self.shown.name,
            npi=self.shown.npi,
            at=self.shown.moment.isoformat(timespec="seconds"),
            certificate=Certificate(
                fingerprint=self.key.fingerprint,
                subject=certificate.subject.rfc4514_string() or "without a name",
                issuer=certificate.issuer.rfc4514_string() or "without a name",
                valid_until=certificate.not_valid_after_utc.isoformat(),
            ),
            timestamp_authority=self.authority,
            files={name: sha256(files[name]) for name in self.names(files)},
            pins=self.pinned.pins,
        )
        return {SIGNATURE: record.written()}

    @staticmethod
    def names(files: Iterable[str]) -> tuple[str, ...]:
        """Those of ``files`` that are signed: the addendum continues the form, and is signed with the packet."""
        return tuple(name for name in files if name in ("letter.pdf", "form.pdf") or is_packet(name))

    def _sealed(self, pdf: bytes, pages: bytes, space: Space | None) -> Sealed:
        if space is None:
            return Sealed(self._signed(pdf, None, None), pages)
        shown = stamp(self.shown, space)
        return Sealed(self._signed(pdf, space, shown), drawn(pages, space, shown))

    def _signed(self, pdf: bytes, space: Space | None, shown: bytes | None) -> bytes:
        saying = Saying(_REASON, self.pinned.model_dump_json(), self.shown.moment)
        try:
            return signed(pdf, self.key.signer, saying, space=space, stamp=shown, timestamps=self.timestamps)
        except (OSError, ValueError, SigningError) as error:
            if self.timestamps is None:
                raise
            raise BadInput(
                f"The timestamp authority does not confirm the time ({_brief(error)}). Nothing was signed or written.",
                where=self.authority or "",
                fix="Try again later; or take timestamp_authority out of practice.yaml, and the signature carries the "
                "time of this machine alone.",
            ) from None


def _brief(error: Exception) -> str:
    return str(getattr(error, "reason", "") or error).strip().rstrip(".")[:120] or type(error).__name__
