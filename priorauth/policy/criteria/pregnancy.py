"""Pregnancy and breastfeeding, where a payer asks about them. The label warns; no policy seen makes it a criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from priorauth.model import Frozen
from priorauth.policy.answers import denied
from priorauth.policy.criteria.base import Criterion, together
from priorauth.reading import Flaw

if TYPE_CHECKING:
    from priorauth.logic.finding import Judgement
    from priorauth.policy.view import View


class PregnancyRule(Frozen):
    """``{pregnant: excluded, breastfeeding: excluded}``"""

    pregnant: Literal["excluded", "not_asked"] = "not_asked"
    breastfeeding: Literal["excluded", "not_asked"] = "not_asked"

    @model_validator(mode="after")
    def _asks_something(self) -> PregnancyRule:
        if self.pregnant == self.breastfeeding == "not_asked":
            raise Flaw("asks nothing. Exclude pregnant, breastfeeding or both.")
        return self


class Pregnancy(Criterion):
    """Not pregnant, or not breastfeeding."""

    kind: ClassVar[str] = "pregnancy"
    pregnancy: PregnancyRule

    def judge(self, view: View) -> Judgement:
        """Each question by itself, of whatever sex the patient is."""
        rule = self.pregnancy
        asked = [
            question
            for question, wanted in (("pregnancy", rule.pregnant), ("lactation", rule.breastfeeding))
            if wanted == "excluded"
        ]
        return together([denied(question, view) for question in asked])
