"""What keeps a request from going out although its criteria may be met: identifiers, proof, verification, signature."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from priorauth.chart.contradictions import contradictions
from priorauth.chart.dates import add_months
from priorauth.chart.safety import LABEL_QUESTIONS, SAFETY_QUESTIONS
from priorauth.chart.scales import instruments
from priorauth.chart.suicidality import suicide_risk
from priorauth.determination.label import without_indication
from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict
from priorauth.medicines.response import improvement
from priorauth.request.enclosures import not_enclosed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.coverage import Coverage
    from priorauth.determination.determine import Determination
    from priorauth.request.model import Request

SIGNATURE = "the prescriber's signature"


def blocking(chart: Chart, ask: Ask, determination: Determination, request: Request) -> tuple[str, ...]:
    """Each thing that must be mended before the request may go out, in the order in which people mend them."""
    coverage = chart.coverage(ask)
    as_of = determination.dates.as_of
    outside = without_indication(chart, ask, as_of)
    return (
        *([f"an indication: {outside}"] if outside else []),
        *_criteria(determination),
        *_identifiers(chart, coverage),
        *_verification(coverage, as_of, determination.dates.service_start),
        *_days(chart, ask, as_of),
        *(f"{need.needed} (for the request)" for need in request.needs),
        *_rems(chart, ask),
        *_beside(chart),
        *_contradicted(chart),
        *_told_in_letter(chart),
        *_proof(determination),
        *not_enclosed(determination.policy.documentation, chart),
        *_sign_off(chart, ask, as_of),
    )


def _criteria(determination: Determination) -> Iterator[str]:
    match determination.outcome, determination.verdict:
        case "judged", Verdict.NOT_MET:
            yield f"criteria that are not met: {_named(determination, Verdict.NOT_MET)}"
        case "judged", Verdict.NOT_DOCUMENTED:
            named = _named(determination, Verdict.NOT_DOCUMENTED)
            yield f"criteria that are not documented: {named}" if named else "the rest of the payer's policy, unread"
        case "not_covered", _:
            yield "the payer does not cover it"
        case "no_criteria", _:
            yield "no criteria of this payer are known for this request"
        case _:
            pass


def _named(determination: Determination, verdict: Verdict) -> str:
    return ", ".join(one.id for one in determination.criteria if one.verdict is verdict and one.on_winning_path)


def _identifiers(chart: Chart, coverage: Coverage) -> Iterator[str]:
    if not coverage.member_id:
        yield "the member ID"
    if chart.prescriber is None:
        yield "the prescriber"
    elif not chart.prescriber.npi:
        yield "the prescriber's NPI"
    if chart.site is None:
        yield "the site of care"
    elif not chart.site.npi:
        yield "the site's NPI"


def _verification(coverage: Coverage, as_of: date, service_start: date) -> Iterator[str]:
    """A month old, or from before the first of January, is stale: plans end and change with months and years."""
    known = coverage.verification
    if known is None or known.on > as_of:
        yield "the verification of benefits"
    elif add_months(known.on, 1) < as_of or known.on.year < service_start.year:
        yield f"a new verification of benefits (the last is of {known.on})"
    elif known.active is None:
        yield "whether the coverage is active"
    elif known.active == "no":
        yield "an active coverage (the insurer said it is not)"


def _days(chart: Chart, ask: Ask, as_of: date) -> Iterator[str]:
    """A service that was to begin in the past, and answers that nobody has asked for again."""
    if ask.start and ask.start < as_of and ask.retroactive is None:
        yield f"a first day of service that is not past (the ask says {ask.start})"
    answers = {question: chart.safety.asked(question) for question in SAFETY_QUESTIONS}
    old = [question for question, one in answers.items() if one and one.on and add_months(one.on, 12) < as_of]
    if old:
        yield f"answers not older than a year about {', '.join(SAFETY_QUESTIONS[one] for one in old)}"
    for one in chart.substance_use:
        if one.on and add_months(one.on, 12) < as_of:
            yield f"an answer not older than a year about {one.substance}"
    latest = max((one.on for one in chart.pdmp), default=None)
    if latest and add_months(latest, 12) < as_of:
        yield f"a check of the prescription monitoring program not older than a year (the last is of {latest})"


def _rems(chart: Chart, ask: Ask) -> Iterator[str]:
    """The medicine is given in certified settings to enrolled patients only, whatever a policy says of it."""
    site = chart.site
    if site is not None and (site.rems is None or site.rems.certified == "no"):
        yield "the site's REMS certification"
    if ask.acquisition == "specialty_pharmacy" and (
        chart.pharmacy is None or chart.pharmacy.rems is None or chart.pharmacy.rems.certified == "no"
    ):
        yield "the pharmacy's REMS certification"
    enrolled = chart.rems and (chart.rems.enrolled_on or chart.rems.planned_on)
    if not enrolled and chart.attested("patient_will_be_enrolled_in_rems") is None:
        yield "the patient's REMS enrollment, done or planned"


def _beside(chart: Chart) -> Iterator[str]:
    """Two forms of one medicine are not given at a time, whatever a policy says of it."""
    answer = chart.safety.asked("concurrent_ketamine")
    if answer and answer.answer == "yes":
        yield "the end of ketamine that is given at the same time"


def _contradicted(chart: Chart) -> Iterator[str]:
    for contradiction in contradictions(chart):
        yield contradiction.text
    scores = {score.id: score for score in chart.scores}
    for course in (*chart.trials, *chart.augmentations):
        if improvement(course, scores).conflicting:
            yield f"which effect of {course.medicine} is right"


def _told_in_letter(chart: Chart) -> Iterator[str]:
    """What every letter tells, whatever a policy asks; what is missing of it stands there to be confirmed."""
    if not any(one.resolved is None for one in chart.diagnoses):
        yield "the diagnosis with its code"
    if chart.episode is None or chart.episode.onset is None:
        yield "when the current episode began"
    if not any(instruments().instruments[one.instrument].measures == "depression" for one in chart.scores):
        yield "a score on a depression scale"
    if not any(one.purpose == "depression" for one in chart.trials):
        yield "the antidepressant trials"
    risk = suicide_risk(chart)
    if risk.contradicted:
        yield "suicidality: the self-report scale and the assessment disagree"
    elif risk.unassessed:
        yield "a suicide risk assessment since the last self-report scale"
    for question in LABEL_QUESTIONS:
        answer = chart.safety.asked(question)
        if answer is None:
            yield f"the answer about {SAFETY_QUESTIONS[question]}"
        elif answer.answer == "yes":
            yield f"the prescriber's judgement about {SAFETY_QUESTIONS[question]}, a contraindication by the label"


def _proof(determination: Determination) -> Iterator[str]:
    if determination.root is None:
        return
    for one in determination.criteria:
        if (
            one.records_wanted
            and one.on_winning_path
            and one.verdict is Verdict.MET
            and one.proof is Proof.ENTERED_ONLY
        ):
            yield f"the page that shows it: {one.id}"


def _sign_off(chart: Chart, ask: Ask, as_of: date) -> Iterator[str]:
    """The prescriber's own, and not from before what it answers for."""
    if ask.sign_off is None or ask.sign_off.on > as_of:
        yield SIGNATURE
        return
    if chart.prescriber is not None and chart.prescriber.name.lower() not in ask.sign_off.by.lower():
        yield f"{SIGNATURE} (the sign-off is by somebody else)"
    days = [
        *(one.on for one in chart.scores),
        *(one.on for one in chart.suicide_assessments),
        *(one.on for one in chart.attestations),
        *(one.as_of for one in chart.current_medicines),
    ]
    if days and max(days) > ask.sign_off.on:
        yield f"{SIGNATURE}, anew: the chart has facts of {max(days)}, after the sign-off of {ask.sign_off.on}"
