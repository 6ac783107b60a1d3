"""What single facts refuse, and their short forms."""

from __future__ import annotations

import pytest

from priorauth.errors import BadInput
from tests.spec.builders import chart


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("safety: {pregnancy: maybe}", "safety.pregnancy must be one of: 'yes', 'no'"),
        ("safety: {pregnancy: {on: 2026-11-12}}", "safety.pregnancy.answer is missing"),
        ("blood_pressures: [{on: 2026-11-12, systolic: 80, diastolic: 80}]", "diastolic must be lower than systolic"),
        ("blood_pressures: [{on: 2026-11-12, systolic: 301, diastolic: 80}]", "systolic must be at most 300"),
        ("blood_pressures: [{on: 2026-11-12, systolic: 49, diastolic: 40}]", "systolic must be at least 50"),
        ("inpatient: [{admitted: 2026-10-02, discharged: 2026-10-01}]", "discharged is before the admission"),
        (
            "psychotherapies: [{kind: CBT, start: 2026-02-01, end: 2026-01-31}]",
            "psychotherapies[0].end is before start",
        ),
        (
            "neuromodulations: [{kind: ECT, start: 2026-02-01, end: {ongoing_as_of: 2026-01-31}}]",
            "neuromodulations[0].end is before start",
        ),
        ("pdmp: [{on: 2026-11-12, result: of_concern}]", "pdmp[0].finding is missing: say what of concern"),
        (
            "pdmp: [{on: 2026-11-12, result: discussed, unavailable_in_state: yes}]",
            "pdmp[0].result says what a program showed that the state does not have",
        ),
        ("substance_use: [{substance: alcohol, disorder: no, code: F10.20}]", "code of a substance use disorder"),
        ("sessions: [{on: 2026-11-12, dose_mg: 60}]", "dose_mg must be one of: 28, 56, 84"),
        ("sessions: [{on: 2026-11-12, dose_mg: 56, started_at: '9:00'}]", "sessions[0].started_at"),
        ("sessions: [{on: 2026-11-12, dose_mg: 56, started_at: '24:00'}]", "sessions[0].started_at"),
        (
            "sessions: [{on: 2026-11-12, dose_mg: 56, started_at: '10:00', left_at: '10:00'}]",
            "left_at is not after started_at",
        ),
        (
            "sessions: [{on: 2026-11-12, dose_mg: 56, monitoring_form_sent: 2026-11-11}]",
            "monitoring_form_sent is before the session",
        ),
        (
            "authorizations: [{payer: p, product: x, from: 2026-02-01, until: 2026-01-31}]",
            "authorizations[0].until is before from",
        ),
        ("fills: [{medicine: x, on: 2026-11-12, days_supply: 401}]", "days_supply must be at most 400"),
        ("fills: [{medicine: x, on: 2026-11-12, days_supply: 30, quantity: 0}]", "quantity must be more than 0"),
        ("asks: [{coverage: coverage-payer, indication: trd, period: {}}]", "must be one of days, weeks and months"),
        (
            "asks: [{coverage: coverage-payer, indication: trd, period: {days: 1, weeks: 1}}]",
            "must be one of days, weeks and months",
        ),
        ("asks: [{coverage: coverage-payer, indication: trd, period: {months: 14}}]", "months must be at most 13"),
        ("asks: [{coverage: coverage-other, indication: trd}]", "asks[0].coverage is not the id of a coverage"),
        ("asks: [{coverage: coverage-payer, indication: mdd}]", "indication must be one of: 'trd', 'mdsi'"),
        (
            "asks: [{coverage: coverage-payer, indication: trd, regimen: {dose_mg: 28}}]",
            "regimen.dose_mg must be one of: 56, 84",
        ),
        (
            "attestations: [{states: urgent, answer: yes, by: A, on: 2026-11-12, about: nothing}]",
            "attestations[0].about is not the id of anything in this chart",
        ),
        (
            "attestations: [{states: urgent, answer: yes, by: A, on: 2026-11-12}, "
            "{id: other, states: urgent, answer: no, by: B, on: 2026-11-12}]",
            "attestations[1].answer contradicts another statement of the same day",
        ),
        (
            "trials: [{medicine: sertraline, end: unknown, combined_with: [nothing]}]",
            "trials[0].combined_with names an id that is neither among trials nor among augmentations",
        ),
        ("asks: []", "asks is missing"),
        ("patient: {sex: x}", "patient.sex must be one of: 'female', 'male', 'other'"),
    ],
)
def test_what_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        chart(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "blood_pressures: [{on: 2026-11-12, systolic: 81, diastolic: 80}]",
        "inpatient: [{admitted: 2026-10-01, discharged: 2026-10-01}]",
        "inpatient: [{admitted: 2026-10, discharged: 2026-10-01}]",
        "inpatient: [{admitted: 2026-10-01, discharged: still_admitted}]",
        "substance_use: [{substance: alcohol, disorder: yes, code: F10.20}]",
        "sessions: [{on: 2026-11-12, dose_mg: 56, started_at: '09:00', left_at: '11:05'}]",
        "sessions: [{on: 2026-11-12, dose_mg: 56, monitoring_form_sent: 2026-11-12}]",
        "authorizations: [{payer: p, product: x, from: 2026-02-01, until: 2026-02-01}]",
        "asks: [{coverage: coverage-payer, indication: mdsi, period: {weeks: 4}, regimen: {dose_mg: 84}}]",
    ],
)
def test_what_can_be_is_taken(text: str) -> None:
    assert chart(text)


def test_a_safety_question_in_short_and_in_full() -> None:
    short, full = chart("safety: {pregnancy: no}"), chart("safety: {pregnancy: {answer: no}}")
    assert short == full
    answer = chart("safety: {pregnancy: {answer: yes, on: 2026-11-12, by: x, detail: y}}").safety.asked("pregnancy")
    assert answer is not None
    assert (answer.answer, answer.by) == ("yes", "x")
    assert chart("").safety.asked("pregnancy") is None


@pytest.mark.parametrize(
    ("period", "spoken"),
    [("{days: 28}", "28 days"), ("{weeks: 1}", "1 week"), ("{weeks: 8}", "8 weeks"), ("{months: 1}", "1 month")],
)
def test_a_period_is_told_in_its_own_unit(period: str, spoken: str) -> None:
    asks = f"asks: [{{coverage: coverage-payer, indication: trd, period: {period}}}]"
    assert str(chart(asks).asks[0].period) == spoken


@pytest.mark.parametrize(
    ("given", "kept"),
    [("first: Ana, last: Lopez", "Ana Lopez"), ("first: Ana, middle: B., last: Lopez", "Ana B. Lopez")],
)
def test_a_name_in_full(given: str, kept: str) -> None:
    assert chart(f"patient: {{name: {{{given}}}}}").patient.name.full == kept


@pytest.mark.parametrize(
    "text",
    [
        "patient: {nam: x}",
        "trials: [{medicine: sertraline, end: unknown, dosage: 5}]",
        "safety: {pregnant: no}",
        "notes: x",
        "asks: [{coverage: coverage-payer, indication: trd, drug: x}]",
        "coverages: [{payer: payer, memberid: x}]",
        "exhibits: [{file: a, kind: other, title: t, page: 1}]",
    ],
)
def test_an_unknown_key_is_nowhere_passed_over(text: str) -> None:
    with pytest.raises(BadInput, match="has a key that is not known here"):
        chart(text)


def test_a_chart_cannot_be_changed_once_it_is_read() -> None:
    facts = chart("trials: [{medicine: sertraline, end: unknown}]")
    for item, field in ((facts, "case"), (facts.trials[0], "medicine"), (facts.patient.name, "last")):
        with pytest.raises(ValueError, match="frozen"):
            setattr(item, field, "x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("coverages: [{payer: Cigna}]", "payer must be small letters, digits, dots, dashes and underscores"),
        (
            "coverages: [{payer: payer, member_id: 'A*'}]",
            "member_id must be 3 to 30 letters, digits, dashes and spaces",
        ),
        ("coverages: [{payer: payer, group: '*'}]", "group must be up to 30 letters, digits, dashes and spaces"),
        ("coverages: [{payer: payer, bin: 12345}]", "bin must be six digits"),
        ("coverages: [{payer: payer, pcn: a-b}]", "pcn must be up to 15 letters and digits"),
        ("patient: {phone: call me}", "phone must be a telephone number, as (301) 555-0100"),
        (
            "patient: {address: {street: s, city: c, state: md, zip: '21201'}}",
            "state must be two capital letters, as MD",
        ),
        ("patient: {address: {street: s, city: c, state: MD, zip: 2120}}", "zip must be five digits, or nine"),
        ("care_team: {prescriber: {name: x, dea: AB123}}", "dea must be two letters and seven digits"),
        ("care_team: {pharmacy: {name: x, ncpdp: 123}}", "ncpdp must be seven digits"),
        ("care_team: {prescriber: Somebody Else}", "prescriber must be small letters, digits, dots"),
        ("sessions: [{on: 2026-11-12, dose_mg: 56, started_at: '9:05'}]", "started_at must be a time of day, as 09:05"),
    ],
)
def test_a_form_is_told_in_words_and_not_as_a_pattern(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        chart(text)
    assert said in str(caught.value)
    assert "pattern" not in str(caught.value)


@pytest.mark.parametrize("zipped", ["21201", "21201-1234"])
def test_a_zip_code_of_five_or_nine_digits(zipped: str) -> None:
    address = f"{{street: s, city: c, state: MD, zip: '{zipped}'}}"
    assert chart(f"patient: {{address: {address}}}").patient.address.zip == zipped
    with pytest.raises(BadInput, match="zip must be five digits"):
        chart(f"patient: {{address: {address.replace(zipped, zipped + '1')}}}")
