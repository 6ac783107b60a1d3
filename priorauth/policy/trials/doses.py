"""The doses at which the time of a trial is counted, by the policy's word for an adequate dose."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from priorauth.chart.dates import age_on
from priorauth.chart.trials import Augmentation
from priorauth.logic.verdict import Verdict
from priorauth.medicines.doses import dose_range, maximum_dose
from priorauth.medicines.reference import reference
from priorauth.policy.trials.facets import Facet, gap_about, who_has

if TYPE_CHECKING:
    from priorauth.chart.trials import Course
    from priorauth.medicines.doses import DoseNumber
    from priorauth.medicines.reference import Named
    from priorauth.policy.trials.rules import DoseWord
    from priorauth.policy.view import View


def doses_asked(word: DoseWord, course: Course, named: Named, view: View) -> tuple[list[Decimal | None], Facet | None]:
    """The doses at which time is counted (one for each reading), and a question about the dose besides time."""
    match word:
        case "any":
            return [None], None
        case "therapeutic" | "generally_accepted" | "minimum" | "floor_and_ceiling":
            low, high, _ = dose_range(named, dose_rules(course))
            if low is None or high is None:
                gap = gap_about(f"a source for the least adequate dose of {named.name}", "billing", course)
                return [None], Facet("dose", Verdict.NOT_DOCUMENTED, "no least adequate dose is known for it", gap)
            thresholds: list[Decimal | None] = [low] if low == high else [low, high]
            return thresholds, None
        case "optimized":
            thresholds, facet = doses_asked("minimum", course, named, view)
            return thresholds, facet or _raised_as_far_as_it_went(course, named)
        case "maximum":
            top = _maximum(course, named, view)
            return [top.value if top else None], None if top else _no_maximum(course, named)
        case "maximum_tolerated_labeled":
            top = _maximum(course, named, view)
            if top is None:
                return [None], _no_maximum(course, named)
            reached = course.highest_dose
            return [min(top.value, reached) if reached else None], _highest_tolerated(course, named, top.value)


def _maximum(course: Course, named: Named, view: View) -> DoseNumber | None:
    """The labelled maximum for somebody of the age that the patient had during the trial."""
    day = course.start.earliest if course.start else view.as_of
    return maximum_dose(named, "over_60" if age_on(view.chart.patient.birth_date, day) > 60 else "usual")


def dose_rules(course: Course) -> tuple[str, ...]:
    """The rules that know a least adequate dose: augmenting doses are others than those of an antidepressant alone."""
    return reference().rules_for("augmentation" if isinstance(course, Augmentation) else "antidepressant")


def _no_maximum(course: Course, named: Named) -> Facet:
    return Facet(
        "dose",
        Verdict.NOT_DOCUMENTED,
        "no labelled maximum is known for it",
        gap_about(f"a source for the labelled maximum of {named.name}", "billing", course),
    )


def _highest_tolerated(course: Course, named: Named, top: Decimal) -> Facet:
    reached = course.highest_dose
    if reached is None:
        return Facet(
            "dose",
            Verdict.NOT_DOCUMENTED,
            "the dose is not documented",
            gap_about(f"the highest dose of {named.name}", who_has(course), course),
        )
    said = f"the highest dose was {reached:f} mg, the labelled maximum being {top:f} mg"
    if reached >= top:
        return Facet("dose", Verdict.MET, said)
    if course.highest_tolerated is None:
        return Facet(
            "dose",
            Verdict.NOT_DOCUMENTED,
            said,
            gap_about(
                f"why {named.name} was not raised above {reached:f} mg (was it the highest dose tolerated?)",
                who_has(course),
                course,
            ),
        )
    if course.highest_tolerated == "yes":
        why = f" ({course.not_raised_because.rstrip('.')})" if course.not_raised_because else ""
        return Facet("dose", Verdict.MET, f"{said}, and it was the highest tolerated{why}")
    return Facet("dose", Verdict.NOT_MET, f"{said}, and more would have been tolerated")


def _raised_as_far_as_it_went(course: Course, named: Named) -> Facet:
    """Whether the highest dose was as far as effect and tolerance allowed: the prescriber's word, not a number."""
    reached = f"highest dose {course.highest_dose:f} mg" if course.highest_dose else "highest dose not documented"
    if course.highest_tolerated == "yes":
        return Facet("dose", Verdict.MET, f"{reached}, raised as far as it was tolerated")
    if course.highest_tolerated == "no":
        return Facet("dose", Verdict.NOT_MET, f"{reached}, and more would have been tolerated")
    needed = f"whether {named.name} was raised as far as effect and tolerance allowed"
    return Facet("dose", Verdict.NOT_DOCUMENTED, reached, gap_about(needed, who_has(course), course))
