"""No certified site within reach is in the payer's network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _was_searched(assessment: Assessment) -> str:
    return "" if assessment.ask.network_gap else "The ask does not say who searched the network (key: network_gap)."


def _with_search(assessment: Assessment, _: Facts) -> Facts:
    searched, ask = assessment.ask.network_gap, assessment.ask.id
    return {
        "search": {
            "on": Traced(spoken(searched.searched_on) if searched else "", ask),
            "by": Traced(searched.by if searched else "", ask),
            "miles": Traced(searched.within_miles or "" if searched else "", ask),
            "nearest": Traced(searched.nearest or "" if searched else "", ask),
        }
    }


KIND: Kind[Assessment] = Kind(
    "network-gap",
    "Request for a network gap exception",
    "no certified site within reach is in network",
    "A network gap exception, at in-network terms, for {drug}",
    first_of(_was_searched, must_be_argued),
    _with_search,
)
