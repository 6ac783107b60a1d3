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
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.coverage import Coverage
    from priorauth.determination.determine import Determination
    from priorauth.logic.finding import Finding
    from priorauth.request.model import Request

SIGNATURE = "the prescriber's signature"


def blocking(chart: Chart, ask: Ask, determination: Determination, request: Request) -> tuple[Wanted, ...]:
    """Each thing that must be mended before the request may go out, in the order in which people mend them."""
    coverage = chart.coverage(ask)
    as_of = determination.dates.as_of
    outside = without_indication(chart, ask, as_of)
    documentation = determination.policy.documentation
    return (
        *([Wanted(f"an indication: {outside}", *(one.id for one in chart.diagnoses))] if outside else []),
        *_criteria(determination),
        *_identifiers(chart, coverage),
        *_verification(coverage, ask, as_of, determination.dates.service_start),
        *_days(chart, ask, as_of),
        *(Wanted(f"{need.needed} (for the request)", need.item or ask.id) for need in request.needs),
        *_rems(chart, ask),
        *_beside(chart),
        *_contradicted(chart),
        *_told_in_letter(chart),
        *_proof(determination),
        *(Wanted(one, *(shown.id for shown in chart.exhibits)) for one in not_enclosed(documentation, chart)),
        *_sign_off(chart, ask, as_of),
    )


def _criteria(determination: Determination) -> Iterator[Wanted]:
    match determination.outcome, determination.verdict:
        case "judged", Verdict.NOT_MET:
            named = _failing(determination, Verdict.NOT_MET)
            yield Wanted(f"criteria that are not met: {_ids(named)}", *_items(named))
        case "judged", Verdict.NOT_DOCUMENTED:
            named = _failing(determination, Verdict.NOT_DOCUMENTED)
            unread = "the rest of the payer's policy, unread"
            yield Wanted(f"criteria that are not documented: {_ids(named)}" if named else unread, *_items(named))
        case "not_covered", _:
            yield Wanted("the payer does not cover it")
        case "no_criteria", _:
            yield Wanted("no criteria of this payer are known for this request")
        case _:
            pass


def _failing(determination: Determination, verdict: Verdict) -> list[Finding]:
    return [one for one in determination.criteria if one.verdict is verdict and one.on_winning_path]


def _ids(findings: Iterable[Finding]) -> str:
    return ", ".join(one.id for one in findings)


def _items(findings: Iterable[Finding]) -> Iterator[str]:
    return (item for one in findings for item in one.items)


def _identifiers(chart: Chart, coverage: Coverage) -> Iterator[Wanted]:
    if not coverage.member_id:
        yield Wanted("the member ID", coverage.id)
    if chart.prescriber is None:
        yield Wanted("the prescriber", "prescriber")
    elif not chart.prescriber.npi:
        yield Wanted("the prescriber's NPI", "prescriber")
    if chart.site is None:
        yield Wanted("the site of care", "site")
    elif not chart.site.npi:
        yield Wanted("the site's NPI", "site")


def _verification(coverage: Coverage, ask: Ask, as_of: date, service_start: date) -> Iterator[Wanted]:
    """A month old, or from before the first of January, is stale: plans end and change with months and years."""
    known = coverage.verification
    if known is None or known.on > as_of:
        yield Wanted("the verification of benefits", coverage.id)
    elif add_months(known.on, 1) < as_of or known.on.year < service_start.year:
        yield Wanted(f"a new verification of benefits (the last is of {known.on})", coverage.id, ask.id)
    elif known.active is None:
        yield Wanted("whether the coverage is active", coverage.id)
    elif known.active == "no":
        yield Wanted("an active coverage (the insurer said it is not)", coverage.id)


def _days(chart: Chart, ask: Ask, as_of: date) -> Iterator[Wanted]:
    """A service that was to begin in the past, and answers that nobody has asked for again."""
    if ask.start and ask.start < as_of and ask.retroactive is None:
        yield Wanted(f"a first day of service that is not past (the ask says {ask.start})", ask.id)
    answers = {question: chart.safety.asked(question) for question in SAFETY_QUESTIONS}
    old = [question for question, one in answers.items() if one and one.on and add_months(one.on, 12) < as_of]
    if old:
        about = ", ".join(SAFETY_QUESTIONS[one] for one in old)
        yield Wanted(f"answers not older than a year about {about}", *(f"safety.{one}" for one in old))
    for one in chart.substance_use:
        if one.on and add_months(one.on, 12) < as_of:
            yield Wanted(f"an answer not older than a year about {one.substance}", one.id)
    latest = max(chart.pdmp, key=lambda one: (one.on, one.id), default=None)
    if latest and add_months(latest.on, 12) < as_of:
        text = f"a check of the prescription monitoring program not older than a year (the last is of {latest.on})"
        yield Wanted(text, latest.id)


def _rems(chart: Chart, ask: Ask) -> Iterator[Wanted]:
    """The medicine is given in certified settings to enrolled patients only, whatever a policy says of it."""
    site = chart.site
    if site is not None and (site.rems is None or site.rems.certified == "no"):
        yield Wanted("the site's REMS certification", "site")
    if ask.acquisition == "specialty_pharmacy" and (
        chart.pharmacy is None or chart.pharmacy.rems is None or chart.pharmacy.rems.certified == "no"
    ):
        yield Wanted("the pharmacy's REMS certification", "pharmacy", ask.id)
    enrolled = chart.rems and (chart.rems.enrolled_on or chart.rems.planned_on)
    if not enrolled and chart.attested("patient_will_be_enrolled_in_rems") is None:
        yield Wanted("the patient's REMS enrollment, done or planned", chart.rems.id if chart.rems else "rems-patient")


def _beside(chart: Chart) -> Iterator[Wanted]:
    """Two forms of one medicine are not given at a time, whatever a policy says of it."""
    answer = chart.safety.asked("concurrent_ketamine")
    if answer and answer.answer == "yes":
        yield Wanted("the end of ketamine that is given at the same time", "safety.concurrent_ketamine")


def _contradicted(chart: Chart) -> Iterator[Wanted]:
    for contradiction in contradictions(chart):
        yield Wanted(contradiction.text, *contradiction.items)
    scores = {score.id: score for score in chart.scores}
    for course in (*chart.trials, *chart.augmentations):
        if improvement(course, scores).conflicting:
            yield Wanted(
                f"which effect of {course.medicine} is right", course.id, course.score_before, course.score_after
            )


def _told_in_letter(chart: Chart) -> Iterator[Wanted]:
    """What every letter tells, whatever a policy asks; what is missing of it stands there to be confirmed."""
    if not any(one.resolved is None for one in chart.diagnoses):
        yield Wanted("the diagnosis with its code", "diagnoses", *(one.id for one in chart.diagnoses))
    if chart.episode is None or chart.episode.onset is None:
        yield Wanted("when the current episode began", "episode")
    if not any(instruments().instruments[one.instrument].measures == "depression" for one in chart.scores):
        yield Wanted("a score on a depression scale", "scores", *(one.id for one in chart.scores))
    if not any(one.purpose == "depression" for one in chart.trials):
        yield Wanted("the antidepressant trials", "trials", *(one.id for one in chart.trials))
    risk = suicide_risk(chart)
    asked = [one.id for one in (risk.assessment, risk.scale) if one]
    if risk.contradicted:
        yield Wanted("suicidality: the self-report scale and the assessment disagree", *asked)
    elif risk.unassessed:
        yield Wanted("a suicide risk assessment since the last self-report scale", "suicide_assessments", *asked)
    for question in LABEL_QUESTIONS:
        answer = chart.safety.asked(question)
        if answer is None:
            yield Wanted(f"the answer about {SAFETY_QUESTIONS[question]}", f"safety.{question}")
        elif answer.answer == "yes":
            text = f"the prescriber's judgement about {SAFETY_QUESTIONS[question]}, a contraindication by the label"
            yield Wanted(text, f"safety.{question}")


def _proof(determination: Determination) -> Iterator[Wanted]:
    if determination.root is None:
        return
    for one in determination.criteria:
        if (
            one.records_wanted
            and one.on_winning_path
            and one.verdict is Verdict.MET
            and one.proof is Proof.ENTERED_ONLY
        ):
            yield Wanted(f"the page that shows it: {one.id}", *one.items)


def _sign_off(chart: Chart, ask: Ask, as_of: date) -> Iterator[Wanted]:
    """The prescriber's own, and not from before what it answers for."""
    if ask.sign_off is None or ask.sign_off.on > as_of:
        yield Wanted(SIGNATURE, ask.id)
        return
    if chart.prescriber is not None and chart.prescriber.name.lower() not in ask.sign_off.by.lower():
        yield Wanted(f"{SIGNATURE} (the sign-off is by somebody else)", ask.id, "prescriber")
    days = {
        **{one.id: one.on for one in chart.scores},
        **{one.id: one.on for one in chart.suicide_assessments},
        **{one.id: one.on for one in chart.attestations},
        **{one.id: one.as_of for one in chart.current_medicines},
    }
    since = [item for item, day in days.items() if day > ask.sign_off.on]
    if since:
        latest = max(days[item] for item in since)
        text = f"{SIGNATURE}, anew: the chart has facts of {latest}, after the sign-off of {ask.sign_off.on}"
        yield Wanted(text, ask.id, *since)
