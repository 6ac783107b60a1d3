"""Counting as an assignment problem: which candidates can stand together under one rule.

What is uncertain about a candidate is either granted or not. More granted never hurts a rule that says "at least", so
two worlds decide: with nothing granted (then the rule certainly holds) and with everything granted (else it certainly
does not).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may count."""

    key: str
    kin: str
    """Candidates of one kin count once (brand and generic of one moiety)."""
    sort: str
    """The class it belongs to."""
    counts: Verdict
    marked: Verdict = Verdict.MET
    """Whether it carries the mark of which the rule asks a number (such as "in this episode")."""


@dataclass(frozen=True, slots=True)
class CountRule:
    """At least ``count`` candidates, of so many classes, so many of them marked."""

    count: int
    sorts: int | Literal["each_different"] = 1
    marked: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """The verdict, and the candidates on which it can rest (empty unless met or still possible)."""

    verdict: Verdict
    chosen: tuple[str, ...]


def count(rule: CountRule, candidates: Sequence[Candidate], *, unlisted: bool) -> Count:
    """Judge ``rule``. ``unlisted``: there may be more than the candidates, of any kin and class.

    The chosen are the first possible ones in the candidates' own order.
    """
    certain = [one for one in candidates if one.counts is Verdict.MET]
    if (chosen := _choose(rule, certain, Verdict.MET)) is not None:
        return Count(Verdict.MET, chosen)
    possible = [one for one in candidates if one.counts in (Verdict.MET, Verdict.NOT_DOCUMENTED)]
    if (chosen := _choose(rule, possible, Verdict.NOT_DOCUMENTED)) is not None:
        return Count(Verdict.NOT_DOCUMENTED, chosen)
    if unlisted:
        return Count(Verdict.NOT_DOCUMENTED, tuple(one.key for one in possible))
    return Count(Verdict.NOT_MET, ())


def _choose(rule: CountRule, candidates: Sequence[Candidate], mark_from: Verdict) -> tuple[str, ...] | None:
    """The first selection that satisfies the rule, if there is one.

    A larger selection than the count is needed only where classes and marks fall on different candidates.
    """
    marks = {Verdict.MET, mark_from}
    largest = rule.count if rule.sorts == "each_different" else max(rule.count, rule.marked + rule.sorts)
    for size in range(rule.count, min(largest, len(candidates)) + 1):
        for selection in combinations(candidates, size):
            if len({one.kin for one in selection}) < size:
                continue
            sorts = len({one.sort for one in selection})
            if sorts < (size if rule.sorts == "each_different" else rule.sorts):
                continue
            if sum(one.marked in marks for one in selection) >= rule.marked:
                return tuple(one.key for one in selection)
    return None
