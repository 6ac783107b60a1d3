"""What a pharmacy dispensed, and the sessions of esketamine that were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.exchange.exhibits import shown
from priorauth.exchange.medicine import medicine
from priorauth.exchange.values import concept, quantity

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.exchange.entries import Entries

ESKETAMINE = "esketamine nasal spray [Spravato]"


def given(chart: Chart, into: Entries) -> None:
    """Fills and sessions. When on its day a session began is left out: a time needs a zone, and no chart has one."""
    for one in chart.fills:
        into.about(
            one.id,
            "MedicationDispense",
            status="completed",
            medicationCodeableConcept=medicine(one.medicine, one.strength_mg),
            performer=[{"actor": {"display": one.pharmacy}}] if one.pharmacy else [],
            quantity=quantity(one.quantity, "each") if one.quantity is not None else None,
            daysSupply=quantity(one.days_supply, "day", "d"),
            whenHandedOver=str(one.on),
            supportingInformation=shown(one, chart, into),
        )
    for session in chart.sessions:
        into.about(
            session.id,
            "MedicationAdministration",
            status="completed",
            medicationCodeableConcept=concept(ESKETAMINE),
            effectiveDateTime=str(session.on),
            supportingInformation=shown(session, chart, into),
            dosage={"dose": quantity(session.dose_mg, "mg", "mg")},
            note=[{"text": f"Unwanted: {'; '.join(session.adverse_events)}"}] if session.adverse_events else [],
        )
