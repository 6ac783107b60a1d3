"""A change of insurer during treatment: what goes on for the patient begins for the payer.

A new payer has approved nothing yet, so its renewal criteria are not what it asks first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.determination.cautions import Caution
from priorauth.policy.envelope import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.ask import Ask
    from priorauth.chart.coverage import Coverage
    from priorauth.policy.load import Loaded


def first_there(ask: Ask, coverage: Coverage, loaded: Loaded) -> Ask | None:
    """A continuation as the initial request that it is to a new payer; ``None`` where it is none, or not by criteria.

    A policy that the coverage's insurer named as the governing one is not a new payer's, and the label is nobody's.
    """
    said = coverage.verification.governing_policy if coverage.verification else None
    another = loaded.payer not in (coverage.payer, LABEL) and not (said and loaded.surely_called(said))
    if not another or ask.phase != "continuation" or loaded.own.tree(ask.indication, "initial") is None:
        return None
    return ask.model_copy(update={"phase": "initial"})


def judged_as_renewal(ask: Ask, coverage: Coverage, loaded: Loaded) -> Iterator[Caution]:
    """That a renewal is asked of a payer who has approved nothing yet, and what would be asked instead."""
    if first_there(ask, coverage, loaded):
        text = (
            f"{loaded.payer_name} is not the insurer of this coverage: a change of insurance makes it an initial "
            "request. Its initial criteria are known: --phase initial."
        )
        yield Caution("new_payer", text, coverage.id)
