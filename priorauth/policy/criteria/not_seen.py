"""A criterion that is known to exist and was not seen whole: the source was cut off, or only speaks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from priorauth.chart.item import Text
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.policy.view import View


class NotSeen(Criterion):
    """Something that the policy asks and nobody here has read. It is never met by what is in a chart."""

    kind: ClassVar[str] = "not_seen"
    about: ClassVar[str] = "To be asked of the payer"
    never: ClassVar[frozenset[Verdict]] = frozenset({Verdict.MET, Verdict.NOT_MET})
    not_seen: Text
    """How the text begins, or what is known of it."""

    def judge(self, view: View) -> Judgement:  # noqa: ARG002  (no chart can answer a question that was not read)
        """Not documented, until somebody reads the policy."""
        gap = Gap(f"from the payer: what it asks here ({self.not_seen})", "billing")
        return Judgement(
            Verdict.NOT_DOCUMENTED, sentence(f"not seen in the policy's source: {self.not_seen}."), gaps=(gap,)
        )
