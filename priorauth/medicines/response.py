"""How much better a patient got, in percent, as a range of what is possible.

What a clinician's word stands for: "partial" is 25 to 49 percent, "response" 50 percent or more (clinical usage; the
bands of trial classification in docs/facts.md). Percent change = (baseline - current) / baseline, on one instrument
only, and on one that measures depression.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from priorauth.chart.scales import instruments
from priorauth.chart.scored import out_of_place, scores_of
from priorauth.logic.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.chart.scales import Score
    from priorauth.chart.trials import Course

_JUST_BELOW_25 = Decimal("24.99")
_JUST_BELOW_50 = Decimal("49.99")

WORDS: dict[str, Range] = {
    "worse": Range(None, Decimal(0)),
    "none": Range(None, _JUST_BELOW_25),
    "partial": Range(Decimal(25), _JUST_BELOW_50),
    "inadequate": Range(None, _JUST_BELOW_50),
    "response": Range(Decimal(50), Decimal(100)),
    "remission": Range(Decimal(50), Decimal(100)),
}
"""The percentages that each word of a chart can stand for."""


_ENDED = {"lack_of_effect": "ended for lack of effect", "partial_effect": "ended for partial effect only"}


@dataclass(frozen=True, slots=True)
class Change:
    """From one score to another on the same instrument."""

    before: Score
    after: Score

    @property
    def percent(self) -> Decimal:
        """Improvement in percent of the first score, to one decimal place; below zero is worsening."""
        change = Decimal(self.before.total - self.after.total) / Decimal(self.before.total) * 100
        return change.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def size(self) -> str:
        """The percent without its sign, as people write it: ``72.2``, ``50``."""
        return _size(self.percent)


@dataclass(frozen=True, slots=True)
class Improvement:
    """What the chart says of a course's effect: each way it is told, and what is possible by each."""

    change: Change | None
    stated_percent: int | None
    stated_word: str | None
    implied: str | None
    """The reason it ended, where that implies an inadequate effect: it tells of the effect if nothing else does."""
    misplaced: tuple[str, ...] = ()
    """Scores that cannot be those of the course, with the days that exclude them: they show nothing of its effect."""

    @property
    def possible(self) -> tuple[Range, ...]:
        """One range for each way it is told; none, if it is not told at all."""
        told: list[Range] = []
        if self.change:
            told.append(Range.exactly(self.change.percent))
        if self.stated_percent is not None:
            told.append(Range.exactly(Decimal(self.stated_percent)))
        if self.stated_word in WORDS:
            told.append(WORDS[self.stated_word])
        elif not told and self.implied:
            told.append(WORDS["inadequate"])
        return tuple(told)

    @property
    def only_implied(self) -> bool:
        """Whether nothing but the reason it ended tells of the effect."""
        return self.implied is not None and self.spoken() == _ENDED[self.implied]

    @property
    def conflicting(self) -> bool:
        """Whether two ways of telling exclude each other (a point of rounding is no conflict)."""
        told = self.possible
        rounding = Decimal(1)
        return any(
            not Range(_less(one.low, rounding), _more(one.high, rounding)).overlaps(other)
            for place, one in enumerate(told)
            for other in told[place + 1 :]
        )

    def spoken(self) -> str:
        """Every way it is told, in words: "PHQ-9 20 to 17 (15% improvement)"."""
        told = []
        if self.change:
            told.append(
                f"{self.change.before.instrument} {self.change.before.total} to {self.change.after.total} "
                f"({_percent(self.change.percent)})"
            )
        if self.stated_percent is not None:
            told.append(f"stated as {_percent(Decimal(self.stated_percent))}")
        if self.stated_word in WORDS:
            told.append(
                {
                    "none": "no response",
                    "worse": "worsening",
                    "inadequate": "inadequate response",
                    "partial": "partial response",
                }.get(self.stated_word or "", self.stated_word or "")
            )
        elif not told and self.implied:
            told.append(_ENDED[self.implied])
        return "; ".join(told)


def improvement(course: Course, scores: Mapping[str, Score]) -> Improvement:
    """What the chart says of the effect of ``course``. Scores of different instruments are never compared."""
    before, after = scores_of(course, scores)
    misplaced = out_of_place(course, scores)
    comparable = before and after and before.instrument == after.instrument and before.total > 0 and not misplaced
    measured = before and instruments().instruments[before.instrument].measures == "depression"
    implied = next((reason for reason in _ENDED if reason in course.ended_because), None)
    return Improvement(
        Change(before, after) if comparable and measured and before and after else None,
        course.improvement_percent,
        course.response if course.response != "unknown" else None,
        implied,
        misplaced,
    )


def _percent(value: Decimal) -> str:
    return f"{_size(value)}% {'improvement' if value >= 0 else 'worsening'}"


def _size(value: Decimal) -> str:
    return f"{abs(value.to_integral() if value == value.to_integral() else value.normalize()):f}"


def _less(value: int | Decimal | None, by: Decimal) -> Decimal | None:
    return None if value is None else Decimal(value) - by


def _more(value: int | Decimal | None, by: Decimal) -> Decimal | None:
    return None if value is None else Decimal(value) + by
