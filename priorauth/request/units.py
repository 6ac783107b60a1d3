"""Milligrams, billing units, devices and kits: the four ways in which payers count the same spray.

Milligrams lead to devices and units, and kits lead to milligrams; the way back from milligrams to kits is not open:
168 mg are three kits of 56 mg or two of 84 mg.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from priorauth.errors import BadInput
from priorauth.medicines.spravato import spravato

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def mg_to_devices(mg: int) -> int:
    """The devices that hold ``mg`` milligrams.

    Raises:
        BadInput: no whole number of devices does.
    """
    return spravato().devices(mg)


def devices_to_mg(devices: int) -> int:
    """The milligrams in so many devices."""
    return devices * spravato().device.mg


def mg_to_units(mg: int, mg_per_unit: int) -> int:
    """The billing units of ``mg`` milligrams under a code of ``mg_per_unit`` milligrams.

    Raises:
        BadInput: they are no whole number of units.
    """
    units, left = divmod(mg, mg_per_unit)
    if left:
        raise BadInput(
            f"{mg} mg is no whole number of units of {mg_per_unit} mg.",
            fix="Compare the code's unit with its descriptor.",
        )
    return units


def units_to_mg(units: int, mg_per_unit: int) -> int:
    """The milligrams in so many billing units of a code of ``mg_per_unit`` milligrams."""
    return units * mg_per_unit


def kits_for(doses_mg: Iterable[int]) -> dict[int, int]:
    """The kits for sessions at these doses, one for each session: how many of each strength, the weaker first."""
    return dict(sorted(Counter(doses_mg).items()))


def kits_to_mg(kits: Mapping[int, int]) -> int:
    """The milligrams in kits by strength."""
    return sum(strength_mg * count for strength_mg, count in kits.items())


def kits_to_devices(kits: Mapping[int, int]) -> int:
    """The devices in kits by strength."""
    return sum(mg_to_devices(strength_mg) * count for strength_mg, count in kits.items())
