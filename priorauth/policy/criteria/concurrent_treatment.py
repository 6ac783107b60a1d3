"""What must not be given or used beside esketamine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.policy.answers import denied
from priorauth.policy.criteria.base import Criterion, Part, together
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.chart.therapies import Neuromodulation
    from priorauth.logic.finding import Evidence, Judgement
    from priorauth.policy.view import View

Treatment = Literal["ketamine", "mind_altering_substances", "ECT", "TMS", "VNS", "DBS"]
_ASKED: dict[str, str] = {"ketamine": "concurrent_ketamine", "mind_altering_substances": "mind_altering_substances"}
"""The safety question about each that is no procedure."""


class ConcurrentRule(Frozen):
    """``{none_of: [ketamine, ECT, TMS, VNS, DBS]}``"""

    none_of: Annotated[tuple[Treatment, ...], Field(min_length=1)]


class ConcurrentTreatment(Criterion):
    """None of these treatments goes on at the same time."""

    kind: ClassVar[str] = "concurrent_treatment"
    about: ClassVar[str] = "Other treatment at the same time"
    concurrent_treatment: ConcurrentRule

    def judge(self, view: View) -> Judgement:
        """Medicines and substances by their questions; procedures by the list, which must be closed."""
        wanted = self.concurrent_treatment.none_of
        parts = [denied(_ASKED[one], view) for one in wanted if one in _ASKED]
        if procedures := [one for one in wanted if one not in _ASKED]:
            parts.append(_no_procedure(procedures, view))
        return together(parts)


def _no_procedure(kinds: list[Treatment], view: View) -> Part:
    given = [one for one in view.chart.neuromodulations if one.kind in kinds]
    names = ", ".join(kinds)
    if going_on := [one for one in given if one.concurrent == "yes"]:
        told = "; ".join(_told(one) for one in going_on)
        return Part(Verdict.NOT_MET, told, evidence=_evidence(going_on, view))
    if unsaid := [one for one in given if one.concurrent is None and _may_go_on(one, view)]:
        gap = Gap(f"whether {unsaid[0].kind} goes on at the same time", "prescriber", unsaid[0].id)
        told = f"whether {unsaid[0].kind} goes on is not documented"
        return Part(Verdict.NOT_DOCUMENTED, told, gap, _evidence(unsaid, view))
    if still_open(None, "neuromodulations", view):
        gap = Gap(f"the statement that the list of neuromodulation ({names}) is complete", "prescriber")
        return Part(
            Verdict.NOT_DOCUMENTED, f"whether any of {names} goes on is not documented", gap, _evidence(given, view)
        )
    complete = view.chart.complete_up_to("neuromodulations")
    closed = (
        view.evidence(complete.id, f"no other neuromodulation up to {complete.up_to}", shown=complete.shown_in)
        if complete
        else ()
    )
    return Part(Verdict.MET, f"none of {names} at the same time", evidence=(*_evidence(given, view), *closed))


def _may_go_on(one: Neuromodulation, view: View) -> bool:
    """Whether nothing says that it has ended."""
    last = getattr(one.end, "latest", None)
    return last is None or last >= view.as_of


def _told(one: Neuromodulation) -> str:
    return f"{one.kind} goes on at the same time"


def _evidence(given: list[Neuromodulation], view: View) -> tuple[Evidence, ...]:
    return tuple(
        piece
        for one in given
        for piece in view.evidence(
            one.id,
            _told(one)
            if one.concurrent == "yes"
            else f"{one.kind} from {one.start or 'an unknown day'} to {one.end or 'an unknown day'}",
            shown=one.shown_in,
        )
    )
