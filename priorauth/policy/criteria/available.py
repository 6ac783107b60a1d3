"""Whether the world has what a payer asks for: the condition of an *if available*."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.logic.finding import Gap, Judgement, Proof
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.policy.view import View

Resource = Literal["psychotherapy", "pdmp"]


class Available(Criterion):
    """Psychotherapy is within the patient's reach; the state has a drug monitoring program that can be asked."""

    kind: ClassVar[str] = "available"
    about: ClassVar[str] = "Availability"
    available: Resource

    def judge(self, view: View) -> Judgement:
        """By the prescriber's statement, or by the record of a look into the program."""
        return _psychotherapy(view) if self.available == "psychotherapy" else _program(view)


def _psychotherapy(view: View) -> Judgement:
    statement = "psychotherapy_unavailable"
    said = view.chart.attested(statement)
    if said is None:
        gap = Gap("whether psychotherapy is available to the patient", "prescriber", states=statement)
        return Judgement(
            Verdict.NOT_DOCUMENTED, sentence("whether psychotherapy is available is not documented."), gaps=(gap,)
        )
    told = f"psychotherapy is {'not ' if said.answer == 'yes' else ''}available ({said.by}, {said.on})"
    evidence = view.evidence(said.id, told, shown=said.shown_in, proof=Proof.ATTESTATION)
    verdict = Verdict.NOT_MET if said.answer == "yes" else Verdict.MET
    return Judgement(verdict, sentence(f"{told}."), evidence)


def _program(view: View) -> Judgement:
    latest = view.chart.monitoring
    if latest is None:
        gap = Gap(
            "whether the state has a prescription drug monitoring program that can be asked", "prescriber", "pdmp"
        )
        told = sentence("whether there is a prescription drug monitoring program to ask is not documented.")
        return Judgement(Verdict.NOT_DOCUMENTED, told, gaps=(gap,))
    told_as = "no such program can be asked" if latest.unavailable_in_state else "there is such a program"
    verdict = Verdict.NOT_MET if latest.unavailable_in_state else Verdict.MET
    return Judgement(
        verdict, sentence(f"{told_as} ({latest.on})."), view.evidence(latest.id, told_as, shown=latest.shown_in)
    )
