"""Times that are asked softly: "4 to 6 weeks", "typically 6 weeks", "or as the physician judges sufficient".

Short of the weeks and above the floor it is the prescriber's to judge, in a dated statement about that trial; nothing
is inferred from the number of days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.logic.finding import Gap
from priorauth.logic.ranges import Bound
from priorauth.logic.verdict import Verdict, all_of, any_of, verdict_of
from priorauth.policy.trials.facets import Facet

if TYPE_CHECKING:
    from priorauth.chart.trials import Course
    from priorauth.logic.ranges import Range
    from priorauth.medicines.reference import Named
    from priorauth.policy.trials.rules import Judged
    from priorauth.policy.view import View


def judged_sufficient(time: Facet, days: Range, rule: Judged | None, course: Course, named: Named, view: View) -> Facet:
    """The time as it is, or the statement that it was long enough."""
    if rule is None or time.verdict is Verdict.MET:
        return time
    floor = rule.not_below_weeks
    above = Verdict.MET if floor == "none" else Bound(at_least=floor * 7).judge(days)
    if above is Verdict.NOT_MET:
        return Facet(
            time.name, time.verdict, f"{time.text}; below the {floor} weeks at which judgement begins", time.gap
        )
    said = view.chart.attested("trial_duration_sufficient", about=course.id)
    stated = verdict_of(said.answer == "yes" if said else None)
    verdict = any_of([time.verdict, all_of([above, stated])])
    if said:
        judged = "judged sufficient" if said.answer == "yes" else "judged not sufficient"
        return Facet(time.name, verdict, f"{time.text}; {judged} by {said.by} on {said.on}", time.gap)
    needed = f"the prescriber's dated statement whether the trial of {named.name} lasted long enough"
    gap = Gap(needed, "prescriber", course.id, states="trial_duration_sufficient")
    return Facet(time.name, verdict, f"{time.text}; whether that was sufficient is the prescriber's to judge", gap)
