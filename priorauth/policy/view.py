"""What a criterion may look at: the chart as known on a day, the ask, and the days that matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.logic.finding import Evidence, Proof

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.item import Shown


@dataclass(frozen=True, slots=True)
class View:
    """The facts known on ``as_of``."""

    chart: Chart
    ask: Ask
    as_of: date
    service_start: date
    assuming: bool = False
    """Whether this is a look ahead: what is under way is then taken to go on, and each such guess is named."""

    def evidence(
        self, item: str, text: str, *, shown: Iterable[Shown] = (), proof: Proof = Proof.ENTERED_ONLY
    ) -> tuple[Evidence, ...]:
        """A fact with each place where it can be read; without one, with the next best ``proof``."""
        known = self.chart.by_id  # an exhibit from after ``as_of`` shows nothing yet
        places = tuple(
            Evidence(item, text, Proof.EXHIBIT, one.exhibit, one.page) for one in shown if one.exhibit in known
        )
        return places or (Evidence(item, text, proof),)
