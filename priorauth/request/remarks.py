"""What the practice should know about codes and benefit before it sends the request."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.request.model import Remark

if TYPE_CHECKING:
    from priorauth.chart.ask import Ask
    from priorauth.chart.coverage import Coverage
    from priorauth.logic.days import Stretch
    from priorauth.request.codebook import Codebook
    from priorauth.request.model import Line, QuantityLimit, Visits


def warnings_on_codes(lines: tuple[Line, ...], service: Stretch, codes: Codebook) -> list[Remark]:
    """Where a code changes within the period, or the period runs past the day up to which the table was confirmed."""
    found = []
    if any(line.kind == "drug" for line in lines):
        for (before, _), (after, days) in pairwise(codes.drug_codes_in(service)):
            text = f"The drug's code changes from {before.code} to {after.code} on {spoken(days.first)}."
            found.append(Remark("code_change", f"{text} {before.when_it_changes}".strip(), before.sources))
    if service.last > codes.confirmed_until and any(line.code for line in lines):
        text = (
            f"The codes were checked on {spoken(codes.checked)} and hold up to {spoken(codes.confirmed_until)}; "
            f"look at them again for service after that day, up to {spoken(service.last)}."
        )
        found.append(Remark("codes_not_confirmed", text))
    return found


def notes_on_codes(lines: tuple[Line, ...], visits: tuple[Visits, ...], codes: Codebook) -> list[Remark]:
    """What goes with the lines but is no line."""
    found = []
    if any(line.billed_by == "practice" for line in lines):
        found.append(Remark("ndc_quantity", codes.ndc_quantity, codes.ndc_quantity_sources))
    if visits:
        found.append(Remark("beside_the_visit", codes.beside_the_visit, codes.beside_the_visit_sources))
    return found


def warnings_on_benefit(ask: Ask, coverage: Coverage) -> list[Remark]:
    """Where the request goes another way than the insurer said when the benefit was verified."""
    said = coverage.verification
    if said is None:
        return []
    found = []
    # A medical ask beside a pharmacy's drug is no conflict: it is the administration of what another ask is for.
    bought = ask.benefit == "medical" and ask.acquisition == "buy_and_bill"
    if said.benefit and ask.benefit and said.benefit != ask.benefit and (bought or ask.benefit == "pharmacy"):
        text = (
            f"The drug is asked for on the {ask.benefit} benefit; on {spoken(said.on)} the insurer said {said.benefit}."
        )
        found.append(Remark("benefit_not_as_verified", text))
    if said.mandated_pharmacy and bought:
        text = f"The practice plans to buy the drug; on {spoken(said.on)} the insurer named a pharmacy to supply it."
        found.append(Remark("pharmacy_mandated", text))
    return found


def warnings_on_quantity(quantity: QuantityLimit | None) -> list[Remark]:
    """Where the sessions need more than one authorization covers."""
    if quantity is None or quantity.over <= 0:
        return []
    return [Remark("more_than_one_authorization_covers", f"More is planned than one authorization covers. {quantity}")]
