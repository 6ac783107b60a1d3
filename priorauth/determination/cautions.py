"""What a clinician or biller should see before anything is sent, apart from the payer's criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.chart.coverage import LINES
from priorauth.chart.depression_codes import DEPRESSION_CODES
from priorauth.chart.suicidality import suicide_risk
from priorauth.determination.plausibility import assessments, doses, grown_old, low_scores
from priorauth.medicines.fills import ADHERENT_PERCENT, claims_for
from priorauth.medicines.spravato import spravato
from priorauth.policy.envelope import LABEL
from priorauth.policy.telling import unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.policy.model import Policy
    from priorauth.policy.view import View

TROUBLESOME_CODES = {
    "F32.9": "F32.9 does not say how severe the episode is, and severity is what most policies ask for",
    "F33.9": "F33.9 does not say how severe the episode is, and severity is what most policies ask for",
    "F32.A": "F32.A (depression, unspecified) is not a diagnosis of major depressive disorder",
    "F32.0": "F32.0 says a mild episode, which is below most policies' severity",
    "F33.0": "F33.0 says a mild episode, which is below most policies' severity",
    "F32.3": "F32.3 says psychotic features: the trials of esketamine for TRD enrolled non-psychotic patients",
    "F33.3": "F33.3 says psychotic features: the trials of esketamine for TRD enrolled non-psychotic patients",
    "F32.4": "F32.4 says partial remission, which contradicts a current episode",
    "F32.5": "F32.5 says full remission, which contradicts a current episode",
    "F33.40": "F33.40 says remission, which contradicts a current episode",
    "F33.41": "F33.41 says partial remission, which contradicts a current episode",
    "F33.42": "F33.42 says full remission, which contradicts a current episode",
}
"""Codes that cause trouble, and why (clinical facts, section on specifiers)."""


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at."""

    code: str
    text: str
    item: str | None = None
    beside: tuple[str, ...] = ()
    """What else it rests on."""


def cautions(view: View, policy: Policy) -> tuple[Caution, ...]:
    """Clinical warnings first, then those about claims and codes, then those about the policy."""
    about_the_chart = (_label, _suicidality, _interactions, _monitoring, _pressure, _codes, _claims, _implausible)
    found = view.chart.once(
        ("cautions", view.as_of, view.ask.id), lambda: tuple(one for look in about_the_chart for one in look(view))
    )
    return (*found, *_policy(policy, view), *_elsewhere(policy, view))


def _label(view: View) -> Iterator[Caution]:
    safety = view.chart.safety
    told = {
        "aneurysmal_vascular_disease": "The chart says aneurysmal vascular disease: contraindicated by the label.",
        "arteriovenous_malformation": "The chart says arteriovenous malformation: contraindicated by the label.",
        "intracerebral_hemorrhage": (
            "The chart says a history of intracerebral hemorrhage: contraindicated by the label."
        ),
        "hypersensitivity": (
            "The chart says hypersensitivity to esketamine, ketamine or an excipient: contraindicated by the label."
        ),
        "history_of_psychosis": (
            "The chart says a history of psychosis: the label asks to start only if benefit outweighs the risk."
        ),
        "history_of_mania": (
            "The chart says a history of mania or hypomania: bipolar depression is not a labelled indication."
        ),
        "pregnancy": "The chart says pregnancy: the label does not recommend esketamine (it may harm the fetus).",
        "lactation": "The chart says breastfeeding: the label does not recommend it during treatment.",
        "concurrent_ketamine": (
            "The chart says ketamine at the same time: the two are not given together, and payers exclude it."
        ),
        "severe_hepatic_impairment": "The chart says severe hepatic impairment: esketamine has not been studied in it.",
    }
    for question, text in told.items():
        answer = safety.asked(question)
        if answer and answer.answer == "yes":
            yield Caution(question, text, f"safety.{question}")
    if view.chart.episode and view.chart.episode.psychotic_features == "yes":
        yield Caution(
            "psychotic_features",
            "The current episode has psychotic features: the label asks to start only if benefit outweighs the risk.",
            view.chart.episode.id,
        )
    bipolar = next((one for one in view.chart.diagnoses if one.code.startswith(("F30", "F31", "F34.0"))), None)
    if bipolar:
        yield Caution(
            "bipolar",
            f"The chart holds {bipolar.code}: bipolar depression is not a labelled indication of Spravato.",
            bipolar.id,
        )


def _suicidality(view: View) -> Iterator[Caution]:
    risk = suicide_risk(view.chart)
    if view.ask.indication == "mdsi" and risk.assessment and (age := (view.as_of - risk.assessment.on).days):
        yield Caution(
            "suicidality_age",
            f"The suicide risk assessment of {risk.assessment.on} is {age} {'day' if age == 1 else 'days'} old: the "
            "request is for acute suicidality, so assess again if it may have changed.",
            risk.assessment.id,
        )
    scale = risk.scale
    if scale is None or risk.settled:
        return
    question = "item 9" if scale.instrument == "PHQ-9" else "the item about suicide"
    said = f"{scale.instrument} of {scale.on} has {question} " + (
        f"above zero ({scale.suicide_item})" if risk.raised else "at zero"
    )
    if risk.contradicted and risk.assessment:
        found = "suicidal ideation" if risk.assessment.ideation == "yes" else "no suicidal ideation"
        yield Caution(
            "suicidality_contradicted",
            f"{said} while the assessment of {risk.assessment.on} says {found}. "
            "Reviewers have rejected requests for this; reassess and document.",
            scale.id,
            (risk.assessment.id,),
        )
    else:
        yield Caution(
            "suicide_assessment_needed",
            f"{said}, and no suicide risk assessment since then is in the chart.",
            scale.id,
        )


def _interactions(view: View) -> Iterator[Caution]:
    for one in view.chart.current_medicines:
        for interaction in spravato().interactions_of(one.medicine):
            yield Caution(f"interaction_{interaction.id}", f"{one.medicine} is taken: {interaction.says}", one.id)
    for question, text in {
        "takes_maoi": "a monoamine oxidase inhibitor",
        "takes_stimulant": "a psychostimulant",
    }.items():
        answer = view.chart.safety.asked(question)
        if answer and answer.answer == "yes":
            yield Caution(
                question, f"The chart says {text}: with esketamine it may raise blood pressure.", f"safety.{question}"
            )


def _monitoring(view: View) -> Iterator[Caution]:
    look, weighed = view.chart.monitoring, view.chart.monitoring_weighed
    if look and look.result == "of_concern":
        found = f"The prescription drug monitoring program showed something of concern on {look.on}: {look.finding}"
        text = f"{found.rstrip('.')}. The letter and the form tell it; weigh it before you sign."
        yield Caution("monitoring_of_concern", text, look.id, (weighed.id,) if weighed else ())


def _pressure(view: View) -> Iterator[Caution]:
    latest = max(view.chart.blood_pressures, key=lambda one: (one.on, one.systolic, one.diastolic), default=None)
    limit = spravato().blood_pressure
    if latest and (latest.systolic > limit.systolic_over or latest.diastolic > limit.diastolic_over):
        yield Caution(
            "blood_pressure",
            (
                f"Blood pressure {latest.systolic}/{latest.diastolic} on {latest.on} is over "
                f"{limit.systolic_over}/{limit.diastolic_over}: weigh the risk of a rise against the "
                "benefit before a session."
            ),
            latest.id,
        )


def _codes(view: View) -> Iterator[Caution]:
    for one in view.chart.diagnoses:
        says = DEPRESSION_CODES.get(one.code)
        if says and says.remission and view.ask.phase == "continuation":  # what treatment has brought, if it is so
            continue
        if one.code in TROUBLESOME_CODES and one.stands(view.as_of):
            yield Caution(
                "diagnosis_code",
                f"{TROUBLESOME_CODES[one.code]}. Use the code that the chart supports; never one that is better paid.",
                one.id,
            )


def _claims(view: View) -> Iterator[Caution]:
    courses = (*view.chart.trials, *view.chart.augmentations)
    for course in courses:
        stated = course.adherence.percent if course.adherence else None
        if stated is not None and stated < ADHERENT_PERCENT:
            told = f"Of {course.medicine} only {stated} percent was taken, as the chart says"
            yield Caution("low_adherence", f"{told}: payers call that poor adherence.", course.id)
        elif course.adherence and course.adherence.adequate == "no":
            yield Caution("low_adherence", f"The chart says that {course.medicine} was not taken enough.", course.id)
    for trial in courses:
        covered = claims_for(trial, view.chart, view.as_of)
        if covered and covered.percent < ADHERENT_PERCENT:
            yield Caution(
                "fills_short",
                f"The claims this payer sees cover {covered.covered} of {covered.claimed} days of {trial.medicine}.",
                trial.id,
            )


def _implausible(view: View) -> Iterator[Caution]:
    for look in (doses, low_scores, assessments, grown_old):
        for code, text, item in look(view):
            yield Caution(code, text, item)


def _policy(policy: Policy, view: View) -> Iterator[Caution]:
    if not policy.verified:
        encoded = f"encoded from {_how(policy)}"
        live = f"{policy.name}'s live policy {policy.policy.number}"
        if policy.payer == LABEL:
            read = f"{unread(policy)}; its terms are {encoded}"
        else:
            read = f"{unread(policy, live)}; it is {encoded}. The letter attributes no requirement to the payer"
        yield Caution("policy_unverified", f"{read[0].upper()}{read[1:]}.")
    seen = policy.seen(view.ask.indication, view.ask.phase)
    if seen != "complete":
        rules = policy.rules(view.ask.indication, view.ask.phase)
        said = (rules.completeness_note if rules else None) or policy.completeness_note
        about = f", {view.ask.indication.upper()}, {view.ask.phase} request," if rules else ""
        note = f" {said}" if said and said != policy.stance_note else ""  # which is told by itself
        yield Caution(f"policy_{seen}", f"{policy.name} {policy.policy.number}{about} is {seen}.{note}")
    indicated = policy.indications.get(view.ask.indication)
    if view.ask.phase == "continuation" and indicated and indicated.renewal in _NO_RENEWAL:
        told = f"{policy.name} {policy.policy.number}: an authorization for {view.ask.indication.upper()}"
        yield Caution("no_renewal", f"{told} {_NO_RENEWAL[indicated.renewal]}.")
    yield from ways_of_the_payer(policy)


_NO_RENEWAL = {"none": "cannot be renewed", "new_episode_only": "is renewed for a new episode only"}


def label_instead_of(payer: str) -> str:
    """That nothing of the payer's own is judged by: ``met`` then says nothing of what it asks."""
    return f"No criteria of {payer} for this request are known: it is judged by the terms of the label."


def ways_of_the_payer(policy: Policy) -> Iterator[Caution]:
    """Whose policy governs instead of the payer's own, and a form of its own that it insists on."""
    if policy.policy.defers_to:
        told = f"{policy.name} {policy.policy.number}: for some, another policy governs"
        yield Caution("another_policy_governs", f"{told}. {policy.policy.defers_to.rstrip('.')}.")
    if policy.submission.form_required:
        own = f" ({policy.submission.form})" if policy.submission.form else ""
        yield Caution("own_form_required", f"{policy.name} takes requests on its own form{own} only.")


def _elsewhere(policy: Policy, view: View) -> Iterator[Caution]:
    """A policy of other lines of business or states than the plan's own, or else than where treatment is given."""
    coverage = view.chart.coverage(view.ask)
    lines, of_the_plan = policy.policy.lines, coverage.state
    if lines != "unknown" and coverage.line_of_business and coverage.line_of_business not in lines:
        told = f"{policy.name} {policy.policy.number} is for {' and '.join(LINES[one] for one in lines)}"
        text = f"{told}; the plan is one of {LINES[coverage.line_of_business]}: ask whose policy governs there."
        yield Caution("other_line_of_business", text, coverage.id)
    site = view.chart.site
    here = of_the_plan or (site.address.state if site and site.address else None)
    if policy.policy.states and here and here not in policy.policy.states:
        theirs = " and ".join(policy.policy.states)
        told = f"{policy.name} {policy.policy.number} is of {theirs}; {'the plan' if of_the_plan else 'treatment'} is "
        text = f"{told}{'of' if of_the_plan else 'given in'} {here}: ask whose policy governs there."
        yield Caution("other_state", text, coverage.id, ("site",))


def _how(policy: Policy) -> str:
    kinds = {
        "own_page": "a stored copy of the payer's page",
        "copy": "a third party's copy",
        "summary": "a third party's summary",
        "notice": "a notice",
        "general_knowledge": "general knowledge",
    }
    return " and ".join(dict.fromkeys(kinds[source.kind] for source in policy.sources.values()))
