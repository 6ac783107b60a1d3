"""A letter edited in Word, taken back into content: unchanged words with their evidence, the others as somebody's own.

Three letters are held side by side: the one from before the edit, the edited one, and the one that the program writes
of the chart now. What nobody edited is as the chart has it now; what somebody edited is as it was edited.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from priorauth.documents.content import Span
from priorauth.documents.edited.aligning import rows_paired, units_paired
from priorauth.documents.edited.flags import Flag, left_out, of_a_line
from priorauth.documents.edited.known import Known
from priorauth.documents.edited.line import in_own_words, merged, same_look, same_words
from priorauth.documents.edited.normal import normal
from priorauth.documents.edited.reading import read
from priorauth.documents.edited.symbols import UNREAD
from priorauth.documents.edited.units import Unit, content_of, place_in, units_of
from priorauth.documents.edited.wordfile import WordFile
from priorauth.errors import BadInput
from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.chart.chart import Chart
    from priorauth.documents.content import Content, Spans
    from priorauth.documents.edited.reading import WordLetter
    from priorauth.documents.edited.written import Written

How: TypeAlias = Literal["changed", "added", "left out", "moved", "parted", "look"]


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph, cell, row or drawing that somebody edited."""

    sort: How
    where: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class EditedLetter:
    """What came back."""

    content: Content
    changes: tuple[Change, ...]
    flags: tuple[Flag, ...]
    told: tuple[str, ...] = ()
    """What was not taken, and what else somebody should know of the file, each in a sentence."""

    @property
    def key(self) -> str:
        """By what the prescriber's sign-off names these edits: others have another. Empty without an edit."""
        if not self.changes:
            return ""
        said = [(one.sort, one.was, one.now) for one in self.changes] + [
            (one.sort, one.was, one.now) for one in self.flags
        ]
        return f"w{sha256(repr(said).encode())[:8]}"  # which no reader of YAML takes for a number

    def as_data(self) -> dict[str, Any]:
        """All but the content, as JSON holds it."""
        return {
            "edited": self.key,
            "changes": [{"sort": one.sort, "where": one.where, "was": one.was, "now": one.now} for one in self.changes],
            "flags": [
                {"sort": one.sort, "mild": one.mild, "where": one.where, "was": one.was, "now": one.now}
                | {"items": list(one.items), "nowhere_in_chart": one.nowhere or one.sort == "unknown"}
                for one in self.flags
            ],
            "told": list(self.told),
        }


def edited_letter(data: bytes, where: str, before: Written, content: Content, chart: Chart) -> EditedLetter:
    """The letter in ``data``.

    Args:
        data: the Word file.
        where: names it in messages.
        before: the letter that was edited, as it was written.
        content: what the program writes now.
        chart: what is known of the patient now.

    Raises:
        BadInput: ``data`` is no Word document, or one with a symbol whose meaning is not known.
    """
    now = units_of(content)
    drawings = before.drawings | frozenset(normal(one.alt) for one in now if one.alt)
    there = read(WordFile(data, where), drawings)
    _must_be_read(there, before, where)
    merger = _Merger(before, there.units, now, Known(chart, now, before.units))
    units = merger.merge()
    told = (*_of_the_file(there, before), *merger.told)
    return EditedLetter(content_of(units), tuple(merger.changes), tuple(dict.fromkeys(merger.flags)), told)


def _must_be_read(there: WordLetter, before: Written, where: str) -> None:
    """A lost sign may turn a sentence round, so all of the letter waits; what was there before, nobody put in."""
    own = {normal(one.text) for one in (*before.before, *before.units, *before.after)}
    for place, unit in enumerate(there.units):
        if UNREAD in unit.text and normal(unit.text) not in own:
            raise BadInput(
                f"A symbol whose meaning cannot be read stands in {place_in(there.units, place)}.",
                where=where,
                fix="In Word, type the sign itself in its place, or say it in words, and save the letter again.",
            )


def _of_the_file(there: WordLetter, before: Written) -> list[str]:
    told = list(there.left)
    if there.struck:
        places = "1 place" if there.struck == 1 else f"{there.struck} places"
        told.append(f"Words that were struck through ({places}) were read as taken out.")
    if there.tracked:
        told.append(f"Tracked changes ({there.tracked}) were read as if they were accepted.")
    if there.comments:
        told.append(f"Comments are not taken: there {'is 1' if there.comments == 1 else f'are {there.comments}'}.")
    margins = sorted({*there.margins} ^ {*before.margins}) if before.margins else []
    if margins:
        told.append(
            "Not taken: what was edited above or below the pages' text. Head and foot come from the practice's paper."
        )
    return told


@dataclass
class _Merger:
    """Walks the letter that was written, and makes of each unit what became of it."""

    before: Written
    edited: Sequence[Unit]
    now: Sequence[Unit]
    known: Known
    changes: list[Change] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def merge(self) -> list[Unit]:
        """The units of the letter as it is to be."""
        base = self.before.units
        paper = len(self.before.before)
        whole = [*self.before.before, *base, *self.before.after]
        back: dict[int, int] = {}
        added: dict[int, list[int]] = defaultdict(list)
        last = -1
        for here, there in units_paired(whole, self.edited):
            place = None if here is None else here - paper
            if place is not None and 0 <= place < len(base):
                last = place
                if there is not None:
                    back[place] = there
            elif place is not None:
                self._paper(whole[place + paper], there)
                last = max(last, len(base) - 1) if place >= len(base) else last
            elif there is not None:
                added[last].append(there)
        follow, come = self._followed()
        parted = self._parted(back, added)
        moved = self._moved(back, added)
        result: list[Unit] = []
        for place in range(-1, len(base)):
            if place in parted:
                result += self._halves(self.before.units[place], parted[place], follow.get(place))
            elif place >= 0:
                unit = self._unit(place, back.get(place), follow.get(place), moved=place in moved.values())
                result += [unit] if unit else []
            result += come[place]
            for there in added[place]:
                if there in moved:
                    self._note("moved", self._where(there), "", self.edited[there].text)
                    unit = follow.get(moved[there])
                    result += [unit] if unit else []
                elif (unit := self._added(there)) is not None:
                    result.append(unit)
        return result

    def _parted(self, back: dict[int, int], added: dict[int, list[int]]) -> dict[int, tuple[int, int]]:
        """What was parted in two paragraphs, its words being the same: the places of both, of which none is added."""
        parted: dict[int, tuple[int, int]] = {}
        for place, there in back.items():
            for slot, first, other in ((place, there, there + 1), (place - 1, there - 1, there - 1)):
                halves = self.edited[max(first, 0) : first + 2]
                text = " ".join(one.text for one in halves)
                same = normal(text) == normal(self.before.units[place].text)
                if other in added[slot] and same and all(one.in_words for one in halves):
                    added[slot].remove(other)
                    parted[place] = first, first + 1
                    break
        return parted

    def _halves(self, was: Unit, places: tuple[int, int], now: Unit | None) -> list[Unit]:
        first, second = (self.edited[one] for one in places)
        self._note("parted", self._where(places[0]), was.text, f"{first.text}\n{second.text}")
        if now is None or normal(now.text) != normal(was.text):
            self._outdated(was, now, self._where(places[0]))
        own = now if now and normal(now.text) == normal(was.text) else was
        line = merged(own.rows[0][0], (*first.rows[0][0], Span(" "), *second.rows[0][0]))
        return [replace(own, rows=((half,),)) for half in line.parted_after(first.text)]

    def _followed(self) -> tuple[dict[int, Unit], dict[int, list[Unit]]]:
        """Of each unit that was written the one of now, and the new ones after each."""
        follow: dict[int, Unit] = {}
        come: dict[int, list[Unit]] = defaultdict(list)
        last = -1
        for here, there in units_paired(self.before.units, self.now):
            last = last if here is None else here
            if there is not None and here is not None:
                follow[here] = self.now[there]
            elif there is not None:
                come[last].append(self.now[there])
        return follow, come

    def _moved(self, back: dict[int, int], added: dict[int, list[int]]) -> dict[int, int]:
        """What was cut out here and put in there, word for word: where it is now, and where it was."""
        gone = {
            (one.in_words, normal(one.text)): place
            for place, one in enumerate(self.before.units)
            if place not in back and one.text
        }
        moved: dict[int, int] = {}
        for there in (one for places in added.values() for one in places):
            key = (self.edited[there].in_words, normal(self.edited[there].text))
            if key in gone:
                moved[there] = gone.pop(key)
        return moved

    def _unit(self, place: int, there: int | None, now: Unit | None, *, moved: bool) -> Unit | None:
        was = self.before.units[place]
        if was.sort == "signature":
            if there is None or not _same_cells(was, self.edited[there]):
                self.told.append("Not taken: what was edited at the signature line. Who signs comes from the chart.")
            return now
        if moved:
            return None
        if there is None:
            self._left_out(was, now)
            return None
        if was.sort == "figure":
            return now
        is_now = self.edited[there]
        where = self._where(there)
        if was.in_words:
            return self._words(was, is_now, now, where)
        return self._table(was, is_now, now, where)

    def _words(self, was: Unit, edited: Unit, now: Unit | None, where: str) -> Unit | None:
        before, after = was.rows[0][0], edited.rows[0][0]
        if same_words(before, after):
            if now is None or same_look(before, after) or not same_words(before, now.rows[0][0]):
                return now
            self._note("look", where, was.text, edited.text)
            return replace(now, rows=((merged(now.rows[0][0], after).spans,),))
        self._outdated(was, now, where)
        return replace(now or was, rows=((self._line(before, after, where),),))

    def _table(self, was: Unit, edited: Unit, now: Unit | None, where: str) -> Unit | None:
        """Row by row and cell by cell; one whose columns were changed stays as it is."""
        columns = len(was.rows[0])
        if any(len(row) != columns for row in edited.rows):
            self.told.append(f"Not taken: the columns of a table were changed ({where}). The table is the program's.")
            return now
        rows: list[tuple[Spans, ...]] = []
        edits = len(self.changes)
        for here, there in rows_paired(was.rows, edited.rows):
            if there is None and here is not None:
                row = was.rows[here]
                spans = tuple(span for cell in row for span in cell)
                if spans:
                    self._note("left out", f"{where}, row {here + 1}", "\n".join(_text(cell) for cell in row))
                    self.flags += left_out(spans, f"{where}, row {here + 1}")
            elif there is not None:
                cells = was.rows[here] if here is not None else ((),) * columns
                names = [f"{where}, row {there + 1}, column {number}" for number in range(1, columns + 1)]
                rows.append(
                    tuple(
                        before if same_words(before, after) else self._line(before, after, name)
                        for before, after, name in zip(cells, edited.rows[there], names, strict=True)
                    )
                )
        if len(self.changes) == edits or not rows:
            return now if len(self.changes) == edits else None
        self._outdated(was, now, where)
        headed = was.headed and (0, 0) in rows_paired(was.rows, edited.rows)
        return replace(was, rows=tuple(rows), block=(now or was).block, headed=headed)

    def _line(self, before: Spans, after: Spans, where: str) -> Spans:
        line = merged(before, after) if before else in_own_words(after)
        self._note("changed" if before else "added", where, _text(before), _text(after))
        self.flags += of_a_line(line, before, where, self.known)
        return line.spans

    def _added(self, there: int) -> Unit | None:
        unit, where = self.edited[there], self._where(there)
        if unit.sort == "figure":  # the same picture once more
            return None
        rows = []
        for number, row in enumerate(unit.rows, start=1):
            at = f"{where}, row {number}" if unit.sort == "table" else where
            rows.append(tuple(self._line((), cell, at) if cell else () for cell in row))
        if unit.sort == "table" and any(len(row) != len(unit.widths) for row in rows):
            self.told.append(f"Not taken: a table with cells that were joined ({where}).")
            return None
        return replace(unit, rows=tuple(rows))

    def _left_out(self, was: Unit, now: Unit | None) -> None:
        place = self.before.units.index(was)
        where = place_in(self.before.units, place)
        self._note("left out", where, was.text or was.alt)
        if was.sort == "figure":
            data = now.data if now else None
            self.flags += [Flag("left out", where, was.alt, items=data.evidence)] if data else []
        self.flags += left_out(was.spans, where)

    def _outdated(self, was: Unit, now: Unit | None, where: str) -> None:
        if now is None or normal(now.text) != normal(was.text):
            items = tuple(dict.fromkeys((*was.evidence, *(now.evidence if now else ()))))
            self.flags.append(Flag("outdated", where, was.text, now.text if now else "", items))

    def _paper(self, was: Unit, there: int | None) -> None:
        if there is None or normal(was.text) != normal(self.edited[there].text):
            self.told.append("Not taken: what was edited of the practice's own paper around the letter's words.")

    def _note(self, sort: How, where: str, was: str, now: str = "") -> None:
        self.changes.append(Change(sort, where, was, now))

    def _where(self, there: int) -> str:
        return place_in(self.edited, there)


def _same_cells(one: Unit, other: Unit) -> bool:
    cells = [[normal(_text(cell)) for cell in row] for row in one.rows]
    return cells == [[normal(_text(cell)) for cell in row] for row in other.rows]


def _text(spans: Spans) -> str:
    return "".join(span.text for span in spans)
