"""Where an edit changes a fact: each place is shown to the prescriber, who has to accept it before it goes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from priorauth.documents.edited.line import TO_CONFIRM
from priorauth.documents.edited.normal import normal, tokens
from priorauth.documents.edited.values import Value, negations_in, sentences, values_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.documents.content import Spans
    from priorauth.documents.edited.known import Known
    from priorauth.documents.edited.line import Line, Touched

_SAYS = {
    "changed": "A fact of the chart was changed",
    "outdated": "The chart has changed since this was edited",
    "unknown": "This stands nowhere in the chart",
    "confirmed": "A point to confirm was settled by hand",
    "left out": "What rests on the chart was left out",
    "reworded": "Words were put into what rests on the chart",
}


@dataclass(frozen=True, slots=True)
class Flag:
    """One of these places."""

    sort: Literal["changed", "outdated", "unknown", "confirmed", "left out", "reworded"]
    where: str
    was: str = ""
    now: str = ""
    items: tuple[str, ...] = ()
    """The items of the chart on which rested what was there."""
    nowhere: bool = False
    """Whether what was put in its place stands nowhere in the chart."""

    @property
    def mild(self) -> bool:
        """Whether nothing is said that the chart does not say: something is told with more words, or not at all."""
        return self.sort in ("left out", "reworded")

    @property
    def says(self) -> str:
        """What it is, without the words of the letter, which may name the patient."""
        rests = f" ({', '.join(self.items)})" if self.items else ""
        return f"{self.what}: {self.where}{rests}"

    @property
    def what(self) -> str:
        """What it is, wherever it stands."""
        more = ", and what is there now stands nowhere in the chart" if self.nowhere else ""
        return f"{_SAYS[self.sort]}{more}"


def of_a_line(line: Line, before: Spans, where: str, known: Known) -> Iterator[Flag]:
    """The flags of a paragraph or cell that was edited; ``before`` is empty for one that was added."""
    new = list(_unknown(line, "".join(span.text for span in before), known))
    touched = (*_touched(line.touched, where), *_turned(line, before, where))
    for one in touched:
        instead = one.sort in ("changed", "confirmed") and any(_is_of(value, one.now) for value in new)
        yield replace(one, nowhere=True) if instead else one
    for value in dict.fromkeys(new):
        if not any(_is_of(value, one.now) for one in touched):
            yield Flag("unknown", where, now=value)


def _is_of(value: str, words: str) -> bool:
    """Whether a value stands in the words, or they are a part of it: of "46 years" the 46 was changed."""
    value, words = normal(value), normal(words)
    part = {one for one in tokens(words) if not one.isspace()}
    return value in words or (bool(part) and part <= set(tokens(value)))


def left_out(spans: Spans, where: str) -> Iterator[Flag]:
    """The flags of what was taken out as a whole."""
    words = "".join(span.text for span in spans)
    items = tuple(dict.fromkeys(one for span in spans for one in span.evidence))
    if items:
        yield Flag("left out", where, words, items=items)
    yield from (Flag("confirmed", where, span.text, items=span.evidence) for span in spans if span.to_confirm)


def _touched(touched: Iterable[Touched], where: str) -> Iterator[Flag]:
    """Spans in whose place the same words stand are one place."""
    together: dict[tuple[object, ...], list[Touched]] = {}
    for one in touched:
        if one.span.to_confirm:
            if TO_CONFIRM not in one.now:
                yield Flag("confirmed", where, one.span.text, one.now, one.span.evidence)
        else:
            together.setdefault(one.at if one.now else ("gone",), []).append(one)
    for same in together.values():
        was = "".join(one.span.text for one in same) if len(same) > 1 else same[0].span.text.strip()
        items = tuple(dict.fromkeys(item for one in same for item in one.span.evidence))
        now = same[0].now
        kept = all(one.only_added for one in same) and negations_in(was) == negations_in(now)
        yield Flag("reworded" if kept and now else "changed", where, was, now, items)


def _turned(line: Line, before: Spans, where: str) -> Iterator[Flag]:
    """Sentences with facts into which a "not" was put, or a line with facts from which one was taken.

    Those inside of a span that was touched are told with it.
    """
    text, was = line.text, "".join(span.text for span in before)
    told = {one.at for one in line.touched}
    place = 0
    rests: list[tuple[int, int, tuple[str, ...]]] = []
    for span in line.spans:
        rests.append((place, place + len(span.text), span.evidence))
        place += len(span.text)
    own = _without(text, line.own, told)
    for start, end in sentences(text):
        items = tuple(dict.fromkeys(one for a, b, ids in rests if a < end and b > start for one in ids))
        if items and negations_in(own[start:end]):
            yield Flag("changed", where, "", text[start:end].strip(), items)
    items = tuple(dict.fromkeys(one for span in before for one in span.evidence))
    had = negations_in(was) - sum(negations_in(one.span.text) for one in line.touched)
    if items and had > negations_in(text) - sum(negations_in(text[a:b]) for a, b in told):
        yield Flag("changed", where, was, text, items)


def _without(text: str, own: Iterable[tuple[int, int]], told: Iterable[tuple[int, int]]) -> str:
    """``text`` with blanks for what is not somebody's own, and for what is told as a fact that was touched."""
    letters = [" "] * len(text)
    for start, end in own:
        letters[start:end] = text[start:end]
    for start, end in told:
        letters[start:end] = " " * len(letters[start:end])
    return "".join(letters)


def _unknown(line: Line, before: str, known: Known) -> Iterator[str]:
    """What own words state and neither the chart nor the program's letter does; doses with their medicine."""
    text, own = line.text, line.own
    was = {one.key for one in values_in(before)}

    def is_own(one: Value) -> bool:
        return any(one.start < end and one.end > start for start, end in own)

    if not own:
        return
    values = values_in(text)
    for one in values:
        if is_own(one) and one.key not in was and not known.says(one):
            yield f"{one.key[0]} {one.key[1]}" if one.sort == "score" else text[one.start : one.end].strip()
    for start, end in sentences(text):
        inside = [one for one in values if start <= one.start < end]
        medicines = [one for one in inside if one.sort == "medicine"]
        doses = [one for one in inside if one.sort == "amount" and one.key[1] in ("mg", "mcg")]
        if len(medicines) != 1:
            continue
        for dose in doses:
            apart = known.says(dose) and known.says(medicines[0]) and not known.together(medicines[0].key, dose.key)
            if apart and (is_own(dose) or is_own(medicines[0])):
                yield f"{text[medicines[0].start : medicines[0].end]} {text[dose.start : dose.end]}"
