"""A plan for off-label ketamine with what is known about it: the payer's stance, what is missing, what to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from priorauth.chart.ketamine import CODES, DISORDERS
from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.logic.finding import Gap
from priorauth.offlabel.estimate import owed_by
from priorauth.offlabel.rules import rules
from priorauth.policy.load import in_force
from priorauth.policy.submission import Submission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.ask import Product
    from priorauth.chart.chart import Case
    from priorauth.chart.coverage import Coverage
    from priorauth.chart.episode import Diagnosis
    from priorauth.chart.ketamine import KetaminePlan, KetamineSession, Service
    from priorauth.chart.trials import CurrentMedicine
    from priorauth.logic.finding import Owner
    from priorauth.policy.load import Loaded
    from priorauth.workspace import Workspace

ASKED = ("hypersensitivity", "pregnancy", "history_of_psychosis", "substance_use_disorder", "history_of_mania")
"""The safety questions that bear on ketamine too. What Spravato's label alone asks is not asked here."""
INJECTION = "96372"
MEDICARE, MEDICAID = ("medicare_ffs", "medicare_advantage"), ("medicaid_ffs", "medicaid_mco")


@dataclass(frozen=True)
class Prepared:
    """One plan, looked at on one day. The papers are made from this and from nothing else."""

    case: Case
    """As it was known on that day, its exhibits in the order of the packet for this payer."""
    plan: KetaminePlan
    stances: tuple[Loaded, ...]
    """The payer's policies on ketamine that hold on that day."""
    payer_name: str
    """Empty, where no insurer is asked."""
    prices: dict[str, Service]
    """What the practice charges, by its keys."""
    as_of: date

    @property
    def coverage(self) -> Coverage | None:
        """The insurance that is asked, or would be."""
        return self.case.coverage_named(self.plan.coverage) if self.plan.coverage else None

    @property
    def line(self) -> str:
        """The coverage's line of business; empty where it is not known."""
        return (self.coverage and self.coverage.line_of_business) or ""

    @property
    def covered(self) -> Loaded | None:
        """A policy by which this payer covers this route for this disorder, if it is known."""
        return next(
            (
                one
                for one in self.stances
                if one.policy.indications
                and self.plan.treats in one.policy.indications
                and (one.policy.policy.product == "ketamine" or self.plan.route == "intravenous")
            ),
            None,
        )

    @property
    def ruling(self) -> Loaded | None:
        """The policy that speaks of this route; one about infusions says nothing of others."""
        fits = ("ketamine", "ketamine_iv") if self.plan.route == "intravenous" else ("ketamine",)
        return next((one for one in self.stances if one.policy.policy.product in fits), None)

    @property
    def submission(self) -> Submission:
        """How the payer takes requests, as far as a policy that speaks of this route says so."""
        spoken = self.covered or self.ruling
        return spoken.policy.submission if spoken else Submission()

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The diagnosis that the plan treats: the primary one of those that fit, or the first."""
        standing = [one for one in self.case.diagnoses if one.stands(self.as_of)]
        fitting = [one for one in standing if one.code.startswith(CODES[self.plan.treats])]
        return min(fitting, key=lambda one: not one.primary, default=None)

    @property
    def mood_stabilizer(self) -> CurrentMedicine | None:
        """The medicine that is named as the mood stabilizer."""
        return next((one for one in self.case.current_medicines if one.id == self.plan.mood_stabilizer), None)

    @property
    def sessions(self) -> list[KetamineSession]:
        """The sessions that were given, in the order of their days."""
        return sorted(self.case.ketamine_sessions, key=lambda one: (one.on, one.id))

    @cached_property
    def needs(self) -> tuple[Gap, ...]:
        """What is missing before anything of this can be signed, and who has it."""
        return tuple(_needs(self))

    @cached_property
    def cautions(self) -> tuple[str, ...]:
        """What the prescriber and the biller should look at."""
        return tuple(_cautions(self))

    @property
    def signed(self) -> bool:
        """Whether the prescriber has signed off, after everything that the papers tell."""
        who, plan = self.case.prescriber, self.plan
        if plan.sign_off is None or plan.sign_off.on > self.as_of:
            return False
        if who is not None and who.name.lower() not in plan.sign_off.by.lower():
            return False
        days = [*(one.on for one in self.case.scores), *(one.on for one in self.sessions)]
        return not days or max(days) <= plan.sign_off.on

    @property
    def ready(self) -> bool:
        """Whether the papers may go out as they are."""
        return self.signed and not self.needs


def _needs(one: Prepared) -> Iterator[Gap]:
    plan, chart = one.plan, one.case
    scored = any(score.instrument == plan.outcome_scale for score in chart.scores)
    bipolar = plan.treats == "bipolar_depression"
    stable = one.mood_stabilizer is not None and one.mood_stabilizer.continues == "yes"
    who, screen = chart.prescriber, plan.mania_screen
    wanted: tuple[tuple[bool, str, Owner], ...] = (
        (one.diagnosis is None, f"a diagnosis of {DISORDERS[plan.treats]} with its code", "prescriber"),
        (plan.start is None, "the first day of the course", "billing"),
        (plan.evaluation is None, "the evaluation before the course", "prescriber"),
        (plan.reassess_after is None, "after which session the course is judged", "prescriber"),
        (plan.outcome_scale is None, "the scale by which the course is judged", "prescriber"),
        (
            plan.outcome_scale is not None and not scored,
            f"a {plan.outcome_scale} score before the course",
            "prescriber",
        ),
        (not plan.watches, "what is watched in each session", "prescriber"),
        (bipolar and one.mood_stabilizer is None, "the mood stabilizer that is taken", "prescriber"),
        (bipolar and one.mood_stabilizer is not None and not stable, "that the mood stabilizer goes on", "prescriber"),
        (bipolar and plan.mania_screen is None, "a screening for mania and its result", "prescriber"),
        (
            screen is not None and screen.result == "positive" and screen.judgement is None,
            "the prescriber's judgement of the positive screening for mania",
            "prescriber",
        ),
        (plan.rationale is None, "the prescriber's own words: why ketamine for this patient", "prescriber"),
        (who is None or not who.npi, "the prescriber and the NPI", "billing"),
    )
    for is_missing, what, owner in wanted:
        if is_missing:
            yield Gap(what, owner, plan.id)
    for question in ASKED:
        needless = question == "pregnancy" and chart.patient.sex == "male"
        if chart.safety.asked(question) is None and not needless:
            yield Gap(f"the answer about {SAFETY_QUESTIONS[question]}", "prescriber", f"safety.{question}")


def _cautions(one: Prepared) -> Iterator[str]:
    plan, chart = one.plan, one.case
    for question in ASKED:
        answer = chart.safety.asked(question)
        expected = question == "history_of_mania" and plan.treats == "bipolar_depression"
        if answer and answer.answer == "yes" and not expected:
            yield f"The chart says {SAFETY_QUESTIONS[question]}: weigh it before ketamine is given."
    if plan.mania_screen and plan.mania_screen.result == "positive":
        yield "The screening for mania was positive."
    if chart.episode and chart.episode.psychotic_features == "yes":
        yield "The current episode has psychotic features: weigh it before ketamine is given."
    described = rules().doses.get(plan.route)
    highest = plan.dose_up_to_mg_per_kg or plan.dose_mg_per_kg
    if described is None:
        yield f"No usual doses are known here for this route ({plan.route})."
    elif plan.dose_mg_per_kg < described.lowest or highest > described.highest:
        source = rules().sources[described.source]
        yield (
            f"The dose is outside what is described for this route: {described.lowest} to {described.highest} mg "
            f"per kg ({source.title})."
        )
    course, most = rules().sessions, plan.sessions_up_to or plan.sessions
    if plan.sessions < course.fewest or most > course.most:
        source = rules().sources[course.source]
        yield f"A first course is described with {course.fewest} to {course.most} sessions ({source.title})."
    if chart.asks:
        yield "Spravato is asked for too: the two are not given at the same time, and payers exclude it."
    if one.line in MEDICAID:
        yield (
            "Medicaid: a covered service may not be billed to the patient, and one that is not covered only by a "
            "written agreement made before (general knowledge, to be verified)."
        )
    yield from _codes(one)
    due = owed_by(plan)
    if due and plan.self_pay == "yes" and plan.estimate_given_on is None:
        late = " That day is past." if due.by < one.as_of else ""
        yield f"Good Faith Estimate: {due.because} (the earlier day, where a federal holiday makes it unsure).{late}"


def _codes(one: Prepared) -> Iterator[str]:
    for planned in one.plan.services:
        service = one.prices.get(planned.service)
        if service and service.code == INJECTION and one.plan.route != "intramuscular":
            yield f"{INJECTION} is an injection under the skin or into a muscle, and the plan gives another route."
        if service and service.code == "J3490" and not service.ndc:
            yield "J3490 names no medicine: payers want the NDC and the dose beside it."
    for session in one.sessions:
        if session.route != one.plan.route:
            yield f"In the session of {session.on} the route was {session.route}, and the plan is {one.plan.route}."
        codes = {one.prices[given.service].code for given in session.services if given.service in one.prices}
        if INJECTION in codes and session.route != "intramuscular":
            yield (
                f"{INJECTION} is an injection under the skin or into a muscle, and the session of {session.on} was "
                f"{session.route}."
            )


def prepare(case: Case, plan: KetaminePlan, workspace: Workspace, as_of: date) -> Prepared:
    """``plan`` of ``case`` with the payer's stance and the practice's prices, from what was known on ``as_of``.

    Raises:
        BadInput: a policy of the payer cannot be read.
    """
    known = case.as_of(as_of)
    stances: list[Loaded] = []
    name = ""
    if plan.coverage:
        own = workspace.policies(case.coverage_named(plan.coverage).payer)
        products: tuple[Product, ...] = ("ketamine", "ketamine_iv")
        stances = [one for product in products for one in in_force(own, as_of, product=product)]
        name = own[0].payer_name
    prices = workspace.practice.services if workspace.practice else {}
    prepared = Prepared(known, plan, tuple(stances), name, prices, as_of)
    return replace(prepared, case=prepared.submission.arranged(known))
