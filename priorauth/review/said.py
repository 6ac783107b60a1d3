"""What only the prescriber can say goes into the chart, ticks and words in one write: with who said it, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from priorauth.documents.content import Content, Paragraph, Span
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.errors import BadInput, UsageError
from priorauth.files import Overtaken, sha256, write_private
from priorauth.intake.chart_file import parse_case
from priorauth.review.actions import changed_meanwhile, must_be_at_home, unchanged
from priorauth.review.anew import judge_anew
from priorauth.review.signer import must_be_the_signer
from priorauth.review.statements import judgements
from priorauth.review.typed import typed
from priorauth.worklist.events import Reviewed
from priorauth.yamledit.edited import with_item, with_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person
    from priorauth.review.statements import Judgement
    from priorauth.yamltree import Tree


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the form that the page showed."""

    seen: str
    """The hash of the chart that the page was made from."""
    shown: Collection[str]
    """The boxes that were there to be ticked, by their keys: nothing is said of any other."""
    ticked: Collection[str]
    words: str
    """The reasons, in the clinician's own words."""

    @property
    def reasons(self) -> str:
        """The words as the chart has them. Raises UsageError as :func:`typed`."""
        return typed(self.words)


def is_news(one: Open, said: Said) -> bool:
    """Whether something was ticked or written that the chart does not have yet."""
    return bool(_turned(one, said)) or said.reasons != (one.assessment.ask.rationale or "")


def keep(desk: Desk, one: Open, person: Person, said: Said) -> bool:
    """Write it into the chart; whether any of it is new.

    A box that was ticked becomes the statement; one whose tick was taken away, that it is denied. What the same person
    said of it today already is corrected.

    Raises:
        UsageError: the person is not the prescriber, the request has gone out, there are too many words, or the chart
            was changed since the page was shown. Nothing is written then.
        BadInput: the chart's file is written in a way in which nothing can be added to it.
    """
    name = must_be_the_signer(desk, one, person, "can say that")
    must_be_at_home(one)
    data = before = unchanged(one, said.seen)
    if not is_news(one, said):
        return False
    turned = _turned(one, said)
    for each in turned:
        data = _stated(one, data, each, name, desk.today())
    new_words = said.reasons != (one.assessment.ask.rationale or "")
    if new_words:
        _must_be_printable(desk, one, said.reasons)
        place = [each.id for each in one.assessment.case.asks].index(one.assessment.ask.id)
        data = with_value(data, one.chart_file, ("asks", place, "rationale"), said.reasons or None)
    parse_case(data, one.chart_file, desk.workspace.practice)  # what could not be read again is not written
    try:
        write_private(one.chart_file, data, instead_of=before)
    except Overtaken:
        raise changed_meanwhile() from None
    after = sha256(data)
    if turned:
        about = ", ".join(f"{'not ' if each.stated else ''}{each.states}" for each in turned)
        desk.write_down(one.case.id, Reviewed(on=desk.today(), did="stated", about=about, chart=after), person)
    if new_words:
        desk.write_down(one.case.id, Reviewed(on=desk.today(), did="gave_reasons", chart=after), person)
    judge_anew(desk, one.case.id, person)
    return True


def _must_be_printable(desk: Desk, one: Open, words: str) -> None:
    """Refuse words that the letter cannot print: a character that is in none of its fonts."""
    try:
        sheet = desk.letter(one).sheet
    except UsageError:  # there is no letter that would print them
        return
    try:
        content = Content((Paragraph((Span(words),)),))
        letter_pdf(content, replace(sheet, draft=True), template=desk.studio.letter_pdf)
    except BadInput as error:
        raise UsageError(error.what, fix="Say it without that; nothing was written.") from None


def _turned(one: Open, said: Said) -> list[Judgement]:
    """Those that were shown, and are not as they are ticked now."""
    shown = [each for each in judgements(one.assessment) if each.key in said.shown]
    return [each for each in shown if (each.key in said.ticked) != each.stated]


def _stated(one: Open, data: bytes, judged: Judgement, name: str, today: date) -> bytes:
    """The chart with that statement turned."""
    answer, case = "no" if judged.stated else "yes", one.assessment.case
    if judged.question:  # kept among the answers to questions of safety
        said: Tree = {"answer": answer, "by": name, "on": today.isoformat()}
        begun = bool(case.safety.model_fields_set)
        at, value = (("safety", judged.question), said) if begun else (("safety",), {judged.question: said})
        return with_value(data, one.chart_file, at, value)
    last = case.attested(judged.states, judged.about or None)
    if last and (last.on, last.by) == (today, name):  # two of one day would contradict each other
        return with_value(data, one.chart_file, ("attestations", case.attestations.index(last), "answer"), answer)
    item: dict[str, Tree] = {"states": judged.states}
    if judged.about:
        item["about"] = judged.about
    item |= {"answer": answer, "by": name, "on": today.isoformat(), "id": _free(one, judged.states, today)}
    return with_item(data, one.chart_file, ("attestations",), item)


def _free(one: Open, states: str, today: date) -> str:
    """An id that no other statement of the chart has."""
    begin = f"attestation-{states.replace('_', '-')[:30].strip('-')}-{today:%Y%m%d}"
    return next(name for name in _names(begin) if name not in one.assessment.case.by_id)


def _names(begin: str) -> Iterator[str]:
    yield begin
    yield from (f"{begin}-{number}" for number in count(2))
