"""What the practice's own cases tell of its payers: how often they approve, how long they take, why they refuse.

Small numbers are told as numbers: of three cases, "67%" says more than anybody knows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any

from priorauth.worklist.clocks import known
from priorauth.worklist.decisions import decisions
from priorauth.worklist.events import Approved, Denied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from priorauth.worklist.case import Case

NOT_NOTED = "not noted"


@dataclass(frozen=True, slots=True)
class Payer:
    """One payer, or all of them together."""

    name: str
    cases: int
    approved: int
    """Requests to which the first answer was a yes."""
    denied: int
    """Requests to which it was a no."""
    turned: int
    """Of the denied, those that were approved in the end."""
    by_default: int
    """Of the approved, those that count as granted because the payer did not answer in time."""
    waiting: int
    """With the payer, and without a first answer."""
    days: tuple[int, ...]
    """From submission to the first answer, the shortest first."""
    reasons: tuple[tuple[str, int], ...]
    """Why requests were refused, the most frequent first."""

    @property
    def decided(self) -> int:
        """Requests that have a first answer."""
        return self.approved + self.denied

    @property
    def median_days(self) -> float | None:
        """Half of the answers came within so many days."""
        return median(self.days) if self.days else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Each payer by name, and all together."""

    payers: tuple[Payer, ...]
    together: Payer


def statistics(cases: Iterable[Case]) -> Statistics:
    """The figures of these cases, those that are closed among them."""
    everything = sorted(cases, key=_payer)
    payers = [(name, list(own)) for name, own in groupby(everything, key=_payer)]
    return Statistics(tuple(_payer_of(name, own) for name, own in payers), _payer_of("all payers", everything))


def share(part: int, whole: int) -> str:
    """ "2 of 3", and from five on with the percent."""
    percent = f" ({round(100 * part / whole)}%)" if whole >= known().ours.cases_for_a_percent else ""
    return f"{part} of {whole}{percent}"


def days_told(one: Payer) -> str:
    """ "6 (3 to 15)", the median and the range; a single answer is told as it is."""
    if one.median_days is None:
        return "–"
    middle = f"{one.median_days:g}"
    return middle if one.days[0] == one.days[-1] else f"{middle} ({one.days[0]} to {one.days[-1]})"


def as_object(found: Statistics) -> dict[str, Any]:
    """As scripts read it. Its shape is an interface: keys are added, never changed."""
    return {"payers": [_object(one) for one in found.payers], "together": _object(found.together)}


def as_text(found: Statistics) -> str:
    """As tables that a biller reads."""
    if not found.payers:
        return "The worklist has no cases yet."
    header = ("payer", "cases", "approved at first", "denied", "then approved", "waiting", "days to decide")
    rows = [_row(one) for one in (*found.payers, *_summed(found))]
    lines = [*_aligned([header, *rows]), "", "Days to decide: from submission to the first answer, median (range)."]
    for one in (*found.payers, *_summed(found)):
        if one.reasons:
            told = ", ".join(f"{reason} {share(count, one.denied)}" for reason, count in one.reasons)
            lines += ["", f"{one.name}, why denied: {told}"]
        if one.by_default:
            lines += ["", f"{one.name}: {share(one.by_default, one.approved)} approved by the payer's silence."]
    return "\n".join(lines)


def _payer(case: Case) -> str:
    return case.opened.payer_name


def _payer_of(name: str, cases: Sequence[Case]) -> Payer:
    decided = decisions(cases)
    answers = [one.answer for one in decided]
    reasons = Counter(_reason(one) for one in answers if isinstance(one, Denied))
    return Payer(
        name=name,
        cases=len(cases),
        approved=sum(one.approved for one in decided),
        denied=sum(not one.approved for one in decided),
        turned=sum(one.turned for one in decided),
        by_default=sum(one.by_default for one in answers if isinstance(one, Approved)),
        waiting=sum(one.state in ("submitted", "more_requested") for one in cases)
        - sum(one.case.state in ("submitted", "more_requested") for one in decided),
        days=tuple(sorted(one.days for one in decided)),
        reasons=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
    )


def _reason(denied: Denied) -> str:
    return denied.reason.replace("_", " ") if denied.reason else NOT_NOTED


def _summed(found: Statistics) -> tuple[Payer, ...]:
    """The line for all of them, where there is more than one."""
    return (found.together,) if len(found.payers) > 1 else ()


def _row(one: Payer) -> tuple[str, ...]:
    return (
        one.name,
        str(one.cases),
        share(one.approved, one.decided) if one.decided else "–",
        share(one.denied, one.decided) if one.decided else "–",
        share(one.turned, one.denied) if one.denied else "–",
        str(one.waiting),
        days_told(one),
    )


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _object(one: Payer) -> dict[str, Any]:
    return {
        "payer": one.name,
        "cases": one.cases,
        "decided": one.decided,
        "approved_at_first": one.approved,
        "denied_at_first": one.denied,
        "approved_after_denial": one.turned,
        "approved_by_default": one.by_default,
        "waiting": one.waiting,
        "days": {
            "median": one.median_days,
            "shortest": one.days[0] if one.days else None,
            "longest": one.days[-1] if one.days else None,
        },
        "denial_reasons": dict(one.reasons),
    }
