"""What a kind of letter is: when it may be written, and what its wording may name beside what every letter may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from priorauth.chart.dates import spoken
from priorauth.determination.label import without_indication
from priorauth.documents.traced import Traced
from priorauth.logic.verdict import Verdict
from priorauth.medicines.spravato import is_spravato
from priorauth.request.verified import said_so

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from priorauth.chart.treatment import Denial
    from priorauth.request.assessment import Assessment
    from priorauth.request.wanted import Wanted

Facts = dict[str, Any]
About = TypeVar("About")
"""What a letter is written from: a judged ask, or a plan for off-label ketamine."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[About]):
    """One kind of letter."""

    name: str
    title: str
    """As it heads the letter."""
    says: str
    """What it is for, in a line."""
    asks_for: str = ""
    """What the payer is asked for, as the letter's head names it, with ``{drug}`` where the medicine's name stands."""
    refusal: Callable[[About], str] = lambda _: ""
    """Why it may not be written for a request; empty if it may."""
    more: Callable[[About, Facts], Facts] = lambda _, __: {}
    """What its wording may name beside what every letter may."""
    template: Callable[[About], str] | None = None
    """The wording file, where it is not the one of the kind's name."""
    copies: Callable[[About], tuple[str, ...]] = lambda _: ("",)
    """To whom it goes, where it is written more than once: each as ``copy`` among the facts."""
    internal: bool = False
    """For the practice alone: it never leaves."""
    outside: bool = False
    """For somebody else than the payer: no packet is made of it."""
    with_form: bool = False
    """Whether a prior authorization form goes with it."""
    although_not_met: bool = False
    """Whether it asks although criteria are not met, and says which."""
    answers_denial: bool = False
    """Whether it answers a denial: what is cited bears on the reason given."""
    looks_back: bool = False
    """Whether treatment lies back: what it brought is told up to its end."""
    to: Callable[[About], str] = lambda _: "Prior Authorization Department"
    """The payer's office that it is written to; empty where it goes to somebody whom only a notice names."""
    of: Literal["ask", "plan"] = "ask"
    """Whether it is about a request for Spravato, or about a plan for off-label ketamine."""

    @property
    def signed(self) -> bool:
        """Whether the prescriber signs it off by its name, before it goes to a payer."""
        return self.of == "ask" and not (self.internal or self.outside)

    def wanted(self, assessment: Assessment) -> tuple[Wanted, ...]:
        """What keeps it from going to the payer; nothing, where it is no letter that the prescriber signs."""
        return assessment.before(self.name, although_not_met=self.although_not_met) if self.signed else ()

    def wording(self, about: About) -> str:
        """The name of its wording file."""
        return self.template(about) if self.template else f"{self.name}.md.j2"


def needs_indication(assessment: Assessment) -> str:
    """Why Spravato may not be asked for at all; empty if it may."""
    judged = assessment.determination
    outside = without_indication(assessment.case, judged.ask, judged.dates.as_of)
    return f"{outside[0].upper()}{outside[1:]}. No letter asks for Spravato. See: priorauth routes." if outside else ""


def spared(assessment: Assessment) -> str:
    """Why nothing need be asked for, by the insurer's own word or by its policy; empty where that is not so."""
    judged = assessment.determination
    if known := assessment.spared:
        return f"{said_so(known)}: no letter asks for one that nobody needs."
    if judged.outcome != "no_pa_needed":
        return ""
    if judged.policy.stance == "billing_only":
        return "No criteria of this payer for an authorization were seen, only how it is billed."
    return "The payer asks for no authorization."


def must_be_argued(assessment: Assessment) -> str:
    """Why nothing may argue that the payer's criteria are met; empty if it may."""
    judged = assessment.determination
    if outside := needs_indication(assessment):
        return outside
    if told := spared(assessment):
        return told
    if judged.outcome == "not_covered":
        return "The payer does not cover this, so no letter claims that its criteria are met."
    if judged.outcome == "no_criteria":
        return "No criteria of this payer are known for this request."
    if judged.verdict is not Verdict.NOT_MET:
        return ""
    failing = ", ".join(one.id for one in judged.criteria if one.verdict is Verdict.NOT_MET and one.on_winning_path)
    return (
        f"The criteria are not met ({failing}), so no letter argues that they are. {_nearest_path(assessment)} "
        "A letter for individual consideration says so plainly: --kind individual-consideration."
    )


def _nearest_path(assessment: Assessment) -> str:
    window = assessment.determination.eligible
    if window is None:
        return "Time alone will not change that: look at the criteria that fail, or another payer's (--all-payers)."
    provided = "; ".join(window.provided)
    return f"The nearest path: they would be met from {window.start}" + (
        f", provided that {provided}." if provided else "."
    )


def first_of(*refusals: Callable[[Assessment], str]) -> Callable[[Assessment], str]:
    """The first reason that holds."""
    return lambda assessment: next((why for one in refusals if (why := one(assessment))), "")


def needs_sessions(assessment: Assessment) -> str:
    """Why nothing can be said of treatment so far."""
    return "" if assessment.case.sessions else "The chart holds no session of esketamine (key: sessions)."


def latest_denial(assessment: Assessment) -> Denial | None:
    """The last refusal of Spravato by the payer of the request; what it refused besides is another matter."""
    payer = assessment.coverage.payer
    own = [one for one in assessment.case.denials if one.payer == payer and is_spravato(one.product)]
    return max(own, key=lambda one: (one.on, one.id), default=None)


def submission(assessment: Assessment, by: date, *heard_of: str) -> Facts:
    """That the request was made by that day, for letters that follow it; nothing where the chart does not say so.

    ``heard_of``: the ids of what tells the day. It came from the payer, and where several requests were made of that
    one, nobody knows of which it speaks.
    """
    case, payer = assessment.case, assessment.coverage.payer
    alone = sum(case.coverage(one).payer == payer for one in case.asks) == 1
    made = assessment.ask.submitted if alone or not heard_of else None
    told = made if made and made.on <= by else None
    basis = (assessment.ask.id, *heard_of)
    return {
        "on": Traced(spoken(told.on) if told else "", basis),
        "confirmation": Traced(told.confirmation or "" if told else "", basis),
    }


def needs_denial(assessment: Assessment) -> str:
    """Why nothing can be answered."""
    if latest_denial(assessment):
        return ""
    return f"The chart holds no denial of Spravato by {assessment.coverage.payer} (key: denials)."
