"""Esketamine alone or beside an oral antidepressant, where a policy says that either will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.logic.finding import Judgement
from priorauth.logic.verdict import Verdict
from priorauth.medicines.reference import reference
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.criteria.oral_antidepressant import is_oral_antidepressant

if TYPE_CHECKING:
    from priorauth.policy.view import View


class Monotherapy(Criterion):
    """With or without an oral antidepressant: nothing is asked, and what is taken is told."""

    kind: ClassVar[str] = "monotherapy"
    about: ClassVar[str] = "Oral antidepressant"
    never: ClassVar[frozenset[Verdict]] = frozenset({Verdict.NOT_MET, Verdict.NOT_DOCUMENTED})
    monotherapy: Literal["allowed"]
    """A policy that does not allow it states ``oral_antidepressant`` instead."""

    def judge(self, view: View) -> Judgement:
        """Met, whatever is taken."""
        taken = [one for one in view.chart.current_medicines if is_oral_antidepressant(one)]
        evidence = tuple(
            piece
            for one in taken
            for piece in view.evidence(one.id, f"{one.medicine} is taken now", shown=one.shown_in)
        )
        names = ", ".join(reference().find(one.medicine).name for one in taken)
        told = f"either will do; taken beside it: {names}" if names else "with or without an oral antidepressant"
        return Judgement(Verdict.MET, sentence(f"{told}."), evidence)
