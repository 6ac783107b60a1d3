"""The planned devices held against the number that a policy allows."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from priorauth.request.model import DeviceLimit
from priorauth.request.units import kits_for, kits_to_devices, mg_to_devices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.request.model import DatedSession


def held_against(allowed: int, sessions: Sequence[DatedSession]) -> DeviceLimit:
    """How many devices the sessions need, with the arithmetic, and how far the allowed ones reach."""
    kits = kits_for(session.mg for session in sessions)
    needed = kits_to_devices(kits)
    terms = " + ".join(f"{count} × {mg_to_devices(mg)}" for mg, count in kits.items())
    used = list(accumulate(session.devices for session in sessions))
    covered = sum(so_far <= allowed for so_far in used)
    until = sessions[covered - 1].on if covered else None
    return DeviceLimit(allowed, needed, len(sessions), f"{terms} = {needed}", covered, until)
