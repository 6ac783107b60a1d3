"""What a new version of a policy would change for patients whose requests are pending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.determination.determine import Dates, determine

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Case
    from priorauth.determination.determine import Determination
    from priorauth.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Impact:
    """One request, judged by the policy that holds and by the new one."""

    case: str
    ask: str
    before: Determination
    after: Determination

    @property
    def changed(self) -> bool:
        """Whether the verdict of the whole is another."""
        return _said(self.before) != _said(self.after)

    @property
    def criteria(self) -> tuple[str, ...]:
        """Each criterion that turns out otherwise: "pdmp: met → no longer asked"."""
        old = {one.id: one.verdict for one in self.before.criteria}
        new = {one.id: one.verdict for one in self.after.criteria}
        told = [
            f"{name}: {_word(old[name]) if name in old else 'not asked'} → "
            f"{_word(new[name]) if name in new else 'no longer asked'}"
            for name in dict.fromkeys((*new, *old))
            if old.get(name) != new.get(name)
        ]
        return tuple(told)

    def __str__(self) -> str:
        return f"{_said(self.before)} → {_said(self.after)}" if self.changed else f"{_said(self.after)}, as before"


def impact(case: Case, ask: Ask, old: Policy, new: Policy, as_of: date) -> Impact:
    """Judge ``ask`` by both policies, from what was known on ``as_of``."""
    dates = Dates.of(ask, as_of)
    known = case.as_of(as_of)
    return Impact(case.case, ask.id, determine(known, ask, old, dates), determine(known, ask, new, dates))


def _said(one: Determination) -> str:
    return _word(one.verdict) if one.verdict else one.outcome.replace("_", " ")


def _word(verdict: str) -> str:
    return str(verdict).replace("_", " ")
