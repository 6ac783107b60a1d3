"""The files of C-CDA in a source, and what the reader of FHIR needs to read them as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.errors import BadInput
from priorauth.files import is_file, is_folder
from priorauth.intake.ccda.document import bundle
from priorauth.intake.fhir.source import Format

if TYPE_CHECKING:
    from pathlib import Path

_ENDING = ".xml"
_NO_DOCUMENT = {"metadata.xml"}
"""The list of contents that lies beside the documents of an export on disc (IHE XDM)."""
_LOOKED_AT = 65536
"""Bytes within which a document says that it is one."""
_LARGEST = 100 * 1024 * 1024
"""Bytes; a document of years has a few million."""


def files_of(source: Path) -> list[Path]:
    """The files of ``source``: itself, or every .xml below the folder, always in the same order.

    Raises:
        BadInput: there is nothing there, or no such file in it.
    """
    if is_folder(source):
        found = sorted(one for one in source.rglob("*") if _may_be(one) and is_file(one))
        if not found:
            raise BadInput(
                "There is no C-CDA in this folder.",
                where=str(source),
                fix="C-CDA is read from files .xml, each a document.",
            )
        return found
    if not is_file(source):
        raise BadInput("There is no such folder or file.", where=str(source), fix="Check the spelling of the path.")
    return [source]


def is_ccda(source: Path) -> bool:
    """Whether ``source`` is C-CDA and not charts: a file of XML, or a folder where one begins as a ClinicalDocument."""
    if not is_folder(source):
        return _may_be(source)
    if any(source.rglob("chart.yaml")):
        return False
    try:
        return any(map(_begins_as_one, files_of(source)))
    except (BadInput, OSError):
        return False


def _begins_as_one(path: Path) -> bool:
    with path.open("rb") as file:
        return b"ClinicalDocument" in file.read(_LOOKED_AT).replace(b"\0", b"")


def _may_be(path: Path) -> bool:
    return path.suffix.lower() == _ENDING and path.name.lower() not in _NO_DOCUMENT


CCDA = Format("C-CDA", files_of, bundle, _LARGEST)
"""As a source for :func:`~priorauth.intake.fhir.reading.patients`."""
