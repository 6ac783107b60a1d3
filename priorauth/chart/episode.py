"""What the patient has: diagnoses, the current depressive episode, suicidality, hospital stays."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Self

from pydantic import ValidationInfo, field_validator, model_validator

from priorauth.chart.codes import Icd10
from priorauth.chart.dates import Day, ExactDay, PartialDate
from priorauth.chart.item import Answered, Item, Text
from priorauth.reading import Flaw

Severity = Literal["mild", "moderate", "moderately_severe", "severe"]


class Diagnosis(Item):
    """A diagnosis with its code."""

    id_begins = "diagnosis"
    code: Icd10
    description: Text | None = None
    on: Day | None = None
    """The day it was made or last confirmed."""
    by: Text | None = None
    by_mental_health_professional: Answered | None = None
    criteria: Literal["DSM-5", "DSM-5-TR", "ICD-10-CM"] | None = None
    method: Literal["clinical", "structured_interview"] | None = None
    primary: bool = False
    resolved: Day | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by the code."""
        return [str(given.get("code") or "")]

    def stands(self, day: date) -> bool:
        """Whether it is a diagnosis on ``day``; one "resolved 2026" is taken to be over from that year's first day."""
        return self.resolved is None or self.resolved.earliest > day


class Episode(Item):
    """The current depressive episode."""

    id_begins = "episode"
    onset: Day | None = None
    form: Literal["single", "recurrent"] | None = None
    severity: Severity | None = None
    psychotic_features: Answered | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:  # noqa: ARG003  (there is one, whatever it says)
        """There is one."""
        return []


class SuicideAssessment(Item):
    """What a clinician found when asking about suicide on a day."""

    id_begins = "suicide-assessment"
    on: ExactDay
    ideation: Answered | None = None
    intent: Answered | None = None
    """Some intent to die."""
    intends_to_act: Answered | None = None
    """The intention to act on the thoughts."""
    plan: Answered | None = None
    behavior: Answered | None = None
    imminent_risk: Answered | None = None
    hospitalization_warranted: Answered | None = None
    """Whether the risk, as the clinician judges it, calls for acute hospitalization."""
    instrument: Text | None = None
    by: Text | None = None


class Inpatient(Item):
    """A stay in a hospital for a psychiatric reason."""

    id_begins = "inpatient"
    admitted: Day
    discharged: Day | Literal["still_admitted"] | None = None
    as_of: ExactDay | None = None
    """The day on which the patient was still there. What came after it is not known."""
    reason: Text | None = None
    for_suicidality: Answered | None = None
    level: Literal["acute", "subacute"] | None = None
    esketamine_started: Answered | None = None
    """Whether esketamine was begun during the stay."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by the admission."""
        return [str(given.get("admitted") or "")]

    @field_validator("discharged")
    @classmethod
    def _after_admission(cls, value: Any, info: ValidationInfo) -> Any:
        admitted = info.data.get("admitted")
        if admitted and value and value != "still_admitted" and value.latest < admitted.earliest:
            raise Flaw("is before the admission.")
        return value

    @field_validator("as_of")
    @classmethod
    def _seen_there(cls, value: date | None, info: ValidationInfo) -> date | None:
        admitted = info.data.get("admitted")
        if admitted and value and value < admitted.earliest:
            raise Flaw("is before the admission.")
        return value

    def known_on(self, day: date) -> Self | None:
        """Who was discharged after ``day``, or seen there after it, was in hospital on ``day``."""
        left = self.discharged
        later = left.earliest > day if isinstance(left, PartialDate) else self.as_of is not None and self.as_of > day
        known = super().known_on(day)
        return known.model_copy(update={"discharged": "still_admitted", "as_of": day}) if known and later else known


class SubstanceUse(Item):
    """A substance use, with or without a disorder."""

    id_begins = "substance"
    substance: Text
    disorder: Answered
    code: Icd10 | None = None
    severity: Literal["mild", "moderate", "severe"] | None = None
    last_use: Day | None = None
    """The last day on which it was used; abstinence is counted from the day after."""
    controlled_environment_since: Day | None = None
    """Since when the patient has lived where the substance cannot be had."""
    treatment: Literal["in_treatment", "completed", "none"] | None = None
    on: ExactDay | None = None
    """The day this was recorded."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by the substance."""
        return [str(given.get("substance") or "")]

    @model_validator(mode="after")
    def _code_says_disorder(self) -> SubstanceUse:
        if self.code and self.disorder == "no" and self.code.startswith("F1"):
            raise Flaw("has a code of a substance use disorder while disorder says no.")
        return self
