"""Age, with its operators: a page that prints "> 18" read literally excludes an 18-year-old."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from priorauth.chart.dates import age_on, birthday
from priorauth.logic.finding import Judgement
from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from priorauth.policy.view import View


class Age(Criterion):
    """Completed years of life on the first day of service."""

    kind: ClassVar[str] = "age"
    never: ClassVar[frozenset[Verdict]] = frozenset({Verdict.NOT_DOCUMENTED})
    age: Threshold

    def judge(self, view: View) -> Judgement:
        """An age is always known: a chart has a birth date."""
        patient = view.chart.patient
        years = age_on(patient.birth_date, view.service_start)
        verdict = self.age.bound().judge(Range.exactly(years))
        limits = [
            one
            for one in (self.age.at_least, self.age.more_than, self.age.at_most, self.age.less_than)
            if one is not None
        ]
        birthdays = tuple(birthday(patient.birth_date, int(limit) + extra) for limit in limits for extra in (0, 1))
        return Judgement(
            verdict,
            sentence(f"{years} years old on {view.service_start.isoformat()}; {self.age} required."),
            view.evidence(patient.id, f"Age {years} on {view.service_start.isoformat()}", shown=patient.shown_in),
            moments=birthdays,
        )
