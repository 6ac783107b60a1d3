"""Oddities 12 to 27 of payers' policies: versions, what goes with it, what no chart shows, stances, sources."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.logic.days import Stretch
from priorauth.logic.verdict import Verdict
from priorauth.policy.load import in_force, policies_of
from priorauth.request.codebook import codebook
from priorauth.request.enclosures import not_enclosed
from priorauth.request.quantities import held_against
from priorauth.workspace import Workspace, by_label
from tests.request.test_quantities import induction
from tests.spec.builders import AS_OF, chart, judge, policy, without_criteria
from tests.spec.criteria.builders import DOCTOR, judged
from tests.spec.shipped_policies import (
    BCBSMA,
    BCBSND,
    CAREFIRST,
    CIGNA,
    EVICORE,
    HCSC,
    HIGHMARK,
    MEDICAL_MUTUAL,
    PAYERS,
    QUALCHOICE,
    STATE_MEDICAID,
    TEXAS,
    UHC,
    criteria,
    criterion,
    held,
    shipped,
    trials,
)

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("payer", "day", "keys"),
    [
        ("hcsc", date(2025, 12, 31), ["rx501-105-earlier"]),  # the same number, other thresholds
        ("hcsc", date(2026, 1, 1), ["rx501-105"]),
        ("texas-medicaid", date(2025, 9, 30), ["esketamine-2025-05"]),
        ("texas-medicaid", date(2025, 10, 1), ["esketamine-2025-10"]),
    ],
)
def test_oddity_12_versions_by_payer_and_interval(payer: str, day: date, keys: list[str]) -> None:
    assert [one.path.stem for one in in_force(policies_of(payer, [PAYERS]), day)] == keys


def test_oddity_12_four_live_versions_and_two_policies_by_benefit_are_asked_back() -> None:
    evicore = in_force(policies_of("evicore", [PAYERS]), AS_OF)
    assert len(evicore) == 4
    assert [one.policy.policy.number for one in in_force(evicore, AS_OF, number="A164B612")] == ["A164B612"]
    uhc = policies_of("uhc", [PAYERS])
    assert [one.path.stem for one in in_force(uhc, AS_OF, benefit="pharmacy")] == ["2025-p-2168-10"]
    assert [one.path.stem for one in in_force(uhc, AS_OF, benefit="medical")] == ["2026d0069p"]


NOW = "current_medicines: [{medicine: %s, dose: 200 mg, as_of: 2026-11-20, continues: yes%s}]"


def test_oddity_13_the_oral_antidepressant() -> None:
    none = f"complete: [{{list: current_medicines, up_to: 2026-11-20, {DOCTOR}}}]"
    assert not any("oral" in one.id for one in criteria(CIGNA))  # not asked
    assert held(STATE_MEDICAID, "oral-antidepressant", none).verdict is NO  # required
    assert held(TEXAS, "monotherapy", none).verdict is YES  # not for this indication
    assert held(TEXAS, "oral-antidepressant", none, indication="mdsi").verdict is NO  # for that one
    assert judged("oral_antidepressant: {named: true}", NOW % ("sertraline", "")).verdict is YES
    started = held(QUALCHOICE, "oral-antidepressant", NOW % ("sertraline", ", change: unchanged"), indication="mdsi")
    assert started.verdict is NO  # must be begun or optimized


@pytest.mark.parametrize(("medicine", "verdict"), [("sertraline", NO), ("escitalopram", YES)])
def test_oddity_13_it_must_be_none_of_those_that_failed(medicine: str, verdict: Verdict) -> None:
    new = next(one.id for one in criteria(QUALCHOICE) if one.kind == "oral_antidepressant")
    facts = f"{trials('sertraline')}\n{NOW % (medicine, ', unchanged_since: 2026-09-01')}"
    assert held(QUALCHOICE, new, facts).verdict is verdict


def test_oddity_14_psychosis_needs_opposite_texts() -> None:
    facts = "diagnoses: [{code: F32.3, primary: yes}]\nsafety: {history_of_psychosis: yes}"
    assert judged("psychosis: {history: excluded}", facts).verdict is NO
    assert held(CIGNA, "psychosis", facts).verdict is OPEN  # the prescriber's weighing
    assert held(TEXAS, "accepted-codes", facts).verdict is YES  # allowed by its code


def test_oddity_15_treated_but_active_passes_one_payer_and_fails_the_next() -> None:
    treated = "substance_use: [{substance: alcohol, disorder: yes, severity: severe, treatment: in_treatment, "
    facts = f"{treated}last_use: 2026-11-10}}]"
    assert held(CAREFIRST, "substance-use", facts).verdict is YES
    assert held(HCSC, "substance-use", facts).verdict is NO  # a month of abstinence
    three = "substance_use: {excluded: [severe], unless_abstinent_months: 3, unless_confined_months: 3}"
    confined = f"{treated}last_use: 2026-11-10, controlled_environment_since: 2026-08-20}}]"
    assert judged(three, confined).verdict is YES
    assert judged(three, f"{treated}last_use: 2026-11-10, controlled_environment_since: 2026-08-21}}]").verdict is NO


def test_oddity_16_the_indication_is_a_choice_with_consequences() -> None:
    """One insurer approves MDSI for a year, another once an episode, a third has no criteria of its own for it."""
    year, once = shipped(UHC).rules("mdsi", "initial"), shipped(STATE_MEDICAID).indications["mdsi"]
    assert year is not None
    assert str(year.authorization) == "12 months"
    assert once.renewal == "new_episode_only"
    assert {"two-antidepressants", "named-mdsi"} <= {one.id for one in criteria(BCBSND)}  # one list for both
    asked = {indication: {one.id for one in criteria(STATE_MEDICAID, indication)} for indication in ("trd", "mdsi")}
    assert "two-antidepressants" in asked["trd"]
    assert "immediate" in asked["mdsi"] - asked["trd"]


def test_oddity_17_what_would_happen_without_it_only_a_person_can_state() -> None:
    hints = "on: 2026-11-20, ideation: yes, intent: yes, imminent_risk: yes, hospitalization_warranted: yes"
    assert held(CAREFIRST, "representation", f"suicide_assessments: [{{{hints}}}]").verdict is OPEN
    names = (
        "confinement_within_48_hours_without_treatment",
        "cannot_care_for_self",
        "daily_thoughts_of_death_or_self_harm",
    )
    stated = ", ".join(f"{{states: {name}, answer: yes, {DOCTOR}}}" for name in names)
    assert held(CAREFIRST, "representation", f"attestations: [{stated}]").verdict is YES


def test_oddity_18_what_depends_on_the_world() -> None:
    only = policy("- {if_available: {resource: psychotherapy, then: {psychotherapy: {outcome: tried}}}}")
    never = f"complete: [{{list: psychotherapies, up_to: 2026-11-20, {DOCTOR}}}]"
    within_reach = f"attestations: [{{states: psychotherapy_unavailable, answer: no, {DOCTOR}}}]"
    out_of_reach = within_reach.replace("answer: no", "answer: yes")
    assert judge(chart(never), only).verdict is OPEN
    assert judge(chart(f"{never}\n{within_reach}"), only).verdict is NO
    assert judge(chart(f"{never}\n{out_of_reach}"), only).verdict is YES
    no_program = "pdmp: [{on: 2026-11-12, unavailable_in_state: yes}]"
    assert held(EVICORE, "pdmp", no_program).verdict is YES
    assert held(CIGNA, "pdmp", no_program).verdict is NO


@pytest.mark.parametrize(
    ("supply", "verdict"), [("practice_stock", YES), ("sample", NO), ("manufacturer", NO), ("~", OPEN)]
)
def test_oddity_19_renewal_depends_on_who_paid_before(supply: str, verdict: Verdict) -> None:
    facts = f"""
        authorizations: [{{payer: payer, product: Spravato, from: 2026-04-01, until: 2026-09-30}}]
        sessions: [{{on: 2026-04-13, dose_mg: 56, supply: {supply}}}]
        complete: [{{list: denials, up_to: 2026-11-20, {DOCTOR}}}]
    """
    assert held(BCBSND, "approved-before", facts, phase="continuation").verdict is verdict


def test_oddity_19_who_asks_again_at_renewal_reads_the_baseline() -> None:
    again = {one.id for one in criteria(MEDICAL_MUTUAL, phase="continuation")}
    assert {"initial-baseline", "initial-two-antidepressants"} <= again


@pytest.mark.parametrize(("first", "fits"), [(56, True), (84, False)])
def test_oddity_20_23_devices_are_an_induction_only_if_the_first_dose_is_56_mg(first: int, fits: bool) -> None:
    rules = shipped(QUALCHOICE).rules("trd", "initial")
    assert rules is not None
    assert rules.quantity is not None
    assert (held_against(rules.quantity, induction(first, 84)).over <= 0) is fits


@pytest.mark.parametrize(("exhibits", "wanting"), [("", 1), ("{id: n, file: a.pdf, kind: chart_note, title: t}", 0)])
def test_oddity_21_the_same_facts_need_other_proof(exhibits: str, wanting: int) -> None:
    case = chart(f"exhibits: [{exhibits}]")
    records = "{level: submit, items: [chart_notes], if_missing: returned}"
    by_records = policy("- {age: {at_least: 18}}", documentation=records)
    by_word = policy("- {age: {at_least: 18}}", documentation="{level: attest}", policy="{formulary: formulary}")
    assert len(list(not_enclosed(by_records.documentation, case))) == wanting
    assert list(not_enclosed(by_word.documentation, case)) == []


@pytest.mark.parametrize(
    ("payer", "stance", "outcome"),
    [
        ("bcbsms", "not_medically_necessary", "not_covered"),
        ("original-medicare", "no_pa_needed", "no_pa_needed"),  # a billing article only
        ("aetna", "criteria_not_seen", "no_criteria"),
    ],
)
def test_oddity_22_negative_and_silent_payers(payer: str, stance: str, outcome: str) -> None:
    (loaded,) = in_force(policies_of(payer, [PAYERS]), AS_OF)
    assert loaded.policy.stance == stance
    found = judge(chart(), loaded.policy)
    assert (found.outcome, found.verdict) == (outcome, None)


def test_oddity_22_where_no_criteria_are_known_the_label_stands_in_and_it_is_said() -> None:
    assert judge(chart(), without_criteria("silent")).outcome == "no_criteria"
    (loaded,) = in_force(policies_of("aetna", [PAYERS]), AS_OF)
    instead = by_label(loaded, chart().asks[0], Workspace(None, None), AS_OF)
    assert (instead.policy.payer, instead.payer_name, instead.attributable) == ("label", "Aetna", False)


def test_oddity_23_escape_hatches() -> None:
    child = "patient: {birth_date: 2010-05-17}"
    supported = f"attestations: [{{states: age_outside_label_supported, answer: yes, {DOCTOR}}}]"
    assert held(BCBSND, "adult", child).verdict is NO
    assert held(BCBSND, "age-supported", f"{child}\n{supported}").verdict is YES
    assert held(BCBSND, "another-labelled-use").verdict is OPEN
    route = shipped(BCBSMA).exception_route
    assert route is not None
    assert "individual consideration" in route


@pytest.mark.parametrize(
    ("key", "code", "verdict"),
    [
        ("texas-medicaid/esketamine-2025-05", "F32.3", NO),
        ("texas-medicaid/esketamine-2025-10", "F32.3", YES),
        ("texas-medicaid/esketamine-2025-05", "F33.2", YES),
    ],
)
def test_oddity_24_codes_are_criteria_with_dates(key: str, code: str, verdict: Verdict) -> None:
    name = next(one.id for one in criteria(key) if one.kind == "diagnosis")
    assert held(key, name, f"diagnoses: [{{code: {code}, primary: yes}}]").verdict is verdict


@pytest.mark.parametrize(("day", "code"), [(date(2025, 12, 31), "S0013"), (date(2026, 1, 1), "J0013")])
def test_oddity_24_the_code_of_the_drug_changes_with_the_year(day: date, code: str) -> None:
    assert [one.code for one, _ in codebook().drug_codes_in(Stretch(day, day))] == [code]


@pytest.mark.parametrize(
    ("role", "consulted", "verdicts"),
    [
        ("psychiatrist", False, {"cigna": YES, "carefirst": YES, "highmark": YES}),
        ("psychiatric_np", False, {"cigna": NO, "carefirst": OPEN, "highmark": YES}),
        ("psychiatric_np", True, {"cigna": NO, "carefirst": YES, "highmark": YES}),
        ("other_physician", False, {"cigna": NO, "carefirst": OPEN, "highmark": OPEN}),
    ],
)
def test_oddity_25_who_may_prescribe(role: str, consulted: bool, verdicts: dict[str, Verdict]) -> None:
    facts = f"care_team: {{prescriber: {{name: Somebody, role: {role}}}}}"
    if consulted:
        facts += "\nconsultations: [{consultant: Somebody Else, role: psychiatrist, on: 2026-11-12}]"
    names = {CIGNA: "psychiatrist", CAREFIRST: "psychiatrist", HIGHMARK: "mental-health-prescriber"}
    found = {key.split("/")[0]: held(key, name, facts).verdict for key, name in names.items()}
    assert found == verdicts
    assert not any(one.kind == "prescriber" for one in criteria(UHC, "mdsi"))  # a certified site is enough


def test_oddity_26_rems_and_or_against_all_parties() -> None:
    site = "{name: S, address: {street: 1 Way, city: Town, state: MD, zip: '00000'}, rems: {certified: yes}}"
    others = "prescriber: {name: X, rems: {certified: no}}, pharmacy: {name: P, rems: {certified: no}}"
    facts = f"care_team: {{{others}, site: {site}}}"
    either = held(UHC, "rems", facts, indication="mdsi")
    assert (either.verdict, {gap.owner for gap in either.gaps}) == (OPEN, {"billing"})
    assert held(HIGHMARK, "rems", facts).verdict is NO


def test_oddity_27_sources_that_conflict_are_disputed_and_each_criterion_has_its_own() -> None:
    added = "augmentations: [{medicine: lamotrigine, start: 2025-02-03, end: 2025-05-11, response: none}]"
    closed = f"complete: [{{list: augmentations, up_to: 2026-11-20, {DOCTOR}}}]"
    found = held(CAREFIRST, "augmentation", f"{added}\n{closed}")  # of four or five kinds, four were seen
    assert (found.verdict, {gap.owner for gap in found.gaps}) == (OPEN, {"billing"})
    two = "- {id: d, disputed: [{id: a, age: {at_least: 18}}, {id: b, age: {at_least: 50}}]}"
    assert judge(chart(), policy(two)).verdict is OPEN
    assert judge(chart("patient: {birth_date: 1960-01-01}"), policy(two)).verdict is YES
    assert criterion(HIGHMARK, "augmentation").source == "sister"
    assert criterion(HIGHMARK, "adult").source == "page"
