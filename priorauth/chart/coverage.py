"""Who pays: coverages, and what the insurer said when the benefit was verified."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Answered, Id, Item, Text
from priorauth.chart.people import State
from priorauth.model import Form, Frozen

Benefit = Literal["medical", "pharmacy"]
LineOfBusiness = Literal[
    "commercial",
    "exchange",
    "self_funded",
    "federal_employees",
    "medicaid_ffs",
    "medicaid_mco",
    "medicare_ffs",
    "medicare_advantage",
    "military",
]
LINES: dict[LineOfBusiness, str] = {
    "commercial": "commercial plans",
    "exchange": "exchange plans",
    "self_funded": "self-funded employers' plans",
    "federal_employees": "federal employees' plans (FEHB)",
    "medicaid_ffs": "Medicaid fee-for-service",
    "medicaid_mco": "Medicaid managed care",
    "medicare_ffs": "Original Medicare",
    "medicare_advantage": "Medicare Advantage",
    "military": "military plans (TRICARE)",
}
"""As a biller reads them."""
ReviewingEntity = Literal["plan", "pbm", "delegate"]


class Verification(Frozen):
    """What the insurer answered on a day. It goes stale: plans change, and every January they start anew."""

    on: ExactDay
    by: Text
    """Who asked, at the practice."""
    reference: Text | None = None
    active: Answered | None = None
    authorization_needed: Answered | None = None
    benefit: Benefit | None = None
    mandated_pharmacy: Text | None = None
    reviewing_entity: ReviewingEntity | None = None
    governing_policy: Text | None = None
    """Number or name of the policy that the insurer said it applies."""


class Coverage(Item):
    """One insurance of the patient."""

    id_begins = "coverage"
    payer: Id
    """The payer's folder under ``payers/``, such as ``cigna``."""
    plan: Text | None = None
    order: Literal["primary", "secondary", "tertiary"] = "primary"
    line_of_business: LineOfBusiness | None = None
    state: State | None = None
    member_id: Annotated[str, Form(r"[A-Za-z0-9 -]{3,30}", "3 to 30 letters, digits, dashes and spaces")] | None = None
    group: Annotated[str, Form(r"[A-Za-z0-9 -]{1,30}", "up to 30 letters, digits, dashes and spaces")] | None = None
    bin: Annotated[str, Form(r"[0-9]{6}", "six digits")] | None = None
    pcn: Annotated[str, Form(r"[A-Za-z0-9]{1,15}", "up to 15 letters and digits")] | None = None
    fax: Text | None = None
    """Where this payer takes requests."""
    verification: Verification | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by payer and order."""
        return [str(given.get("payer") or ""), "" if given.get("order") in (None, "primary") else str(given["order"])]

    def known_on(self, day: date) -> Self:
        """The coverage, without an answer of the insurer that came later."""
        later = self.verification is not None and self.verification.on > day
        return self.model_copy(update={"verification": None}) if later else self
