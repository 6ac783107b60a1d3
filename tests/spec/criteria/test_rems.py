"""Site, pharmacy and patient in the REMS."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    DOCTOR,
    judged,
    owners,
)

SITE = "{name: Somewhere, address: {street: 1 Way, city: Town, state: MD, zip: '00000'}, rems: {certified: %s}}"


@pytest.mark.parametrize(("certified", "verdict"), [("yes", "met"), ("no", "not_met")])
def test_the_site(certified: str, verdict: str) -> None:
    assert judged("rems: {site: yes}", f"care_team: {{site: {SITE % certified}}}").verdict == verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("care_team: {pharmacy: {name: Shop, rems: {certified: yes}}}", "met"),
        ("care_team: {pharmacy: {name: Shop, rems: {certified: no}}}", "not_met"),
        ("care_team: {pharmacy: {name: Shop}}", "not_documented"),
        ("", "not_documented"),
        ("asks: [{coverage: coverage-payer, indication: trd, acquisition: buy_and_bill}]", "not_applicable"),
        ("asks: [{coverage: coverage-payer, indication: trd, acquisition: specialty_pharmacy}]", "not_documented"),
    ],
)
def test_the_pharmacy_if_one_dispenses(facts: str, verdict: str) -> None:
    assert judged("rems: {pharmacy: yes}", facts).verdict == verdict


@pytest.mark.parametrize(
    ("facts", "enrolled", "planned"),
    [
        ("rems: {enrolled_on: 2026-11-20}", "met", "met"),
        ("rems: {planned_on: 2026-12-01}", "not_documented", "met"),
        (
            f"attestations: [{{states: patient_will_be_enrolled_in_rems, answer: yes, {DOCTOR}}}]",
            "not_documented",
            "met",
        ),
        (
            f"attestations: [{{states: patient_will_be_enrolled_in_rems, answer: no, {DOCTOR}}}]",
            "not_documented",
            "not_documented",
        ),
        ("", "not_documented", "not_documented"),
    ],
)
def test_the_patient_enrolled_or_about_to_be(facts: str, enrolled: str, planned: str) -> None:
    assert judged("rems: {patient: enrolled}", facts).verdict == enrolled
    assert judged("rems: {patient: planned}", facts).verdict == planned


def test_each_party_that_is_missing_is_a_gap_of_the_rems() -> None:
    found = judged("rems: {site: yes, pharmacy: yes, patient: enrolled}")
    assert (len(found.gaps), owners(found)) == (3, {"rems"})


@pytest.mark.parametrize(("certified", "verdict"), [("yes", "met"), ("no", "not_met"), (None, "not_documented")])
def test_the_prescriber(certified: str | None, verdict: str) -> None:
    rems = f", rems: {{certified: {certified}}}" if certified else ""
    assert judged("rems: {provider: yes}", f"care_team: {{prescriber: {{name: Somebody{rems}}}}}").verdict == verdict


@pytest.mark.parametrize(
    ("pharmacy", "join", "verdict"),
    [
        ("yes", "all", "met"),
        ("yes", "any", "met"),
        ("yes", "unclear", "met"),
        ("no", "all", "not_met"),
        ("no", "any", "met"),
        ("no", "unclear", "not_documented"),  # "and/or" can be read as either
        (None, "all", "not_documented"),
        (None, "any", "met"),
        (None, "unclear", "not_documented"),
    ],
)
def test_and_or(pharmacy: str | None, join: str, verdict: str) -> None:
    """Of site and pharmacy, where the site is certified."""
    shop = f", pharmacy: {{name: Shop, rems: {{certified: {pharmacy}}}}}" if pharmacy else ""
    facts = f"care_team: {{site: {SITE % 'yes'}{shop}}}"
    found = judged(f"rems: {{site: yes, pharmacy: yes, join: {join}}}", facts)
    assert found.verdict == verdict
    asked = {"rems"} if pharmacy is None else {"billing"}
    assert owners(found) == (asked if verdict == "not_documented" else set())


@pytest.mark.parametrize(
    ("planned", "assuming", "verdict", "provided"),
    [
        ("2026-11-20", False, "met", ()),
        ("2026-11-19", False, "not_documented", ()),  # it was planned; whether it was done is not known
        ("2026-11-19", True, "met", ("the patient was enrolled in the REMS on 2026-11-19, as planned",)),
    ],
)
def test_a_plan_for_a_day_that_is_past_is_no_enrollment(
    planned: str, assuming: bool, verdict: str, provided: tuple[str, ...]
) -> None:
    found = judged("rems: {patient: planned}", f"rems: {{planned_on: {planned}}}", assuming=assuming)
    assert (found.verdict, found.provided) == (verdict, provided)
