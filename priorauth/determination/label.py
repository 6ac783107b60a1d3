"""What the label says of a patient, whatever the payer asks: is there an indication, and what speaks against it?

The label's indications need a major depressive disorder in an adult. Bipolar depression, PTSD and anxiety have none
(label of January 2025, sections 1 and 4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import age_on
from priorauth.chart.safety import LABEL_QUESTIONS, SAFETY_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart

DEPRESSIVE = ("F32", "F33")
"""How codes of major depressive disorder begin."""
IN_REMISSION = ("F32.5", "F33.42")
"""Codes of one in full remission: no episode is there to be treated, though treatment may go on."""
BIPOLAR = ("F30", "F31")
OTHERS = {"F43.1": "PTSD", "F41": "an anxiety disorder", "F40": "an anxiety disorder"}
"""Other disorders for which it is asked, by the beginnings of their codes."""
ADULT = 18


def without_indication(known: Chart, ask: Ask, as_of: date) -> str:
    """Why no diagnosis of the chart is an indication; empty where one is, or where none is documented."""
    codes = [one.code for one in known.diagnoses if one.stands(as_of)]
    if any(code.startswith(BIPOLAR) for code in codes):
        return "bipolar disorder: Spravato has no labelled indication for it"
    treated = IN_REMISSION if ask.phase == "initial" else ()
    if not codes or any(code.startswith(DEPRESSIVE) and code not in treated for code in codes):
        return ""
    others = dict.fromkeys(words for code in codes for start, words in OTHERS.items() if code.startswith(start))
    instead = f" ({', '.join(others)})" if others else ""
    return f"no major depressive disorder among the diagnoses{instead}: no labelled indication"


def closed_by_label(known: Chart, ask: Ask, as_of: date) -> Iterator[str]:
    """Each reason for which the label does not allow it: age, indication, contraindications."""
    years = age_on(known.patient.birth_date, ask.service_start(as_of))
    if years < ADULT:
        yield f"{years} years old: the label is for adults"
    if reason := without_indication(known, ask, as_of):
        yield reason
    for question in LABEL_QUESTIONS:
        answer = known.safety.asked(question)
        if answer and answer.answer == "yes":
            yield f"{SAFETY_QUESTIONS[question]}: a contraindication by the label"


def unknown_to_label(known: Chart) -> Iterator[str]:
    """What the label turns on and the chart does not say."""
    if not known.diagnoses:
        yield "no diagnosis is documented"
    for question in LABEL_QUESTIONS:
        if known.safety.asked(question) is None:
            yield f"not asked: {SAFETY_QUESTIONS[question]}"
