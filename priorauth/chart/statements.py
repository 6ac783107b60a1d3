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


class Attestation(Item):
    """A statement that only a person can make: a judgement, a plan, what would happen without treatment."""

    id_begins = "attestation"
    states: Literal[
        "confinement_within_48_hours_without_treatment",
        "cannot_care_for_self",
        "daily_thoughts_of_death_or_self_harm",
        "trial_duration_sufficient",
        "direct_supervision",
        "observation_two_hours",
        "patient_will_be_enrolled_in_rems",
        "urgent",
        "psychotherapy_unavailable",
        "all_antidepressants_contraindicated",
        "all_augmenting_agents_contraindicated",
    ]
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
