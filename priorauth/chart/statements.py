"""What a person stated and answers for: attestations, and which lists are complete up to which day."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Answered, Item, Text
from priorauth.reading import Flaw

ListName = Literal[
    "antidepressant_trials",
    "augmentations",
    "psychotherapies",
    "neuromodulations",
    "current_medicines",
    "substance_use",
    "spravato_sessions",
    "scores",
    "consultations",
    "denials",
]


class CompleteList(Item):
    """The statement that a list of this chart holds everything up to a day.

    Until it is given, what is not in the list may still have happened.
    """

    id_begins = "complete"
    name: ListName = Field(alias="list")
    up_to: ExactDay
    by: Text
    on: ExactDay

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by the list."""
        return [str(given.get("list") or "").replace("_", "-")]

    @model_validator(mode="after")
    def _of_the_past(self) -> CompleteList:
        if self.up_to > self.on:
            raise Flaw("is after the day of the statement.", "up_to")
        return self


Statement = Literal[
    "confinement_within_48_hours_without_treatment",
    "cannot_care_for_self",
    "daily_thoughts_of_death_or_self_harm",
    "intervention_needed_now",
    "trial_duration_sufficient",
    "direct_supervision",
    "observation_two_hours",
    "blood_pressure_monitored",
    "label_dosing",
    "patient_will_be_enrolled_in_rems",
    "urgent",
    "monitoring_finding_weighed",
    "psychotherapy_unavailable",
    "all_antidepressants_contraindicated",
    "all_augmenting_agents_contraindicated",
    "baseline_score_recorded",
    "age_outside_label_supported",
    "positive_clinical_response",
    "sustained_improvement",
    "stable_or_benefiting",
    "no_unacceptable_toxicity",
    "benefit_documented_after_induction",
]

SPOKEN: dict[Statement, str] = {
    "confinement_within_48_hours_without_treatment": (
        "that without the medicine the patient will need confinement in an acute psychiatric "
        "institution within 24 to 48 hours"
    ),
    "cannot_care_for_self": (
        "that the episode makes self-care and usual activities impossible, with persistent "
        "hopelessness or helplessness and anhedonia"
    ),
    "daily_thoughts_of_death_or_self_harm": "that there are thoughts of dying or self-harm for part of every day",
    "intervention_needed_now": "that treatment is needed at once",
    "trial_duration_sufficient": "that the trial lasted long enough to judge it",
    "direct_supervision": "that each session is directly supervised by a healthcare provider",
    "observation_two_hours": "that the patient is observed for at least two hours at each session",
    "blood_pressure_monitored": "that blood pressure is measured before and after each dose",
    "label_dosing": "that dose and frequency follow the label",
    "patient_will_be_enrolled_in_rems": "that the patient will be enrolled in the Spravato REMS",
    "urgent": "that the request is urgent",
    "monitoring_finding_weighed": (
        "that the finding in the prescription drug monitoring program was weighed and treatment is right all the same"
    ),
    "psychotherapy_unavailable": "that no psychotherapy is available to the patient",
    "all_antidepressants_contraindicated": "that all antidepressants are contraindicated",
    "all_augmenting_agents_contraindicated": "that all augmenting agents are contraindicated",
    "baseline_score_recorded": "that the severity was scored on a rating scale before the first dose",
    "age_outside_label_supported": "that the medicine is appropriate at this age although the label does not cover it",
    "positive_clinical_response": "that there is a positive clinical response",
    "sustained_improvement": "that the improvement is sustained",
    "stable_or_benefiting": "that the illness is stable or the patient benefits",
    "no_unacceptable_toxicity": "that there is no unacceptable toxicity",
    "benefit_documented_after_induction": "that the benefit after induction was evaluated and documented",
}
"""What each statement says, in words that fit after "the prescriber states"."""


class Attestation(Item):
    """A statement that only a person can make: a judgement, a plan, what would happen without treatment."""

    id_begins = "attestation"
    states: Statement
    about: Text | None = None
    """The item it is about, where it is about one."""
    answer: Answered
    by: Text
    on: ExactDay
    text: Text | None = None
    """In the person's own words."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by what it states, and about what."""
        return [str(given.get("states") or "").replace("_", "-")[:34].strip("-"), str(given.get("about") or "")]
