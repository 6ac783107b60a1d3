"""Planned sessions as lines: by code, dose and days of service, or as kits that a pharmacy dispenses.

Each dose has a line of its own, for each has its own kit: a payer may deny milligrams that do not match the NDC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from priorauth.request.model import KitCount, Line, Totals, Visits
from priorauth.request.units import kits_for, kits_to_devices, kits_to_mg, mg_to_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from priorauth.chart.ask import Ask
    from priorauth.logic.days import Stretch
    from priorauth.request.codebook import Codebook, DrugCode, VisitWithDrugCode
    from priorauth.request.model import DatedSession, Unit
    from priorauth.request.route import Route


def totals(sessions: Sequence[DatedSession], codes: Codebook) -> Totals:
    """All sessions together."""
    kits = kits_for(session.mg for session in sessions)
    counts = tuple(KitCount(mg, codes.kit(mg).ndc11, count) for mg, count in kits.items())
    return Totals(len(sessions), kits_to_mg(kits), kits_to_devices(kits), counts)


@dataclass(frozen=True, slots=True)
class _Part:
    """Sessions at one dose, in days that one code covers."""

    code: DrugCode | VisitWithDrugCode | None
    dose_mg: int
    sessions: int
    units: int
    unit: Unit
    service: Stretch


def drug_lines(
    way: Route, sessions: Sequence[DatedSession], service: Stretch, codes: Codebook, place: str | None
) -> tuple[Line, ...]:
    """The drug as lines. Where a code changes within ``service``, each code has the sessions of its own days."""
    return tuple(_line(part, way, codes, place) for part in _parts(way, sessions, service, codes))


def _parts(way: Route, sessions: Sequence[DatedSession], service: Stretch, codes: Codebook) -> Iterator[_Part]:
    kits = kits_for(session.mg for session in sessions)
    match way.kind:
        case "drug":
            for code, days in codes.drug_codes_in(service):
                held = kits_for(one.mg for one in sessions if days.first <= one.on <= days.last)
                for mg, count in held.items():
                    yield _Part(code, mg, count, mg_to_units(mg * count, code.mg_per_unit), "mg", days)
        case "visit_with_drug":
            for mg, count in kits.items():
                yield _Part(codes.visit_with_drug(mg), mg, count, count, "visit", service)
        case "dispensed":
            for mg, count in kits.items():
                yield _Part(None, mg, count, count, "kit", service)
        case _:
            assert_never(way.kind)


def _line(part: _Part, way: Route, codes: Codebook, place: str | None) -> Line:
    kit = codes.kit(part.dose_mg)
    tags = (*(part.code.sources if part.code else ()), *kit.sources, *way.standing.sources)
    return Line(
        kind=way.kind,
        code=part.code.code if part.code else None,
        label=part.code.label if part.code else f"Esketamine nasal spray, kit of {part.dose_mg} mg",
        units=part.units,
        unit=part.unit,
        dose_mg=part.dose_mg,
        sessions=part.sessions,
        mg=part.dose_mg * part.sessions,
        kits=part.sessions,
        ndc11=kit.ndc11,
        service=part.service,
        place_of_service=place if part.code else None,
        certain=way.standing.certain,
        note=way.standing.note,
        sources=tuple(dict.fromkeys(tags)),
    )


def visit_lines(
    ask: Ask, sessions: Sequence[DatedSession], service: Stretch, codes: Codebook, place: str | None
) -> tuple[Visits, ...]:
    """The office visits of the sessions, once it is known whether the practice has seen the patient.

    A new patient is new at the first of them and established from then on.
    """
    if ask.patient_status is None:
        return ()
    new = min(len(sessions), 1) if ask.patient_status == "new" else 0
    counted = ((codes.visits.new, new), (codes.visits.established, len(sessions) - new))
    return tuple(
        Visits(family.label, family.codes, count, service, place, family.note, family.sources)
        for family, count in counted
        if count
    )
