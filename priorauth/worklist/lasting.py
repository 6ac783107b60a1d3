"""The lines of an approval, and on which days each holds: not once it was taken back, nor once its code has ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.request.codebook import codebook
from priorauth.worklist.events import Approved, Closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from priorauth.worklist.case import Case
    from priorauth.worklist.events import Line


@dataclass(frozen=True, slots=True)
class Lasting:
    """A line as it was granted, and from when to when it holds; where it never does, it ends before it begins."""

    case: Case
    line: Line
    start: date
    until: date
    why: str = ""
    """Why it ends earlier than it was granted."""


def lasting(case: Case, others: Iterable[Case]) -> Iterator[Lasting]:
    """What the case was granted for the drug.

    Args:
        case: of one patient.
        others: the patient's cases that take the same place among the coverages; this one may be among them.
    """
    granted = case.last(Approved)
    ends = [*_taken_back(case), *_followed(case, others)]
    for line in granted.lines if granted else ():
        if of_the_drug(line):
            until, why = min([(line.until, ""), *ends, *_code_ended(line)], key=lambda one: one[0])
            yield Lasting(case, line, max([line.start, *_code_began(line)]), until, why)


def of_the_drug(line: Line) -> bool:
    """Whether a line is about the drug, and not about an office visit beside it."""
    return line.code not in codebook().visits.every


def _taken_back(case: Case) -> Iterator[tuple[date, str]]:
    """What was given before that day was given with an authorization."""
    if denied := case.taken_back:
        yield denied.on, "it was taken back then"


def _followed(case: Case, others: Iterable[Case]) -> Iterator[tuple[date, str]]:
    """A former insurer pays nothing more: its case was closed, and another's was still open then, or came since."""
    closed = case.last(Closed)
    if closed and any(
        one.opened.payer != case.opened.payer and ((ended := one.last(Closed)) is None or ended.on > closed.on)
        for one in others
    ):
        yield closed.on, "its case was closed then, and another insurer was asked"


def _code_ended(line: Line) -> Iterator[tuple[date, str]]:
    for one in codebook().drug_codes:
        if one.code == line.code and one.until:
            yield one.until, f"{one.code} holds for no later service"


def _code_began(line: Line) -> Iterator[date]:
    for one in codebook().drug_codes:
        if one.code == line.code and one.start:
            yield one.start
