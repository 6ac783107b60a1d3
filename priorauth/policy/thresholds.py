"""Thresholds as policies write them: the operator is part of the rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from priorauth.logic.ranges import Bound
from priorauth.model import Frozen
from priorauth.reading import Flaw

NonNegative = Annotated[Decimal, Field(ge=0)]


class Threshold(Frozen):
    """``{at_least: 6}``, ``{more_than: 15}``, ``{at_least: 18, less_than: 65}``."""

    at_least: NonNegative | None = None
    more_than: NonNegative | None = None
    at_most: NonNegative | None = None
    less_than: NonNegative | None = None

    @model_validator(mode="after")
    def _possible(self) -> Threshold:
        if self.at_least is not None and self.more_than is not None:
            raise Flaw("has two lower bounds. Keep one of at_least and more_than.")
        if self.at_most is not None and self.less_than is not None:
            raise Flaw("has two upper bounds. Keep one of at_most and less_than.")
        low = self.at_least if self.at_least is not None else self.more_than
        high = self.at_most if self.at_most is not None else self.less_than
        if low is None and high is None:
            raise Flaw("needs a bound: at_least, more_than, at_most or less_than.")
        if (
            low is not None
            and high is not None
            and (low > high or (low == high and (self.more_than or self.less_than)))
        ):
            raise Flaw("has bounds that no number can satisfy.")
        return self

    def bound(self, times: int = 1) -> Bound:
        """The same threshold in a smaller unit: weeks × 7 are days."""

        def scaled(value: Decimal | None) -> Decimal | None:
            return None if value is None else value * times

        return Bound(scaled(self.at_least), scaled(self.more_than), scaled(self.at_most), scaled(self.less_than))

    def days_needed(self) -> int:
        """For a threshold in weeks with a lower bound only: the fewest whole days that pass it."""
        if self.at_least is not None:
            return int(-(-(self.at_least * 7) // 1))
        return int(self.more_than * 7 // 1) + 1 if self.more_than is not None else 0

    def __str__(self) -> str:
        """In words: "at least 18 and less than 65"."""
        return " and ".join(
            f"{name.replace('_', ' ')} {value:f}"
            for name in type(self).model_fields
            if (value := getattr(self, name)) is not None
        )
