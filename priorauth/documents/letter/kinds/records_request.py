"""To a pharmacy or a former prescriber: the facts of which the gaps say that they have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Course
from priorauth.documents.letter.facts import address_lines
from priorauth.documents.letter.kinds.base import Kind
from priorauth.documents.traced import Traced
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.chart.treatment import Fill
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.logic.finding import Gap
    from priorauth.request.assessment import Assessment

OUTSIDE = ("former_prescriber", "pharmacy", "hospital", "therapist")
"""Who has records that the practice does not hold."""


def recipients(assessment: Assessment) -> tuple[str, ...]:
    """Everybody who is to be asked, each once, in the order of the gaps."""
    gaps = [gap for gap in assessment.determination.gaps if gap.owner in OUTSIDE]
    return tuple(dict.fromkeys(whom for gap in gaps for whom in _whom(gap, assessment.case)))


def _whom(gap: Gap, chart: Chart) -> tuple[str, ...]:
    """By name where the chart has one, otherwise by what they are."""
    item = chart.by_id.get(gap.item or "")
    named: list[str | None] = []
    if gap.owner == "pharmacy" and isinstance(item, Course):
        named = _pharmacies(item, chart)
    elif gap.owner == "pharmacy" and chart.pharmacy:
        named = [chart.pharmacy.name]
    elif gap.owner == "former_prescriber" and isinstance(item, Course):
        named = [item.prescribed_by]
    return tuple(dict.fromkeys(one for one in named if one)) or (gap.owner.replace("_", " ").capitalize(),)


def _pharmacies(course: Course, chart: Chart) -> list[str | None]:
    """Who dispensed it: as the course says, else as its fills do."""
    return [course.dispensed_by] if course.dispensed_by else [one.pharmacy for one in _fills_of(course, chart)]


def _told_by(gap: Gap, chart: Chart) -> list[str]:
    """What of the chart says whom to ask."""
    item = chart.by_id.get(gap.item or "")
    fills = _fills_of(item, chart) if gap.owner == "pharmacy" and isinstance(item, Course) else []
    return [*([gap.item] if gap.item else []), *(one.id for one in fills)]


def _fills_of(course: Course, chart: Chart) -> list[Fill]:
    taken = reference().find(course.medicine).medicine.moiety
    return [one for one in chart.fills if (known := reference().known(one.medicine)) and known.medicine.moiety == taken]


def _question(gap: Gap, chart: Chart) -> Traced:
    """What is missing; of a medicine a pharmacy is asked for what it has: its dispensings."""
    item = chart.by_id.get(gap.item or "")
    if gap.owner != "pharmacy" or not isinstance(item, Course):
        return Traced(gap.needed, gap.item or ())
    begun = f" from {item.start.spoken}" if item.start else ""
    ended = f" to {item.end.spoken}" if isinstance(item.end, PartialDate) else " to today" if item.ongoing else ""
    asked = f"every dispensing of {reference().find(item.medicine).name}{begun}{ended}"
    return Traced(f"{asked}: the day, the strength, the quantity and the days’ supply", item.id)


def _lines_of(whom: str, chart: Chart) -> list[Traced]:
    """The address and fax number of the pharmacy, where it is the one that the chart has them of."""
    known = chart.pharmacy
    if known is None or known.name != whom:
        return []
    fax = [f"Fax {known.fax}"] if known.fax else []
    return [Traced(line, known.id) for line in [*(address_lines(known.address) if known.address else ()), *fax]]


def _is_missing(assessment: Assessment) -> str:
    return "" if recipients(assessment) else "Nothing is missing that a pharmacy, a hospital or another practice has."


def _with_questions(assessment: Assessment, known: Facts) -> Facts:
    chart, whom = assessment.case, known["copy"]
    asked = [gap for gap in assessment.determination.gaps if gap.owner in OUTSIDE and whom in _whom(gap, chart)]
    return {
        "recipient": Traced(whom, tuple(dict.fromkeys(one for gap in asked for one in _told_by(gap, chart)))),
        "recipient_lines": _lines_of(whom, chart),
        "questions": list(dict.fromkeys(_question(gap, chart) for gap in asked)),
        "of_a_pharmacy": any(gap.owner == "pharmacy" for gap in asked),
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
