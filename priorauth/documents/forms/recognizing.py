"""What a field is for, by its name, its tooltip and the words printed around it: surely, likely, or not known at all.

A wrong field is worse than a blank one. So a match is sure only where the words are the vocabulary's, all of them and
no other, where people can read them (a field's own name alone is never enough), where it is said whom they are about,
and where nothing else that is said of the field speaks against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from priorauth.documents.forms.vocabulary import NOBODY, Meant, Words, part_of_day, place, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from priorauth.documents.forms.vocabulary import Known, Vocabulary

_DAY = "| us_date }}"
_OTHERWISE = frozenset(
    {"work", "cell", "mobile", "alternate", "alternative", "other", "secondary", "previous", "maiden", "emergency"}
    | {"preferred", "signature", "firma", "date", "if", "different", "expiration", "second", "signed", "relationship"}
    | {"medical", "record", "account", "nickname", "alias", "apodos", "hospital"}
)
"""Words that make another thing of a phrase: nothing is proposed by it."""
_LONGEST_LABEL = 6
"""Words of a label; what is longer is a sentence that happens to stand there."""
_MOST_BESIDE = 2
"""Words beside those of a phrase with which it is still proposed."""


class Certainty(StrEnum):
    """How far a match can be trusted."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a field, each where it is said, and the heading it stands under."""

    name: str
    tooltip: str
    printed: tuple[str, ...]
    heading: str
    chapter: str = ""
    """The larger heading over that one."""

    def seen(self) -> Iterator[Words]:
        """The words that somebody wrote for people: of the tooltip and of the labels."""
        yield from (words for text in (self.tooltip, *self.printed) if (words := _words(text)))

    def each(self) -> Iterator[Words]:
        """The same, and the words of the field's own name, which often tells nothing or another field's."""
        yield from self.seen()
        if words := _words(re.sub(r"\[\d+\]", " ", self.name.rpartition(".")[2] or self.name)):
            yield words


def _words(text: str) -> Words:
    """The words of a label; what stands in brackets and a count at the end are none of them."""
    words = split(re.sub(r"\((?!\s*(?:MM|DD|YYYY|YY)\s*\))[^)]*\)", " ", text)) or split(text)
    while words and words[-1].isdigit() and words[-2:-1] != ("icd",):
        words = words[:-1]
    return words


@dataclass(frozen=True, slots=True)
class Match:
    """What a field is for."""

    known: Known
    put: str
    certainty: Certainty


def recognize(said: Said, vocabulary: Vocabulary) -> Match | None:
    """What the field is for; ``None`` if that is not known, or it is about somebody of whom the chart tells nothing."""
    heading = vocabulary.meant_by_heading(said.heading)
    if vocabulary.meant(split(said.chapter)).who == NOBODY:
        heading = Meant(NOBODY, True, ())
    each = list(said.each())
    own = own_person(vocabulary, each)
    if own.who == NOBODY:
        return None
    parts = {part for _, part in map(part_of_day, each) if part}
    part = parts.pop() if len(parts) == 1 else ""
    exact = [(known, rest) for words in each for known, rest in _exact(vocabulary, words, own, heading)]
    if not exact:
        known = _proposed(vocabulary, each, own, heading)
        return Match(known, _put(known, part), Certainty.LIKELY) if known else None
    known, words = exact[0]
    agree = all(one is known or set(rest) < set(words) for one, rest in exact)
    more = any(_says_more(vocabulary, split(text), words) for text in said.printed)
    seen = any(one is known for words in said.seen() for one, _ in _exact(vocabulary, words, own, heading))
    sure = seen and agree and not more and not known.propose and _settled(known, own, heading)
    return Match(known, _put(known, part), Certainty.SURE if sure else Certainty.LIKELY)


def _says_more(vocabulary: Vocabulary, printed: Words, words: Words) -> bool:
    """Whether a label says what the phrase says and more besides: "Infusion Center Name" is no mere "Name"."""
    rest = tuple(word for word in vocabulary.meant(printed).rest if not word.isdigit())
    if (None, rest) in vocabulary.fields_by_words or len(rest) > _LONGEST_LABEL:
        return False
    known = {phrase for _, phrase in vocabulary.fields_by_words}
    return set(words) < set(rest) and rest not in known


def own_person(vocabulary: Vocabulary, each: Sequence[Words]) -> Meant:
    """Whom the field's own words are about."""
    found = [one for one in (_meant(vocabulary, words) for words in each) if one.who]
    if any(one.who == NOBODY for one in found):
        return Meant(NOBODY, True, ())
    sure = {one.who for one in found if one.sure}
    who = sure or {one.who for one in found}
    if len(who) > 1:
        return Meant(NOBODY, True, ())
    return Meant(next(iter(who), None), bool(sure), ())


def _meant(vocabulary: Vocabulary, words: Words) -> Meant:
    """Whom the words are about; nobody else's where they are a phrase by themselves, as "member ID" is."""
    if (None, part_of_day(words)[0]) in vocabulary.fields_by_words:
        return Meant(None, False, words)
    return vocabulary.meant(words)


def _exact(vocabulary: Vocabulary, words: Words, own: Meant, heading: Meant) -> Iterator[tuple[Known, Words]]:
    """What the words are a phrase of, with the words by which it was found."""
    rest, _ = part_of_day(words)
    if known := vocabulary.fields_by_words.get((None, rest)):
        yield known, rest
        return
    rest = vocabulary.meant(rest).rest
    for who in (own.who or heading.who,) if own.who or heading.who else vocabulary.people:
        known = vocabulary.fields_by_words.get((who, rest))
        if known and (own.who or heading.who or known.usual):
            yield known, rest


def _settled(known: Known, own: Meant, heading: Meant) -> bool:
    """Whether it is beyond doubt whom the field is about."""
    if known.of is None:
        return heading.who != NOBODY
    if own.who:
        return own.sure and heading.who != NOBODY
    return heading.sure


def _proposed(vocabulary: Vocabulary, each: Sequence[Words], own: Meant, heading: Meant) -> Known | None:
    """A field whose words hold a phrase and little else."""
    for words in each:
        rest, _ = part_of_day(words)
        left = vocabulary.meant(rest).rest
        if _OTHERWISE & set(rest) or heading.who == NOBODY:
            continue
        for (of, phrase), known in vocabulary.fields_by_words.items():
            said = rest if of is None else left
            if of not in (None, own.who or heading.who) or len(phrase) < 2:
                continue
            if place(phrase, said) is not None and len(said) - len(phrase) <= _MOST_BESIDE:
                return known
    return None


def _put(known: Known, part: str) -> str:
    return known.put.replace(_DAY, f"| us_date('{part}') }}}}") if part else known.put


def answered(
    texts: Mapping[str, Sequence[Words]], answers: Mapping[str, Sequence[str]], about: Sequence[str]
) -> dict[str, str]:
    """Which of ``texts`` gives which answer: answer and name, only where one and no other gives it.

    Args:
        texts: the words of each box, by its name.
        answers: the phrases of each answer.
        about: words that may stand around an answer.
    """
    topics = sorted((split(one) for one in about), key=len, reverse=True)
    phrases = {answer: {split(one) for one in known} for answer, known in answers.items()}
    found: dict[str, dict[str, bool]] = {}
    for name, each in texts.items():
        plain = [_plainly(words, topics) for words in each]
        meant = {answer for words, _ in plain for answer, known in phrases.items() if words & known}
        if len(meant) == 1:
            found.setdefault(meant.pop(), {})[name] = any(topical for _, topical in plain)
    chosen = {}
    for answer, names in found.items():
        best = [name for name, topical in names.items() if topical] or list(names)
        if len(best) == 1:
            chosen[answer] = best[0]
    return chosen


_ASKING = {
    "check",
    "box",
    "checkbox",
    "if",
    "is",
    "this",
    "for",
    "select",
    "request",
    "requested",
    "yes",
    "or",
    "patient",
}


def _plainly(words: Words, topics: Sequence[Words]) -> tuple[set[Words], bool]:
    """The words as they are and without what only leads up to an answer; and whether the question is named.

    A single letter is an answer only where it is.
    """
    about = False
    rest = words
    for topic in topics:
        at = place(topic, rest)
        if at is not None:
            about = True
            rest = rest[:at] + rest[at + len(topic) :]
    forms = {words, rest, tuple(word for word in rest if word not in _ASKING)}
    return {one for one in forms if about or any(len(word) > 1 for word in one)}, about
