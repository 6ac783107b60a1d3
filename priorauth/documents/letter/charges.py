"""What a patient who pays is charged for off-label ketamine: what is expected by the plan, and what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import spoken
from priorauth.chart.ketamine import ROUTES
from priorauth.documents.traced import Traced
from priorauth.offlabel.estimate import Charge, billed, dollars, total

if TYPE_CHECKING:
    from decimal import Decimal

    from priorauth.chart.ketamine import KetamineSession, Route
    from priorauth.offlabel.prepared import Prepared


def charges(what: tuple[Charge, ...], item: str) -> dict[str, Any]:
    """Charges with their sum; ``item`` is what they rest on."""
    return {
        "rows": [_charge(one, item) for one in what],
        "total": Traced(dollars(total(what)) if what else "", item),
    }


def _charge(one: Charge, item: str) -> dict[str, Any]:
    return {
        "code": Traced(one.service.code, item),
        "label": Traced(one.service.label, item),
        "ndc": Traced(one.service.ndc or "", item),
        "units": Traced(one.units, item),
        "each": Traced(dollars(one.service.charge), item),
        "amount": Traced(dollars(one.amount), item),
        "on": Traced(spoken(one.on) if one.on else "", item),
    }


def bill(prepared: Prepared) -> dict[str, Any]:
    """What was given, by session. Of one whose services nobody wrote down no sum is known, and so none of all."""
    own = prepared.sessions
    every = billed(own, prepared.prices)
    ids = tuple(one.id for one in own)
    whole = all(one.services for one in own)
    paid: list[Decimal] = [one.paid for one in own if one.paid is not None]
    return {
        "rows": [row for one in own for row in _rows_of(one, prepared)],
        "total": Traced(dollars(total(every)) if every and whole else "", ids),
        "paid": Traced(dollars(sum(paid[1:], paid[0])) if len(paid) == len(own) and paid else "", ids),
        "routes": _routes(own),
        "place": Traced((prepared.case.site.place_of_service or "") if prepared.case.site else "", "site"),
    }


def _rows_of(session: KetamineSession, prepared: Prepared) -> list[dict[str, Any]]:
    dose = {"dose": Traced(f"{session.dose_mg:,f} mg", session.id)}
    if not session.services:
        day = {"on": Traced(spoken(session.on), session.id)}
        return [dict.fromkeys(("code", "label", "ndc", "units", "each", "amount"), "") | dose | day]
    return [_charge(charge, session.id) | dose for charge in billed([session], prepared.prices)]


def _routes(own: list[KetamineSession]) -> list[Traced]:
    """Each route by which it was given; with its days, where there are several."""
    days: dict[Route, list[KetamineSession]] = {}
    for one in own:
        days.setdefault(one.route, []).append(one)
    ids = [one.id for one in own]
    if len(days) == 1:
        return [Traced(ROUTES[route], ids) for route in days]
    return [
        Traced(f"{ROUTES[route]} ({', '.join(spoken(one.on) for one in given)})", ids) for route, given in days.items()
    ]
