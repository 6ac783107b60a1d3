"""An exhibit's file before anything is made of it: whether it can be read at all, and how many pages it has."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pikepdf

from priorauth.documents.packet.pictures import Damaged, Unfit, is_picture, picture_ending, picture_pages, picture_pdf
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

Seen = TypeVar("Seen")

_PDF = b"%PDF-"
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

    @property
    def ending(self) -> str:
        """Of a name for it, by how it begins: ".pdf"."""
        return ".pdf" if self.is_pdf else picture_ending(self.data)

    def checked(self) -> ExhibitFile:
        """Itself, if it is of a kind that can be enclosed and has its end.

        Raises:
            BadInput: it is of another kind, cut off, or but a notice to open it elsewhere.
        """
        if self.is_pdf:
            if _is_cut_off(self.data):
                raise self.cut_off()
            if _is_notice(self.data):
                raise self._error(
                    "holds no pages but a notice to open it in Adobe Reader.",
                    "Open it there and print it to a new PDF file.",
                )
        elif not is_picture(self.data):
            raise self._error(
                "is neither a PDF nor a JPEG, PNG or TIFF picture.", "Print it to a PDF file or scan it again."
            )
        return self

    def as_pdf(self) -> bytes:
        """The file as a PDF: a picture becomes one.

        Raises:
            BadInput: it is a picture that cannot be read, or that a PDF cannot hold.
        """
        return self.data if self.is_pdf else self._looked_at(picture_pdf)

    def pages(self) -> int:
        """How many pages it has.

        Raises:
            BadInput: it cannot be read.
        """
        self.checked()
        if not self.is_pdf:
            return self._looked_at(picture_pages)
        try:
            with pikepdf.Pdf.open(io.BytesIO(self.data)) as document:
                if not len(document.pages):
                    raise self.no_pdf()
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

    def _looked_at(self, look: Callable[[bytes], Seen]) -> Seen:
        """What ``look`` finds in a picture."""
        try:
            return look(self.data)
        except Damaged:
            raise self._error("is damaged: it cannot be read as a picture.", "Scan it again.") from None
        except Unfit:
            raise self._error(
                "has more shades or other colors than a PDF can hold.", "Save it as a JPEG or PNG picture."
            ) from None

    def lacks_pages(self) -> BadInput:
        """The chart lists more pages than there are."""
        return self._error(
            "does not have all the pages that are to be enclosed.", "Correct the list of its pages in the chart."
        )

    def has_no_such_words(self) -> BadInput:
        """Nothing is enclosed that somebody believes to be redacted. The words are a name, so they are not told."""
        return self._error(
            "has words to be redacted that cannot be found on its pages.",
            "Compare them with the page; in a scan, give a page and a box instead of the phrase.",
        )

    def has_no_such_place(self) -> BadInput:
        """A box in other units than points, or measured on another page."""
        return self._error(
            "has a place to be redacted that is not on its page.",
            "Measure it again: priorauth forms inspect FILE --pictures FOLDER --grid",
        )

    def _error(self, what: str, fix: str) -> BadInput:
        return BadInput(f"The exhibit {self.exhibit} {what}", where=self.where, fix=fix)


def _is_notice(pdf: bytes) -> bool:
    """Whether Adobe Reader makes its pages (XFA): to everybody else it is one page that says so."""
    if b"/NeedsRendering" not in pdf:
        return False
    try:
        with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
            return bool(document.Root.get("/NeedsRendering", False))
    except (pikepdf.PdfError, RuntimeError):
        return False  # what is wrong with it is told where it is read


def _is_cut_off(pdf: bytes) -> bool:
    """Whether the file stops before its end, as after a broken download."""
    return pdf.rfind(b"%%EOF") < pdf.rfind(b"endobj")
