"""An exhibit's file before anything is made of it: whether it can be read at all, and how many pages it has."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

from priorauth.errors import BadInput

_PDF, _JPEG, _PNG, _PNG_ENDS = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"IEND"
_HEADER_WITHIN = 1024
"""Some programs write a few bytes before a PDF's first line; viewers look this far."""


@dataclass(frozen=True, slots=True)
class ExhibitFile:
    """A file, and what to call it when it cannot be used."""

    exhibit: str
    """The exhibit's id in the chart."""
    data: bytes
    where: str = ""
    """The file's path, for errors."""

    @property
    def is_pdf(self) -> bool:
        """Whether it says that it is a PDF."""
        return _PDF in self.data[:_HEADER_WITHIN]

    def checked(self) -> ExhibitFile:
        """Itself, if it is of a kind that can be enclosed and has its end.

        Raises:
            BadInput: it is of another kind, or cut off.
        """
        if self.is_pdf:
            if _is_cut_off(self.data):
                raise self.cut_off()
        elif not self.data.startswith((_JPEG, _PNG)):
            raise self._error("is neither a PDF nor a JPEG or PNG picture.", "Print it to a PDF file or scan it again.")
        elif self.data.startswith(_PNG) and _PNG_ENDS not in self.data:
            raise self.no_picture()
        return self

    def pages(self) -> int:
        """How many pages it has; a picture is one.

        Raises:
            BadInput: it cannot be read.
        """
        self.checked()
        if not self.is_pdf:
            return 1
        try:
            with pikepdf.Pdf.open(io.BytesIO(self.data)) as document:
                return len(document.pages)
        except pikepdf.PasswordError:
            raise self.locked() from None
        except (pikepdf.PdfError, RuntimeError):
            raise self.no_pdf() from None

    def cut_off(self) -> BadInput:
        """Its last pages would be blank."""
        return self._error("is damaged: its end is missing.", "Export, scan or download it again.")

    def locked(self) -> BadInput:
        """Nobody but who knows the password can read it."""
        return self._error("is protected by a password.", "Open it in a PDF viewer and print it to a new PDF file.")

    def no_pdf(self) -> BadInput:
        """It says that it is a PDF."""
        return self._error("is damaged: it cannot be read as a PDF.", "Export or scan it again.")

    def no_picture(self) -> BadInput:
        """It begins as a picture does."""
        return self._error("is damaged: it cannot be read as a picture.", "Scan it again.")

    def lacks_pages(self) -> BadInput:
        """The chart lists more pages than there are."""
        return self._error(
            "does not have all the pages that are to be enclosed.", "Correct the list of its pages in the chart."
        )

    def _error(self, what: str, fix: str) -> BadInput:
        return BadInput(f"The exhibit {self.exhibit} {what}", where=self.where, fix=fix)


def _is_cut_off(pdf: bytes) -> bool:
    """Whether the file stops before its end, as after a broken download."""
    return pdf.rfind(b"%%EOF") < pdf.rfind(b"endobj")
