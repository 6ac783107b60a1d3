"""What was edited in a letter, as the page shows it, and the boxes by which the prescriber accepts it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.documents.edited.normal import compared, tokens
from priorauth.documents.exhibits import exhibit_numbers
from priorauth.errors import UsageError
from priorauth.files import sha256
from priorauth.review.actions import Meanwhile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from priorauth.chart.safety import Answer
    from priorauth.documents.edited.desk import Taken
    from priorauth.documents.edited.flags import Flag
    from priorauth.documents.edited.taken_back import Change, EditedLetter
    from priorauth.logic.finding import Evidence
    from priorauth.request.assessment import Assessment

_SORTS = {
    "changed": "Changed",
    "added": "Added",
    "left out": "Left out",
    "moved": "Moved here",
    "parted": "Parted in two",
    "look": "Set in another way",
}
WORDS = "words"
"""The one box of an edit that changes no fact."""
_MOST_TOKENS = 3000
"""Of a paragraph whose words are compared one by one; the time grows with the square. The project's own choice."""
_DAY_OR_WORD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[^-_.]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Some of a paragraph's words, and whether they were there before and are there now."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """One paragraph, cell or row that was edited."""

    what: str
    where: str
    was: tuple[Run, ...]
    now: tuple[Run, ...]
    own: bool
    """Whether what stands there now is somebody's own words."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact of the chart, and where it can be seen."""

    text: str
    exhibit: int | None = None
    page: int | None = None
    nowhere: bool = False
    """Whether no page of an exhibit shows it; of what is no item of the chart, that is not asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edit changes a fact: beside its box."""

    box: str
    flag: Flag
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """All of it."""

    key: str
    """By what the sign-off names it; empty where no word was changed, or where it could not be taken."""
    file: str
    """The hash of the Word file: what is put in its place must have seen this."""
    not_taken: str
    accepted: bool
    edits: tuple[Edit, ...] = ()
    places: tuple[Place, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def words_box(self) -> str:
        """The box of an edit that changes no fact; empty where there are others, or nothing to accept."""
        return WORDS if self.key and not self.places else ""


def shown(taken: Taken | None, assessment: Assessment) -> ShownEdit | None:
    """What was edited in the letter; ``None`` where nobody edited it."""
    if taken is None or taken.edits is None:
        return None
    file, letter = sha256(taken.by_hand), taken.edits.letter
    if letter is None:
        return ShownEdit("", file, taken.edits.why_not, accepted=False)
    proofs = _Proofs(assessment)
    return ShownEdit(
        letter.key,
        file,
        "",
        taken.edits.accepted,
        tuple(_edit(one) for one in letter.changes),
        tuple(Place(box, one, proofs.of(one.items)) for box, one in zip(_boxes(letter), letter.flags, strict=False)),
        letter.told,
    )


def accepted(taken: Taken, seen: str, ticked: Collection[str]) -> str | None:
    """By what key the prescriber accepts the edit, having ticked every box of it; ``None`` where there is none.

    Args:
        taken: the letter as it is now.
        seen: the key of the edit that the page showed.
        ticked: the boxes.

    Raises:
        Meanwhile: the letter was edited since.
        UsageError: not every box is ticked.
    """
    letter = taken.edits.letter if taken.edits else None
    key = letter.key if letter else ""
    if key != seen:
        raise Meanwhile(
            "The letter was edited since this page was shown; nothing was signed.",
            fix="Look at what was edited, and say it once more.",
        )
    if letter is None or not key:
        return None
    if not set(_boxes(letter)) <= set(ticked):
        raise UsageError(
            "The letter was edited, and not every box of what was edited is ticked; nothing was signed.",
            fix="Look at each place, and tick it if you stand by it; or correct the letter.",
        )
    return key


def _boxes(letter: EditedLetter) -> tuple[str, ...]:
    """Their names: the key of the edit, which comes with them, says which they are."""
    return tuple(f"place-{number}" for number in range(1, len(letter.flags) + 1)) or (WORDS,)


def _edit(one: Change) -> Edit:
    was, now = _runs(one.was, one.now)
    return Edit(_SORTS[one.sort], one.where, was, now, one.sort in ("changed", "added"))


def _runs(was: str, now: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The words of before and of now, with those marked that are in one of the two alone."""
    one, other = tokens(was), tokens(now)
    if not was or not now or max(len(one), len(other)) > _MOST_TOKENS:
        return _whole(was), _whole(now)
    matcher = difflib.SequenceMatcher(None, [compared(each) for each in one], [compared(each) for each in other], False)
    before, after = [], []
    for same, a, b, c, d in matcher.get_opcodes():
        before.append(Run("".join(one[a:b]), same != "equal"))
        after.append(Run("".join(other[c:d]), same != "equal"))
    return tuple(run for run in before if run.text), tuple(run for run in after if run.text)


def _whole(text: str) -> tuple[Run, ...]:
    return (Run(text, marked=True),) if text else ()


class _Proofs:
    """What the chart's items say, and the exhibit pages on which that can be read."""

    def __init__(self, assessment: Assessment) -> None:
        self._case = assessment.case
        self._numbers = exhibit_numbers(assessment.case)
        self._found: dict[str, list[Evidence]] = {}
        for one in (piece for finding in assessment.determination.criteria for piece in finding.evidence):
            self._found.setdefault(one.item, []).append(one)

    def of(self, items: Iterable[str]) -> tuple[Proof, ...]:
        """Of each item its words, once for each page that shows it; an exhibit as a whole only if no page of it is."""
        items = tuple(items)
        facts = [proof for item in items if item not in self._numbers for proof in self._fact(item)]
        told = {one.exhibit for one in facts}
        whole = [
            Proof(_spoken(one), number) for one in items if (number := self._numbers.get(one)) not in {None, *told}
        ]
        return tuple(dict.fromkeys((*facts, *whole)))

    def _fact(self, item: str) -> Iterator[Proof]:
        found, answer = self._found.get(item, []), self._answer(item)
        fact = answer or self._case.by_id.get(item)  # the patient's name, say, is no fact with a page of its own
        asked = f"{SAFETY_QUESTIONS[item.partition('.')[2]]}: {answer.answer}" if answer else ""
        text = next((one.text for one in found if one.text), "") or asked or _spoken(item)
        shown = fact.shown_in if fact else ()
        places = [*((one.exhibit or "", one.page) for one in found), *((one.exhibit, one.page) for one in shown)]
        pages = dict.fromkeys((number, page) for name, page in places if (number := self._numbers.get(name)))
        if pages:
            yield from (Proof(text, number, page) for number, page in pages)
        else:
            yield Proof(text, nowhere=fact is not None)

    def _answer(self, item: str) -> Answer | None:
        """What was answered to a question about safety, if the item is one."""
        kind, _, question = item.partition(".")
        return self._case.safety.asked(question) if kind == "safety" and question in SAFETY_QUESTIONS else None


def _spoken(item: str) -> str:
    """An id as words: days stay whole."""
    return " ".join(_DAY_OR_WORD.findall(item))
