"""What a new version of a policy would change for patients whose requests are pending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.request.assessment import assess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Case
    from priorauth.determination.determine import Determination
    from priorauth.policy.load import Loaded
    from priorauth.request.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Impact:
    """One request, worked out by the policy that holds and by the new one."""

    case: str
    ask: str
    before: Assessment
    after: Assessment

    @property
    def changed(self) -> bool:
        """Whether the verdict of the whole is another."""
        return _said(self.before.determination) != _said(self.after.determination)

    @property
    def told(self) -> tuple[str, ...]:
        """Everything else that turns out otherwise: criteria, the earliest day, and what keeps it from going out."""
        return (*self._criteria(), *self._earliest(), *self._readiness())

    def _criteria(self) -> Iterator[str]:
        """ "pdmp: met → no longer asked" """
        old, new = ({each.id: each.verdict for each in one.determination.criteria} for one in (self.before, self.after))
        for name in dict.fromkeys((*new, *old)):
            if old.get(name) != new.get(name):
                was = _word(old[name]) if name in old else "not asked"
                yield f"{name}: {was} → {_word(new[name]) if name in new else 'no longer asked'}"

    def _earliest(self) -> Iterator[str]:
        """ "earliest day: 2026-11-20 → 2026-12-18" """
        was, now = (_earliest(one.determination) for one in (self.before, self.after))
        if was != now:
            yield f"earliest day: {was} → {now}"

    def _readiness(self) -> Iterator[str]:
        """A request whose criteria are met as before may still lack what the new policy wants it shown by."""
        if self.before.ready != self.after.ready:
            was, now = ("ready" if one.ready else "not ready" for one in (self.before, self.after))
            yield f"{was} → {now}"
        yield from (f"now wanted: {one}" for one in self.after.blocking if one not in self.before.blocking)
        yield from (f"no longer wanted: {one}" for one in self.before.blocking if one not in self.after.blocking)

    def __str__(self) -> str:
        was, now = _said(self.before.determination), _said(self.after.determination)
        return f"{was} → {now}" if self.changed else f"{now}, as before"


def impact(case: Case, ask: Ask, old: Loaded, new: Loaded, as_of: date) -> Impact:
    """Work out ``ask`` by both policies, from what was known on ``as_of``."""
    return Impact(case.case, ask.id, assess(case, ask, old, as_of), assess(case, ask, new, as_of))


def _said(one: Determination) -> str:
    return _word(one.verdict) if one.verdict else one.outcome.replace("_", " ")


def _word(verdict: str) -> str:
    return str(verdict).replace("_", " ")


def _earliest(one: Determination) -> str:
    return str(one.eligible.start) if one.eligible else "none known"
