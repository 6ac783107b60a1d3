"""The Spravato REMS: which parties must be certified or enrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.logic.finding import Evidence, Gap, Judgement
from priorauth.logic.verdict import Verdict, agreed, all_of, any_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.chart.people import RemsCertification
    from priorauth.policy.view import View


class RemsRule(Frozen):
    """``{site: true, pharmacy: true, patient: planned}``"""

    provider: bool = False
    """Whether the prescriber must be certified."""
    site: bool = False
    pharmacy: bool = False
    patient: Literal["enrolled", "planned", "not_asked"] = "not_asked"
    """Whether the patient must be enrolled, or may still be about to be."""
    join: Literal["all", "any", "unclear"] = "all"
    """Of the parties named: each, or one; ``unclear`` for "and/or", which can be read as either."""


class Rems(Criterion):
    """Certification of site and pharmacy, enrollment of the patient."""

    kind: ClassVar[str] = "rems"
    about: ClassVar[str] = "REMS"
    rems: RemsRule

    def judge(self, view: View) -> Judgement:
        """Each party that is asked about."""
        parts: list[tuple[Verdict, str, Gap | None]] = []
        evidence: tuple[Evidence, ...] = ()
        if self.rems.provider:
            parts.append(_certified("prescriber", view.chart.prescriber.rems if view.chart.prescriber else None))
        if self.rems.site:
            parts.append(_certified("site", view.chart.site.rems if view.chart.site else None))
        if self.rems.pharmacy:
            parts.append(self._pharmacy(view))
        if self.rems.patient != "not_asked":
            parts.append(self._patient(view))
        for verdict, told, gap in parts:
            if verdict.decided and gap:
                evidence += view.evidence(
                    gap.item or "",
                    told,
                    shown=view.chart.rems.shown_in if gap.item == "rems-patient" and view.chart.rems else (),
                )
        verdicts = [part[0] for part in parts]
        readings = {"all": [all_of], "any": [any_of], "unclear": [all_of, any_of]}[self.rems.join]
        verdict = agreed([reading(verdicts) for reading in readings])
        gaps: tuple[Gap, ...] = ()
        if verdict is Verdict.NOT_DOCUMENTED:
            gaps = tuple(gap for part, _, gap in parts if part is Verdict.NOT_DOCUMENTED and gap)
            if not gaps:
                gaps = (
                    Gap("from the payer: whether each of these parties must be certified, or one of them", "billing"),
                )
        because = sentence("; ".join(part[1] for part in parts) + ".")
        return Judgement(verdict, because, evidence, gaps, provided=self._provided(view))

    def _pharmacy(self, view: View) -> tuple[Verdict, str, Gap | None]:
        """Where the practice buys and bills, no pharmacy dispenses, and there is none to be certified."""
        if view.chart.pharmacy is None and view.ask.acquisition == "buy_and_bill":
            return Verdict.NOT_APPLICABLE, "no pharmacy dispenses: the practice buys and bills", None
        return _certified("pharmacy", view.chart.pharmacy.rems if view.chart.pharmacy else None)

    def _patient(self, view: View) -> tuple[Verdict, str, Gap | None]:
        known = view.chart.rems
        open_to_a_promise = self.rems.patient == "planned" and not (known and known.planned_on)
        states = "patient_will_be_enrolled_in_rems" if open_to_a_promise else ""
        gap = Gap("the date of the patient's enrollment in the REMS", "rems", "rems-patient", states=states)
        if known and known.enrolled_on:
            return Verdict.MET, f"patient enrolled on {known.enrolled_on}", gap
        if known and known.planned_on and self.rems.patient == "planned":
            if known.planned_on >= view.as_of:
                return Verdict.MET, f"patient to be enrolled on {known.planned_on}", gap
            told = f"enrollment of the patient was planned for {known.planned_on}"
            if view.assuming:
                return Verdict.MET, told, gap
            return Verdict.NOT_DOCUMENTED, f"{told}; that it was done is not documented", gap
        promised = view.chart.attested("patient_will_be_enrolled_in_rems")
        if promised and promised.answer == "yes" and self.rems.patient == "planned":
            return (
                Verdict.MET,
                f"the patient will be enrolled ({promised.by}, {promised.on})",
                Gap(gap.needed, "rems", promised.id),
            )
        return Verdict.NOT_DOCUMENTED, "enrollment of the patient is not documented", gap

    def _provided(self, view: View) -> tuple[str, ...]:
        """A look ahead takes it that what is planned is done."""
        known = view.chart.rems
        planned = known.planned_on if known and not known.enrolled_on and self.rems.patient == "planned" else None
        late = planned is not None and planned < view.as_of and view.assuming
        return (f"the patient was enrolled in the REMS on {planned}, as planned",) if late else ()


def _certified(
    party: Literal["prescriber", "site", "pharmacy"], rems: RemsCertification | None
) -> tuple[Verdict, str, Gap | None]:
    gap = Gap(f"the {party}'s REMS certification", "rems", party)
    if rems is None:
        return Verdict.NOT_DOCUMENTED, f"certification of the {party} is not documented", gap
    if rems.certified == "no":
        return Verdict.NOT_MET, f"the {party} is not certified", gap
    return Verdict.MET, f"{party} certified" + (f" ({rems.identifier})" if rems.identifier else ""), gap
