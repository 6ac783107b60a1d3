"""The week of treatment in which a request begins, held against the sessions that were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.sessions import begins, same_week, week_on
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart


def week_of_treatment(chart: Chart, ask: Ask, service_start: date) -> Iterator[Wanted]:
    """A later week than the first needs sessions before it, and as many weeks since the first of them."""
    regimen = ask.regimen
    if regimen is None or (ask.phase == "initial" and regimen.starts_in_week == 1):
        return
    stated = regimen.starts_in_week
    given = [one for one in chart.sessions if one.on < service_start]
    if not given:
        instead = "a request that begins in week 1" if ask.phase == "initial" else "an initial request"
        yield Wanted(
            f"the sessions before week {stated}, of which the chart has none; or {instead}", "sessions", ask.id
        )
        return
    if "starts_in_week" not in regimen.model_fields_set:  # what is missing is asked for with the request's plan
        return
    opened = begins([one.on for one in given])
    counted = [week_on(service_start, first) for first in opened]
    if not any(same_week(stated, week) for week in counted):
        since = [one for one in given if one.on in opened]
        told = " or ".join(f"week {week} (counted from {first})" for week, first in zip(counted, opened, strict=True))
        text = f"in which week of treatment {service_start} lies: week {stated} as the request says, or {told}"
        yield Wanted(text, ask.id, *(one.id for one in since))
