"""The request, worked out: period, sessions, devices, lines. What is missing is named; nothing is filled in for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from priorauth.logic.finding import Gap
from priorauth.request.lines import drug_lines, totals, visit_lines
from priorauth.request.model import Request
from priorauth.request.periods import asked
from priorauth.request.plan import planned
from priorauth.request.quantities import held_against
from priorauth.request.remarks import notes_on_codes, warnings_on_benefit, warnings_on_codes, warnings_on_quantity
from priorauth.request.route import missing_for_visits, route

if TYPE_CHECKING:
    from priorauth.chart.ask import Ask, Period
    from priorauth.chart.coverage import Coverage
    from priorauth.chart.people import Site
    from priorauth.policy.envelope import Quantity
    from priorauth.request.codebook import Codebook, Habit


def price(
    ask: Ask,
    coverage: Coverage,
    site: Site | None,
    codes: Codebook,
    *,
    policy_period: Period | None = None,
    limit: Quantity | None = None,
    payer_habit: Habit | None = None,
) -> Request:
    """What ``ask`` comes to in sessions, milligrams, devices, kits and lines.

    What cannot be worked out is left out and named in ``needs``. A plan with a hole is no plan: without the frequency
    from week 9 on, no session of a period that reaches week 9 is counted.

    Args:
        ask: what is wanted, with regimen, start, benefit, acquisition and patient status.
        coverage: whom it is asked of.
        site: where the sessions take place.
        codes: the table of codes.
        policy_period: for how long the policy authorizes at a time, if it says so.
        limit: how much one authorization covers, if the policy says so.
        payer_habit: how this payer itself takes a drug that the practice bought, if its policy says so; otherwise its
            line of business decides, and the lines say how certain that is.
    """
    period = asked(ask.start, ask.period, policy_period) if ask.start else None
    plan = planned(ask, period.service if period else None)
    way, undecided = route(ask, coverage, codes, payer_habit)
    request = Request(
        ask=ask.id,
        benefit=ask.benefit,
        acquisition=ask.acquisition,
        needs=(*_unstated(ask, policy_period), *plan.needs, *undecided, *missing_for_visits(ask, site)),
        warnings=tuple(warnings_on_benefit(ask, coverage)),
    )
    if period is None:
        return request
    place = site.place_of_service if site else None
    lines = drug_lines(way, plan.sessions, period.service, codes, place) if way else ()
    visits = visit_lines(ask, plan.sessions, period.service, codes, place) if way and way.visits else ()
    quantity = held_against(limit, plan.sessions) if limit and plan.sessions else None
    return replace(
        request,
        period=period.period,
        period_from=period.period_from,
        service=period.service,
        sessions=plan.sessions,
        phases=plan.phases,
        totals=totals(plan.sessions, codes) if plan.sessions else None,
        lines=lines,
        visits=visits,
        quantity=quantity,
        notes=(*period.notes, *plan.notes, *notes_on_codes(lines, visits, codes)),
        warnings=(
            *period.warnings,
            *plan.warnings,
            *request.warnings,
            *warnings_on_quantity(quantity),
            *warnings_on_codes(lines, period.service, codes),
        ),
    )


def _unstated(ask: Ask, policy_period: Period | None) -> list[Gap]:
    gaps = []
    if ask.start is None:
        gaps.append(Gap("the first day of service", "billing", ask.id))
    if ask.period is None and policy_period is None:
        gaps.append(Gap("the period to ask for: none is known from the policy", "billing", ask.id))
    return gaps
