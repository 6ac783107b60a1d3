"""What keeps a request from going out although its criteria may be met: identifiers, proof, verification, signature."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from priorauth.chart.dates import over_a_year_old
from priorauth.chart.safety import LABEL_QUESTIONS, SAFETY_QUESTIONS
from priorauth.chart.scales import instruments
from priorauth.chart.suicidality import suicide_risk
from priorauth.determination.contradictions import contradictions
from priorauth.determination.contradictions.answers import coded
from priorauth.determination.contradictions.treatment import under_treatment
from priorauth.determination.label import without_indication
from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict
from priorauth.medicines.doses import against_depression
from priorauth.medicines.response import improvement
from priorauth.policy.view import View
from priorauth.request.coded import codes
from priorauth.request.enclosures import not_enclosed
from priorauth.request.enrollment import rems
from priorauth.request.older_records import older_records
from priorauth.request.sign_off import urgency
from priorauth.request.verified import verification, who_reviews
from priorauth.request.wanted import NotDocumented, NotMet, Wanted
from priorauth.request.week import week_of_treatment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.coverage import Coverage
    from priorauth.determination.determine import Determination
    from priorauth.logic.finding import Finding
    from priorauth.policy.load import Loaded
    from priorauth.request.model import Request


def lacking(
    chart: Chart, ask: Ask, loaded: Loaded, determination: Determination, request: Request
) -> tuple[Wanted, ...]:
    """Each thing that must be mended before the prescriber may sign, in the order in which people mend them."""
    coverage = chart.coverage(ask)
    as_of, service_start = determination.dates.as_of, determination.dates.service_start
    outside = without_indication(chart, ask, as_of)
    documentation = determination.policy.documentation
    return (
        *([Wanted(f"an indication: {outside}", *(one.id for one in chart.diagnoses))] if outside else []),
        *_criteria(determination),
        *_identifiers(chart, coverage),
        *verification(coverage, ask, loaded, as_of, service_start),
        *who_reviews(coverage, ask, loaded),
        *_days(chart, ask, as_of),
        *urgency(chart, ask, as_of),
        *(Wanted(f"{need.needed} (for the request)", need.item or ask.id, owner=need.owner) for need in request.needs),
        *week_of_treatment(chart, ask, service_start),
        *rems(chart, ask, as_of, service_start),
        *_beside(chart),
        *_pregnancy(chart, as_of),
        *_monitoring(chart),
        *_in_hospital(chart),
        *codes(chart, ask, as_of),
        *_contradicted(chart, ask, determination),
        *_told_in_letter(chart, as_of),
        *_proof(determination),
        *older_records(chart, as_of),
        *(
            Wanted(one, *(shown.id for shown in chart.exhibits), owner="billing")
            for one in not_enclosed(documentation, chart)
        ),
    )


def _criteria(determination: Determination) -> Iterator[Wanted]:
    match determination.outcome, determination.verdict:
        case "judged", Verdict.NOT_MET:
            named = _failing(determination, Verdict.NOT_MET)
            yield NotMet(f"criteria that are not met: {_ids(named)}", *_items(named))
        case "judged", Verdict.NOT_DOCUMENTED:
            named = _failing(determination, Verdict.NOT_DOCUMENTED)
            if named:
                yield NotDocumented(f"criteria that are not documented: {_ids(named)}", *_items(named))
            else:
                yield Wanted("the rest of the payer's policy, unread", owner="billing")
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
        yield Wanted("the member ID", coverage.id, owner="billing")
    if chart.prescriber is None:
        yield Wanted("the prescriber", "prescriber", owner="billing")
    elif not chart.prescriber.npi:
        yield Wanted("the prescriber's NPI", "prescriber", owner="billing")
    if chart.site is None:
        yield Wanted("the site of care", "site", owner="billing")
    elif not chart.site.npi:
        yield Wanted("the site's NPI", "site", owner="billing")


def _days(chart: Chart, ask: Ask, as_of: date) -> Iterator[Wanted]:
    """A service that was to begin in the past, and answers that nobody has asked for again."""
    if ask.start and ask.start < as_of and ask.retroactive is None:
        yield Wanted(f"a first day of service that is not past (the ask says {ask.start})", ask.id, owner="billing")
    answers = {question: chart.safety.asked(question) for question in SAFETY_QUESTIONS}
    old = [question for question, one in answers.items() if one and one.on and over_a_year_old(one.on, as_of)]
    if old:
        about = ", ".join(SAFETY_QUESTIONS[one] for one in old)
        yield Wanted(f"answers not older than a year about {about}", *(f"safety.{one}" for one in old))
    for one in chart.substance_use:
        if one.on and over_a_year_old(one.on, as_of):
            yield Wanted(f"an answer not older than a year about {one.substance}", one.id)
    latest = chart.monitoring
    if latest and over_a_year_old(latest.on, as_of):
        text = f"a check of the prescription monitoring program not older than a year (the last is of {latest.on})"
        yield Wanted(text, latest.id)


def _beside(chart: Chart) -> Iterator[Wanted]:
    """Two forms of one medicine are not given at a time, whatever a policy says of it."""
    answer = chart.safety.asked("concurrent_ketamine")
    if answer and answer.answer == "yes":
        yield Wanted("the end of ketamine that is given at the same time", "safety.concurrent_ketamine")


def _pregnancy(chart: Chart, as_of: date) -> Iterator[Wanted]:
    """The label does not recommend it then, and the letter leaves the judgement to the prescriber."""
    answer = chart.safety.asked("pregnancy")
    by_code = list(coded(chart, "pregnancy", as_of))
    if answer and answer.answer == "yes":
        yield Wanted("the prescriber's judgement about treatment in pregnancy", "safety.pregnancy")
    elif answer is None and by_code:
        told = ", ".join(one.code for one in by_code)
        yield Wanted(f"the answer about pregnancy, which {told} says", "safety.pregnancy", *(one.id for one in by_code))


def _monitoring(chart: Chart) -> Iterator[Wanted]:
    """A finding of concern is told to the payer, and whether to treat all the same is the prescriber's to say."""
    look = chart.monitoring
    if look and look.result == "of_concern" and chart.monitoring_weighed is None:
        about = f"what the prescription monitoring program showed on {look.on}"
        text = f"the prescriber's judgement about {about} (attestation: monitoring_finding_weighed)"
        yield Wanted(text, look.id, states="monitoring_finding_weighed")


def _in_hospital(chart: Chart) -> Iterator[Wanted]:
    """Who is "still admitted" is so on a day; without it nobody can tell how old that is."""
    for stay in chart.inpatient:
        if stay.discharged == "still_admitted" and stay.as_of is None:
            since = stay.admitted.spoken_with_preposition
            yield Wanted(f"as of which day the patient, admitted {since}, is still in hospital", stay.id)


def _contradicted(chart: Chart, ask: Ask, determination: Determination) -> Iterator[Wanted]:
    dates = determination.dates
    view = View(chart, ask, dates.as_of, dates.service_start)
    for contradiction in (*contradictions(chart, dates.as_of), *under_treatment(view)):
        yield Wanted(contradiction.text, *contradiction.items)
    scores = {score.id: score for score in chart.scores}
    for course in (*chart.trials, *chart.augmentations):
        if improvement(course, scores).conflicting:
            yield Wanted(
                f"which effect of {course.medicine} is right", course.id, course.score_before, course.score_after
            )


def _told_in_letter(chart: Chart, as_of: date) -> Iterator[Wanted]:
    """What every letter tells, whatever a policy asks; what is missing of it stands there to be confirmed."""
    if not any(one.stands(as_of) for one in chart.diagnoses):
        yield Wanted("the diagnosis with its code", "diagnoses", *(one.id for one in chart.diagnoses))
    if chart.episode is None or chart.episode.onset is None:
        yield Wanted("when the current episode began", "episode")
    if not any(instruments().instruments[one.instrument].measures == "depression" for one in chart.scores):
        yield Wanted("a score on a depression scale", "scores", *(one.id for one in chart.scores))
    if not any(against_depression(one) for one in chart.trials):
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
            yield Wanted(f"the page that shows it: {one.id}", *one.items, owner="billing")
