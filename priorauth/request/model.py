"""A request for authorization in numbers. Plain data: what prints it computes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from priorauth.chart.dates import spoken

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.ask import Acquisition, Period
    from priorauth.chart.coverage import Benefit
    from priorauth.logic.days import Stretch
    from priorauth.logic.finding import Gap
    from priorauth.policy.envelope import Quantity

LineKind: TypeAlias = Literal["drug", "visit_with_drug", "dispensed"]
Unit: TypeAlias = Literal["mg", "visit", "kit"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the practice, with a short code that stays when its wording changes."""

    code: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatedSession:
    """A session as planned. The day is the plan's, not an appointment."""

    on: date
    week: int
    """The week of treatment, from 1."""
    phase: str
    mg: int
    devices: int


@dataclass(frozen=True, slots=True)
class PhasePart:
    """The part of the plan that lies in one phase of the label's schedule."""

    phase: str
    first_week: int
    """The week of treatment of its first session in the period."""
    last_week: int
    """The week of its last session in the period."""
    frequency: str
    """ "twice weekly", "once weekly", "every 2 weeks"."""
    sessions: int
    mg: int
    devices: int


@dataclass(frozen=True, slots=True)
class KitCount:
    """Kits of one strength."""

    strength_mg: int
    ndc11: str
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All sessions together."""

    sessions: int
    mg: int
    devices: int
    kits: tuple[KitCount, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the request: sessions at one dose, within days of service that one code covers."""

    kind: LineKind
    code: str | None
    """HCPCS code; None where a pharmacy dispenses by NDC."""
    label: str
    units: int
    unit: Unit
    """What ``units`` counts. Where it is mg, ``units`` are the code's billing units."""
    dose_mg: int
    sessions: int
    mg: int
    kits: int
    ndc11: str
    service: Stretch
    """From and to date."""
    place_of_service: str | None
    """None where it is not known (then it is among the needs), and where a pharmacy bills."""
    certain: bool
    """Whether this way of asking is known for this payer or its line of business, not taken from others."""
    note: str
    """How far it is known, in words."""
    sources: tuple[str, ...]

    @property
    def billed_by(self) -> Literal["practice", "pharmacy"]:
        """Who bills the drug."""
        return "pharmacy" if self.kind == "dispensed" else "practice"


@dataclass(frozen=True, slots=True)
class Visits:
    """Office visits beside the drug. The level of each follows from that visit's documentation, so none is picked."""

    label: str
    codes: tuple[str, ...]
    """The family of levels."""
    count: int
    service: Stretch
    place_of_service: str | None
    note: str
    sources: tuple[str, ...]

    @property
    def code(self) -> str:
        """The family as a line names it: "99212 to 99215"."""
        return f"{self.codes[0]} to {self.codes[-1]}"


@dataclass(frozen=True, slots=True)
class QuantityLimit:
    """What the sessions need, held against what one authorization covers."""

    allowed: Quantity
    needed: int
    sessions: int
    arithmetic: str
    """ "1 × 2 + 7 × 3 = 23"."""
    sessions_covered: int
    covered_until: date | None
    """The day of the last planned session that is covered; None if none is."""

    @property
    def over(self) -> int:
        """How many too many; 0 or below is within the limit."""
        return self.needed - self.allowed.most

    def __str__(self) -> str:
        unit, window = self.allowed.unit, f" within {self.allowed.per_days} days" if self.allowed.per_days else ""
        sessions = f"{self.sessions} session{'' if self.sessions == 1 else 's'}{window}"
        balance = f"{self.over} more than" if self.over > 0 else f"{-self.over} fewer than" if self.over else "just"
        text = f"{sessions}: {self.arithmetic} {unit}, {balance} the {self.allowed.most} allowed."
        if self.over <= 0:
            return text
        if self.covered_until is None:
            return f"{text} They cover no session."
        return f"{text} They cover the first {self.sessions_covered}, until {spoken(self.covered_until)}."


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the payer. What is missing is among ``needs``, and the parts that rest on it are empty."""

    ask: str
    """The ask's id."""
    benefit: Benefit | None
    acquisition: Acquisition | None
    period: Period | None = None
    period_from: Literal["policy", "practice"] | None = None
    """Whose period it is: the policy's, or one that the practice asks for."""
    service: Stretch | None = None
    """First and last day of service asked for."""
    sessions: tuple[DatedSession, ...] = ()
    phases: tuple[PhasePart, ...] = ()
    totals: Totals | None = None
    """None without a plan."""
    lines: tuple[Line, ...] = ()
    visits: tuple[Visits, ...] = ()
    quantity: QuantityLimit | None = None
    needs: tuple[Gap, ...] = ()
    notes: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()

    @property
    def giving_only(self) -> bool:
        """Whether only the administration is asked for: a pharmacy supplies the drug, on another benefit's request."""
        return giving_only(self.benefit, self.acquisition)

    @property
    def asked(self) -> tuple[Line, ...]:
        """The lines of the drug that this request asks for; none, where it asks for the administration only."""
        return tuple(line for line in self.lines if not self.giving_only or line.billed_by == "practice")

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.needs


def giving_only(benefit: Benefit | None, acquisition: Acquisition | None) -> bool:
    """Whether a pharmacy supplies the drug: the medical benefit is then asked to pay for giving it, and no more."""
    return benefit == "medical" and acquisition == "specialty_pharmacy"
