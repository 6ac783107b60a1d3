"""Who supplies and bills the drug, and in which kind of line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.logic.finding import Gap

if TYPE_CHECKING:
    from priorauth.chart.ask import Ask
    from priorauth.chart.coverage import Coverage
    from priorauth.chart.people import Site
    from priorauth.request.codebook import Codebook, Habit, Standing
    from priorauth.request.model import LineKind


@dataclass(frozen=True, slots=True)
class Route:
    """How the drug is asked for, how far that is known, and whether the practice bills office visits beside it."""

    kind: LineKind
    standing: Standing
    visits: bool


def route(ask: Ask, coverage: Coverage, codes: Codebook, payer_habit: Habit | None) -> tuple[Route | None, list[Gap]]:
    """The route, as far as it is decided, and what keeps it open.

    A pharmacy's drug never goes under a code that includes the drug, whatever the line of business.
    """
    match ask.benefit, ask.acquisition:
        case None, _:
            return _open("the benefit that pays the drug: medical or pharmacy", ask.id)
        case "pharmacy", "buy_and_bill":
            return _open(
                "which of the two holds: the pharmacy benefit, or a drug that the practice buys and bills", ask.id
            )
        case "pharmacy", _:
            return Route("dispensed", codes.dispensed["pharmacy"], visits=False), []
        case "medical", "specialty_pharmacy":
            return Route("dispensed", codes.dispensed["medical"], visits=True), []
        case "medical", None:
            return _open("who supplies the drug: the practice (buy and bill) or a specialty pharmacy", ask.id)
        case _:
            return _bought(ask, coverage, codes, payer_habit)


def _bought(ask: Ask, coverage: Coverage, codes: Codebook, payer_habit: Habit | None) -> tuple[Route | None, list[Gap]]:
    """The route of a drug that the practice buys: the payer's own habit goes before that of its line of business."""
    habit = payer_habit or (codes.lines_of_business[coverage.line_of_business] if coverage.line_of_business else None)
    if habit is None:
        return _open("the plan's line of business", coverage.id)
    if habit.convention == "drug_and_visit":
        return Route("drug", habit, visits=True), []
    if ask.patient_status == "new":
        bundled = " and ".join(code.code for code in codes.visit_with_drug_codes)
        return _open(
            f"a visit before the first session, or how this payer takes a new patient's ({bundled} are for established "
            "patients only)",
            ask.id,
        )
    return (Route("visit_with_drug", habit, visits=False) if ask.patient_status else None), []


def _open(needed: str, item: str) -> tuple[None, list[Gap]]:
    return None, [Gap(needed, "billing", item)]


def missing_for_visits(ask: Ask, site: Site | None) -> list[Gap]:
    """What has to be known wherever the practice itself bills: on the medical benefit."""
    gaps = []
    if ask.benefit == "medical" and ask.patient_status is None:
        gaps.append(Gap("whether the patient is new to the practice or established", "billing", ask.id))
    if ask.benefit == "medical" and (site is None or site.place_of_service is None):
        gaps.append(Gap("the site's place-of-service code", "billing", "site"))
    return gaps
