"""Numbers known only to lie between two bounds, and what a threshold says of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from priorauth.logic.verdict import Verdict, all_of, verdict_of

Number: TypeAlias = int | Decimal


@dataclass(frozen=True, slots=True)
class Range:
    """Between ``low`` and ``high``, both included. ``None`` is without bound on that side."""

    low: Number | None
    high: Number | None

    @classmethod
    def exactly(cls, value: Number) -> Range:
        """A number that is known."""
        return cls(value, value)

    @property
    def exact(self) -> bool:
        """Whether only one number is possible."""
        return self.low is not None and self.low == self.high

    def __contains__(self, other: Range) -> bool:
        """Whether ``other`` is this range or a narrower one."""
        low_fits = self.low is None or (other.low is not None and self.low <= other.low)
        return low_fits and (self.high is None or (other.high is not None and other.high <= self.high))

    def overlaps(self, other: Range) -> bool:
        """Whether one number can lie in both."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not (below or above)

    def __str__(self) -> str:
        if self.exact:
            return str(self.low)
        if self.high is None:
            return f"{self.low} or more" if self.low is not None else "an unknown number of"
        return f"{self.low} to {self.high}" if self.low is not None else f"up to {self.high}"


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold with its operator: "at least 42" and "more than 42" are different rules."""

    at_least: Number | None = None
    more_than: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None

    def judge(self, value: Range) -> Verdict:
        """Whether every number of the range passes (met), none does (not met), or it depends (not documented)."""
        tests = []
        if self.at_least is not None:
            tests.append(_above(value, self.at_least, strict=False))
        if self.more_than is not None:
            tests.append(_above(value, self.more_than, strict=True))
        if self.at_most is not None:
            tests.append(_below(value, self.at_most, strict=False))
        if self.less_than is not None:
            tests.append(_below(value, self.less_than, strict=True))
        return all_of(tests)

    def __str__(self) -> str:
        said = [
            f"{words} {value}"
            for words, value in (
                ("at least", self.at_least),
                ("more than", self.more_than),
                ("at most", self.at_most),
                ("less than", self.less_than),
            )
            if value is not None
        ]
        return " and ".join(said)


def _above(value: Range, limit: Number, *, strict: bool) -> Verdict:
    if value.low is not None and (value.low > limit or (not strict and value.low == limit)):
        return verdict_of(True)
    if value.high is not None and (value.high < limit or (strict and value.high == limit)):
        return verdict_of(False)
    return Verdict.NOT_DOCUMENTED


def _below(value: Range, limit: Number, *, strict: bool) -> Verdict:
    if value.high is not None and (value.high < limit or (not strict and value.high == limit)):
        return verdict_of(True)
    if value.low is not None and (value.low > limit or (strict and value.low == limit)):
        return verdict_of(False)
    return Verdict.NOT_DOCUMENTED
