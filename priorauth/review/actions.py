"""What a clinician does on the page: each goes into the chart's own file, or into the worklist, with who and when."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.files import read_bytes, sha256, write_private
from priorauth.intake.chart_file import parse_case
from priorauth.review.anew import judge_anew
from priorauth.review.statements import judgements
from priorauth.worklist.events import Returned, Reviewed
from priorauth.yamledit.edited import with_item, with_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person
    from priorauth.yamltree import Tree

MOST_WORDS = 5000
"""Letters of a rationale; a letter that is longer than the record is read by nobody. The project's own choice."""


class Meanwhile(UsageError):
    """Somebody has changed the chart since the page was made."""


def state(desk: Desk, one: Open, person: Person, ticked: Collection[str], seen: str) -> int:
    """Write the statements into the chart whose boxes were changed; how many were.

    A box that was ticked becomes the statement; one whose tick was taken away, that it is denied from today on.

    Raises:
        UsageError: the person is not the prescriber, or the chart was changed meanwhile.
    """
    name = _prescribing(desk, one, person)
    changed = [each for each in judgements(one.assessment) if (each.key in ticked) != each.stated]
    if not changed:
        return 0
    data = unchanged(one, seen)
    for each in changed:
        said: dict[str, Tree] = {"states": each.states}
        if each.about:
            said["about"] = each.about
        answer = "no" if each.stated else "yes"
        said |= {"answer": answer, "by": name, "on": desk.today().isoformat()}
        said["id"] = _free(one, each.states, desk.today())
        data = with_item(data, one.chart_file, ("attestations",), said)
    _keep(desk, one, data)
    about = ", ".join(f"{'not ' if each.stated else ''}{each.states}" for each in changed)
    _note(desk, one, person, Reviewed(on=desk.today(), did="stated", about=about, chart=sha256(data)))
    return len(changed)


def give_reasons(desk: Desk, one: Open, person: Person, words: str, seen: str) -> bool:
    """Put the clinician's own words into the chart, from where the letter has them; whether they are new.

    Raises:
        UsageError: the person is not the prescriber, there are too many words, or the chart was changed meanwhile.
    """
    _prescribing(desk, one, person)
    words = "\n".join(line.rstrip() for line in words.replace("\r\n", "\n").strip().split("\n"))
    if len(words) > MOST_WORDS:
        raise UsageError(f"That is longer than {MOST_WORDS} letters.", fix="Say it more briefly.")
    if words == (one.assessment.ask.rationale or ""):
        return False
    place = [each.id for each in one.assessment.case.asks].index(one.assessment.ask.id)
    data = with_value(unchanged(one, seen), one.chart_file, ("asks", place, "rationale"), words or None)
    _keep(desk, one, data)
    _note(desk, one, person, Reviewed(on=desk.today(), did="gave_reasons", chart=sha256(data)))
    return True


def give_back(desk: Desk, one: Open, person: Person, why: str) -> None:
    """Return a case to staff, with what is to be done.

    Raises:
        UsageError: no reason was given, or the case has gone out already.
    """
    if not why.strip():
        raise UsageError("What is to be done is not said.", fix="Write a line to whoever gets it back.")
    desk.write_down(one.case.id, Returned(on=desk.today(), why=why.strip(), chart=one.chart), person)


def _prescribing(desk: Desk, one: Open, person: Person) -> str:
    """The prescriber's name as it stands under the letter, if that is who acts."""
    prescriber = one.assessment.case.prescriber
    if prescriber is None or not desk.is_prescriber(person, one):
        raise UsageError(
            "Only the prescriber of this case can say that.", fix="Leave a note for the prescriber, or return the case."
        )
    return prescriber.signature_name


def unchanged(one: Open, seen: str) -> bytes:
    """The chart's file, if it is still the one that the page was made from.

    Raises:
        Meanwhile: it is not.
    """
    data = read_bytes(one.chart_file)
    if sha256(data) != seen:
        raise Meanwhile(
            "The chart was changed since this page was shown; nothing was written.",
            fix="Look at it again, and say it once more.",
        )
    return data


def _keep(desk: Desk, one: Open, data: bytes) -> None:
    """Write the chart, if it can still be read as one."""
    parse_case(data, one.chart_file, desk.workspace.practice)
    write_private(one.chart_file, data)


def _note(desk: Desk, one: Open, person: Person, event: Reviewed) -> None:
    """What was written into the chart, and what is found in it from then on."""
    desk.write_down(one.case.id, event, person)
    judge_anew(desk, one.case.id, person)


def _free(one: Open, states: str, today: date) -> str:
    """An id that no other statement of the chart has."""
    begin = f"attestation-{states.replace('_', '-')[:30].strip('-')}-{today:%Y%m%d}"
    return next(name for name in _names(begin) if name not in one.assessment.case.by_id)


def _names(begin: str) -> Iterable[str]:
    yield begin
    yield from (f"{begin}-{number}" for number in count(2))
