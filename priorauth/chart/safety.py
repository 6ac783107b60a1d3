"""Safety questions, each answered explicitly or not at all: absent is not unknown, and unknown is not "no"."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Answered, Item, Shown, Text
from priorauth.model import Frozen
from priorauth.reading import Flaw


class Answer(Frozen):
    """An answer, who gave it and when, and where it can be read."""

    answer: Answered
    on: ExactDay | None = None
    by: Text | None = None
    detail: Text | None = None
    shown_in: tuple[Shown, ...] = ()


def _short(value: Any) -> Any:
    return {"answer": value} if isinstance(value, str | bool) else value


Asked = Annotated[Answer, BeforeValidator(_short, json_schema_input_type=Answered | Answer)] | None


class Safety(Frozen):
    """What has to be known before esketamine is given. Short form: ``aneurysmal_vascular_disease: no``."""

    aneurysmal_vascular_disease: Asked = None
    """Thoracic or abdominal aorta, intracranial, or peripheral arteries."""
    arteriovenous_malformation: Asked = None
    intracerebral_hemorrhage: Asked = None
    hypersensitivity: Asked = None
    """To esketamine, ketamine or an excipient."""
    history_of_psychosis: Asked = None
    psychosis_benefit_outweighs_risk: Asked = None
    """The prescriber's judgement where there is such a history."""
    history_of_mania: Asked = None
    substance_use_disorder: Asked = None
    """Any current moderate or severe disorder; details stand under ``substance_use``."""
    pregnancy: Asked = None
    lactation: Asked = None
    concurrent_ketamine: Asked = None
    mind_altering_substances: Asked = None
    """Use of other mind-altering substances, cannabis among them."""
    takes_maoi: Asked = None
    takes_stimulant: Asked = None
    takes_sedative: Asked = None
    severe_hepatic_impairment: Asked = None

    def asked(self, question: str) -> Answer | None:
        """The answer to a question by its key."""
        answer = getattr(self, question)
        return answer if isinstance(answer, Answer) else None

    def known_on(self, day: date) -> Safety:
        """The answers that were given by ``day``, or at a time that is not said."""
        later = [name for name in type(self).model_fields if (one := self.asked(name)) and one.on and one.on > day]
        return self.model_copy(update=dict.fromkeys(later)) if later else self


SAFETY_QUESTIONS = {
    "aneurysmal_vascular_disease": "aneurysmal vascular disease",
    "arteriovenous_malformation": "arteriovenous malformation",
    "intracerebral_hemorrhage": "history of intracerebral hemorrhage",
    "hypersensitivity": "hypersensitivity to esketamine, ketamine or an excipient",
    "history_of_psychosis": "history of psychosis",
    "psychosis_benefit_outweighs_risk": "prescriber's judgement that benefit outweighs the risk of psychosis",
    "history_of_mania": "history of mania or hypomania",
    "substance_use_disorder": "moderate or severe substance or alcohol use disorder",
    "pregnancy": "pregnancy",
    "lactation": "breastfeeding",
    "concurrent_ketamine": "ketamine at the same time",
    "mind_altering_substances": "use of mind-altering substances",
    "takes_maoi": "monoamine oxidase inhibitor",
    "takes_stimulant": "psychostimulant",
    "takes_sedative": "sedative",
    "severe_hepatic_impairment": "severe hepatic impairment",
}
"""Each safety question in words that fit after "no"."""


AFFIRMED = {
    "aneurysmal_vascular_disease": "aneurysmal vascular disease",
    "arteriovenous_malformation": "an arteriovenous malformation",
    "intracerebral_hemorrhage": "a history of intracerebral hemorrhage",
    "hypersensitivity": "hypersensitivity to esketamine, ketamine or an excipient",
    "history_of_psychosis": "a history of psychosis",
    "psychosis_benefit_outweighs_risk": "the prescriber’s judgement that benefit outweighs the risk of psychosis",
    "history_of_mania": "a history of mania or hypomania",
    "substance_use_disorder": "a moderate or severe substance or alcohol use disorder",
    "pregnancy": "pregnancy",
    "lactation": "breastfeeding",
    "concurrent_ketamine": "ketamine that is given at the same time",
    "mind_altering_substances": "use of mind-altering substances",
    "takes_maoi": "a monoamine oxidase inhibitor that is taken",
    "takes_stimulant": "a psychostimulant that is taken",
    "takes_sedative": "a sedative that is taken",
    "severe_hepatic_impairment": "severe hepatic impairment",
}
"""The same answered "yes", in words that fit after "the chart records"."""


LABEL_QUESTIONS = (
    "aneurysmal_vascular_disease",
    "arteriovenous_malformation",
    "intracerebral_hemorrhage",
    "hypersensitivity",
)
"""The questions whose "yes" the label names as a contraindication."""


class BloodPressure(Item):
    """A blood pressure in mmHg."""

    id_begins = "blood-pressure"
    on: ExactDay
    systolic: Annotated[int, Field(ge=50, le=300)]
    diastolic: Annotated[int, Field(ge=20, le=200)]

    @field_validator("diastolic")
    @classmethod
    def _below_systolic(cls, value: int, info: ValidationInfo) -> int:
        if value >= info.data.get("systolic", 999):
            raise Flaw("must be lower than systolic.")
        return value


class PdmpCheck(Item):
    """A look into the state's prescription drug monitoring program."""

    id_begins = "pdmp"
    on: ExactDay
    by: Text | None = None
    result: Literal["nothing_of_concern", "discussed", "of_concern"] | None = None
    """``discussed``: what it showed was discussed with the patient; ``of_concern``: the prescriber has to weigh it."""
    finding: Text | None = None
    """What it showed, in words that a payer may read. Needed where it is of concern."""
    unavailable_in_state: bool = False
    """The state has no such program that the practice can ask."""

    @model_validator(mode="after")
    def _says_what(self) -> PdmpCheck:
        if self.result == "of_concern" and self.finding is None:
            raise Flaw("is missing: say what of concern the check showed.", "finding")
        if self.result and self.unavailable_in_state:
            raise Flaw("says what a program showed that the state does not have.", "result")
        return self


class PatientRems(Item):
    """The patient's enrollment in the Spravato REMS."""

    id_begins = "rems-patient"
    enrolled_on: ExactDay | None = None
    planned_on: ExactDay | None = None
    identifier: Text | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:  # noqa: ARG003  (there is one, whatever it says)
        """There is one."""
        return []

    def known_on(self, day: date) -> PatientRems | None:
        """An enrollment that came later was not known; that it was planned may have been."""
        if self.enrolled_on is None or self.enrolled_on <= day:
            return self
        return self.model_copy(update={"enrolled_on": None, "identifier": None})
