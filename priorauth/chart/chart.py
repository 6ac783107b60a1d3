"""The chart: all that is known of one patient, and what of it was known on a given day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, Self, TypeVar

from pydantic import Field, model_validator

from priorauth.chart.ask import Ask
from priorauth.chart.circumstances import InformationRequest
from priorauth.chart.coverage import Coverage
from priorauth.chart.dates import PartialDate
from priorauth.chart.episode import Diagnosis, Episode, Inpatient, SubstanceUse, SuicideAssessment
from priorauth.chart.item import Id, Item, Shown
from priorauth.chart.ketamine import KetaminePlan, KetamineSession
from priorauth.chart.people import CareTeam, Consultation, Patient, Pharmacy, Prescriber, Site
from priorauth.chart.safety import BloodPressure, PatientRems, PdmpCheck, Safety
from priorauth.chart.scales import Score
from priorauth.chart.statements import Attestation, CompleteList, ListName
from priorauth.chart.therapies import Neuromodulation, Psychotherapy
from priorauth.chart.treatment import Authorization, Denial, Exhibit, Fill, Session
from priorauth.chart.trials import Augmentation, Contraindicated, Course, CurrentMedicine, Trial
from priorauth.model import Frozen
from priorauth.reading import A_SLIP, Flaw, meant

Found = TypeVar("Found")


class Chart(Frozen):
    """The facts. Every list may be incomplete until :class:`CompleteList` says otherwise."""

    case: Id
    """The practice's own number for this patient. It names files and folders, so it must not identify anyone."""
    fictional: bool = False
    """An invented patient, for demonstration; every document says so."""
    patient: Patient
    coverages: tuple[Coverage, ...] = ()
    care_team: CareTeam = Field(default_factory=CareTeam)
    diagnoses: tuple[Diagnosis, ...] = ()
    episode: Episode | None = None
    trials: tuple[Trial, ...] = ()
    augmentations: tuple[Augmentation, ...] = ()
    contraindicated_medicines: tuple[Contraindicated, ...] = ()
    current_medicines: tuple[CurrentMedicine, ...] = ()
    psychotherapies: tuple[Psychotherapy, ...] = ()
    neuromodulations: tuple[Neuromodulation, ...] = ()
    scores: tuple[Score, ...] = ()
    suicide_assessments: tuple[SuicideAssessment, ...] = ()
    inpatient: tuple[Inpatient, ...] = ()
    substance_use: tuple[SubstanceUse, ...] = ()
    safety: Safety = Field(default_factory=Safety)
    blood_pressures: tuple[BloodPressure, ...] = ()
    pdmp: tuple[PdmpCheck, ...] = ()
    rems: PatientRems | None = None
    consultations: tuple[Consultation, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    complete: tuple[CompleteList, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    denials: tuple[Denial, ...] = ()
    sessions: tuple[Session, ...] = ()
    fills: tuple[Fill, ...] = ()
    information_requests: tuple[InformationRequest, ...] = ()
    ketamine_plans: tuple[KetaminePlan, ...] = ()
    ketamine_sessions: tuple[KetamineSession, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()

    def items(self) -> Iterator[tuple[str, Item]]:
        """Each item with its key: ``episode``, ``trials[0]``."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Item):
                yield name, value
            elif isinstance(value, tuple):
                for place, item in enumerate(value):
                    yield f"{name}[{place}]", item

    @cached_property
    def _worked_out(self) -> dict[Hashable, Any]:
        return {}

    def once(self, question: Hashable, work_out: Callable[[], Found]) -> Found:
        """What ``work_out`` gives, worked out once for this chart: every criterion, policy and day asks the same.

        The facts never change, so an answer holds as long as ``question`` names all else that it depends on.
        """
        known = self._worked_out
        if question not in known:
            known[question] = work_out()
        return known[question]  # type: ignore[no-any-return]

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Each item by its id."""
        return {item.id: item for _, item in self.items()}

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
        return self.coverage_named(ask.coverage)

    def coverage_named(self, wanted: str) -> Coverage:
        """The coverage of that id, which is among them."""
        return next(coverage for coverage in self.coverages if coverage.id == wanted)

    def complete_up_to(self, name: ListName) -> CompleteList | None:
        """The latest statement that the list holds everything, if there is one."""
        return max((one for one in self.complete if one.name == name), key=lambda one: one.up_to, default=None)

    def attested(self, states: str, about: str | None = None) -> Attestation | None:
        """The latest attestation of its kind (and about that item)."""
        found = [one for one in self.attestations if one.states == states and (about is None or one.about == about)]
        return max(found, key=lambda one: one.on, default=None)

    @property
    def monitoring(self) -> PdmpCheck | None:
        """The latest look into the prescription drug monitoring program; of one day, that which is of concern."""
        return max(self.pdmp, key=lambda one: (one.on, one.result == "of_concern", one.id), default=None)

    @property
    def monitoring_weighed(self) -> Attestation | None:
        """The prescriber's statement about what that look showed, made with it or since."""
        look, said = self.monitoring, self.attested("monitoring_finding_weighed")
        return said if look and said and said.answer == "yes" and said.on >= look.on else None

    def as_of(self, day: date) -> Self:
        """The chart as it could be known on ``day``: what happened or was written down later is left out.

        A trial that ended later stays, for on ``day`` it was under way; how it came out is left out. Asks stay: they
        are what is wanted, not what is known; but not that they were submitted later.
        """
        return self.once(("as of", day), lambda: self._known_on(day))

    def _known_on(self, day: date) -> Self:
        kept: dict[str, Any] = {}
        for name in type(self).model_fields:
            value = known = getattr(self, name)
            if isinstance(value, Item | Safety):
                known = value.known_on(day)
            elif isinstance(value, tuple):
                known = tuple(one for item in value if (one := item.known_on(day)))
            if known != value:
                kept[name] = known
        return self.changed(**kept) if kept else self

    def changed(self, **fields: Any) -> Self:
        """A copy with these fields instead."""
        copy = self.model_copy(update=fields)
        for worked_out in ("by_id", "_worked_out"):  # from the old fields: it does not come along
            copy.__dict__.pop(worked_out, None)
        return copy

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        seen: dict[str, str] = {}
        for here, item in self.items():
            if item.id in seen:
                raise Flaw(
                    f"and {seen[item.id]} have the same id. Give each an id of its own, or remove the one that stands "
                    "twice.",
                    here,
                )
            seen[item.id] = here
            for shown in item.shown_in:
                self._exhibit_exists(shown, f"{here}.shown_in")
            if isinstance(item, Course):
                self._refers(item, here)
            if isinstance(item, InformationRequest):
                for place, one in enumerate(item.questions):
                    for shown in one.shown_in:
                        self._exhibit_exists(shown, f"{here}.questions[{place}].shown_in")
        for question in type(self.safety).model_fields:
            answer = self.safety.asked(question)
            for shown in answer.shown_in if answer else ():
                self._exhibit_exists(shown, f"safety.{question}")
        for shown in self.patient.shown_in:
            self._exhibit_exists(shown, "patient.shown_in")
        self._statements_agree(set(seen))
        self._dates_agree()
        return self

    @model_validator(mode="after")
    def _stabilizers_are_taken(self) -> Self:
        medicines = {one.id for one in self.current_medicines}
        for place, plan in enumerate(self.ketamine_plans):
            if plan.mood_stabilizer and plan.mood_stabilizer not in medicines:
                near = meant(plan.mood_stabilizer, medicines, A_SLIP)
                here = f"ketamine_plans[{place}].mood_stabilizer"
                raise Flaw(f"names an id that is not among current_medicines.{near}", here)
        return self

    def _refers(self, course: Course, here: str) -> None:
        scores = {score.id: score for score in self.scores}
        for end in ("score_before", "score_after"):
            named = getattr(course, end)
            if named and named not in scores:
                raise Flaw(f"names a score that is not among scores.{meant(named, scores, A_SLIP)}", f"{here}.{end}")
        if course.score_before and course.score_after:
            before, after = scores[course.score_before], scores[course.score_after]
            if after.on < before.on:
                raise Flaw("is earlier than score_before.", f"{here}.score_after")
        trials = {trial.id for trial in self.trials}
        if isinstance(course, Augmentation) and course.alongside and course.alongside not in trials:
            near = meant(course.alongside, trials, A_SLIP)
            raise Flaw(f"names a trial that is not among trials.{near}", f"{here}.alongside")
        courses = trials | {one.id for one in self.augmentations}
        strange = [one for one in course.combined_with if one not in courses] if isinstance(course, Trial) else []
        if strange:
            near = meant(strange[0], courses - {course.id}, A_SLIP)
            there = f"{here}.combined_with"
            raise Flaw(f"names an id that is neither among trials nor among augmentations.{near}", there)

    def _statements_agree(self, ids: set[str]) -> None:
        """Nobody states two things of one day, and no statement is about what the chart does not hold."""
        said: dict[tuple[str, str | None, date], str] = {}
        for place, one in enumerate(self.attestations):
            if one.about and one.about not in ids:
                near = meant(one.about, ids, A_SLIP)
                raise Flaw(f"is not the id of anything in this chart.{near}", f"attestations[{place}].about")
            if said.setdefault((one.states, one.about, one.on), one.answer) != one.answer:
                raise Flaw(
                    "contradicts another statement of the same day. Keep the one that holds.",
                    f"attestations[{place}].answer",
                )

    def _exhibit_exists(self, shown: Shown, here: str) -> None:
        exhibit = next((one for one in self.exhibits if one.id == shown.exhibit), None)
        if exhibit is None:
            near = meant(shown.exhibit, [one.id for one in self.exhibits], A_SLIP)
            raise Flaw(f"names an exhibit that is not among exhibits.{near}", here)
        if exhibit.pages and shown.page and shown.page not in exhibit.pages:
            raise Flaw("names a page that is not among the pages of its exhibit to enclose.", here)

    def _dates_agree(self) -> None:
        born = self.patient.birth_date
        for here, item in self.items():
            for field in ("start", "onset", "on"):
                day = getattr(item, field, None)
                latest = day.latest if isinstance(day, PartialDate) else day
                if isinstance(latest, date) and latest < born:
                    raise Flaw("is before the patient was born.", f"{here}.{field}")


class Case(Chart):
    """A chart and what is asked of payers for it: what one file holds."""

    asks: tuple[Ask, ...] = ()
    """What is wanted of payers. Only a chart that plans off-label ketamine may do without."""

    @model_validator(mode="after")
    def _wants_something(self) -> Self:
        if not self.asks and not self.ketamine_plans:
            raise Flaw("is missing: say what is asked of which payer. (Off-label ketamine: ketamine_plans.)", "asks")
        return self

    @model_validator(mode="after")
    def _asks_of_known_coverages(self) -> Self:
        coverages = {coverage.id for coverage in self.coverages}
        wanted = [(f"asks[{place}]", ask.coverage) for place, ask in enumerate(self.asks)]
        wanted += [
            (f"ketamine_plans[{place}]", plan.coverage)
            for place, plan in enumerate(self.ketamine_plans)
            if plan.coverage
        ]
        for here, coverage in wanted:
            if coverage not in coverages:
                near = meant(coverage, coverages, A_SLIP) or " It is as given there, or else coverage- and the payer."
                raise Flaw(f"is not the id of a coverage.{near}", f"{here}.coverage")
        return self
