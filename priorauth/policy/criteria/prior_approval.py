"""An earlier approval: by this payer or another, and not of treatment that was begun around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict
from priorauth.medicines.spravato import is_spravato
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, Part, together
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.chart.treatment import Session
    from priorauth.logic.finding import Judgement
    from priorauth.policy.view import View

Supply = Literal["sample", "manufacturer"]


class ApprovalRule(Frozen):
    """``{by: this_payer, excluded_supply: [sample, manufacturer], not_after_denial: true}``"""

    by: Literal["this_payer", "any_payer"]
    excluded_supply: tuple[Supply, ...] = ()
    """Where the medicine of the first session must not have come from."""
    not_after_denial: bool = False
    """Whether treatment that was begun after a denial does not count."""


class PriorApproval(Criterion):
    """Approved before, through the payer's own process."""

    kind: ClassVar[str] = "prior_approval"
    about: ClassVar[str] = "Earlier authorization"
    prior_approval: ApprovalRule

    def judge(self, view: View) -> Judgement:
        """An authorization on record, and how treatment began."""
        rule = self.prior_approval
        parts = [self._approved(view)]
        first = min(view.chart.sessions, key=lambda one: (one.on, one.id), default=None)
        if rule.excluded_supply:
            parts.append(_supplied(first, rule.excluded_supply, view))
        if rule.not_after_denial:
            parts.append(self._not_denied(first, view))
        return together(parts)

    def _approved(self, view: View) -> Part:
        payer = view.chart.coverage(view.ask).payer
        own = [
            one
            for one in view.chart.authorizations
            if is_spravato(one.product) and (self.prior_approval.by == "any_payer" or one.payer == payer)
        ]
        latest = max(own, key=lambda one: (one.start, one.id), default=None)
        whose = "this payer" if self.prior_approval.by == "this_payer" else "a payer"
        if latest is None:
            gap = Gap(f"the earlier authorization of {whose} (number, dates)", "billing")
            return Part(Verdict.NOT_DOCUMENTED, f"no earlier authorization of {whose} is documented", gap)
        told = f"authorized by {latest.payer} from {latest.start} to {latest.until}"
        return Part(Verdict.MET, told, evidence=view.evidence(latest.id, told, shown=latest.shown_in))

    def _not_denied(self, first: Session | None, view: View) -> Part:
        payer = view.chart.coverage(view.ask).payer
        before = [
            one
            for one in view.chart.denials
            if one.payer == payer and first is not None and one.on <= first.on and is_spravato(one.product)
        ]
        if first is None:
            gap = Gap("the sessions of esketamine with their dates", "billing", "spravato_sessions")
            return Part(Verdict.NOT_DOCUMENTED, "when treatment began is not documented", gap)
        if not before and still_open(None, "denials", view):
            gap = Gap("the statement that nothing was denied before treatment began", "billing", "denials")
            return Part(
                Verdict.NOT_DOCUMENTED, "whether there was a denial before the first session is not documented", gap
            )
        if not before:
            return Part(Verdict.MET, "no denial before the first session")
        told = f"denied on {before[-1].on}, before the first session on {first.on}"
        since = [
            one for one in view.chart.authorizations if one.payer == payer and before[-1].on <= one.start <= first.on
        ]
        evidence = view.evidence(before[-1].id, told, shown=before[-1].shown_in)
        if since:
            return Part(Verdict.MET, f"{told}, and approved on {since[-1].start}", evidence=evidence)
        return Part(Verdict.NOT_MET, told, evidence=evidence)


def _supplied(first: Session | None, excluded: tuple[Supply, ...], view: View) -> Part:
    if first is None or first.supply is None:
        gap = Gap(
            "where the medicine of the first session came from", "billing", first.id if first else "spravato_sessions"
        )
        return Part(Verdict.NOT_DOCUMENTED, "where the medicine of the first session came from is not documented", gap)
    told = f"the medicine of the first session ({first.on}) came from {_SUPPLY[first.supply]}"
    verdict = Verdict.NOT_MET if first.supply in excluded else Verdict.MET
    return Part(verdict, told, evidence=view.evidence(first.id, told, shown=first.shown_in))


_SUPPLY = {
    "practice_stock": "the practice's own stock",
    "specialty_pharmacy": "a specialty pharmacy",
    "sample": "samples",
    "manufacturer": "the manufacturer",
}
