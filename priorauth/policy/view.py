"""What a criterion may look at: the chart as known on a day, the ask, and the days that matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from priorauth.logic.finding import Evidence, Proof

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.item import Shown
    from priorauth.policy.criteria.failed_antidepressants import TrialsWanted


LookedAt = Literal["service_start", "assuming"]


@dataclass(frozen=True, slots=True)
class View:
    """The facts known on ``as_of``."""

    chart: Chart
    ask: Ask
    as_of: date
    service_begins: date
    ahead: bool = False
    known_on: date | None = None
    """In a look ahead the day on which the facts are known; else ``as_of`` is it."""
    failures: tuple[TrialsWanted, ...] = ()
    """By which rules the policy counts failed antidepressants: other criteria of it must not say otherwise."""
    looked_at: set[LookedAt] = field(default_factory=set, compare=False)
    """What of these a judgement looked at besides the facts and the day: without it, it need not be judged again."""

    @property
    def service_start(self) -> date:
        """The first day of the service asked for."""
        self.looked_at.add("service_start")
        return self.service_begins

    @property
    def assuming(self) -> bool:
        """Whether this is a look ahead: what is under way is then taken to go on, and each such guess is named."""
        self.looked_at.add("assuming")
        return self.ahead

    def evidence(
        self, item: str, text: str, *, shown: Iterable[Shown] = (), proof: Proof = Proof.ENTERED_ONLY
    ) -> tuple[Evidence, ...]:
        """A fact with each place where it can be read; without one, with the next best ``proof``."""
        known = self.chart.by_id  # an exhibit from after ``as_of`` shows nothing yet
        places = tuple(
            Evidence(item, text, Proof.EXHIBIT, one.exhibit, one.page) for one in shown if one.exhibit in known
        )
        return places or (Evidence(item, text, proof),)
