"""The sessions of a period: how many and how often from the label's schedule, doses from the regimen, days by spacing.

It is a plan. Weekly sessions fall on the weekday of the first; of two in a week, the second falls three days later.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken, weeks
from priorauth.logic.days import ONE_DAY, Stretch
from priorauth.logic.finding import Gap
from priorauth.medicines.spravato import schedule, spravato
from priorauth.request.model import DatedSession, PhasePart, Remark
from priorauth.request.units import mg_to_devices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.chart.ask import Ask, Indication, Regimen
    from priorauth.medicines.spravato import Phase

_PER_WEEK = {1: "once weekly", 2: "twice weekly"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions of the period asked for, or what is missing before they can be counted."""

    sessions: tuple[DatedSession, ...] = ()
    phases: tuple[PhasePart, ...] = ()
    needs: tuple[Gap, ...] = ()
    notes: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


def planned(ask: Ask, service: Stretch | None) -> Plan:
    """The plan from the first to the last day of ``service``; empty while the period is not known.

    The period begins with the regimen's ``starts_in_week``. Where the label's schedule ends in it, so does the plan.
    """
    regimen = ask.regimen
    if regimen is None:
        return Plan(needs=(Gap("the regimen: dose, first dose and frequency", "prescriber", ask.id),))
    if service is None:
        return Plan()
    last_week = regimen.starts_in_week + (service.days - 1) // 7
    if hole := _hole(ask, regimen, last_week):
        return Plan(needs=(Gap(hole, "prescriber", ask.id),))
    sessions = tuple(_sessions(ask.indication, regimen, service, last_week))
    return Plan(
        sessions,
        tuple(_phase_parts(ask.indication, regimen, sessions)),
        notes=tuple(_notes(ask.indication, last_week, sessions)),
        warnings=tuple(_warnings(ask.indication, regimen)),
    )


def _hole(ask: Ask, regimen: Regimen, last_week: int) -> str:
    """What the prescriber has yet to say before the sessions up to ``last_week`` can be counted."""
    if ask.phase == "continuation" and "starts_in_week" not in regimen.model_fields_set:
        return "the week of treatment in which this continuation begins"
    phases = spravato().schedules[ask.indication].phases
    ends = phases[-1].until_week
    if ends is not None and regimen.starts_in_week > ends:
        return (
            f"the schedule from week {regimen.starts_in_week} on; for this indication the label's ends with week {ends}"
        )
    for phase in phases:
        open_choice = len(phase.every_weeks) > 1 and regimen.maintenance_every_weeks not in phase.every_weeks
        if open_choice and phase.from_week <= last_week:
            often = " or ".join(_frequency(phase, every) for every in phase.every_weeks)
            return f"the frequency from week {phase.from_week} on: {often}"
    return ""


def _sessions(indication: Indication, regimen: Regimen, service: Stretch, last_week: int) -> list[DatedSession]:
    label = spravato().schedules[indication]
    first_week = regimen.starts_in_week
    ends = label.phases[-1].until_week
    count = min(last_week, ends or last_week) - first_week + 1
    # Weeks and places in them are the label's; the doses are the regimen's, even where they differ from the label.
    slots = schedule(indication, count, regimen.dose_mg, None, regimen.maintenance_every_weeks, from_week=first_week)
    found = []
    for phase in label.phases:
        spacing = 7 // phase.sessions_per_week
        for slot in (one for one in slots if label.phase(one.week) is phase):
            on = service.first + weeks(slot.week - first_week) + (slot.ordinal - 1) * spacing * ONE_DAY
            opens = (slot.week, slot.ordinal) == (1, 1)
            mg = (regimen.first_dose_mg if opens else None) or regimen.dose_mg
            found.append(DatedSession(on, slot.week, phase.id, mg, mg_to_devices(mg)))
    return [session for session in found if session.on <= service.last]


def _phase_parts(indication: Indication, regimen: Regimen, sessions: Sequence[DatedSession]) -> list[PhasePart]:
    phases = {phase.id: phase for phase in spravato().schedules[indication].phases}
    parts = []
    for key, members in groupby(sessions, key=lambda session: session.phase):
        held = list(members)
        every = regimen.maintenance_every_weeks if len(phases[key].every_weeks) > 1 else None
        often = _frequency(phases[key], every or phases[key].every_weeks[0])
        mg, devices = sum(one.mg for one in held), sum(one.devices for one in held)
        parts.append(PhasePart(key, held[0].week, held[-1].week, often, len(held), mg, devices))
    return parts


def _notes(indication: Indication, last_week: int, sessions: Sequence[DatedSession]) -> list[Remark]:
    notes = [
        Remark(
            "plan_not_appointments",
            "The days are planned from the first day and the spacing; they are not appointments.",
        )
    ]
    final = spravato().schedules[indication].phases[-1]
    if final.until_week is not None and last_week > final.until_week:
        text = (
            f"For this indication the label's schedule ends with week {final.until_week}, before the period does: "
            f"no session is planned after {spoken(sessions[-1].on)}."
        )
        notes.append(Remark("schedule_ends", text, (final.source,)))
    return notes


def _warnings(indication: Indication, regimen: Regimen) -> list[Remark]:
    label = spravato().schedules[indication].first_dose
    if regimen.starts_in_week > 1:
        if regimen.first_dose_mg is None:
            return []
        text = f"The regimen's first dose is not used: this request begins in week {regimen.starts_in_week}."
        return [Remark("first_dose_not_used", text)]
    opening_mg = regimen.first_dose_mg or regimen.dose_mg
    if opening_mg == label.mg:
        return []
    text = f"The first session is planned at {opening_mg} mg; the label's first dose is {label.mg} mg."
    return [Remark("first_dose_differs_from_label", text, (label.source,))]


def _frequency(phase: Phase, every_weeks: int) -> str:
    return _PER_WEEK[phase.sessions_per_week] if every_weeks == 1 else f"every {every_weeks} weeks"
