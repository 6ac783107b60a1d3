"""One thing asked of a trial, and who can say what is missing about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.logic.finding import Gap, Owner

if TYPE_CHECKING:
    from priorauth.chart.trials import Course
    from priorauth.logic.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing asked of a trial: the verdict, the arithmetic, and what is missing."""

    name: str
    verdict: Verdict
    text: str
    gap: Gap | None = None


def gap_about(needed: str, owner: Owner, course: Course) -> Gap:
    """A gap that belongs to a trial."""
    return Gap(needed, owner, course.id)


def who_has(course: Course) -> Owner:
    """Who can say more about a trial: the pharmacy or prescriber the chart names, else this practice's own."""
    if course.prescribed_by:
        return "former_prescriber"
    return "pharmacy" if course.dispensed_by else "prescriber"
