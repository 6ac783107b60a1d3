"""What stands in a Word document: its paragraphs and tables as units, and what of it no letter can hold.

Tracked changes are read as if they were accepted, and words that are struck through as taken out: whoever strikes words
does not say them. What is left aside (comments, text boxes, footnotes, pictures that somebody put in) is named, so that
nothing is lost without a word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from priorauth.documents.content import Span
from priorauth.documents.edited.normal import normal
from priorauth.documents.edited.symbols import sign
from priorauth.documents.edited.units import Sort, Unit
from priorauth.documents.edited.wordfile import W, WordFile
from priorauth.documents.letter.docx_styles import OFF
from priorauth.documents.markdown import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from priorauth.documents.content import Alignment, Spans

_THROUGH = {
    f"{W}{name}"
    for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "ins", "moveTo", "dir", "bdo")
}
_TAKEN_OUT = {f"{W}del", f"{W}moveFrom"}
_TRACKED = _TAKEN_OUT | {f"{W}ins", f"{W}moveTo"}
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
_SORTS: dict[str, Sort] = {
    "heading 1": "heading 1", "heading 2": "heading 2", "heading 3": "heading 3", "title": "heading 1",
    "subtitle": "heading 2", "heading 4": "heading 3", "heading 5": "heading 3", "list bullet": "bullet",
    "list number": "number", "caption": "caption",
}  # fmt: skip
_MARK = re.compile(r"^(?:[•\-–·▪]|[0-9]+[.)])\t")
_SPACES = re.compile(r"[ \t]+")
_SAID = {
    "box": ("text box", "text boxes"),
    "footnote": ("footnote", "footnotes"),
    "picture": ("picture that somebody put in", "pictures that somebody put in"),
    "object": ("embedded object or formula", "embedded objects or formulas"),
    "hidden": ("piece of hidden text", "pieces of hidden text"),
    "inner": ("table inside a table", "tables inside a table"),
}


@dataclass(frozen=True, slots=True)
class WordLetter:
    """What was read."""

    units: tuple[Unit, ...]
    margins: tuple[str, ...]
    """The lines above and below the text of the pages, without page numbers."""
    left: tuple[str, ...] = ()
    """What was not taken, each in a sentence."""
    struck: int = 0
    """In how many places words are struck through, read as taken out."""
    tracked: int = 0
    """How many tracked changes there are, read as if accepted."""
    comments: int = 0
    """How many comments there are."""


def read(file: WordFile, drawings: frozenset[str] = frozenset()) -> WordLetter:
    """What stands in ``file``; ``drawings``: by what text the program's own pictures are known."""
    reader = _Reader(file, drawings)
    units = tuple(reader.units(file.body))
    margins = tuple(dict.fromkeys(one for part in file.margins for one in _lines_of(part)))
    comments = file.part("word/comments.xml")
    left = tuple(f"Not taken: {number} {_SAID[kind][number > 1]}." for kind, number in reader.left.items())
    return WordLetter(
        units,
        margins,
        left,
        reader.struck,
        sum(1 for one in file.body.iter(*_TRACKED)),
        0 if comments is None else sum(1 for _ in comments.iter(f"{W}comment")),
    )


@dataclass
class _Reader:
    file: WordFile
    drawings: frozenset[str]
    left: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    """The program's own pictures in the paragraph that is being read."""
    struck: int = 0
    striking: bool = False
    """Whether the words before, in the same paragraph, are struck through."""

    def units(self, container: etree._Element) -> Iterator[Unit]:
        """Paragraphs, tables and drawings in reading order; empty paragraphs are none."""
        waiting: list[Span] = []
        for one in self._blocks(container):
            if one.tag == f"{W}tbl":
                yield from self._table(one)
                continue
            sort = self._sort(one)
            runs = [*waiting, *self._paragraph(one)]
            waiting = []
            yield from (Unit("figure", alt=alt) for alt in self.shown)
            if one.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # its end was taken out: it goes on in the next
                waiting = runs
            elif spans := _words(runs, marked=sort in ("bullet", "number")):
                yield Unit(sort, ((spans,),))
        if spans := _words(waiting, marked=False):
            yield Unit("paragraph", ((spans,),))

    def _blocks(self, container: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs and tables in it, also inside of content controls."""
        for one in container:
            if one.tag in (f"{W}p", f"{W}tbl"):
                yield one
            elif one.tag in _THROUGH:
                yield from self._blocks(one)

    def _sort(self, paragraph: etree._Element) -> Sort:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = self.file.style(str(style.get(f"{W}val"))) if style is not None else ""
        if name in _SORTS:
            return _SORTS[name]
        if name.startswith(("list bullet", "list number")):
            return "bullet" if "bullet" in name else "number"
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is None or number.get(f"{W}val") == "0":
            return "paragraph"
        return "number" if self.file.numbered(str(number.get(f"{W}val"))) else "bullet"

    def _paragraph(self, paragraph: etree._Element) -> list[Span]:
        self.shown, self.striking = [], False
        return list(self._runs(paragraph))

    def _runs(self, element: etree._Element) -> Iterator[Span]:
        """The words in it with their look, as they are once all changes are accepted."""
        for one in element:
            if one.tag == f"{W}r":
                yield from self._run(one)
            elif one.tag in _THROUGH:
                yield from self._runs(one)
            elif str(one.tag).endswith(("}oMath", "}oMathPara")):
                self.left["object"] += 1

    def _run(self, run: etree._Element) -> Iterator[Span]:
        look = run.find(f"{W}rPr")
        text = "".join(self._letters(run))
        if self._has(run, "vanish"):
            if text.strip():
                self.left["hidden"] += 1
            return
        if self._has(run, "strike") or self._has(run, "dstrike"):
            if text.strip() and not self.striking:
                self.struck += 1
                self.striking = True
            return
        if text:
            self.striking = self.striking and not text.strip()
            style = look.find(f"{W}rStyle") if look is not None else None
            name = self.file.style(str(style.get(f"{W}val"))) if style is not None else ""
            strong = name == "strong" if look is None or look.find(f"{W}b") is None else _on(look, "b")
            emphasis = name == "emphasis" if look is None or look.find(f"{W}i") is None else _on(look, "i")
            yield Span(text, (), strong, emphasis)

    def _has(self, run: etree._Element, look: str) -> bool:
        """Whether letters have a look: by themselves, or else by one of their two styles (by both, they have not)."""
        own = run.find(f"{W}rPr")
        if own is not None and own.find(f"{W}{look}") is not None:
            return _on(own, look)
        paragraph = next(run.iterancestors(f"{W}p"))
        styles = (run.find(f"{W}rPr/{W}rStyle"), paragraph.find(f"{W}pPr/{W}pStyle"))
        given = [one is not None and self.file.turned_on(str(one.get(f"{W}val")), look) for one in styles]
        return given[0] != given[1]

    def _letters(self, run: etree._Element) -> Iterator[str]:
        for one in run:
            match str(one.tag).removeprefix(W):
                case "t":
                    yield one.text or ""
                case "tab" | "ptab":
                    yield "\t"
                case "br" | "cr":
                    yield "\n" if one.get(f"{W}type") in (None, "textWrapping") else ""
                case "noBreakHyphen":
                    yield "-"
                case "footnoteReference" | "endnoteReference":
                    self.left["footnote"] += 1
                case "sym":
                    yield sign(str(one.get(f"{W}font")), str(one.get(f"{W}char")))
                case _ if one.tag in _DRAWN or str(one.tag).endswith("}AlternateContent"):
                    self._drawing(one)

    def _drawing(self, drawing: etree._Element) -> None:
        """A picture of the program's own is known by what it says to those who cannot see it."""
        told = [str(one.get("descr") or "") for one in drawing.iter("{*}docPr")]
        own = next((one for one in told if normal(one) in self.drawings), None)
        first = (
            drawing[0] if str(drawing.tag).endswith("}AlternateContent") else drawing
        )  # the others are for old Words
        if own is not None:
            self.shown.append(own)
        elif first.find(f".//{W}txbxContent") is not None:
            self.left["box"] += 1
        elif drawing.tag == f"{W}object":
            self.left["object"] += 1
        else:
            self.left["picture"] += 1

    def _table(self, table: etree._Element) -> Iterator[Unit]:
        rows = [
            row
            for row in table.iter(f"{W}tr")
            if row.getparent() in (table, *table.iter(f"{W}sdtContent")) and row.find(f"{W}trPr/{W}del") is None
        ]
        cells = [tuple(self._cell(one) for one in row.iterchildren(f"{W}tc")) for row in rows]
        headed = bool(rows) and rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        kept = tuple(row for row in cells if any(row))
        if not kept:
            return
        widths = tuple(int(float(one.get(f"{W}w") or 1)) or 1 for one in table.iterfind(f"{W}tblGrid/{W}gridCol"))
        columns = max(map(len, kept))
        if len(widths) != columns:
            widths = (1,) * columns
        left: Alignment = "left"
        yield Unit("table", kept, headed=headed and kept[0] == cells[0], alignment=(left,) * columns, widths=widths)

    def _cell(self, cell: etree._Element) -> Spans:
        """Its words; where it has several paragraphs, on as many lines."""
        spans: list[Span] = []
        for block in self._blocks(cell):
            if block.tag == f"{W}tbl":
                self.left["inner"] += 1
                continue
            runs = self._paragraph(block)
            for _ in self.shown:
                self.left["picture"] += 1
            spans += [*([Span("\n")] if spans and runs else []), *runs]
        return _words(spans, marked=False)


def _words(runs: list[Span], *, marked: bool) -> Spans:
    """The runs as a content's spans; ``marked``: a bullet or number that is typed before them is none of the words."""
    if marked and (mark := _MARK.match("".join(one.text for one in runs))):
        runs, left = list(runs), mark.end()
        while left:
            first = runs.pop(0)
            if len(first.text) > left:
                runs.insert(0, Span(first.text[left:], (), first.strong, first.emphasis))
            left -= min(left, len(first.text))
    spaced = (Span(_SPACES.sub(" ", one.text), (), one.strong, one.emphasis) for one in runs)
    return settled(spaced)


def _on(look: etree._Element, name: str) -> bool:
    one = look.find(f"{W}{name}")
    return one is not None and one.get(f"{W}val", "1") not in OFF


def _lines_of(part: etree._Element) -> list[str]:
    """The lines of a page's margin or a text box, as they compare; what a field counts is no word of it."""
    lines = []
    for paragraph in part.iter(f"{W}p"):
        inside, text = 0, ""
        for one in paragraph.iter(f"{W}t", f"{W}fldChar", f"{W}tab"):
            if one.tag == f"{W}fldChar":
                inside += {"begin": 1, "end": -1}.get(str(one.get(f"{W}fldCharType")), 0)
            elif not inside and not any(up.tag in (f"{W}fldSimple", f"{W}del") for up in one.iterancestors()):
                text += (one.text or "") if one.tag == f"{W}t" else " "
        if line := normal(text):
            lines.append(line)
    return lines
