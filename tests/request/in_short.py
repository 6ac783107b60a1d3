"""A request in short, as far as tests look at it."""

from __future__ import annotations


def coded(request):
    """Each line in short: code, units, and what they count."""
    return [(line.code, line.units, line.unit) for line in request.lines]


def codes_of(remarks):
    return {remark.code for remark in remarks}


def needed(request):
    return "; ".join(gap.needed for gap in request.needs)
