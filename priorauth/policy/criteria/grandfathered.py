"""A claim paid not long ago, which lets treatment that goes on pass without the usual criteria."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from priorauth.logic.finding import Gap, Judgement, Proof
from priorauth.logic.verdict import Verdict, verdict_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.policy.view import View


class ClaimRule(Frozen):
    """``{claim_within_days: 120}``"""

    claim_within_days: Annotated[int, Field(ge=1)]
    """How long ago the last paid claim may be on the day of the request."""


class Grandfathered(Criterion):
    """A paid claim for Spravato within so many days."""

    kind: ClassVar[str] = "grandfathered"
    about: ClassVar[str] = "Earlier claims"
    never: ClassVar[frozenset[Verdict]] = frozenset({Verdict.NOT_MET})
    grandfathered: ClaimRule

    def judge(self, view: View) -> Judgement:
        """By fills as a pharmacy or the insurer's claims have them. A session alone says nothing of who paid."""
        limit = self.grandfathered.claim_within_days
        claims = [one for one in view.chart.fills if one.medicine.lower() in ("spravato", "esketamine")]
        last = max(claims, key=lambda one: (one.on, one.id), default=None)
        if last is None:
            gap = Gap("the last paid claim for Spravato, from the insurer's or the pharmacy's record", "pharmacy")
            return Judgement(Verdict.NOT_DOCUMENTED, sentence("no paid claim for Spravato is documented."), gaps=(gap,))
        days = (view.as_of - last.on).days
        later = Gap(f"a paid claim for Spravato since {last.on}", "pharmacy")  # one may be missing here
        return Judgement(
            verdict_of(True if days <= limit else None),
            sentence(f"last claim on {last.on}, {days} days ago; at most {limit} allowed."),
            view.evidence(last.id, f"claim for Spravato on {last.on}", shown=last.shown_in, proof=Proof.FILLS),
            () if days <= limit else (later,),
            moments=(last.on + timedelta(days=limit + 1),),
        )
