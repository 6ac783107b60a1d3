"""Documents that were made: in memory first, then put into their folder, all of them or none."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from priorauth.documents.edited.desk import ENDINGS, beside_letters
from priorauth.documents.kept import put, request_folder
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.packet.of_a_case import is_packet
from priorauth.files import is_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from priorauth.documents.edited.desk import Edits
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.request.assessment import Assessment
    from priorauth.request.wanted import Wanted

DOCUMENTS = frozenset({"form.pdf", "form-addendum.pdf"})
"""What may go with a letter, beside the packet."""
_OF_A_LETTER = re.compile(rf"letter(-[0-9]+)?\.({'|'.join(map(re.escape, ENDINGS))})")


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written for one ask."""

    folder: Path
    files: tuple[str, ...]
    draft: bool
    wanted: tuple[Wanted, ...]
    """What keeps it from going out, beside what is marked in the letter."""
    open_points: tuple[str, ...]
    """What is marked to be confirmed in the letter."""
    by_hand: tuple[str, ...]
    """What somebody has to write on the form by hand, and why."""
    refused: str = ""
    """Why no letter was written, if none was."""
    another_form: str = ""
    """Why the universal form was filled in place of the payer's own, and what to do about it."""
    small: tuple[str, ...] = ()
    """What will be hard to read after the fax."""
    pictured: tuple[str, ...] = ()
    """Of what the packet that is kept has pictures."""
    kept: tuple[str, ...] = ()
    """Files that somebody edited, and that stayed as they are."""
    edits: tuple[Edits, ...] = ()
    """What was edited in those of them that are letters: the PDF and the packet say it."""
    signed: str = ""
    """That they are signed, by whom and when: then nothing was written."""


@dataclass(frozen=True, slots=True)
class Documents:
    """All documents of one kind for one ask, made and not written yet; the rest as in :class:`Generated`."""

    files: dict[str, bytes]
    """By name; the manifest is the last."""
    draft: bool
    wanted: tuple[str, ...]
    open_points: tuple[str, ...]
    by_hand: tuple[str, ...]
    refused: str
    another_form: str
    small: tuple[str, ...]
    pictured: tuple[str, ...]
    edits: tuple[Edits, ...]
    brought: dict[str, bytes]
    """Word files that somebody edited elsewhere, to lie there in place of the program's own."""

    def put(self, folder: Path, beside: Mapping[str, bytes] | None = None) -> Generated:
        """Write them into ``folder``; ``beside``: what is kept there of what they replace, by its new name.

        Raises:
            BadInput: the folder cannot be written; it is then as it was before.
        """
        # What an earlier run made and this one does not, goes: a letter that may not be sent must not lie there.
        kept = put(
            folder,
            {**(beside or {}), **self.files},
            gone=_left_over(folder, self.files),
            by_hand=self.brought,
            nothing_new={one.name for one in self.edits if one.nothing_new},
        )
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("files", "brought")}
        return Generated(folder=folder, files=tuple(self.files), kept=kept, **told)


def folder_of(assessment: Assessment, out: Path, kind: Kind[Assessment] | None = None) -> Path:
    """Where the documents of a kind are written: those of the request itself into ``out``/case/ask."""
    folder = request_folder(out, assessment.case.case, assessment.ask.id)
    return folder if kind is None or kind.name == kind_for(assessment.ask.phase).name else folder / kind.name


def _left_over(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Documents of an earlier run that this one does not make."""
    if not is_folder(folder):
        return []
    return sorted(
        one.name
        for one in folder.iterdir()
        if one.name not in files
        and (one.name in DOCUMENTS or is_packet(one.name) or _OF_A_LETTER.fullmatch(one.name))
        and not beside_letters(folder, one.name)
    )
