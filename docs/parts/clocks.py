"""By when a payer decides, is answered and is appealed to, as tables with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tables import table, tag
from priorauth.chart.coverage import LINES
from priorauth.request import appeals
from priorauth.worklist.clocks import known

if TYPE_CHECKING:
    from priorauth.request.appeals import Track
    from priorauth.worklist.clocks import Clock

_COUNTED_FROM = {"notice": "the day of the notice", "receipt": "the day on which the notice came"}


def decisions() -> str:
    """How long a payer has, by the kind of plan."""
    return table(
        ["plans", "standard", "expedited", "rule", "beside it", "source"],
        (_row(one) for one in known().decisions.values()),
    )


def answers() -> str:
    """How long there is at least to answer a payer that named no day."""
    return table(
        ["plans", "standard", "expedited", "rule", "beside it", "source"],
        (_row(one) for one in known().answers.values()),
    )


def appeal_days() -> str:
    """Within which time a refusal can be appealed, and how soon that is decided."""
    return table(
        ["plans", "way", "within", "counted from", "decided in", "source"],
        (
            (
                _plans(one),
                one.name,
                one.within,
                _COUNTED_FROM[one.counts_from],
                one.decision,
                tag(one.source, appeals.sources()),
            )
            for one in appeals.known().tracks.values()
        ),
    )


def _row(one: Clock) -> tuple[object, ...]:
    beside = " ".join(text for text in (one.extension, one.note) if text)
    return (
        f"{_plans(one)}{'; an exception to step therapy' if one.step_exception else ''}",
        one.within,
        one.expedited or "none of its own",
        one.name,
        beside,
        tag(one.source, known().sources),
    )


def _plans(one: Clock | Track) -> str:
    told = ", ".join(LINES[line] for line in one.lines)
    told += f" in {', '.join(one.states)}" if one.states else ""
    return f"{told}; {one.benefit} benefit" if one.benefit else told
