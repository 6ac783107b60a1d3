"""What a policy asks of one trial: how long, at which dose, with what effect, when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from priorauth.model import Frozen
from priorauth.policy.thresholds import Threshold
from priorauth.reading import Flaw

DoseWord = Literal[
    "any",
    "therapeutic",
    "generally_accepted",
    "minimum",
    "floor_and_ceiling",
    "optimized",
    "maximum",
    "maximum_tolerated_labeled",
]
"""
``therapeutic``, ``generally_accepted``, ``minimum``: at or above the least adequate dose. Payers do not say whose list
they mean, so each named rule of the medicines' reference is a reading of its own.
``floor_and_ceiling``: likewise; that it was raised as far as indicated is the prescriber's judgement, not a number.
``optimized``: at or above the least adequate dose, and raised as far as effect and tolerance allowed.
``maximum``: at or above the usual labelled maximum.
``maximum_tolerated_labeled``: the labelled maximum, or the highest dose the patient tolerated.
"""

Word = Literal["none", "partial", "response"]
"""Effects that exclude each other: under 25 percent, 25 to 49 percent, 50 percent or more."""


_EFFECTS: dict[tuple[Word, ...], str] = {
    ("none",): "no response",
    ("partial",): "a partial response",
    ("none", "partial"): "no response or a partial one",
}


class Lookback(Frozen):
    """How far back a trial may lie. What the policy does not say is ``unclear``, and then every reading is tried."""

    years: Annotated[int, Field(ge=1, le=50)] | None = None
    months: Annotated[int, Field(ge=1, le=600)] | None = None
    measured_at: Literal["start", "end", "overlap", "unclear"]
    """Which part of the trial must lie within."""
    counted_from: Literal["request", "service_start", "unclear"] = "unclear"

    @model_validator(mode="after")
    def _one_unit(self) -> Lookback:
        if (self.years is None) == (self.months is None):
            raise Flaw("must be either years or months.")
        return self

    def __str__(self) -> str:
        """ "5 years", "18 months"."""
        number, unit = (self.years, "year") if self.years else (self.months, "month")
        return f"{number} {unit}{'' if number == 1 else 's'}"


class NonResponse(Frozen):
    """Which effect is a failure: an improvement in percent, or words."""

    improvement: Threshold | None = None
    """In percent: ``{at_most: 25}``."""
    words: tuple[Word, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> NonResponse:
        if (self.improvement is None) == (not self.words):
            raise Flaw("must be either improvement (in percent) or words.")
        return self

    def __str__(self) -> str:
        """ "no response or a partial one", "an improvement of at most 25 percent"."""
        if self.improvement:
            return f"an improvement of {self.improvement} percent"
        return _EFFECTS[self.words] if self.words in _EFFECTS else " or ".join(self.words)


class Tier(Frozen):
    """One way in which a trial can fail."""

    response: NonResponse
    dose: DoseWord = "any"
    weeks: Threshold | None = None
    dose_limiting_side_effects: bool = False
    """Whether this way needs side effects that kept the dose from being raised."""

    def __str__(self) -> str:
        """ "none or partial, at the minimum dose, for at least 4 weeks, with dose-limiting side effects"."""
        dose = "" if self.dose == "any" else f"at the {self.dose.replace('_', ' ')} dose"
        weeks = f"for {self.weeks} weeks" if self.weeks else ""
        limited = "with dose-limiting side effects" if self.dose_limiting_side_effects else ""
        return ", ".join(one for one in (str(self.response), dose, weeks, limited) if one)


class Judged(Frozen):
    """``{not_below_weeks: 4}``: a time that is short of the weeks, and that the prescriber may still judge enough."""

    not_below_weeks: Annotated[int, Field(ge=1)] | Literal["none"]
    """The floor; ``none``, where the policy leaves it to the prescriber altogether."""


class CourseRule(Frozen):
    """What one trial must be to count. A plain rule is one tier; ``fails_by`` lists several."""

    weeks: Threshold | None = None
    or_judged_sufficient: Judged | None = None
    """For "4 to 6 weeks" or "as the physician judges": what is short of it, a dated statement makes up for."""
    adherence: Threshold | Literal["adequate"] | None = None
    """How much of it must have been taken: in percent of the days, or the clinician's word for it."""
    time: Literal["consecutive", "cumulative", "unclear"] = "unclear"
    """Whether the time must be without a break."""
    tolerated_gap_days: Annotated[int, Field(ge=0)] = 0
    dose: DoseWord = "any"
    non_response: NonResponse | None = None
    fails_by: tuple[Tier, ...] = ()
    within: Lookback | None = None
    therapy_change: bool = False
    """Whether the failure must have led to a change of treatment."""
    intolerance: Literal["counts_as_failure", "waives_trial", "waives_duration", "no", "not_stated"] = "not_stated"
    """What a trial ended by side effects is; ``waives_trial``: one trial fewer is asked. Silence is not a yes."""
    contraindication: Literal["counts_as_failure", "no", "not_stated"] = "not_stated"
    """What a medicine is that this patient must not be given."""

    @model_validator(mode="after")
    def _plain_or_tiers(self) -> CourseRule:
        if self.or_judged_sufficient and self.weeks is None:
            raise Flaw("needs weeks: the time that is asked where nobody judges.", "or_judged_sufficient")
        if self.fails_by and (self.weeks or self.non_response or self.dose != "any"):
            raise Flaw("stands beside weeks, dose or non_response. With fails_by, each way states its own.", "fails_by")
        if not self.fails_by and self.non_response is None:
            raise Flaw("needs non_response or fails_by: what makes a trial a failed one.")
        return self

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The ways to fail, the plain rule being one."""
        if self.fails_by or self.non_response is None:
            return self.fails_by
        return (Tier(response=self.non_response, dose=self.dose, weeks=self.weeks),)
