"""A map proposed for a form that nobody has mapped: what is sure, what is likely to be confirmed; the rest blank."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from priorauth.documents.forms.blanks import blanks
from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.layout import fillable
from priorauth.documents.forms.mending import mend
from priorauth.documents.forms.opening import opened, permitted, prepared
from priorauth.documents.forms.places import with_fields
from priorauth.documents.forms.printed import chapter_of, heading_of, headings, labels, pieces
from priorauth.documents.forms.recognizing import Certainty, Match, Said, answered, own_person, recognize
from priorauth.documents.forms.vocabulary import NOBODY, place, split
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from priorauth.documents.forms.fields import Box, Field
    from priorauth.documents.forms.places import Place
    from priorauth.documents.forms.vocabulary import Column, Group, Table, Vocabulary

HELD = "as the payer hands it out"
"""Why something stays that the payer's file holds: nobody but who looks at the form knows whether it is an answer."""
_SIGNED = {"signature", "signed", "firma"}
_PART = re.compile(r"us_date\('(MM|DD|YY(?:YY)?)'\)")
"""One part of a day."""
_NUMBER = re.compile(r"\d+")
_FITS_ALL = 3
"""Fields under one heading for which one thing can be meant, at most."""
_TOUCHING, _BESIDE = 3.0, 30.0
"""Points by which boxes of one number overlap, and stand apart, at most."""
_CLOSE = 80.0
"""Points within which the boxes of one question stand."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one field is taken for; ``match`` is ``None`` where it is left blank."""

    field: Field
    said: Said
    match: Match | None
    why_blank: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Boxes of one question, or a group that has all its marks."""

    choose: str
    certainty: Certainty
    boxes: Mapping[str, str]
    """Answer and box, or answer and mark of ``group``."""
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """Numbered fields of a table: each column with its fields from the top."""

    table: Table
    columns: tuple[tuple[Column, Certainty, tuple[str, ...]], ...]

    @property
    def count(self) -> int:
        """Its rows."""
        return len(self.columns[0][2])


@dataclass(slots=True)
class Draft:
    """All of it."""

    fields: Mapping[str, Field]
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where fields are to be made, on a form that has none."""
    proposals: list[Proposal] = field(default_factory=list)
    marks: list[Marks] = field(default_factory=list)
    rows: list[Repeated] = field(default_factory=list)


def drafted(form: bytes, vocabulary: Vocabulary) -> Draft:
    """A map for ``form``, as far as its words are known. On a form without fields nothing is sure.

    Raises:
        BadInput: it cannot be filled at all, or is a picture in which nothing can be read.
    """
    with opened(form) as document:
        mend(document)
        flat = permitted(document).flat
    if not flat:
        return _drafted(form, vocabulary)
    found = blanks(form)
    if not found:
        raise BadInput(
            "No label can be read on the form, so that nothing can be proposed.",
            fix="Measure its places: priorauth forms inspect FORM --pictures FOLDER --grid. "
            "Then write them into a map (docs/forms.md, A form without fields).",
        )
    places = {name: one.place for name, one in found.items()}
    printed_for = {name: one.label for name, one in found.items() if one.label}
    draft = _drafted(with_fields(form, tuple(places.items())), vocabulary, printed_for)
    likely = Certainty.LIKELY
    return Draft(
        draft.fields,
        places,
        [replace(one, match=one.match and replace(one.match, certainty=likely)) for one in draft.proposals],
        [replace(one, certainty=likely) for one in draft.marks],
        [replace(one, columns=tuple((each, likely, names) for each, _, names in one.columns)) for one in draft.rows],
    )


def _drafted(form: bytes, vocabulary: Vocabulary, printed_for: Mapping[str, str] | None = None) -> Draft:
    ready = prepared(form)
    fields = fillable(form)
    said = {one.field.name: one.said for one in _heard(ready.pdf, fields, printed_for or {})}
    draft = Draft(fields)
    done: set[str] = set()
    ours = {name: one for name, one in fields.items() if _of_ours(said[name], vocabulary)}
    for marks in (*_groups(ours, said, vocabulary), *_pairs(ours, said, vocabulary)):
        draft.marks.append(marks)
        done |= {marks.group} if marks.group else set(marks.boxes.values())
    for rows in _rows(fields, said, vocabulary):
        draft.rows.append(rows)
        done |= {name for _, _, names in rows.columns for name in names}
    for name, one in fields.items():
        if name not in done:
            draft.proposals.append(_proposal(one, said[name], vocabulary))
    for mended in (_without_doubles, _with_whole_dates, _with_local_numbers, _with_whole_addresses):
        draft.proposals = list(mended(draft.proposals))
    return draft


def _heard(pdf: bytes, fields: Mapping[str, Field], printed_for: Mapping[str, str]) -> Iterator[Proposal]:
    """Each field with what is said of it; ``printed_for`` has the label of those that were made for one."""
    printed = {page: list(some) for page, some in groupby(pieces(pdf), key=lambda one: one.page)}
    boxes: dict[int, list[Box]] = {}
    for one in fields.values():
        for box in one.boxes:
            boxes.setdefault(box.page, []).append(box)
    over = {page: headings(some, boxes.get(page, ())) for page, some in printed.items()}
    for one in fields.values():
        box = one.boxes[0]
        mark = one.kind in (Kind.TICK, Kind.CHOICE)
        own = printed_for.get(one.name)
        near = [own] if own else labels(box, printed.get(box.page, []), boxes[box.page], mark=mark)
        heading = heading_of(box, over.get(box.page, []))
        chapter = chapter_of(heading, over[box.page]) if heading else None
        texts = (piece.text if piece else "" for piece in (heading, chapter))
        yield Proposal(one, Said(one.name, one.tooltip, tuple(near), *texts), None)


def _of_ours(said: Said, vocabulary: Vocabulary) -> bool:
    """Whether it is about nobody of whom the chart tells nothing."""
    return own_person(vocabulary, list(said.each())).who != NOBODY


def _proposal(one: Field, said: Said, vocabulary: Vocabulary) -> Proposal:
    if one.kind is Kind.SIGNATURE or any(_SIGNED & set(words) for words in said.each()):
        return Proposal(one, said, None, "signed by hand")
    if one.read_only or one.hidden:
        return Proposal(one, said, None, "not to be written in")
    unknown = HELD if one.holds else "not recognized"
    if one.kind is not Kind.TEXT:
        return Proposal(one, said, None, unknown)
    match = recognize(said, vocabulary)
    if match and "us_date" not in match.put and one.max_length and one.max_length <= 1:
        match = None
    return Proposal(one, said, match, "" if match else unknown)


def _without_doubles(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """What is taken for two fields under one heading, is sure of neither; and what fits many, fits none."""
    counts = Counter((one.field.boxes[0].page, one.said.heading, one.match.put) for one in proposals if one.match)
    for one in proposals:
        times = counts[one.field.boxes[0].page, one.said.heading, one.match.put] if one.match else 0
        if one.match and times > _FITS_ALL:
            yield replace(one, match=None, why_blank="its words are those of several fields")
        elif one.match and times > 1:
            yield replace(one, match=replace(one.match, certainty=Certainty.LIKELY))
        else:
            yield one


def _with_whole_dates(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """A day without its month and year says nothing: where one part is not known, the others stay blank too."""
    parts: dict[tuple[int, str], set[str]] = {}
    for one in proposals:
        if one.match and (part := _PART.search(one.match.put)):
            parts.setdefault((one.field.boxes[0].page, _PART.sub("", one.match.put)), set()).add(part[1][:2])
    for one in proposals:
        if one.match and _PART.search(one.match.put):
            known = parts[one.field.boxes[0].page, _PART.sub("", one.match.put)]
            whole = known == {"MM", "DD", "YY"}
            yield one if whole else replace(one, match=None, why_blank="the date's other parts are not recognized")
        else:
            yield one


def _with_whole_addresses(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Where a form has no field for somebody's city, the address goes whole into its field."""
    with_city = {whose for one in proposals if one.match for whose in re.findall(r"(\w+)\.city\b", one.match.put)}
    for one in proposals:
        street = re.fullmatch(r"{{ (\w+)\.street }}", one.match.put) if one.match else None
        if one.match and street and street[1] not in with_city:
            yield replace(one, match=replace(one.match, put=f"{{{{ {street[1]}.address }}}}"))
        else:
            yield one


def _with_local_numbers(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Beside a box for the area code, the number's box holds the rest."""
    areas = [one.field.boxes[0] for one in proposals if one.match and "phone('area')" in one.match.put]
    for one in proposals:
        if one.match and any(_right_beside(area, one.field.boxes[0]) for area in areas):
            yield replace(one, match=replace(one.match, put=one.match.put.replace("| phone }}", "| phone('local') }}")))
        else:
            yield one


def _right_beside(area: Box, box: Box) -> bool:
    level = area.page == box.page and abs(area.bottom - box.bottom) < area.height
    return level and 0 <= box.left - area.right + _TOUCHING < _BESIDE


def _groups(fields: Mapping[str, Field], said: Mapping[str, Said], vocabulary: Vocabulary) -> Iterator[Marks]:
    """Groups that have all marks of one question."""
    for name, one in fields.items():
        if one.kind is not Kind.CHOICE or one.read_only:
            continue
        for group in vocabulary.answers:
            topics = {split(words) for words in group.about}
            named = any(words in topics for words in said[name].each())
            read = any(words in topics for words in said[name].seen())
            shown = dict(zip(one.options, one.labels or one.options, strict=False))
            about = group.about[0] if named else ""
            texts = {mark: [split(f"{about} {text}"), split(f"{about} {mark}")] for mark, text in shown.items()}
            found = answered(texts, group.answers, group.about)
            if len(found) > 1:
                names = dict(zip(one.options, one.names, strict=False))
                marks = {answer: names.get(mark, mark) for answer, mark in found.items()}
                yield Marks(group.choose, Certainty.SURE if read else Certainty.LIKELY, marks, name)
                break


def _pairs(fields: Mapping[str, Field], said: Mapping[str, Said], vocabulary: Vocabulary) -> Iterator[Marks]:
    """Boxes of their own that answer one question."""
    ticks = {name: one for name, one in fields.items() if one.kind is Kind.TICK and not (one.read_only or one.hidden)}
    for group in vocabulary.answers:
        found = _answers(ticks, said, group)
        near = _together([ticks[name].boxes[0] for name in found.values()])
        read = all(any(said[name].seen()) for name in found.values())
        if len(found) > 1:
            yield Marks(group.choose, Certainty.SURE if near and read else Certainty.LIKELY, found)


def _answers(ticks: Mapping[str, Field], said: Mapping[str, Said], group: Group) -> dict[str, str]:
    texts = {name: list(said[name].each()) for name in ticks}
    return answered(texts, group.answers, group.about)


def _together(boxes: Sequence[Box]) -> bool:
    if not boxes:
        return False
    middles = [(one.bottom + one.top) / 2 for one in boxes]
    return len({one.page for one in boxes}) == 1 and max(middles) - min(middles) <= _CLOSE


def _rows(fields: Mapping[str, Field], said: Mapping[str, Said], vocabulary: Vocabulary) -> Iterator[Repeated]:
    """Numbered fields that stand below one another under words of a table."""
    columns = dict(_columns(fields))
    taken: set[str] = set()
    for table in vocabulary.tables:
        about = sorted((split(words) for words in table.about), key=len, reverse=True)
        found: list[tuple[Column, Certainty, tuple[str, ...]]] = []
        for key, names in columns.items():
            column, certainty = _column(said[names[0]], table, about)
            known = {id(one) for one, _, _ in found}
            if (
                column
                and key not in taken
                and id(column) not in known
                and (not found or len(names) == len(found[0][2]))
            ):
                found.append((column, certainty, names))
                taken.add(key)
        if len(found) > 1:
            yield Repeated(table, tuple(found))
        else:
            taken -= {key for key, names in columns.items() if any(names == one[2] for one in found)}


def _column(said: Said, table: Table, about: Sequence[tuple[str, ...]]) -> tuple[Column | None, Certainty]:
    under = any(place(topic, split(said.heading)) is not None for topic in about)
    seen = len(list(said.seen()))
    for number, words in enumerate(said.each()):
        bare = tuple(word for word in words if word not in ("row", "line") and not word.isdigit())
        topic = next((one for one in about if place(one, bare) is not None), None)
        at = place(topic, bare) if topic else None
        rest = bare if topic is None or at is None else bare[:at] + bare[at + len(topic) :]
        if topic is None and not under:
            continue
        for column in table.columns:
            if rest in {split(words) for words in column.words}:
                return column, Certainty.SURE if topic and number < seen else Certainty.LIKELY
    return None, Certainty.LIKELY


def _columns(fields: Mapping[str, Field]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Fields whose names differ in one number that counts from 1, each lower than the one before."""
    found: dict[str, dict[int, str]] = {}
    for name, one in fields.items():
        if one.kind is Kind.TEXT:
            for number in _NUMBER.finditer(name):
                key = f"{name[: number.start()]}{{row}}{name[number.end() :]}"
                found.setdefault(key, {})[int(number[0])] = name
    for key, numbered in found.items():
        names = tuple(numbered[one] for one in sorted(numbered))
        tops = [fields[name].boxes[0].top for name in names]
        pages = {fields[name].boxes[0].page for name in names}
        counted = len(names) > 1 and sorted(numbered) == list(range(1, len(names) + 1))
        if counted and len(pages) == 1 and tops == sorted(tops, reverse=True) and len(set(tops)) == len(tops):
            yield key, names
