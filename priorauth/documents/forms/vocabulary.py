"""The words by which a form's fields are known, and whom they are about: a file that the practice may replace."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from pathlib import Path

Words = tuple[str, ...]
"""A phrase as it is compared: small letters without accents, one by one."""

NOBODY = "nobody"
_MOST_LEFT = 3
"""A heading of more other words is a sentence, and its fields may be anybody's."""
_SILENT = {
    "the",
    "a",
    "an",
    "of",
    "s",
    "please",
    "enter",
    "number",
    "numero",
    "required",
    "print",
    "del",
    "de",
    "la",
    "el",
}
_PARTS = {"mm": "MM", "dd": "DD", "yyyy": "YYYY", "yy": "YY", "month": "MM", "day": "DD", "year": "YYYY"}


class Person(Frozen):
    """The words that name somebody."""

    sure: tuple[str, ...]
    likely: tuple[str, ...] = ()
    """Words that may mean somebody else."""


class Known(Frozen):
    """What a field may hold."""

    put: str
    of: str | None = None
    refuse: bool = False
    usual: bool = False
    """Proposed even where nothing tells whose it is."""
    propose: bool = False
    """Words that other forms use in another sense: never sure."""
    words: tuple[str, ...]


class Group(Frozen):
    """Marks of which one is set."""

    choose: str
    about: tuple[str, ...]
    answers: dict[str, tuple[str, ...]]


class Column(Frozen):
    """What a column of numbered fields may hold."""

    put: str
    refuse: bool = False
    words: tuple[str, ...]


class Table(Frozen):
    """Rows for the items of a list."""

    each: str
    name: str = Field(alias="as")
    label: str
    about: tuple[str, ...]
    columns: tuple[Column, ...]


class Meant(NamedTuple):
    """Whom words are about, whether that is sure, and the words that are left."""

    who: str | None
    sure: bool
    rest: Words


class Vocabulary(Frozen):
    """The whole of it."""

    people: dict[str, Person]
    headings: tuple[str, ...]
    fields: tuple[Known, ...]
    answers: tuple[Group, ...]
    tables: tuple[Table, ...]

    @cached_property
    def fields_by_words(self) -> dict[tuple[str | None, Words], Known]:
        """Each field under whose it is and each of its phrases."""
        return {(one.of, split(words)): one for one in self.fields for words in one.words}

    @cached_property
    def _names(self) -> list[tuple[Words, str, bool]]:
        """Every name of a person, the longest first: "service provider" before "provider"."""
        found = [
            (split(word), who, sure)
            for who, one in self.people.items()
            for words, sure in ((one.sure, True), (one.likely, False))
            for word in words
        ]
        return sorted(found, key=lambda each: -len(each[0]))

    def meant(self, words: Words) -> Meant:
        """Whom ``words`` are about: nobody known, where they name somebody of whom the chart tells nothing, or two."""
        rest, named = words, []
        for name, who, sure in self._names:
            at = place(name, rest)
            while at is not None:
                named.append((who, sure))
                rest = rest[:at] + rest[at + len(name) :]
                at = place(name, rest)
        persons = {each for each, _ in named}
        if not persons:
            return Meant(None, False, rest)
        if NOBODY in persons or len(persons) > 1:
            return Meant(NOBODY, True, rest)
        return Meant(persons.pop(), any(sure for _, sure in named), rest)

    def meant_by_heading(self, text: str) -> Meant:
        """Whom all fields under a heading are about; sure only if it says nothing else."""
        words = split(text)
        found = self.meant(words)
        silent = {word for one in self.headings for word in split(one)}
        left = [word for word in found.rest if word not in silent and len(word) > 1 and not word.isdigit()]
        if found.who in (None, NOBODY):
            return found
        return (
            Meant(found.who, found.sure and not left, found.rest)
            if len(left) <= _MOST_LEFT
            else Meant(None, False, words)
        )


def load(path: Path) -> Vocabulary:
    """The vocabulary of a file.

    Raises:
        BadInput: the file is mistaken.
    """
    return validated(Vocabulary, read(path))


def split(text: str) -> Words:
    """``text`` as it is compared: ``PatientDOB`` and "Patient’s DOB:" are the same."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()
    text = re.sub(r"(?<=icd)[- ]?10", " 10", text.replace("e-mail", "email"))
    words = re.findall(r"[a-z]+|[0-9]+", text)
    return tuple(word for word in words if word not in _SILENT)


def part_of_day(words: Words) -> tuple[Words, str]:
    """The words without "MM", "DD" or "YYYY", and which it is, if it is one alone."""
    parts = {_PARTS[word] for word in words if word in _PARTS}
    rest = tuple(word for word in words if word not in _PARTS)
    return (rest, parts.pop()) if len(parts) == 1 else (rest, "")


def place(some: Words, words: Words) -> int | None:
    """Where ``some`` stands in ``words``, one after another."""
    return next((at for at in range(len(words) - len(some) + 1) if some and words[at : at + len(some)] == some), None)
