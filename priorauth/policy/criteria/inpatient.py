"""A stay in hospital: now, or not long ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.dates import PartialDate
from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, all_of, any_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.baseline import treatment_began
from priorauth.policy.criteria.base import Criterion, Part, together

if TYPE_CHECKING:
    from priorauth.chart.episode import Inpatient as Stay
    from priorauth.logic.finding import Evidence, Judgement
    from priorauth.policy.view import View


class InpatientRule(Frozen):
    """``{for_suicidality: true, discharged_within_days: 5, levels: [acute, subacute]}``"""

    for_suicidality: bool = False
    discharged_within_days: Annotated[int, Field(ge=0)] | None = None
    """How long ago the discharge may be; without it the patient must still be there."""
    discharged_recently: bool = False
    """Where the source says "recently" and no number: how long ago that may be, only the payer can say."""
    levels: tuple[Literal["acute", "subacute"], ...] = ()
    esketamine_started: bool = False
    """Whether esketamine must have been begun during the stay."""
    measured: Literal["current", "baseline"] = "current"
    """``baseline``: as it was when treatment began, at renewal."""


class Inpatient(Criterion):
    """In hospital, or discharged so many days ago at most."""

    kind: ClassVar[str] = "inpatient"
    about: ClassVar[str] = "Stay in hospital"
    inpatient: InpatientRule

    def judge(self, view: View) -> Judgement:
        """Any one stay that fits is enough. That there was none, a chart cannot show: the list is never closed."""
        if self.inpatient.measured == "baseline":
            began = treatment_began(view)
            if began is None:
                gap = Gap("the day of the first session", "prescriber", "sessions")
                return together([Part(Verdict.NOT_DOCUMENTED, "when treatment began is not documented", gap)])
            view = replace(view, as_of=began)  # what the stay was like is not less known for having been written later
        if not view.chart.inpatient:
            gap = Gap("the stay in hospital (admission, discharge, reason)", "hospital")
            return together([Part(Verdict.NOT_DOCUMENTED, "no stay in hospital is documented", gap)])
        parts = [self._fits(stay, view) for stay in view.chart.inpatient]
        verdict = any_of([one.verdict for one in parts])
        shown = [one for one in parts if one.verdict is verdict]
        return together(shown, any_of, moments=tuple(day for stay in view.chart.inpatient for day in self._ends(stay)))

    def _fits(self, stay: Stay, view: View) -> Part:
        rule = self.inpatient
        told, verdicts, missing = [f"in hospital from {stay.admitted}"], [self._recent(stay, view)], []
        told.append(
            f"still there{f' on {stay.as_of}' if stay.as_of else ''}"
            if stay.discharged == "still_admitted"
            else f"discharged {stay.discharged or 'on an unknown day'}"
        )
        if not verdicts[0].decided and not (isinstance(stay.discharged, PartialDate) and rule.discharged_recently):
            there = stay.discharged == "still_admitted"
            missing.append("whether the patient is still there" if there else "the exact day of discharge")
        asked = [
            (rule.for_suicidality, stay.for_suicidality, "for suicidality"),
            (rule.esketamine_started, stay.esketamine_started, "esketamine begun there"),
        ]
        for wanted, answer, words in asked:
            if wanted:
                verdicts.append(verdict_of(answer == "yes" if answer else None))
                told.append(f"{words}: {answer or 'not documented'}")
                missing += [] if answer else [f"whether {words}"]
        if rule.levels:
            verdicts.append(verdict_of(stay.level in rule.levels if stay.level else None))
            told.append(f"{stay.level or 'level not documented'}")
            missing += [] if stay.level else [f"whether it was {' or '.join(rule.levels)} care"]
        if not verdicts[0].decided and not missing:
            needed = f"from the payer: how long ago a discharge may be (here {stay.discharged})"
            return Part(
                all_of(verdicts), ", ".join(told), Gap(needed, "billing", stay.id), self._shown(stay, told, view)
            )
        gap = Gap(f"of the stay from {stay.admitted}: {', '.join(missing)}", "hospital", stay.id) if missing else None
        return Part(all_of(verdicts), ", ".join(told), gap, self._shown(stay, told, view))

    def _shown(self, stay: Stay, told: list[str], view: View) -> tuple[Evidence, ...]:
        return view.evidence(stay.id, ", ".join(told), shown=stay.shown_in)

    def _recent(self, stay: Stay, view: View) -> Verdict:
        if self.inpatient.measured == "baseline":
            if stay.admitted.earliest > view.as_of:
                return Verdict.NOT_MET  # treatment had begun before it
            if isinstance(stay.discharged, PartialDate) and stay.discharged.earliest >= view.as_of:
                return Verdict.MET  # it began there
        allowed = self.inpatient.discharged_within_days
        if stay.discharged == "still_admitted":
            # Seen there within the days that a discharge may lie back, it cannot have been earlier.
            old = stay.as_of and allowed is not None and stay.as_of < view.as_of - timedelta(days=allowed)
            return Verdict.NOT_DOCUMENTED if old else Verdict.MET
        if not isinstance(stay.discharged, PartialDate):
            return Verdict.NOT_DOCUMENTED
        if allowed is None:
            return verdict_of(None if self.inpatient.discharged_recently else False)
        edge = view.as_of - timedelta(days=allowed)
        if stay.discharged.earliest >= edge:
            return Verdict.MET
        return Verdict.NOT_MET if stay.discharged.latest < edge else Verdict.NOT_DOCUMENTED

    def _ends(self, stay: Stay) -> tuple[date, ...]:
        """The first days that are too long after the discharge, or after the patient was seen there."""
        allowed = self.inpatient.discharged_within_days
        if allowed is None:
            return ()
        last = stay.discharged
        known = (last.earliest, last.latest) if isinstance(last, PartialDate) else (stay.as_of,) if stay.as_of else ()
        return tuple(day + timedelta(days=allowed + 1) for day in known)
