"""The prescriber's own word: the sign-off, and that a request is urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart

SIGNATURE = "the prescriber's signature"


def urgency(chart: Chart, ask: Ask) -> Iterator[Wanted]:
    """An expedited review is asked for on the prescriber's statement alone."""
    if ask.urgency != "expedited":
        return
    said = chart.attested("urgent")
    if said is None:
        yield Wanted("the prescriber's statement that the request is urgent, or a standard review", ask.id)
    elif said.answer == "no":
        yield Wanted(f"a standard review: it is denied that the request is urgent ({said.on})", ask.id, said.id)
    elif chart.prescriber is not None and not chart.prescriber.signs_as(said.by):
        text = "the prescriber's own statement that the request is urgent (it is by somebody else)"
        yield Wanted(text, ask.id, said.id, "prescriber")


def sign_off(chart: Chart, ask: Ask, as_of: date) -> Iterator[Wanted]:
    """The prescriber's own, and not from before what it answers for."""
    if ask.sign_off is None or ask.sign_off.on > as_of:
        yield Wanted(SIGNATURE, ask.id)
        return
    if chart.prescriber is not None and not chart.prescriber.signs_as(ask.sign_off.by):
        yield Wanted(f"{SIGNATURE} (the sign-off is by somebody else)", ask.id, "prescriber")
    days = {
        **{one.id: one.on for one in chart.scores},
        **{one.id: one.on for one in chart.suicide_assessments},
        **{one.id: one.on for one in chart.attestations},
        **{one.id: one.as_of for one in chart.current_medicines},
    }
    since = [item for item, day in days.items() if day > ask.sign_off.on]
    if since:
        latest = max(days[item] for item in since)
        text = f"{SIGNATURE}, anew: the chart has facts of {latest}, after the sign-off of {ask.sign_off.on}"
        yield Wanted(text, ask.id, *since)
