"""Whether a chart shows all that the label asks for: only then may anybody say that the use is on label."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from priorauth.determination.determine import determine
from priorauth.logic.verdict import Verdict
from priorauth.policy.envelope import LABEL
from priorauth.policy.load import in_force, payers_folders, policies_of

if TYPE_CHECKING:
    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.determination.determine import Dates
    from priorauth.policy.load import Loaded


_OF_THE_SETTING = ("rems", "attested")
"""Kinds of terms that say where and how it is given, not for whom."""


def shown_to_be_on_label(known: Chart, ask: Ask, dates: Dates) -> bool:
    """Whether the patient and the dose are those of the label; what is not documented is not shown.

    Of a treatment that goes on, the terms are those on which it was begun.

    What these terms are, and how far each is known, stands in ``payers/label/spravato.yaml``: the indication itself has
    no number of trials, and two are those of the studies.
    """
    begun = ask.model_copy(update={"phase": "initial"})
    for one in in_force(_label(), dates.as_of):
        root = determine(known, begun, one.policy, dates).root
        terms = [term for term in root.children if term.kind not in _OF_THE_SETTING] if root else []
        if terms and all(term.verdict is Verdict.MET for term in terms):
            return True
    return False


@cache
def _label() -> tuple[Loaded, ...]:
    return tuple(policies_of(LABEL, payers_folders(None)))
