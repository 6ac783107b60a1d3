"""One paragraph or cell as it was and as it is: what is the program's still, and what are somebody's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from priorauth.documents.content import Span
from priorauth.documents.edited.normal import compared, normal, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from priorauth.documents.content import Spans

TO_CONFIRM = "TO CONFIRM"


@dataclass(frozen=True, slots=True)
class Touched:
    """A span that is not as it was."""

    span: Span
    now: str
    """What stands in its place; empty if nothing does."""
    only_added: bool
    """Whether all its words still stand there in their order, and others between them."""
    at: tuple[int, int]
    """Where that begins and ends in the line. Of several spans in whose place the same words stand, it is the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line as it is now."""

    spans: Spans
    touched: tuple[Touched, ...] = ()
    """The spans with evidence, or to be confirmed, that were changed or are gone."""

    @property
    def text(self) -> str:
        """All of it."""
        return _text(self.spans)

    @property
    def own(self) -> tuple[tuple[int, int], ...]:
        """Where in its text somebody's own words stand."""
        ends = accumulate(len(span.text) for span in self.spans)
        return tuple((end - len(span.text), end) for span, end in zip(self.spans, ends, strict=True) if span.own)

    def parted_after(self, text: str) -> tuple[Spans, Spans]:
        """Its spans up to the end of ``text``, with which it begins, and those after the space that follows."""
        end = len("".join(tokens(self.text)[: len(tokens(text))]))
        halves: tuple[list[Span], list[Span]] = [], []
        start = 0
        for span in self.spans:
            first, second = span.text[: max(end - start, 0)], span.text[max(end + 1 - start, 0) :]
            halves[0].extend([replace(span, text=first)] if first else [])
            halves[1].extend([replace(span, text=second)] if second else [])
            start += len(span.text)
        return tuple(halves[0]), tuple(halves[1])


def same_words(one: Spans, other: Spans) -> bool:
    """Whether they read alike, whatever Word makes of quotation marks and spaces."""
    return normal(_text(one)) == normal(_text(other))


def same_look(one: Spans, other: Spans) -> bool:
    """Whether what is bold and what is italic is the same in both; what is to be confirmed is bold by itself."""
    return _looks(one) == _looks(other)


def in_own_words(spans: Spans) -> Line:
    """Words that stood nowhere before."""
    return Line(_settled(_own(span.text, span) for span in spans))


def merged(before: Spans, after: Spans) -> Line:
    """``after``, with what it still has of ``before`` as it was there.

    A value of which a part was changed is somebody's own word as a whole: half a date rests on nothing. Bold and
    italic are as they are now.
    """
    was, now = _Tokens(before), _Tokens(after)
    matches = _matches(was, now)
    whole = [_whole(was.of_span(place), matches) for place in range(len(before))]
    counterpart = {there: here for here, there in matches.items()}
    pieces: list[Span] = []
    for there, token in enumerate(now.texts):
        here = counterpart.get(there)
        parts = [(token, None)] if here is None else list(was.parts(here))
        look = now.look(there)
        for text, place in parts:
            if place is None or not (whole[place] or _plain(before[place])):
                pieces.append(_own(text, look))
            elif before[place].to_confirm:  # its look is the program's
                pieces.append(replace(before[place], text=text))
            else:
                pieces.append(replace(before[place], text=text, strong=look.strong, emphasis=look.emphasis))
    touched = tuple(
        Touched(span, *_instead(was.of_span(place), matches, was, now))
        for place, span in enumerate(before)
        if not whole[place] and not _plain(span)
    )
    return Line(_settled(pieces), touched)


class _Tokens:
    """The words of spans, each with the spans that it is of."""

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self.texts = tokens(_text(spans))
        self.keys = [compared(one) for one in self.texts]
        ends = list(accumulate(map(len, self.texts)))
        self.starts = [end - len(text) for end, text in zip(ends, self.texts, strict=True)]
        self._span_ends = list(accumulate(len(span.text) for span in spans))

    def of_span(self, place: int) -> range:
        """The tokens that hold a letter of the span."""
        end = self._span_ends[place]
        begin = end - len(self.spans[place].text)
        own = [
            number
            for number, start in enumerate(self.starts)
            if start < end and start + len(self.texts[number]) > begin
        ]
        return range(own[0], own[-1] + 1) if own else range(0)

    def place(self, number: int) -> int:
        """Where in the text a token begins; the text's end for the one after the last."""
        return self.starts[number] if number < len(self.starts) else sum(map(len, self.texts))

    def parts(self, number: int) -> Iterator[tuple[str, int]]:
        """A token's letters by the spans that they are of."""
        start, text = self.starts[number], self.texts[number]
        for place, end in enumerate(self._span_ends):
            begin = end - len(self.spans[place].text)
            inside = text[max(begin - start, 0) : max(end - start, 0)]
            if inside:
                yield inside, place

    def look(self, number: int) -> Span:
        """The span that the token begins in."""
        return next(self.spans[place] for _, place in self.parts(number))


def _matches(was: _Tokens, now: _Tokens) -> dict[int, int]:
    """Which token is which. A lone space or comma between two changes is a part of them."""
    found: dict[int, int] = {}
    blocks = SequenceMatcher(None, was.keys, now.keys, autojunk=False).get_matching_blocks()
    for here, there, size in blocks:
        inner = here > 0 and there > 0 and here + size < len(was.keys) and there + size < len(now.keys)
        if inner and not any(_says(key) for key in was.keys[here : here + size]):
            continue
        found |= {here + step: there + step for step in range(size)}
    return found


def _whole(span: range, matches: dict[int, int]) -> bool:
    """Whether all of a span is there, with nothing between its words."""
    if not span:
        return True
    places = [matches.get(one) for one in span]
    return None not in places and places == list(range(places[0] or 0, (places[0] or 0) + len(places)))


def _instead(span: range, matches: dict[int, int], was: _Tokens, now: _Tokens) -> tuple[str, bool, tuple[int, int]]:
    """What stands between the last word kept before the span and the first kept after it."""
    kept = [matches[one] for one in span if one in matches]
    before = next((matches[one] for one in range(span.start - 1, -1, -1) if one in matches), -1)
    after = next((matches[one] for one in range(span.stop, len(was.keys)) if one in matches), len(now.keys))
    first = kept[0] if span.start in matches else before + 1
    last = kept[-1] + 1 if span.stop - 1 in matches else after
    there = now.keys[first:last]
    only_added = _in_order([was.keys[one] for one in span], there)
    return "".join(now.texts[first:last]).strip(), only_added, (now.place(first), now.place(last))


def _in_order(words: Sequence[str], there: Iterable[str]) -> bool:
    waiting = (one.casefold() for one in there)
    return all(any(one.casefold() == other for other in waiting) for one in words if _says(one))


def _says(token: str) -> bool:
    return any(letter.isalnum() for letter in token)


def _plain(span: Span) -> bool:
    """Whether it is the template's own words, which rest on nothing."""
    return not span.evidence and not span.to_confirm


def _own(text: str, look: Span) -> Span:
    return Span(text, (), look.strong, look.emphasis, own=True)


def _settled(spans: Iterable[Span]) -> Spans:
    """Neighbours of one look and one origin joined. What is still said to be confirmed is still to be confirmed."""
    kept: list[Span] = []
    for span in spans:
        if kept and replace(kept[-1], text="") == replace(span, text=""):
            kept[-1] = replace(span, text=kept[-1].text + span.text)
        elif span.text:
            kept.append(span)
    return tuple(replace(one, to_confirm=True) if one.own and TO_CONFIRM in one.text else one for one in kept)


def _looks(spans: Spans) -> list[tuple[bool, bool]]:
    return [
        (span.strong or span.to_confirm, span.emphasis) for span in spans for token in tokens(span.text) if _says(token)
    ]


def _text(spans: Spans) -> str:
    return "".join(span.text for span in spans)
