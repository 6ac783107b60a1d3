"""By what a Word file is known as a letter of a request: properties that the program writes into it and Word keeps.

They name the case by its number, and nobody by name. They keep apart files that were mixed up, and are no seal: who
wants to can write them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from priorauth.documents.edited.wordfile import WordFile
from priorauth.errors import BadInput

_PREFIX = "priorauth "


@dataclass(frozen=True, slots=True)
class Mark:
    """Which letter a file is."""

    case: str
    request: str
    """The id of the ask or of the plan."""
    kind: str
    copy: str = ""
    """To whom, where it goes to several."""
    written: str = ""
    """By what the words are known that the program wrote into it."""

    @property
    def properties(self) -> dict[str, str]:
        """As the Word file holds it."""
        return {f"{_PREFIX}{name}": value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class WordDocument:
    """A Word file that somebody brought."""

    data: bytes
    where: str
    """Where it came from, for messages."""


def mark_of(data: bytes, where: str) -> Mark | None:
    """The mark of a Word file; none, if it has none.

    Raises:
        BadInput: ``data`` is no Word document.
    """
    told = WordFile(data, where).properties
    found = {one.name: told.get(f"{_PREFIX}{one.name}") for one in fields(Mark)}
    known = {name: value for name, value in found.items() if value is not None}
    return Mark(**known) if {"case", "request", "kind", "written"} <= known.keys() else None


def must_have_mark(data: bytes, where: str) -> Mark:
    """The mark of a Word file that somebody brought.

    Raises:
        BadInput: it has none.
    """
    mark = mark_of(data, where)
    if mark is None:
        raise BadInput(
            "This Word document does not say which letter it is: the program did not write it, or its words were "
            "copied into another file.",
            where=where,
            fix="Edit the letter.docx that the program wrote, and save it under whatever name.",
        )
    return mark
