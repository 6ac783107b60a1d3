"""One patient's record as a chart: the tree of keys that its file holds, and the files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from priorauth.chart.chart import Case, Chart
from priorauth.chart.coverage import Coverage
from priorauth.chart.episode import Diagnosis, Inpatient
from priorauth.chart.people import Patient
from priorauth.chart.safety import BloodPressure
from priorauth.chart.scales import Score
from priorauth.chart.therapies import Neuromodulation
from priorauth.chart.treatment import Exhibit, Fill, Session
from priorauth.chart.trials import Augmentation, Contraindicated, CurrentMedicine, Trial
from priorauth.intake.fhir.administrations import sessions
from priorauth.intake.fhir.allergies import allergies
from priorauth.intake.fhir.conditions import diagnoses
from priorauth.intake.fhir.documents import Document, documents
from priorauth.intake.fhir.fills import fills
from priorauth.intake.fhir.fitting import Fitting
from priorauth.intake.fhir.insurance import coverages
from priorauth.intake.fhir.medication import lines
from priorauth.intake.fhir.observations import pressures_and_sheets
from priorauth.intake.fhir.people import gone, patient
from priorauth.intake.fhir.phq9 import from_responses, scores
from priorauth.intake.fhir.procedures import neuromodulations, stays
from priorauth.intake.fhir.team import care_team
from priorauth.intake.fhir.trials import augmentations, current, trials

if TYPE_CHECKING:
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record
    from priorauth.intake.fhir.values import Json

Asked = Literal["trd", "mdsi"]
Phase = Literal["initial", "continuation"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the source does not say and the one who reads it does."""

    as_of: date
    payers: Mapping[str, str] = field(default_factory=dict)
    """The payers by their names, as :func:`~priorauth.intake.fhir.insurance.plainly` writes them."""
    payer: str | None = None
    """The payer of coverages whose own name is none of these."""
    asked: Asked | None = None
    """What is asked for each patient; FHIR's charts hold no request."""
    phase: Phase = "initial"
    ndc: Mapping[str, str] = field(default_factory=dict)
    """What each NDC is, by its eleven digits."""


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart to be written."""

    tree: Json
    documents: tuple[Document, ...]
    whole: bool
    """Whether it holds a request, so that it can be judged as it is."""


def charted(record: Record, notes: Notes, wanted: Wanted, case: str) -> Charted | str:
    """The chart of one patient; or, where none can be made, why."""
    if why := gone(record.patient):
        return why
    person = patient(record.patient, notes)
    known = allergies(record, notes)
    if known.line:
        person["allergies"] = known.line
    try:
        born = Patient.model_validate(person).birth_date
    except ValidationError:
        return "has no full name, or no birth date known to the day"
    fitting = Fitting(born, wanted.as_of, notes)
    covered = coverages(record, notes, wanted.payers, wanted.payer, wanted.as_of)
    medication = lines(record, notes, wanted.ndc)
    dispensed = fitting.items(Fill, "MedicationDispense", fills(record, notes, medication))
    pressures, sheets = pressures_and_sheets(record, notes)
    sheets += from_responses(record, notes)
    papers = tuple(documents(record, notes))
    tree: Json = {"case": case, "patient": person}
    tree["coverages"] = fitting.items(Coverage, "Coverage", covered)
    tree["care_team"] = care_team(record, notes, medication)
    tree["diagnoses"] = fitting.items(Diagnosis, "Condition", diagnoses(record, notes))
    tree["trials"] = fitting.items(Trial, "trial", trials(record, notes, medication, dispensed, wanted.as_of))
    added = augmentations(record, medication, wanted.as_of)
    tree["augmentations"] = fitting.items(Augmentation, "augmentation", added)
    now = current(record, medication, wanted.as_of)
    tree["current_medicines"] = fitting.items(CurrentMedicine, "medicine taken now", now)
    tree["contraindicated_medicines"] = fitting.items(Contraindicated, "AllergyIntolerance", known.contraindicated)
    tree["neuromodulations"] = fitting.items(Neuromodulation, "Procedure", neuromodulations(record, notes))
    tree["scores"] = fitting.items(Score, "score", scores(sheets, notes))
    tree["inpatient"] = fitting.items(Inpatient, "Encounter", stays(record, notes))
    tree["safety"] = {"hypersensitivity": known.hypersensitivity} if known.hypersensitivity else {}
    tree["blood_pressures"] = fitting.items(BloodPressure, "blood pressure", pressures)
    tree["sessions"] = fitting.items(Session, "MedicationAdministration", sessions(record, notes))
    tree["fills"] = dispensed
    tree["exhibits"] = fitting.items(Exhibit, "DocumentReference", [one.exhibit for one in papers])
    tree["asks"] = _asks(tree["coverages"], wanted, notes)
    tree = {key: value for key, value in tree.items() if value}
    try:
        (Case if "asks" in tree else Chart).model_validate(tree)
    except ValidationError:
        return "contradicts itself in a way that a chart cannot hold"
    kept = {one["file"] for one in tree.get("exhibits", ())}
    return Charted(tree, tuple(one for one in papers if one.name in kept), whole="asks" in tree)


def _asks(covered: list[Json], wanted: Wanted, notes: Notes) -> list[Json]:
    """The request to the one primary coverage, where somebody said what is asked."""
    primary = [one for one in covered if one.get("order", "primary") == "primary"]
    if wanted.asked is None:
        notes.remark("Nothing is asked of a payer yet: add asks, with coverage and indication (trd or mdsi).")
    elif len(primary) != 1:
        which = "several primary coverages" if primary else "no primary coverage whose payer is known"
        notes.remark(f"There is {which}: add the coverage and asks by hand.")
    else:
        own = Coverage.model_validate(primary[0]).id
        phase = {"phase": wanted.phase} if wanted.phase != "initial" else {}
        return [{"coverage": own, "indication": wanted.asked, **phase}]
    return []
