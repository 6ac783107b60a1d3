"""Milligrams, billing units, devices and kits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.errors import BadInput
from priorauth.request.units import (
    devices_to_mg,
    kits_for,
    kits_to_devices,
    kits_to_mg,
    mg_to_devices,
    mg_to_units,
    units_to_mg,
)


@pytest.mark.parametrize(
    ("doses", "mg", "units", "devices", "kits"),
    [
        ([56], 56, 56, 2, {56: 1}),
        ([84], 84, 84, 3, {84: 1}),
        ([56] * 8, 448, 448, 16, {56: 8}),
        ([84] * 8, 672, 672, 24, {84: 8}),
        ([56] + [84] * 7, 644, 644, 23, {56: 1, 84: 7}),  # 1 × 2 + 7 × 3 = 23
        ([84, 84], 168, 168, 6, {84: 2}),
        ([56, 56, 56], 168, 168, 6, {56: 3}),  # as many milligrams as the line above, and other kits
    ],
)
def test_the_same_sessions_in_four_ways_of_counting(doses, mg, units, devices, kits):
    assert kits_for(doses) == kits
    assert kits_to_mg(kits) == mg
    assert kits_to_devices(kits) == devices
    assert mg_to_devices(mg) == devices
    assert devices_to_mg(devices) == mg
    assert mg_to_units(mg, mg_per_unit=1) == units
    assert units_to_mg(units, mg_per_unit=1) == mg


def test_a_dose_between_two_devices_is_refused():
    with pytest.raises(BadInput, match="70 mg"):
        mg_to_devices(70)


def test_units_of_another_size_must_come_out_whole():
    assert mg_to_units(84, mg_per_unit=28) == 3
    with pytest.raises(BadInput, match="no whole number of units"):
        mg_to_units(84, mg_per_unit=10)


@given(st.lists(st.sampled_from([56, 84]), min_size=1, max_size=60))
def test_there_and_back_is_the_same(doses):
    kits = kits_for(doses)
    mg = kits_to_mg(kits)
    assert mg == sum(doses)
    assert devices_to_mg(mg_to_devices(mg)) == mg
    assert kits_to_devices(kits) == mg_to_devices(mg)
    assert units_to_mg(mg_to_units(mg, 28), 28) == mg
