"""The prescriber's own word: the sign-off, and that a request is urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.ask import Ask
from priorauth.chart.dates import PartialDate, add_months
from priorauth.chart.ketamine import KetaminePlan
from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.chart.trials import Course
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from priorauth.chart.ask import LetterSignOff, SignOff
    from priorauth.chart.chart import Chart

SIGNATURE = "the prescriber's signature"


def urgency(chart: Chart, ask: Ask, as_of: date) -> Iterator[Wanted]:
    """What an expedited review is wanting, where one is asked for."""
    if ask.urgency == "expedited":
        yield from unstated_urgency(chart, ask, as_of)


def unstated_urgency(chart: Chart, ask: Ask, as_of: date) -> Iterator[Wanted]:
    """What keeps anybody from saying that it is urgent: that is the prescriber's own word, and one of the last month.

    Who has waited longer than a month since it was said did not need a decision within hours.
    """
    said = chart.attested("urgent")
    if said is None:
        yield Wanted("the prescriber's statement that the request is urgent, or a standard review", ask.id)
    elif said.answer == "no":
        yield Wanted(f"a standard review: it is denied that the request is urgent ({said.on})", ask.id, said.id)
    elif chart.prescriber is not None and not chart.prescriber.signs_as(said.by):
        text = "the prescriber's own statement that the request is urgent (it is by somebody else)"
        yield Wanted(text, ask.id, said.id, "prescriber")
    elif add_months(said.on, 1) < as_of:
        text = f"the prescriber's statement that the request is still urgent (the last is of {said.on})"
        yield Wanted(text, ask.id, said.id)


def sign_off(chart: Chart, ask: Ask, as_of: date, letter: str) -> Iterator[Wanted]:
    """The prescriber's own, for this letter, and not from before what the letter answers for.

    Args:
        chart: as it was known on ``as_of``.
        ask: holds the sign-offs.
        as_of: the day; a later sign-off is not given yet.
        letter: the kind of letter; the phase's own is the request itself.
    """
    signature = SIGNATURE if letter == ask.phase else f"{SIGNATURE} on this letter (sign_off with kind: {letter})"
    if not any(one.on <= as_of for one in ask.signed_for(letter)):
        yield Wanted(signature, ask.id)
    elif (own := last_word(chart, ask, as_of, letter)) is None:
        yield Wanted(f"{signature} (the sign-off is by somebody else)", ask.id, "prescriber")
    else:
        days = _days_of_facts(chart)
        if since := [item for item, day in days.items() if day > own.on]:
            latest = max(days[item] for item in since)
            text = f"{signature}, anew: the chart has facts of {latest}, after the sign-off of {own.on}"
            yield Wanted(text, ask.id, *since)


def last_word(chart: Chart, ask: Ask, as_of: date, letter: str) -> LetterSignOff | None:
    """The sign-off of that letter that counts: the prescriber's last by that day; of one day, the one written last."""
    given = (one for one in reversed(ask.signed_for(letter)) if one.on <= as_of)
    own = (one for one in given if chart.prescriber is None or chart.prescriber.signs_as(one.by))
    return max(own, key=lambda one: one.on, default=None)


def edits_accepted(chart: Chart, given: Iterable[SignOff], as_of: date, key: str) -> bool:
    """Whether a sign-off of the prescriber's own names what was edited in Word, and so was given for these words."""
    own = (one for one in given if chart.prescriber is None or chart.prescriber.signs_as(one.by))
    return any(key in one.edited for one in own if one.on <= as_of)


def edits_wanted(key: str, about: str) -> Wanted:
    """The prescriber's word on what was edited."""
    return Wanted(f"{SIGNATURE} on the letter as it was edited in Word (sign_off with edited: {key})", about)


def _days_of_facts(chart: Chart) -> dict[str, date]:
    """The day of each fact that has one: of a course that ended, the end, for its outcome is told with that."""
    facts = [item for _, item in chart.items() if not isinstance(item, Ask | KetaminePlan)]  # these say what is wanted
    days = {item.id: item.known_since for item in facts}
    days |= {one.id: one.end.earliest for one in facts if isinstance(one, Course) and isinstance(one.end, PartialDate)}
    days |= {f"safety.{name}": one.on for name in SAFETY_QUESTIONS if (one := chart.safety.asked(name))}
    return {item: day for item, day in days.items() if day}
