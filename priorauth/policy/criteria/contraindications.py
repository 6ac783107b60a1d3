"""The label's contraindications, each of which must have been asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.safety import LABEL_QUESTIONS
from priorauth.model import Frozen
from priorauth.policy.answers import denied
from priorauth.policy.criteria.base import Criterion, together

if TYPE_CHECKING:
    from priorauth.logic.finding import Judgement
    from priorauth.policy.view import View

Contraindication = Literal[
    "aneurysmal_vascular_disease", "arteriovenous_malformation", "intracerebral_hemorrhage", "hypersensitivity"
]


class ContraindicationRule(Frozen):
    """``{absent: per_label}``"""

    absent: Literal["per_label"] | Annotated[tuple[Contraindication, ...], Field(min_length=1)]
    """All that the label names, or those that the payer names."""


class Contraindications(Criterion):
    """No contraindication that the label names."""

    kind: ClassVar[str] = "contraindications"
    contraindications: ContraindicationRule

    def judge(self, view: View) -> Judgement:
        """Each question by itself: one that was not asked is not a "no"."""
        absent = self.contraindications.absent
        return together([denied(one, view) for one in (LABEL_QUESTIONS if absent == "per_label" else absent)])
