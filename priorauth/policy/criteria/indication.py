"""Which indication the request names. Some policies ask other things of one than of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from priorauth.chart.ask import Indication as Named
from priorauth.logic.finding import Judgement
from priorauth.logic.verdict import Verdict, verdict_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.policy.view import View

SPOKEN: dict[Named, str] = {
    "trd": "treatment-resistant depression",
    "mdsi": "major depressive disorder with acute suicidal ideation or behavior",
}


class IndicationRule(Frozen):
    """``{any_of: [trd]}``"""

    any_of: Annotated[tuple[Named, ...], Field(min_length=1)]
    """Both are labelled: a rule that names both asks for a labelled use."""


class Indication(Criterion):
    """The request is made for one of these indications."""

    kind: ClassVar[str] = "indication"
    never: ClassVar[frozenset[Verdict]] = frozenset({Verdict.NOT_DOCUMENTED})
    indication: IndicationRule

    @property
    def unreachable(self) -> frozenset[Verdict]:
        """A request is made for one of the two; a rule that names both cannot fail."""
        return self.never | (frozenset({Verdict.NOT_MET}) if set(SPOKEN) <= set(self.indication.any_of) else set())

    def judge(self, view: View) -> Judgement:
        """The ask says for what it is made; whether the patient has it is for other criteria."""
        named = view.ask.indication
        told = f"the request is made for {SPOKEN[named]}"
        return Judgement(
            verdict_of(named in self.indication.any_of), sentence(f"{told}."), view.evidence(view.ask.id, told)
        )
