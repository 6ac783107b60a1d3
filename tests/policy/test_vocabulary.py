"""What a policy can ask of patient, prescriber and site: age, specialty, diagnosis, statements, certificates.

In each chapter a kind of criterion, and in each table a rule as a policy file states it, held against charts that
differ in one thing.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.policy.builders import DOCTOR, judged, owners


class TestAge:
    @pytest.mark.parametrize(
        ("rule", "born", "verdict"),
        [
            ("at_least: 18", "2008-11-20", "met"),
            ("at_least: 18", "2008-11-21", "not_met"),
            ("more_than: 18", "2007-11-20", "met"),
            ("more_than: 18", "2007-11-21", "not_met"),
            ("at_most: 65", "1960-11-21", "met"),
            ("at_most: 65", "1960-11-20", "not_met"),
            ("less_than: 65", "1961-11-21", "met"),
            ("less_than: 65", "1961-11-20", "not_met"),
            ("at_least: 18, at_most: 65", "1980-05-17", "met"),
        ],
    )
    def test_the_operator_is_part_of_the_rule(self, rule: str, born: str, verdict: str) -> None:
        assert judged(f"age: {{{rule}}}", f"patient: {{birth_date: {born}}}").verdict == verdict

    def test_it_is_the_age_on_the_first_day_of_service(self) -> None:
        facts = "patient: {birth_date: 2008-11-30}"
        assert judged("age: {at_least: 18}", facts).verdict == "not_met"
        found = judged("age: {at_least: 18}", facts, service_start=date(2026, 12, 1))
        assert found.verdict == "met"
        assert found.facts.because == "18 years old on 2026-12-01; at least 18 required."

    @pytest.mark.parametrize(("day", "verdict"), [(date(2026, 2, 28), "not_met"), (date(2026, 3, 1), "met")])
    def test_who_was_born_on_29_february_is_a_year_older_on_1_march(self, day: date, verdict: str) -> None:
        assert judged("age: {at_least: 18}", "patient: {birth_date: 2008-02-29}", as_of=day).verdict == verdict


class TestPrescriber:
    BY_PSYCHIATRIST = "prescriber: {roles: [psychiatrist], consultation: not_accepted}"
    OR_IN_CONSULTATION = "prescriber: {roles: [psychiatrist], consultation: accepted}"
    NURSE = "care_team: {prescriber: {name: Somebody, role: psychiatric_np}}"

    @pytest.mark.parametrize(
        ("rule", "role", "verdict"),
        [
            (BY_PSYCHIATRIST, "psychiatrist", "met"),
            (BY_PSYCHIATRIST, "psychiatric_np", "not_met"),
            (OR_IN_CONSULTATION, "psychiatrist", "met"),
            (OR_IN_CONSULTATION, "psychiatric_np", "not_documented"),
            (
                "prescriber: {roles: [psychiatrist, psychiatric_np], consultation: not_accepted}",
                "psychiatric_np",
                "met",
            ),
            ("prescriber: {roles: [psychiatrist, psychiatric_np], consultation: not_accepted}", "other", "not_met"),
        ],
    )
    def test_by_the_prescribers_own_kind(self, rule: str, role: str, verdict: str) -> None:
        assert judged(rule, f"care_team: {{prescriber: {{name: Somebody, role: {role}}}}}").verdict == verdict

    @pytest.mark.parametrize(
        ("consultation", "verdict"),
        [
            ("role: psychiatrist, on: 2026-11-20", "met"),
            ("role: psychiatrist, on: 2026-11-21", "not_documented"),  # tomorrow
            ("role: other_physician, on: 2026-11-20", "not_documented"),
        ],
    )
    def test_by_a_consultation_that_has_taken_place(self, consultation: str, verdict: str) -> None:
        facts = f"{self.NURSE}\nconsultations: [{{consultant: Somebody Else, {consultation}}}]"
        assert judged(self.OR_IN_CONSULTATION, facts).verdict == verdict

    def test_the_sentence_names_the_day_of_the_consultation(self) -> None:
        facts = f"{self.NURSE}\nconsultations: [{{consultant: Somebody Else, role: psychiatrist, on: 2026-11-12}}]"
        assert (
            "in consultation with a psychiatrist on 2026-11-12" in judged(self.OR_IN_CONSULTATION, facts).facts.because
        )

    @pytest.mark.parametrize(
        ("facts", "owner"),
        [("", "billing"), ("care_team: {prescriber: {name: Somebody}}", "billing"), (NURSE, "prescriber")],
    )
    def test_who_has_what_is_missing(self, facts: str, owner: str) -> None:
        assert owners(judged(self.OR_IN_CONSULTATION, facts)) == {owner}


class TestDiagnosis:
    @pytest.mark.parametrize(
        ("facts", "verdict"),
        [
            ("diagnoses: [{code: F33.2}]", "met"),
            ("diagnoses: [{code: F33.41}]", "met"),  # the beginning of a code stands for all below it
            ("diagnoses: [{code: F32.2}]", "not_documented"),  # not the primary one; another may fit
            ("diagnoses: [{code: F32.2, primary: yes}]", "not_met"),
            ("diagnoses: [{code: F32.2, primary: yes}, {code: F33.2}]", "met"),
            ("diagnoses: [{code: F33.2, resolved: 2026-11-20}]", "not_documented"),
            ("diagnoses: [{code: F33.2, resolved: 2026-11-21}]", "met"),
            ("", "not_documented"),
        ],
    )
    def test_by_code(self, facts: str, verdict: str) -> None:
        assert judged("diagnosis: {codes: [F33]}", facts).verdict == verdict

    @pytest.mark.parametrize(
        ("method", "verdict"),
        [("structured_interview", "met"), ("clinical", "not_met"), (None, "not_documented")],
    )
    def test_by_a_structured_interview(self, method: str | None, verdict: str) -> None:
        facts = f"diagnoses: [{{code: F33.2, method: {method or '~'}}}]"
        assert judged("diagnosis: {codes: [F33.2], method: structured_interview}", facts).verdict == verdict

    def test_of_several_the_one_that_passes_best_is_taken(self) -> None:
        rule = "diagnosis: {codes: [F33], manuals: [DSM-5-TR], by_mental_health_professional: yes}"
        facts = """
            diagnoses:
              - {code: F33.1, criteria: ICD-10-CM, by_mental_health_professional: yes}
              - {code: F33.2, criteria: DSM-5-TR, by_mental_health_professional: yes}
        """
        found = judged(rule, facts)
        assert (found.verdict, found.facts.because) == ("met", "F33.2, by DSM-5-TR, by a mental health professional.")

    def test_a_no_is_no_gap(self) -> None:
        rule = "diagnosis: {codes: [F33.2], manuals: [DSM-5-TR], by_mental_health_professional: yes}"
        found = judged(rule, "diagnoses: [{code: F33.2, by_mental_health_professional: no}]")
        assert (found.verdict, found.gaps) == ("not_met", ())


class TestPdmp:
    @pytest.mark.parametrize(
        ("facts", "strict", "lenient"),
        [
            ("pdmp: [{on: 2026-11-20}]", "met", "met"),
            ("pdmp: [{on: 2026-11-21}]", "not_documented", "not_documented"),  # tomorrow
            ("", "not_documented", "not_documented"),
            ("pdmp: [{on: 2026-11-12, unavailable_in_state: yes}]", "not_met", "met"),
            ("pdmp: [{on: 2026-11-12, unavailable_in_state: yes}, {on: 2026-11-19}]", "met", "met"),  # moved since
        ],
    )
    def test_checked_or_unavailable_in_the_state(self, facts: str, strict: str, lenient: str) -> None:
        assert judged("pdmp: {unless_unavailable: no}", facts).verdict == strict
        assert judged("pdmp: {unless_unavailable: yes}", facts).verdict == lenient


class TestAttested:
    RULE = "attested: [direct_supervision, observation_two_hours]"

    @pytest.mark.parametrize(
        ("supervision", "observation", "verdict"),
        [
            ("yes", "yes", "met"),
            ("yes", "no", "not_met"),
            ("yes", None, "not_documented"),
            (None, "no", "not_met"),
            (None, None, "not_documented"),
        ],
    )
    def test_all_of_the_statements(self, supervision: str | None, observation: str | None, verdict: str) -> None:
        given = {"direct_supervision": supervision, "observation_two_hours": observation}
        told = [f"{{states: {states}, answer: {answer}, {DOCTOR}}}" for states, answer in given.items() if answer]
        found = judged(self.RULE, f"attestations: [{', '.join(told)}]")
        assert found.verdict == verdict
        assert len(found.gaps) == (list(given.values()).count(None) if verdict == "not_documented" else 0)

    def test_the_latest_word_counts_and_is_told_with_who_gave_it_and_when(self) -> None:
        facts = """
            attestations:
              - {id: first, states: urgent, answer: yes, by: Dr. Early, on: 2026-11-01}
              - {id: second, states: urgent, answer: no, by: Dr. Late, on: 2026-11-19}
        """
        found = judged("attested: [urgent]", facts)
        assert found.verdict == "not_met"
        assert found.facts.because == "Dr. Late denies that the request is urgent (2026-11-19)."
        assert judged("attested: [urgent]", facts, as_of=date(2026, 11, 18)).verdict == "met"


class TestRems:
    SITE = "{name: Somewhere, address: {street: 1 Way, city: Town, state: MD, zip: '00000'}, rems: {certified: %s}}"

    @pytest.mark.parametrize(("certified", "verdict"), [("yes", "met"), ("no", "not_met")])
    def test_the_site(self, certified: str, verdict: str) -> None:
        assert judged("rems: {site: yes}", f"care_team: {{site: {self.SITE % certified}}}").verdict == verdict

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
    def test_the_pharmacy_if_one_dispenses(self, facts: str, verdict: str) -> None:
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
    def test_the_patient_enrolled_or_about_to_be(self, facts: str, enrolled: str, planned: str) -> None:
        assert judged("rems: {patient: enrolled}", facts).verdict == enrolled
        assert judged("rems: {patient: planned}", facts).verdict == planned

    def test_each_party_that_is_missing_is_a_gap_of_the_rems(self) -> None:
        found = judged("rems: {site: yes, pharmacy: yes, patient: enrolled}")
        assert (len(found.gaps), owners(found)) == (3, {"rems"})
