"""Sessions that were given, as the lines of a claim: by the codes of their own days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from priorauth.logic.days import Stretch
from priorauth.medicines.spravato import spravato
from priorauth.request.lines import drug_lines, visit_lines
from priorauth.request.model import DatedSession
from priorauth.request.route import route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.chart.ask import Ask
    from priorauth.chart.coverage import Coverage
    from priorauth.chart.people import Site
    from priorauth.chart.treatment import Session
    from priorauth.request.codebook import Codebook
    from priorauth.request.model import Line, Visits


def given_lines(
    ask: Ask, coverage: Coverage, site: Site | None, sessions: Sequence[Session], codes: Codebook
) -> tuple[tuple[Line, ...], tuple[Visits, ...]]:
    """The drug and the office visits of ``sessions``; none of either while the route of the drug is not
    decided, or where a dose has no kit of its own.

    Args:
        ask: says how the drug came and whether the patient was new.
        coverage: whose line of business decides how a drug that the practice bought is billed.
        site: where the sessions took place.
        sessions: at least one, in order of their days.
        codes: the table of codes.
    """
    way, _ = route(ask, coverage, codes, None)
    if way is None or not all(codes.has_kit(one.dose_mg) for one in sessions):
        return (), ()
    first, last = sessions[0].on, sessions[-1].on
    dated = [
        DatedSession(one.on, (one.on - first).days // 7 + 1, "given", one.dose_mg, spravato().devices(one.dose_mg))
        for one in sessions
    ]
    place, service = site.place_of_service if site else None, Stretch(first, last)
    visits = visit_lines(ask, dated, service, codes, place) if way.visits else ()
    lines = drug_lines(way, dated, service, codes, place)
    return tuple(replace(one, service=_days(one, dated)) for one in lines), visits


def _days(line: Line, dated: Sequence[DatedSession]) -> Stretch:
    """From the first to the last session that the line is of: unlike planned ones, their days are known."""
    own = [one.on for one in dated if one.mg == line.dose_mg and line.service.first <= one.on <= line.service.last]
    return Stretch(own[0], own[-1])
