"""The chart: all that is known of one patient, and what of it was known on a given day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from priorauth.chart.ask import Ask
from priorauth.chart.coverage import Coverage
from priorauth.chart.dates import PartialDate
from priorauth.chart.episode import Diagnosis, Episode, Inpatient, SubstanceUse, SuicideAssessment
from priorauth.chart.item import Id, Item, Shown
from priorauth.chart.people import CareTeam, Consultation, Patient, Pharmacy, Prescriber, Site
from priorauth.chart.safety import BloodPressure, PatientRems, PdmpCheck, Safety
from priorauth.chart.scales import Score
from priorauth.chart.statements import Attestation, CompleteList, ListName
from priorauth.chart.therapies import Neuromodulation, Psychotherapy
from priorauth.chart.treatment import Authorization, Exhibit, Fill, Session
from priorauth.chart.trials import Augmentation, Course, CurrentMedicine, Trial
from priorauth.model import Frozen
from priorauth.reading import Flaw


class Chart(Frozen):
    """The facts. Every list may be incomplete until :class:`CompleteList` says otherwise."""

    case: Id
    """The practice's own number for this patient. It names files and folders, so it must not identify anyone."""
    fictional: bool = False
    """An invented patient, for demonstration; every document says so."""
    patient: Patient
    coverages: tuple[Coverage, ...] = ()
    care_team: CareTeam = CareTeam()
    diagnoses: tuple[Diagnosis, ...] = ()
    episode: Episode | None = None
    trials: tuple[Trial, ...] = ()
    augmentations: tuple[Augmentation, ...] = ()
    current_medicines: tuple[CurrentMedicine, ...] = ()
    psychotherapies: tuple[Psychotherapy, ...] = ()
    neuromodulations: tuple[Neuromodulation, ...] = ()
    scores: tuple[Score, ...] = ()
    suicide_assessments: tuple[SuicideAssessment, ...] = ()
    inpatient: tuple[Inpatient, ...] = ()
    substance_use: tuple[SubstanceUse, ...] = ()
    safety: Safety = Safety()
    blood_pressures: tuple[BloodPressure, ...] = ()
    pdmp: tuple[PdmpCheck, ...] = ()
    rems: PatientRems | None = None
    consultations: tuple[Consultation, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    complete: tuple[CompleteList, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    sessions: tuple[Session, ...] = ()
    fills: tuple[Fill, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()

    def items(self) -> Iterator[tuple[str, int, Item]]:
        """Each item with the key and the place of its list (0 for one that stands alone)."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Item):
                yield name, 0, value
            elif isinstance(value, tuple):
                for place, item in enumerate(value):
                    yield name, place, item

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Each item by its id."""
        return {item.id: item for _, _, item in self.items()}

    @property
    def prescriber(self) -> Prescriber | None:
        """The prescriber, once keys of the practice's profile are resolved."""
        return self.care_team.prescriber if isinstance(self.care_team.prescriber, Prescriber) else None

    @property
    def site(self) -> Site | None:
        """The site of care, once keys of the practice's profile are resolved."""
        return self.care_team.site if isinstance(self.care_team.site, Site) else None

    @property
    def pharmacy(self) -> Pharmacy | None:
        """The pharmacy, once keys of the practice's profile are resolved."""
        return self.care_team.pharmacy if isinstance(self.care_team.pharmacy, Pharmacy) else None

    def coverage(self, ask: Ask) -> Coverage:
        """The coverage that ``ask`` goes to."""
        return next(coverage for coverage in self.coverages if coverage.id == ask.coverage)

    def complete_up_to(self, name: ListName) -> CompleteList | None:
        """The latest statement that the list holds everything, if there is one."""
        return max((one for one in self.complete if one.name == name), key=lambda one: one.up_to, default=None)

    def attested(self, states: str, about: str | None = None) -> Attestation | None:
        """The latest attestation of its kind (and about that item)."""
        found = [one for one in self.attestations if one.states == states and (about is None or one.about == about)]
        return max(found, key=lambda one: one.on, default=None)

    def as_of(self, day: date) -> Self:
        """The chart as it could be known on ``day``: what was recorded later is left out.

        A trial that ended later stays, for on ``day`` it was under way; lengths of time are clipped where they are
        measured. An ongoing trial recorded later stays for the same reason.
        """
        kept: dict[str, Any] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, tuple) and value and isinstance(value[0], Item) and not isinstance(value[0], Ask):
                known = tuple(item for item in value if _known_on(item, day))
                if len(known) < len(value):
                    kept[name] = known
        return self.changed(**kept) if kept else self

    def changed(self, **fields: Any) -> Self:
        """A copy with these fields instead."""
        copy = self.model_copy(update=fields)
        copy.__dict__.pop("by_id", None)  # what was worked out from the old fields does not come along
        return copy

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        seen: dict[str, str] = {}
        for name, place, item in self.items():
            here = f"{name}[{place}]"
            if item.id in seen:
                raise Flaw(
                    (
                        f"and {seen[item.id]} have the same id ({item.id}). Give each an id of its own, or remove "
                        "the one that stands twice."
                    ),
                    here,
                )
            seen[item.id] = here
            for shown in item.shown_in:
                self._exhibit_exists(shown, f"{here}.shown_in")
            if isinstance(item, Course):
                self._refers(item, here)
        for question in type(self.safety).model_fields:
            answer = self.safety.asked(question)
            for shown in answer.shown_in if answer else ():
                self._exhibit_exists(shown, f"safety.{question}")
        for shown in self.patient.shown_in:
            self._exhibit_exists(shown, "patient.shown_in")
        self._dates_agree()
        return self

    def _refers(self, course: Course, here: str) -> None:
        scores = {score.id: score for score in self.scores}
        for end in ("score_before", "score_after"):
            named = getattr(course, end)
            if named and named not in scores:
                raise Flaw(f"names a score ({named}) that is not among scores.", f"{here}.{end}")
        trials = {trial.id for trial in self.trials}
        if isinstance(course, Augmentation) and course.alongside and course.alongside not in trials:
            raise Flaw(f"names a trial ({course.alongside}) that is not among trials.", f"{here}.alongside")

    def _exhibit_exists(self, shown: Shown, here: str) -> None:
        exhibit = next((one for one in self.exhibits if one.id == shown.exhibit), None)
        if exhibit is None:
            raise Flaw(f"names an exhibit ({shown.exhibit}) that is not among exhibits.", here)
        if exhibit.pages and shown.page and shown.page not in exhibit.pages:
            raise Flaw(f"names page {shown.page} of {shown.exhibit}, which is not among the pages to enclose.", here)

    def _dates_agree(self) -> None:
        born = self.patient.birth_date
        for name, place, item in self.items():
            for field in ("start", "onset", "on"):
                day = getattr(item, field, None)
                latest = day.latest if isinstance(day, PartialDate) else day
                if isinstance(latest, date) and latest < born:
                    raise Flaw("is before the patient was born.", f"{name}[{place}].{field}")


class Case(Chart):
    """A chart and what is asked of payers for it: what one file holds."""

    asks: tuple[Ask, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _asks_of_known_coverages(self) -> Self:
        coverages = {coverage.id for coverage in self.coverages}
        seen: set[str] = set()
        for place, ask in enumerate(self.asks):
            if ask.coverage not in coverages:
                known = ", ".join(sorted(coverages)) or "none"
                raise Flaw(f"is not among coverages (known: {known}).", f"asks[{place}].coverage")
            if ask.id in seen:
                raise Flaw(f"stands twice ({ask.id}). Give each ask an id of its own.", f"asks[{place}].id")
            seen.add(ask.id)
        return self


def _known_on(item: Item, day: date) -> bool:
    """Whether a thing that happened or was written down could be known on ``day``."""
    if isinstance(item, Exhibit):
        return item.on is None or item.on <= day
    first = next(
        (
            value
            for name in ("on", "start", "admitted", "as_of", "enrolled_on", "planned_on")
            if (value := getattr(item, name, None))
        ),
        None,
    )
    if isinstance(first, PartialDate):
        return first.earliest <= day
    return first is None or first <= day
