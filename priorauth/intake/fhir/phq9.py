"""The PHQ-9 by its codes: nine questions in their order, four answers, and sheets put together from what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from priorauth.chart.scales import InstrumentName, instruments
from priorauth.intake.fhir.values import LOINC, Json, codes, exact_day, group, groups, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

ITEMS = (
    "44250-9",
    "44255-8",
    "44259-0",
    "44254-1",
    "44251-7",
    "44258-2",
    "44252-5",
    "44253-3",
    "44260-8",
)
"""LOINC's codes of the questions, in the order of the sheet (HL7 US Core, Questionnaire phq-9-example)."""
ANSWERS = {"LA6568-5": 0, "LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3}
"""LOINC's answers from "not at all" to "nearly every day"."""
TOTAL = "44261-6"


_Key: TypeAlias = "tuple[InstrumentName, date, int]"


@dataclass(slots=True)
class Sheet:
    """What is known of one filled-in scale."""

    instrument: InstrumentName
    on: date
    total: int | None = None
    answers: dict[str, set[int]] = field(default_factory=dict)

    def answer(self, code: str, value: int) -> None:
        """Note an answer; of one question there may be several, if two sheets were filled in on a day."""
        self.answers.setdefault(code, set()).add(value)

    @property
    def items(self) -> list[int]:
        """The answers in order, where each question has one and no more; else none."""
        found = [self.answers.get(code, set()) for code in ITEMS]
        return [min(one) for one in found] if all(len(one) == 1 for one in found) else []


def from_responses(record: Record, notes: Notes) -> Iterator[Sheet]:
    """The PHQ-9 sheets among the questionnaires: those whose questions bear its codes."""
    for resource in record.each("QuestionnaireResponse", frozenset({"completed", "amended"})):
        answers = dict(_answers(resource.get("item")))
        on = exact_day(resource.get("authored"))
        if not {TOTAL, *ITEMS} & answers.keys():
            notes.leave("QuestionnaireResponse", "no PHQ-9 by the codes of its questions")
        elif on is None:
            notes.leave("QuestionnaireResponse", "its day is not given")
        else:
            sheet = Sheet("PHQ-9", on, answers.pop(TOTAL, None))
            for code in ITEMS:
                if (value := answers.get(code)) is not None:
                    sheet.answer(code, value)
            yield sheet


def scores(sheets: Iterable[Sheet], notes: Notes) -> list[Json]:
    """The scores, each once, whoever tells it; what contradicts itself or cannot be is left out and told."""
    found: dict[_Key, list[int]] = {}
    loose: list[Sheet] = []
    for sheet in sheets:
        table = instruments().instruments[sheet.instrument]
        if sheet.total is None:
            loose.append(sheet)
        elif not table.lowest <= sheet.total <= table.highest:
            notes.leave("score", f"a total that {sheet.instrument} cannot have")
            notes.remark(f"A total of {sheet.instrument} on {sheet.on} is beyond the scale. Look at the sheet.")
        else:
            known = found.setdefault((sheet.instrument, sheet.on, sheet.total), [])
            if sheet.items and sum(sheet.items) != sheet.total:
                _contradicts(sheet.on, notes)
            known[:] = known or (sheet.items if sum(sheet.items) == sheet.total else [])
    for sheet in loose:
        _join(sheet, found, notes)
    days = [(instrument, on) for instrument, on, _ in found]
    for instrument, on in sorted({one for one in days if days.count(one) > 1}):
        notes.remark(f"There are several totals of {instrument} on {on}. Look which of them hold.")
    return [
        {"instrument": name, "on": str(on), "total": total, **({"items": items} if items else {})}
        for (name, on, total), items in found.items()
    ]


def _join(sheet: Sheet, found: dict[_Key, list[int]], notes: Notes) -> None:
    """The single answers of a day, with the total of that day; or as a score of their own, which is their sum."""
    of_the_day = [key for key in found if key[:2] == (sheet.instrument, sheet.on)]
    if not sheet.items or max(sheet.items) > 3:
        notes.leave("score", "answers that do not make up one sheet of nine")
    elif not of_the_day:
        found[sheet.instrument, sheet.on, sum(sheet.items)] = sheet.items
    elif (key := (sheet.instrument, sheet.on, sum(sheet.items))) in found:
        found[key] = sheet.items
    else:
        _contradicts(sheet.on, notes)


def _contradicts(on: date, notes: Notes) -> None:
    notes.leave("score", "answers that do not add up to the total: only the total is kept")
    notes.remark(f"The answers of the PHQ-9 on {on} do not add up to its total. Compare both with the sheet.")


def _answers(items: object) -> Iterator[tuple[str, int]]:
    for one in groups(items):
        code = text(one.get("linkId")).rpartition("/")[2]
        for answer in groups(one.get("answer")):
            coded = codes({"coding": [group(answer.get("valueCoding"))]}, LOINC)
            value = next((ANSWERS[found] for found in coded if found in ANSWERS), None)
            if value is None:
                value = whole(answer["valueDecimal"] if "valueDecimal" in answer else answer.get("valueInteger"))
            if value is not None:
                yield code, value
            yield from _answers(answer.get("item"))
        yield from _answers(one.get("item"))
