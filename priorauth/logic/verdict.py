"""Kleene's three verdicts, and a fourth for a rule that does not apply.

========================  =====================================================================
an *all of*               one certain "no" is "no", whatever else is missing; then any gap leaves it open
an *any of*               one certain "yes" is "yes", whatever else is missing; then any gap leaves it open
an *at least k of n*      both of the above are cases of it (k = n, k = 1)
``NOT_APPLICABLE``        such a part counts neither for nor against: n becomes the number of the other parts,
                          and k at most that; where no other part is left, the whole is not applicable too
========================  =====================================================================
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Verdict(StrEnum):
    """What can be said of a rule from what is documented."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DOCUMENTED = "not_documented"
    NOT_APPLICABLE = "not_applicable"

    @property
    def decided(self) -> bool:
        """Whether no further fact can change it."""
        return self is not Verdict.NOT_DOCUMENTED


def verdict_of(value: bool | None) -> Verdict:
    """``True`` is met, ``False`` not met, ``None`` not documented."""
    if value is None:
        return Verdict.NOT_DOCUMENTED
    return Verdict.MET if value else Verdict.NOT_MET


def at_least(k: int, parts: Sequence[Verdict]) -> Verdict:
    """Whether at least ``k`` of the ``parts`` hold."""
    applicable = len(parts) - parts.count(Verdict.NOT_APPLICABLE)
    if not applicable:
        return Verdict.NOT_APPLICABLE
    needed = min(k, applicable)
    if parts.count(Verdict.MET) >= needed:
        return Verdict.MET
    if applicable - parts.count(Verdict.NOT_MET) < needed:
        return Verdict.NOT_MET
    return Verdict.NOT_DOCUMENTED


def all_of(parts: Sequence[Verdict]) -> Verdict:
    """Whether all ``parts`` hold."""
    return at_least(len(parts), parts)


def any_of(parts: Sequence[Verdict]) -> Verdict:
    """Whether one of the ``parts`` holds."""
    return at_least(1, parts)


def opposite(part: Verdict) -> Verdict:
    """Not ``part``."""
    match part:
        case Verdict.MET:
            return Verdict.NOT_MET
        case Verdict.NOT_MET:
            return Verdict.MET
        case Verdict.NOT_DOCUMENTED | Verdict.NOT_APPLICABLE:
            return part


def none_of(parts: Sequence[Verdict]) -> Verdict:
    """Whether none of the ``parts`` holds."""
    return opposite(any_of(parts))


def when(condition: Verdict, then: Verdict) -> Verdict:
    """``then``, where the ``condition`` holds; not applicable where it does not.

    With an unknown condition it is decided only if both outcomes agree.
    """
    match condition:
        case Verdict.MET:
            return then
        case Verdict.NOT_MET | Verdict.NOT_APPLICABLE:
            return Verdict.NOT_APPLICABLE
        case Verdict.NOT_DOCUMENTED:
            return agreed((then, Verdict.NOT_APPLICABLE))


def agreed(readings: Iterable[Verdict]) -> Verdict:
    """The verdict on which all readings (or all possible worlds) agree; otherwise not documented."""
    different = set(readings)
    return different.pop() if len(different) == 1 else Verdict.NOT_DOCUMENTED
