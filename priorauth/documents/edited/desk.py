"""A letter's files, where somebody may have edited the Word file: what goes out is then what the edited file says."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from priorauth.documents.content import plain_text, to_confirm
from priorauth.documents.edited.mark import Mark, mark_of, must_have_mark
from priorauth.documents.edited.taken_back import EditedLetter, edited_letter
from priorauth.documents.edited.units import key_of, units_of
from priorauth.documents.edited.written import Written, added_to, kept_in, written
from priorauth.documents.exhibits import named_and_absent
from priorauth.documents.kept import edited
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.trace import trace
from priorauth.documents.letter.word import letter_docx
from priorauth.errors import BadInput
from priorauth.files import is_file, is_folder, read_bytes, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from priorauth.chart.chart import Chart
    from priorauth.documents.letter.compose import Letter

WRITTEN, EDITS = "written.json", "edits.json"
ENDINGS = ("docx", "pdf", "trace.json", WRITTEN, EDITS)
"""Of the files that a letter may have."""
_NOT_KNOWN = (
    "What the program wrote before the edit is not kept here any more: the file was compared with the letter of now, "
    "so what the chart has learned since looks like an edit."
)


@dataclass(frozen=True, slots=True)
class Edits:
    """What somebody edited of a letter."""

    name: str
    """Of the Word file."""
    letter: EditedLetter | None
    """What it says; none, if it could not be taken."""
    accepted: bool = False
    """Whether the prescriber's sign-off names it, or nothing of it needs one."""
    why_not: str = ""
    """Why it could not be taken."""
    nothing_new: bool = False
    """Whether the program's own letter says what it said before the edit."""

    @property
    def open(self) -> tuple[str, ...]:
        """What somebody has to look at, without the letter's words: nothing, once the prescriber has accepted it."""
        if self.letter is None:
            return (f"{self.name} was edited and could not be taken back: {self.why_not}",)
        return () if self.accepted else tuple(one.says for one in self.letter.flags)


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter as it goes out, before it is rendered."""

    letter: Letter
    edits: Edits | None = None
    by_hand: bytes = b""
    """The Word file that somebody edited; empty where nobody did."""
    before: Written | None = None
    """What that was made from, where it is kept."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A letter as it goes out, and its files by their names; the Word file among them is the program's own."""

    letter: Letter
    files: dict[str, bytes]
    edits: Edits | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How a letter is laid."""

    draft: bool
    """Whether it is one even if nothing is left to be confirmed in it."""
    internal: bool
    """Whether it never leaves, and is no draft whatever it says."""
    accepted: Callable[[EditedLetter], bool]
    """Whether the prescriber has accepted what was edited."""


@dataclass(frozen=True, slots=True)
class _Own:
    """What the program itself writes."""

    mark: Mark
    """With the key of its words."""
    word: bytes
    written: Written


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder in which letters lie, with how letters are rendered in it."""

    folder: Path
    chart: Chart
    docx: Path | None
    """The Word template."""
    typst: Path | None
    """The template of PDFs."""
    brought: Mapping[str, bytes]
    """Word files that somebody edited elsewhere, by the names that they are to have here."""

    def laid(self, letter: Letter, name: str, mark: Mark, how: How) -> Laid:
        """The letter's files.

        Args:
            letter: what the program writes.
            name: of its files, without an ending.
            mark: which letter it is.
            how: whether it is a draft, and whether its edits are accepted.
        """
        own = self._own(letter, mark)
        taken = self._taken(letter, name, own, how)
        letter = taken.letter
        files = {f"{name}.docx": own.word}
        if taken.edits:
            files[f"{name}.{EDITS}"] = _as_data(taken.edits, taken.by_hand)
        earlier = [taken.before] if taken.before else []
        files[f"{name}.{WRITTEN}"] = added_to(self._there(f"{name}.{WRITTEN}"), *earlier, own.written)
        files[f"{name}.pdf"] = letter_pdf(letter.content, letter.sheet, template=self.typst)
        files[f"{name}.trace.json"] = trace(letter.content)
        return Laid(
            letter, {one: files[one] for ending in ENDINGS if (one := f"{name}.{ending}") in files}, taken.edits
        )

    def taken(self, letter: Letter, name: str, mark: Mark, how: How) -> Taken:
        """The letter of which :meth:`laid` makes files: quick where nobody edited it."""
        edited_here = self._by_hand(f"{name}.docx") is not None
        return self._taken(letter, name, self._own(letter, mark), how) if edited_here else Taken(letter)

    def _taken(self, letter: Letter, name: str, own: _Own, how: How) -> Taken:
        by_hand = self._by_hand(f"{name}.docx")
        if by_hand is None:
            return Taken(letter)
        kept = added_to(self._there(f"{name}.{WRITTEN}"), own.written)
        edits, before = self._edits(by_hand, f"{name}.docx", own.mark, kept, letter)
        if back := edits.letter:
            edits = replace(edits, accepted=how.accepted(back))
            letter = self._as_edited(letter, back, draft=how.draft or not edits.accepted, internal=how.internal)
        return Taken(letter, edits, by_hand, before)

    def _own(self, letter: Letter, mark: Mark) -> _Own:
        mark = replace(mark, written=key_of(units_of(letter.content)))
        word = letter_docx(letter.content, letter.sheet, template=self.docx, properties=mark.properties)
        return _Own(mark, word, written(letter.content, word))

    def _by_hand(self, name: str) -> bytes | None:
        """The Word file as somebody edited it, here or elsewhere."""
        if name in self.brought:
            return self.brought[name]
        there = is_folder(self.folder) and name in edited(self.folder)
        return read_bytes(self.folder / name) if there else None

    def _edits(self, data: bytes, name: str, mark: Mark, file: bytes, letter: Letter) -> tuple[Edits, Written | None]:
        """What was edited, and in what: the letter that was written then, which is kept as long as this one lies here.

        ``file``: what is kept of what was written, that of now with it.
        """
        where = str(self.folder / name)
        try:
            there = mark_of(data, where)
        except BadInput as error:
            return Edits(name, None, why_not=error.what), None
        if there is None:
            why_not = "It does not say which letter it is: it was not made from one of this program's."
            return Edits(name, None, why_not=why_not), None
        if replace(there, written="") != replace(mark, written=""):
            return Edits(name, None, why_not="It is another letter, or that of another request."), None
        before = kept_in(file, there.written)
        now = before or kept_in(file, mark.written) or Written(units_of(letter.content))
        try:
            one = edited_letter(data, where, now, letter.content, self.chart)
        except BadInput as error:
            return Edits(name, None, why_not=f"{error.what} {error.fix}"), before
        if before is None:
            one = replace(one, told=(_NOT_KNOWN, *one.told))
        return Edits(name, one, nothing_new=there.written == mark.written), before

    def _as_edited(self, letter: Letter, edited: EditedLetter, *, draft: bool, internal: bool) -> Letter:
        content = edited.content
        absent = tuple(named_and_absent(plain_text(content), self.chart))
        is_draft = not internal and (draft or bool(to_confirm(content) or absent))
        return replace(letter, content=content, absent=absent, sheet=replace(letter.sheet, draft=is_draft))

    def _there(self, name: str) -> bytes:
        return read_bytes(self.folder / name) if is_file(self.folder / name) else b""


def _as_data(edits: Edits, by_hand: bytes) -> bytes:
    """What was edited, for programs; and of which file that is."""
    told: dict[str, Any] = {"file": sha256(by_hand), "not_taken": edits.why_not or None, "accepted": edits.accepted}
    told |= edits.letter.as_data() if edits.letter else {}
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def taken(folder: Path) -> bool:
    """Whether what lies in the folder was made from the Word files as they are: none was edited since, or put back."""
    by_hand = {name for name in edited(folder) if name.endswith(".docx")}
    told = {path.name.removesuffix(f".{EDITS}") + ".docx": _file_of(path) for path in folder.glob(f"*.{EDITS}")}
    return told == {name: sha256((folder / name).read_bytes()) for name in by_hand}


def _file_of(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())["file"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def beside_letters(folder: Path, name: str) -> bool:
    """Whether a file belongs to a Word file that was edited and stays: it is needed to take that one back."""
    stem = name.removesuffix(f".{WRITTEN}")
    return stem != name and f"{stem}.docx" in edited(folder)


def brought_as(data: bytes, where: str, letters: Mapping[str, Mark], folder: Path) -> dict[str, bytes]:
    """A Word file that somebody brought, by the name that it is to have among ``letters``.

    Raises:
        BadInput: it is none of them, or another edited one lies in its place already.
    """
    mark = must_have_mark(data, where)
    name = next((name for name, one in letters.items() if replace(one, written="") == replace(mark, written="")), None)
    if name is None:
        raise BadInput(
            "This Word document is no letter of this request.",
            where=where,
            fix=f"It is of {mark.case}/{mark.request} ({mark.kind}): name that chart.",
        )
    there = folder / f"{name}.docx"
    if is_folder(folder) and there.name in edited(folder) and read_bytes(there) != data:
        raise BadInput(
            f"{there.name} was edited too, and this file would replace it.",
            where=str(there),
            fix="Put one of the two aside, and run the command again.",
        )
    return {there.name: data}
