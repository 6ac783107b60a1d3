"""To a pharmacy or a former prescriber: the facts of which the gaps say that they have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.trials import Course
from priorauth.documents.letter.kinds.base import Kind
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.logic.finding import Gap
    from priorauth.request.assessment import Assessment

OUTSIDE = ("former_prescriber", "pharmacy", "hospital", "therapist")
"""Who has records that the practice does not hold."""


def recipients(assessment: Assessment) -> tuple[str, ...]:
    """Everybody who is to be asked, each once, in the order of the gaps."""
    chart = assessment.case
    return tuple(dict.fromkeys(_whom(gap, chart) for gap in assessment.determination.gaps if gap.owner in OUTSIDE))


def _whom(gap: Gap, chart: Chart) -> str:
    """By name where the chart has one, otherwise by what they are."""
    item = chart.by_id.get(gap.item or "")
    named = None
    if isinstance(item, Course):
        named = item.prescribed_by if gap.owner == "former_prescriber" else item.dispensed_by
    return named or gap.owner.replace("_", " ").capitalize()


def _is_missing(assessment: Assessment) -> str:
    return "" if recipients(assessment) else "Nothing is missing that a pharmacy, a hospital or another practice has."


def _with_questions(assessment: Assessment, known: Facts) -> Facts:
    chart, whom = assessment.case, known["copy"]
    asked = [gap for gap in assessment.determination.gaps if gap.owner in OUTSIDE and _whom(gap, chart) == whom]
    return {
        "recipient": Traced(whom, tuple(dict.fromkeys(gap.item for gap in asked if gap.item))),
        "questions": [Traced(gap.needed, gap.item or ()) for gap in dict.fromkeys(asked)],
    }


KIND: Kind[Assessment] = Kind(
    "records-request",
    "Request for records",
    "to a pharmacy or former prescriber, for what is missing",
    refusal=_is_missing,
    more=_with_questions,
    copies=recipients,
    outside=True,
)
