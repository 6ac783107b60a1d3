"""The Spravato REMS: given in certified settings to enrolled patients only, whatever a policy says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.statements import SPOKEN
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.statements import Statement

_OF_EACH_SESSION: tuple[Statement, ...] = ("direct_supervision", "observation_two_hours", "blood_pressure_monitored")
"""What the REMS and the label ask of each session. Nobody need state it here; who denies it stops the request."""


def rems(chart: Chart, ask: Ask, as_of: date, service_start: date) -> Iterator[Wanted]:
    """Certification of site and pharmacy, enrollment of the patient, and what must be done at each session."""
    site = chart.site
    if site is not None and (site.rems is None or site.rems.certified == "no"):
        yield Wanted("the site's REMS certification", "site", owner="billing")
    if ask.acquisition == "specialty_pharmacy" and (
        chart.pharmacy is None or chart.pharmacy.rems is None or chart.pharmacy.rems.certified == "no"
    ):
        yield Wanted("the pharmacy's REMS certification", "pharmacy", ask.id, owner="pharmacy")
    yield from _enrollment(chart, ask, as_of, service_start)
    for statement in _OF_EACH_SESSION:
        said = chart.attested(statement)
        if said and said.answer == "no":
            yield Wanted(f"sessions as the REMS asks: it is denied {SPOKEN[statement]} ({said.on})", said.id)


def _enrollment(chart: Chart, ask: Ask, as_of: date, service_start: date) -> Iterator[Wanted]:
    """Done; or planned for a day that is still to come, and not after the first dose."""
    known = chart.rems
    if known and known.enrolled_on:
        return
    if known and known.planned_on:
        given = [(one.on, one.id) for one in chart.sessions]
        first, item = min([*given, (service_start, ask.id)])
        if known.planned_on < as_of:
            text = f"whether the patient was enrolled in the REMS (it was planned for {known.planned_on}), and when"
            yield Wanted(text, known.id)
        elif known.planned_on > first:
            text = (
                f"the patient's REMS enrollment before the first dose ({first}); it is planned for {known.planned_on}"
            )
            yield Wanted(text, known.id, item)
        return
    promised = chart.attested("patient_will_be_enrolled_in_rems")
    if promised is None or promised.answer == "no":
        item = known.id if known else "rems-patient"
        text = "the patient's REMS enrollment, done or planned"
        yield Wanted(text, item, promised.id if promised else None, states="patient_will_be_enrolled_in_rems")
