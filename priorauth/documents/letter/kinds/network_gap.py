"""No certified site within reach is in the payer's network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.chart.circumstances import NetworkGap
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _was_searched(assessment: Assessment) -> str:
    return "" if assessment.ask.network_gap else "The ask does not say who searched the network (key: network_gap)."


def _is_a_gap(assessment: Assessment) -> str:
    found = assessment.ask.network_gap
    if found is None or None in (found.nearest_miles, found.within_miles) or _out_of_reach(found):
        return ""
    return (
        f"A certified site in the network is {found.nearest_miles} miles away, within the {found.within_miles} that "
        "were searched: no gap, unless the ask says why treatment is not possible there (key: why_not_there)."
    )


def _out_of_reach(found: NetworkGap) -> bool:
    """Whether the search leaves a gap: no site, one farther than was searched, or one at which it is not possible."""
    if found.why_not_there or (found.nearest is None and found.nearest_miles is None):
        return True
    if found.nearest_miles is None or found.within_miles is None:
        return False
    return found.nearest_miles > found.within_miles


def _nearest(found: NetworkGap) -> str:
    """ "Harbor Clinic, 120 miles away"."""
    miles = found.nearest_miles
    away = "" if miles is None else f"{miles} mile{'' if miles == 1 else 's'} away"
    return ", ".join(part for part in (found.nearest or (away and "a site"), away) if part)


def _with_search(assessment: Assessment, _: Facts) -> Facts:
    searched, ask = assessment.ask.network_gap, assessment.ask.id
    return {
        "search": {
            "on": Traced(spoken(searched.searched_on) if searched else "", ask),
            "by": Traced(searched.by if searched else "", ask),
            "miles": Traced(searched.within_miles or "" if searched else "", ask),
            "nearest": Traced(_nearest(searched) if searched else "", ask),
            "why_not_there": Traced(searched.why_not_there or "" if searched else "", ask),
            "open": searched is not None and not _out_of_reach(searched),
        }
    }


KIND: Kind[Assessment] = Kind(
    "network-gap",
    "Request for a network gap exception",
    "no certified site within reach is in network",
    "A network gap exception, at in-network terms, for {drug}",
    first_of(_was_searched, _is_a_gap, must_be_argued),
    _with_search,
)
