"""Spravato as its US label has it given: the sessions of a period, what forbids it, what to watch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from priorauth.errors import BadInput
from priorauth.medicines.model import Cited, Group, Id, Source, Use
from priorauth.medicines.names import words
from priorauth.medicines.reference import reference
from priorauth.model import Frozen
from priorauth.reading import Flaw, validated
from priorauth.yamltree import read

_FILE = Path(__file__).with_name("spravato.yaml")

Indication: TypeAlias = Literal["trd", "mdsi"]
"""Treatment-resistant depression, or major depressive disorder with acute suicidal ideation or behavior."""

Count: TypeAlias = Annotated[int, Field(gt=0)]


class Milligrams(Cited):
    """One amount in milligrams of esketamine."""

    mg: Count


class Doses(Cited):
    """The doses that a session may have, in milligrams of esketamine."""

    mg: Annotated[tuple[Count, ...], Field(min_length=1)]
    note: str = ""


class Phase(Cited):
    """A run of weeks with one frequency; without ``until_week`` it has no end."""

    id: Id
    from_week: Count
    until_week: Count | None = None
    sessions_per_week: Count
    every_weeks: tuple[Count, ...] = (1,)
    """Each week, or a choice: in a week that is not skipped there are ``sessions_per_week``."""


class Review(Cited):
    """When benefit must be judged."""

    after_week: Count
    says: str


class Schedule(Frozen):
    """The labelled schedule of one indication. Weeks count from the first session ever."""

    doses: Doses
    first_dose: Milligrams
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    review: Review

    def phase(self, week: int) -> Phase | None:
        """The phase that ``week`` lies in; None after the last labelled week."""
        inside = (one for one in self.phases if one.from_week <= week <= (one.until_week or week))
        return next(inside, None)

    def cited(self) -> Iterator[str]:
        """The tags of all sources that this schedule cites."""
        items: tuple[Cited, ...] = (self.doses, self.first_dose, self.review, *self.phases)
        return (item.source for item in items)


class Codes(Cited):
    """ICD-10-CM codes, by how they begin, that say a condition is there."""

    prefixes: tuple[str, ...]
    note: str = ""


class Contraindication(Cited):
    """A condition in which the label forbids esketamine."""

    id: Id
    says: str
    icd10cm: Codes | None = None


class Partners(Frozen):
    """The medicines that an interaction is with."""

    uses: tuple[Use, ...] = ()
    groups: tuple[Group, ...] = ()
    names: tuple[str, ...] = ()
    """Medicines that the reference of antidepressants does not hold, each by one word, in small letters."""


class Interaction(Cited):
    """What the label says of esketamine together with certain medicines."""

    id: Id
    says: str
    partners: Partners = Field(alias="with")


class BloodPressure(Cited):
    """The blood pressure in mmHg above which the label asks to weigh risk and benefit before a session."""

    systolic_over: Count
    diastolic_over: Count
    says: str


class Spravato(Frozen):
    """What is known of the label, each item with its source."""

    sources: dict[str, Source]
    device: Milligrams
    schedules: dict[Indication, Schedule]
    contraindications: tuple[Contraindication, ...]
    interactions: tuple[Interaction, ...]
    blood_pressure: BloodPressure

    def devices(self, mg: int) -> int:
        """The devices that a dose of ``mg`` takes: 56 mg are two, 84 mg are three.

        Raises:
            BadInput: no whole number of devices gives this dose.
        """
        if mg <= 0 or mg % self.device.mg:
            raise BadInput(
                f"{mg} mg is no dose of Spravato: one device holds {self.device.mg} mg.",
                fix="Give the dose in milligrams of esketamine, 56 or 84.",
            )
        return mg // self.device.mg

    def interactions_of(self, medicine: str) -> tuple[Interaction, ...]:
        """What the label says of esketamine together with this medicine, by whatever name a chart has it."""
        named = reference().known(medicine)
        uses = set(named.uses) if named else set()
        group = named.medicine.group if named else None
        spelled = {*words(medicine), *(words(named.name) if named else ())}
        return tuple(
            one
            for one in self.interactions
            if group in one.partners.groups or uses & set(one.partners.uses) or spelled & set(one.partners.names)
        )

    def cited(self) -> Iterator[str]:
        """The tags of all sources that are cited."""
        codes = [one.icd10cm for one in self.contraindications if one.icd10cm]
        items: list[Cited] = [self.device, self.blood_pressure, *self.contraindications, *self.interactions, *codes]
        yield from (item.source for item in items)
        for plan in self.schedules.values():
            yield from plan.cited()

    @model_validator(mode="after")
    def _cites_what_is_listed(self) -> Spravato:
        if strange := set(self.cited()) - self.sources.keys():
            raise Flaw(f"lacks {', '.join(sorted(strange))}.", "sources")
        return self


NAMES = frozenset({"spravato", "esketamine"})
"""The words by which a denial or an authorization names it, in small letters."""


def is_spravato(product: str) -> bool:
    """Whether a product, as a payer's notice names it, is Spravato."""
    return bool(NAMES & set(words(product)))


@cache
def spravato() -> Spravato:
    """What comes with priorauth about the label."""
    return validated(Spravato, read(_FILE))


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session: the week of treatment, which session of that week (from 1), its dose and its devices."""

    week: int
    ordinal: int
    mg: int
    devices: int


def schedule(
    indication: Indication,
    weeks: int,
    dose_mg: int,
    first_dose_mg: int | None = None,
    maintenance_every_weeks: int | None = None,
    *,
    from_week: int = 1,
) -> tuple[PlannedSession, ...]:
    """The sessions of ``weeks`` weeks of treatment, by the label, beginning with week ``from_week``.

    Each session has ``dose_mg``, but the first ever (week 1) has ``first_dose_mg``, by default the label's. From the
    phase on in which the label leaves the frequency to the prescriber, there is a session each
    ``maintenance_every_weeks`` weeks, the first in the first such week of the period.

    Raises:
        BadInput: a dose, frequency or week that the label does not have.
    """
    label = spravato()
    plan = label.schedules[indication]
    if weeks < 1 or from_week < 1:
        raise BadInput("The weeks of treatment count from 1, and a period has at least one.", fix="Correct the weeks.")
    first_mg = plan.first_dose.mg if first_dose_mg is None else first_dose_mg
    _allowed("dose in mg", dose_mg, plan.doses.mg)
    _allowed("first dose in mg", first_mg, (plan.first_dose.mg,))
    sessions: list[PlannedSession] = []
    for week in range(from_week, from_week + weeks):
        for ordinal in range(1, _sessions_in(plan, week, from_week, maintenance_every_weeks) + 1):
            mg = first_mg if (week, ordinal) == (1, 1) else dose_mg
            sessions.append(PlannedSession(week, ordinal, mg, label.devices(mg)))
    return tuple(sessions)


def _sessions_in(plan: Schedule, week: int, from_week: int, every_weeks: int | None) -> int:
    phase = plan.phase(week)
    if phase is None:
        raise BadInput(
            f"The label has no schedule for week {week} of this indication.",
            fix="End the period where the labelled schedule ends, or ask for it as an exception.",
        )
    if len(phase.every_weeks) == 1:
        return phase.sessions_per_week
    every = _allowed("number of weeks from one session to the next", every_weeks, phase.every_weeks)
    return 0 if (week - max(phase.from_week, from_week)) % every else phase.sessions_per_week


def _allowed(what: str, given: int | None, allowed: tuple[int, ...]) -> int:
    if given is None or given not in allowed:
        raise BadInput(
            f"The {what} is {'missing' if given is None else given}; the label has {' or '.join(map(str, allowed))}.",
            fix="Plan the sessions as the label has them.",
        )
    return given
