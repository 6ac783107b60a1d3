"""The REMS wants a monitoring form after each outpatient session; which of them are not noted as sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.worklist.clocks import known
from priorauth.worklist.deadline import Deadline, uncertain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart
    from priorauth.chart.treatment import Session


def monitoring_forms(chart: Chart) -> Iterator[Deadline]:
    """The last day for each form that the chart does not say was sent."""
    duty = known().monitoring_form
    source = known().source(duty)
    for one in chart.sessions:
        if one.monitoring_form_sent is None and not _in_hospital(chart, one):
            text = (
                f"The session of {one.on}: {one.on} + {duty.within}. Once it is sent, note it (monitoring_form_sent)."
            )
            last = duty.within.after(one.on)
            yield Deadline(chart.case, "monitoring_form", last, text, source.title, uncertain(source), f"{one.on}")


def _in_hospital(chart: Chart, session: Session) -> bool:
    """Whether it was surely given during a stay: inpatient settings send no form."""
    return any(
        stay.admitted.latest <= session.on <= stay.discharged.earliest
        for stay in chart.inpatient
        if stay.discharged is not None and stay.discharged != "still_admitted"
    )
