"""ECT, TMS, VNS or DBS that was tried. No policy seen asks it; some prohibit it at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, all_of, any_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, Part, together
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.chart.therapies import Neuromodulation as Given
    from priorauth.logic.finding import Judgement
    from priorauth.policy.view import View


class NeuromodulationRule(Frozen):
    """``{kinds: [ECT, TMS], outcome: inadequate}``"""

    kinds: Annotated[tuple[Literal["ECT", "TMS", "VNS", "DBS"], ...], Field(min_length=1)]
    outcome: Literal["inadequate", "tried"]


class Neuromodulation(Criterion):
    """One of these procedures did not help enough, or was at least tried."""

    kind: ClassVar[str] = "neuromodulation"
    neuromodulation: NeuromodulationRule

    def judge(self, view: View) -> Judgement:
        """Any one that fits is enough; that there was none, the closed list says."""
        rule = self.neuromodulation
        parts = [self._fits(one, view) for one in view.chart.neuromodulations if one.kind in rule.kinds]
        kinds = " or ".join(rule.kinds)
        if still_open(None, "neuromodulations", view):
            needed = f"a course of {kinds} (dates, sessions, outcome), or the statement that there was none"
            parts.append(Part(Verdict.NOT_DOCUMENTED, f"no other {kinds} is documented", Gap(needed, "prescriber")))
        if not parts:
            return together([Part(Verdict.NOT_MET, f"no {kinds} was given")])
        verdict = any_of([one.verdict for one in parts])
        return together([one for one in parts if one.verdict is verdict], any_of)

    def _fits(self, one: Given, view: View) -> Part:
        told = f"{one.kind} {one.span}, outcome {one.outcome or 'not documented'}"
        evidence = view.evidence(one.id, told, shown=one.shown_in)
        if self.neuromodulation.outcome == "tried":
            return Part(Verdict.MET, told, evidence=evidence)
        known = {"none": Verdict.MET, "partial": Verdict.MET, "response": Verdict.NOT_MET}
        verdict = all_of([known.get(one.outcome or "", Verdict.NOT_DOCUMENTED)])
        return Part(verdict, told, Gap(f"the outcome of {one.kind}", "prescriber", one.id), evidence)
