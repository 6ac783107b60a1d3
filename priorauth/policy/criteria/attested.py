"""Statements that only a person can make: a judgement, a plan, what would happen without treatment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from priorauth.chart.statements import SPOKEN, Statement
from priorauth.logic.finding import Evidence, Gap, Judgement, Proof
from priorauth.logic.verdict import Verdict, all_of
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from datetime import date

    from priorauth.policy.view import View


class Attested(Criterion):
    """What the prescriber states and answers for. Never inferred from anything else."""

    kind: ClassVar[str] = "attested"
    about: ClassVar[str] = "Statements of the prescriber"
    attested: Annotated[tuple[Statement, ...], Field(min_length=1)]
    """All of them must be stated."""
    within_days: Annotated[int, Field(ge=0)] | None = None
    """How old a statement may be on the day of the request."""

    def judge(self, view: View) -> Judgement:
        """All the statements, each dated and signed for by someone."""
        verdicts: list[Verdict] = []
        evidence: tuple[Evidence, ...] = ()
        gaps: list[Gap] = []
        told: list[str] = []
        moments: list[date] = []
        for statement in self.attested:
            given = view.chart.attested(statement)
            if given is None:
                verdicts.append(Verdict.NOT_DOCUMENTED)
                needed = f"the prescriber's dated statement {SPOKEN[statement]}"
                gaps.append(Gap(needed, "prescriber", states=statement))
                told.append(f"not stated {SPOKEN[statement]}")
                continue
            age = (view.as_of - given.on).days
            if self.within_days is not None:
                moments.append(given.on + timedelta(days=self.within_days + 1))
            if given.answer == "yes" and self.within_days is not None and age > self.within_days:
                verdicts.append(Verdict.NOT_DOCUMENTED)
                needed = f"a new statement of the prescriber {SPOKEN[statement]}"
                gaps.append(Gap(needed, "prescriber", given.id, states=statement))
                evidence += view.evidence(
                    given.id, f"stated on {given.on}", shown=given.shown_in, proof=Proof.ATTESTATION
                )
                told.append(f"stated {age} days ago, at most {self.within_days} allowed: {SPOKEN[statement]}")
                continue
            verdicts.append(Verdict.MET if given.answer == "yes" else Verdict.NOT_MET)
            stated = f"{given.by} {'states' if given.answer == 'yes' else 'denies'} {SPOKEN[statement]} ({given.on})"
            told.append(stated)
            evidence += view.evidence(given.id, stated, shown=given.shown_in, proof=Proof.ATTESTATION)
        verdict = all_of(verdicts)
        missing = tuple(gaps) if verdict is Verdict.NOT_DOCUMENTED else ()
        return Judgement(verdict, sentence(f"{'; '.join(told)}."), evidence, missing, tuple(moments))
