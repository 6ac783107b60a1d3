"""The planned sessions held against what one authorization covers, in the unit in which the payer counts."""

from __future__ import annotations

from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from priorauth.request.model import QuantityLimit
from priorauth.request.units import kits_for, mg_to_devices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.policy.envelope import Quantity
    from priorauth.request.model import DatedSession


def held_against(limit: Quantity, sessions: Sequence[DatedSession]) -> QuantityLimit:
    """How much the sessions need, with the arithmetic, and how far what is allowed reaches."""
    each = [_counted(session.mg, limit) for session in sessions]
    if limit.per_days is None:
        used = list(accumulate(each))
        needed, fullest = used[-1], sessions
    else:
        used = _in_windows(each, sessions, limit.per_days)
        needed = max(used)
        last = used.index(needed)
        first = next(place for place in range(last + 1) if _within(sessions[place], sessions[last], limit.per_days))
        fullest = sessions[first : last + 1]
    covered = next((place for place, so_far in enumerate(used) if so_far > limit.most), len(sessions))
    until = sessions[covered - 1].on if covered else None
    return QuantityLimit(limit, needed, len(fullest), _arithmetic(fullest, limit, needed), covered, until)


def _counted(mg: int, limit: Quantity) -> int:
    """What a session at ``mg`` milligrams comes to: a kit holds one session's devices."""
    if limit.devices_per_pack:
        return -(-mg_to_devices(mg) // limit.devices_per_pack)  # a pack that was begun is a pack
    return {"devices": mg_to_devices(mg), "kits": 1, "sessions": 1, "mg": mg}[limit.unit]


def _in_windows(each: Sequence[int], sessions: Sequence[DatedSession], days: int) -> list[int]:
    """For each session what it and those of the days before it come to."""
    return [
        sum(count for count, earlier in zip(each, sessions[: place + 1], strict=False) if _within(earlier, last, days))
        for place, last in enumerate(sessions)
    ]


def _within(earlier: DatedSession, last: DatedSession, days: int) -> bool:
    return last.on - earlier.on < timedelta(days=days)


def _arithmetic(sessions: Sequence[DatedSession], limit: Quantity, needed: int) -> str:
    """ "1 × 2 + 7 × 3 = 23"."""
    doses = kits_for(session.mg for session in sessions)
    terms = [f"{count} × {_counted(mg, limit)}" for mg, count in doses.items()]
    return f"{' + '.join(terms)} = {needed}"
