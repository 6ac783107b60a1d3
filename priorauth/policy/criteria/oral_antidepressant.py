"""The oral antidepressant beside esketamine: required or not, new or not, stable for how long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict, all_of, opposite, verdict_of
from priorauth.medicines.doses import against_depression
from priorauth.medicines.reference import reference
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.thresholds import Threshold
from priorauth.policy.trials.failed_before import failed_before
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.chart.trials import CurrentMedicine
    from priorauth.policy.view import View


class OralRule(Frozen):
    """``{stable_weeks: {at_least: 2}, not_among_trials: true, continued: true}``"""

    stable_weeks: Threshold | None = None
    not_among_trials: bool = False
    """Whether it must be another medicine than those that failed; one still taken failed where the policy counts it.

    A close relative of one that failed is as the policy's ``related`` has it where trials are counted.
    """
    continued: bool = False
    """Whether it must go on with esketamine."""
    named: bool = False
    """Whether the request must name it with its dose."""
    started_or_optimized: bool = False
    """Whether it must be begun, or its dose be optimized, with the treatment asked for."""


class OralAntidepressant(Criterion):
    """An oral antidepressant is taken now, as the payer wants it."""

    kind: ClassVar[str] = "oral_antidepressant"
    oral_antidepressant: OralRule

    def judge(self, view: View) -> Judgement:
        """Of the antidepressants taken now, the one that passes best."""
        taken = [one for one in view.chart.current_medicines if is_oral_antidepressant(one)]
        if not taken:
            if doubtful := [one for one in view.chart.current_medicines if _doubtful(one)]:
                told = " and ".join(f"{one.medicine} {one.dose:f} mg" for one in doubtful)
                gaps = tuple(
                    Gap(
                        f"what {one.medicine} {one.dose:f} mg is taken for (it is a dose for another use)",
                        "prescriber",
                        one.id,
                    )
                    for one in doubtful
                )
                said = sentence(f"{told} is taken, a dose for another use than depression; what for is not documented.")
                return Judgement(Verdict.NOT_DOCUMENTED, said, gaps=gaps)
            if not still_open(None, "current_medicines", view):
                complete = view.chart.complete_up_to("current_medicines")
                evidence = (
                    view.evidence(complete.id, f"current medicines complete on {complete.up_to}") if complete else ()
                )
                return Judgement(Verdict.NOT_MET, sentence("no oral antidepressant is taken."), evidence)
            gap = Gap(
                (
                    "the oral antidepressant taken now (name, dose, since when unchanged), or the statement "
                    "that there is none"
                ),
                "prescriber",
            )
            return Judgement(
                Verdict.NOT_DOCUMENTED, sentence("no oral antidepressant is documented as taken now."), gaps=(gap,)
            )
        order = [Verdict.MET, Verdict.NOT_DOCUMENTED, Verdict.NOT_MET]
        one, verdict, told, gaps, moments = min(
            ((one, *self._judge(one, view)) for one in taken), key=lambda judged: (order.index(judged[1]), judged[0].id)
        )
        since = f", unchanged since {one.unchanged_since}" if one.unchanged_since else ""
        evidence = view.evidence(one.id, f"{one.medicine}{since}", shown=one.shown_in)
        going_on = one.as_of < view.as_of and view.assuming
        provided = (f"{one.medicine} is still taken, unchanged, on {view.as_of.isoformat()}",) if going_on else ()
        return Judgement(
            verdict,
            sentence(f"{told}."),
            evidence,
            gaps if verdict is Verdict.NOT_DOCUMENTED else (),
            moments,
            provided,
        )

    def _judge(self, one: CurrentMedicine, view: View) -> tuple[Verdict, str, tuple[Gap, ...], tuple[date, ...]]:
        rule = self.oral_antidepressant
        named = reference().find(one.medicine)
        verdicts, gaps, moments = [Verdict.MET], [], []
        told = [f"{named.name}" + (f" {one.dose:f} mg" if one.dose else "")]
        if rule.stable_weeks:
            since = one.unchanged_since
            seen = view.as_of if view.assuming else one.as_of  # what came after it was last seen is only possible
            low = (seen - since.latest).days + 1 if since else None
            high = (view.as_of - since.earliest).days + 1 if since else None
            stable = (
                rule.stable_weeks.bound(7).judge(Range(max(low, 0), max(high or 0, 0)))
                if low is not None
                else Verdict.NOT_DOCUMENTED
            )
            verdicts.append(stable)
            told.append(
                (
                    f"unchanged since {since}, {Range(max(low, 0), max(high or 0, 0))} days, "
                    f"{rule.stable_weeks.days_needed()} required"
                )
                if since and low is not None
                else "since when unchanged is not documented"
            )
            if since:
                moments += [
                    day + timedelta(days=rule.stable_weeks.days_needed() - 1) for day in (since.earliest, since.latest)
                ]
            if not stable.decided:
                gaps.append(Gap(f"since when the dose of {named.name} has been the same", "prescriber", one.id))
        if rule.named and one.dose is None:
            verdicts.append(Verdict.NOT_DOCUMENTED)
            told.append("dose not documented")
            gaps.append(Gap(f"the dose of {named.name}", "prescriber", one.id))
        if rule.started_or_optimized:
            verdicts.append(verdict_of(one.change != "unchanged" if one.change else None))
            told.append(
                {"started": "newly started", "optimized": "its dose optimized", "unchanged": "left as it is"}.get(
                    one.change or "", "whether it is started or optimized is not documented"
                )
            )
            if one.change is None:
                gaps.append(Gap(f"whether {named.name} is started or optimized with esketamine", "prescriber", one.id))
        if rule.not_among_trials:
            failed = failed_before(named, view)
            verdicts.append(opposite(failed.verdict))
            told.append(failed.text)
            gaps += [failed.gap] if failed.gap else []
            moments += failed.moments
        if rule.continued:
            verdicts.append(verdict_of(one.continues == "yes" if one.continues else None))
            told.append(
                {"yes": "to be continued with esketamine", "no": "not to be continued"}.get(
                    one.continues or "", "whether it is continued is not documented"
                )
            )
            if one.continues is None:
                gaps.append(Gap(f"whether {named.name} is continued with esketamine", "prescriber", one.id))
        return all_of(verdicts), ", ".join(told), tuple(gaps), tuple(moments)


def is_oral_antidepressant(one: CurrentMedicine) -> bool:
    """Whether a medicine taken now is an antidepressant by mouth, taken for depression."""
    named = reference().known(one.medicine)
    return (
        one.purpose == "depression"
        and against_depression(one) is not None
        and named is not None
        and "antidepressant" in named.uses
        and named.medicine.route == "oral"
    )


def _doubtful(one: CurrentMedicine) -> bool:
    """Whether it is such a one only if so low a dose is taken against depression, of which nothing is said."""
    named = reference().known(one.medicine)
    return against_depression(one) is None and named is not None and "antidepressant" in named.uses
