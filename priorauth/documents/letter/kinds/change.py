"""Another dose or frequency than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.circumstances import FREQUENCIES
from priorauth.chart.dates import spoken
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued
from priorauth.documents.letter.kinds.continuation import treatment_so_far
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _says_what_is_given(assessment: Assessment) -> str:
    return "" if assessment.ask.given_now else "The ask does not say what is given now (key: given_now)."


def _with_change(assessment: Assessment, known: Facts) -> Facts:
    now, ask = assessment.ask.given_now, assessment.ask.id
    return treatment_so_far(assessment, known) | {
        "given_now": {
            "dose": Traced(f"{now.dose_mg} mg" if now else "", ask),
            "frequency": Traced(FREQUENCIES[now.frequency] if now else "", ask),
            "since": Traced(spoken(now.since) if now and now.since else "", ask),
        }
    }


KIND: Kind[Assessment] = Kind(
    "change",
    "Letter of medical necessity: change of dose or frequency",
    "another dose or frequency than before",
    "A change of dose or frequency of {drug}",
    first_of(_says_what_is_given, must_be_argued),
    _with_change,
    with_form=True,
)
