"""What of a chart was known on a day: later facts are invisible, and what was under way has not yet come out."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.chart.chart import Case
from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing
from priorauth.logic.finding import Proof
from priorauth.policy.view import View
from tests.spec.builders import chart

DAY = date(2026, 3, 1)


def known(text: str) -> Case:
    return chart(text).as_of(DAY)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("scores: [{instrument: PHQ-9, on: DATE, total: 20}]", "2026-03-01", "2026-03-02"),
        ("diagnoses: [{code: F33.2, on: DATE}]", "2026-03-01", "2026-03-02"),
        ("diagnoses: [{code: F33.2, on: DATE}]", "2026-03", "2026-04"),  # some time in March may be the 1st
        ("diagnoses: [{code: F33.2, on: DATE}]", "2026", "2027"),
        ("episode: {onset: DATE}", "2026-03", "2026-04"),
        ("trials: [{medicine: sertraline, start: DATE, end: unknown}]", "2026-03-01", "2026-03-02"),
        ("current_medicines: [{medicine: sertraline, as_of: DATE}]", "2026-03-01", "2026-03-02"),
        ("psychotherapies: [{kind: CBT, start: DATE}]", "2026-03-01", "2026-03-02"),
        ("neuromodulations: [{kind: TMS, start: DATE}]", "2026-03-01", "2026-03-02"),
        ("suicide_assessments: [{on: DATE, ideation: no}]", "2026-03-01", "2026-03-02"),
        ("inpatient: [{admitted: DATE}]", "2026-03-01", "2026-03-02"),
        ("blood_pressures: [{on: DATE, systolic: 120, diastolic: 80}]", "2026-03-01", "2026-03-02"),
        ("pdmp: [{on: DATE}]", "2026-03-01", "2026-03-02"),
        ("consultations: [{consultant: x, role: psychiatrist, on: DATE}]", "2026-03-01", "2026-03-02"),
        ("attestations: [{states: urgent, answer: yes, by: x, on: DATE}]", "2026-03-01", "2026-03-02"),
        ("complete: [{list: scores, up_to: 2026-01-01, by: x, on: DATE}]", "2026-03-01", "2026-03-02"),
        ("substance_use: [{substance: alcohol, disorder: no, on: DATE}]", "2026-03-01", "2026-03-02"),
        ("sessions: [{on: DATE, dose_mg: 56}]", "2026-03-01", "2026-03-02"),
        ("fills: [{medicine: sertraline, on: DATE, days_supply: 30}]", "2026-03-01", "2026-03-02"),
        ("exhibits: [{file: a.pdf, kind: chart_note, title: t, on: DATE}]", "2026-03-01", "2026-03-02"),
    ],
)
def test_what_happened_or_was_written_down_later_is_invisible(text: str, before: str, after: str) -> None:
    facts = chart(text.replace("DATE", before))
    assert facts.as_of(DAY).by_id == facts.by_id
    later = chart(text.replace("DATE", after))
    assert len(later.as_of(DAY).by_id) == len(later.by_id) - 1


def test_what_has_no_date_was_always_known() -> None:
    text = """
        diagnoses: [{code: F33.2}]
        trials: [{medicine: sertraline, end: unknown, response: none}]
        exhibits: [{file: a.pdf, kind: insurance_card, title: t}]
        safety: {pregnancy: no}
    """
    assert known(text) == chart(text)


def test_what_is_asked_for_stays() -> None:
    asks = "asks: [{coverage: coverage-payer, indication: trd, start: 2026-12-01, received: 2026-11-30}]"
    assert known(asks).asks == chart(asks).asks


@pytest.mark.parametrize(("on", "told"), [("2026-03-01", True), ("2026-03-02", False)])
def test_that_a_request_was_submitted_is_known_from_its_day_on(on: str, told: bool) -> None:
    made = f"submitted: {{on: {on}, by: portal, confirmation: C-1}}"
    (ask,) = known(f"asks: [{{coverage: coverage-payer, indication: trd, start: 2026-12-01, {made}}}]").asks
    assert (ask.submitted is not None) == told
    assert ask.start == date(2026, 12, 1)


def test_a_safety_question_answered_later_was_open() -> None:
    facts = known("safety: {pregnancy: {answer: no, on: 2026-03-01}, lactation: {answer: no, on: 2026-03-02}}")
    assert facts.safety.asked("pregnancy")
    assert facts.safety.asked("lactation") is None


def test_an_enrollment_that_came_later_was_not_known_though_it_was_planned() -> None:
    facts = known("rems: {enrolled_on: 2026-03-02, planned_on: 2026-03-02, identifier: R-1}")
    assert facts.rems is not None
    assert (facts.rems.enrolled_on, facts.rems.identifier, facts.rems.planned_on) == (None, None, date(2026, 3, 2))


def test_the_insurers_answer_that_came_later_was_not_known() -> None:
    coverage = "coverages: [{payer: payer, verification: {on: DATE, by: x, active: yes}}]"
    assert known(coverage.replace("DATE", "2026-03-02")).coverages[0].verification is None
    assert known(coverage.replace("DATE", "2026-03-01")).coverages[0].verification is not None


COURSE = """
trials:
  - {medicine: sertraline, start: 2026-01-05, END, improvement_percent: 5, response: none,
     steps: [{dose: 50 mg, from: 2026-01-05}, {dose: 100 mg, from: 2026-02-02}, {dose: 200 mg, from: 2026-03-02}],
     interruptions: [{from: 2026-02-10, until: 2026-02-11}, {from: 2026-03-20, until: 2026-03-21}],
     adverse_effects: [{effect: nausea, on: 2026-02}, {effect: tremor, on: 2026-03-20}, {effect: headache}],
     ended_because: lack_of_effect, ended_because_text: no better, therapy_changed: yes, adherence: {percent: 95},
     highest_tolerated: yes, not_raised_because: tremor, episode: current, score_before: before, score_after: after}
scores:
  - {id: before, instrument: PHQ-9, on: 2026-01-05, total: 20}
  - {id: after, instrument: PHQ-9, on: 2026-04-01, total: 19}
"""


@pytest.mark.parametrize("end", ["end: 2026-04-01", "end: {ongoing_as_of: 2026-04-01}", "end: 2026-04"])
def test_a_course_that_ended_later_was_under_way_and_how_it_came_out_not_known(end: str) -> None:
    facts = known(COURSE.replace("END", end))
    (trial,) = facts.trials
    assert trial.end == Ongoing(ongoing_as_of=DAY)
    assert (trial.response, trial.improvement_percent, trial.ended_because, trial.therapy_changed) == (
        None,
        None,
        (),
        None,
    )
    assert (trial.ended_because_text, trial.not_raised_because, trial.adherence) == (None, None, None)
    assert trial.highest_tolerated is None
    assert trial.highest_dose == 100  # 200 mg came a day later
    assert len(trial.interruptions) == 1
    assert [one.effect for one in trial.adverse_effects] == ["nausea"]
    assert trial.episode == "current"
    assert "after" not in facts.by_id


@pytest.mark.parametrize("end", ["end: 2026-03-01", "end: {ongoing_as_of: 2026-03-01}", "end: 2026", "end: unknown"])
def test_a_course_that_may_have_ended_by_then_is_left_as_it_is(end: str) -> None:
    text = COURSE.replace("END", end).replace(", {dose: 200 mg, from: 2026-03-02}", "")
    text = text.replace(", {from: 2026-03-20, until: 2026-03-21}", "")
    assert known(text).trials == chart(text).trials


@pytest.mark.parametrize("kind", ["psychotherapies: [{kind: CBT", "neuromodulations: [{kind: TMS"])
def test_nor_was_the_outcome_of_a_therapy_that_went_on(kind: str) -> None:
    text = f"{kind}, start: 2026-01, end: DATE, sessions: 12, outcome: response}}]"
    facts = known(text.replace("DATE", "2026-03-02"))
    (item,) = (*facts.psychotherapies, *facts.neuromodulations)
    assert (item.end, item.sessions, item.outcome) == (Ongoing(ongoing_as_of=DAY), None, None)
    assert known(text.replace("DATE", "2026-03-01")) == chart(text.replace("DATE", "2026-03-01"))


@pytest.mark.parametrize(
    ("stay", "discharged", "as_of"),
    [
        ("discharged: 2026-03-02", "still_admitted", DAY),  # the day before, the patient was there
        ("discharged: still_admitted, as_of: 2026-03-02", "still_admitted", DAY),
        ("discharged: still_admitted, as_of: 2026-02-27", "still_admitted", date(2026, 2, 27)),
        ("discharged: still_admitted", "still_admitted", None),
        ("discharged: 2026-03-01", PartialDate.of(DAY), None),
    ],
)
def test_who_was_discharged_later_was_in_hospital(stay: str, discharged: object, as_of: date | None) -> None:
    (one,) = known(f"inpatient: [{{admitted: 2026-02-20, {stay}}}]").inpatient
    assert (one.discharged, one.as_of) == (discharged, as_of)


def test_an_exhibit_from_later_shows_nothing_yet() -> None:
    facts = chart(
        """
        diagnoses: [{code: F33.2, on: 2026-02-01, shown_in: [{exhibit: early, page: 1}, {exhibit: late, page: 1}]}]
        exhibits:
          - {id: early, file: a.pdf, kind: chart_note, title: t, on: 2026-02-01}
          - {id: late, file: b.pdf, kind: chart_note, title: t, on: 2026-04-01}
        """
    )
    view = View(facts.as_of(DAY), facts.asks[0], DAY, DAY)
    shown = view.evidence("diagnosis-f33-2", "F33.2", shown=facts.diagnoses[0].shown_in)
    assert [(one.proof, one.exhibit) for one in shown] == [(Proof.EXHIBIT, "early")]
    only_late = view.evidence("diagnosis-f33-2", "F33.2", shown=facts.diagnoses[0].shown_in[1:])
    assert [(one.proof, one.exhibit) for one in only_late] == [(Proof.ENTERED_ONLY, None)]


def test_what_was_worked_out_before_does_not_come_along() -> None:
    facts = chart("scores: [{instrument: PHQ-9, on: 2026-03-02, total: 20}]")
    assert "score-phq-9-2026-03-02" in facts.by_id
    assert "score-phq-9-2026-03-02" not in facts.as_of(DAY).by_id
