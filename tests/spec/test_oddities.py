"""Oddities 12 to 27 of payers' policies: versions, what goes with it, what no chart shows, stances, sources."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.chart.ask import Indication
from priorauth.files import sha256
from priorauth.logic.days import Stretch
from priorauth.logic.verdict import Verdict
from priorauth.policy.load import in_force, policies_of
from priorauth.policy.telling import as_text
from priorauth.request.assessment import assess
from priorauth.request.codebook import codebook
from priorauth.request.report import report
from priorauth.workspace import Workspace, by_label, policy_for
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
INDICATIONS: tuple[Indication, ...] = ("trd", "mdsi")


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


@pytest.mark.parametrize(
    ("key", "name", "total", "verdict"),
    [
        ("hcsc/rx501-105-earlier", "moderate-or-severe", 14, NO),
        ("hcsc/rx501-105-earlier", "moderate-or-severe", 15, YES),
        (HCSC, "moderate-or-severe", 9, NO),
        (HCSC, "moderate-or-severe", 10, YES),
    ],
)
def test_oddity_12_the_same_number_with_changed_thresholds(key: str, name: str, total: int, verdict: Verdict) -> None:
    """On PHQ-9, and low on the other scales."""
    low = [f"{{instrument: {one}, on: 2026-11-12, total: 0}}" for one in ("MADRS", "HAM-D17", "QIDS-SR16", "QIDS-C16")]
    scores = ", ".join([f"{{instrument: PHQ-9, on: 2026-11-12, total: {total}}}", *low])
    assert shipped(key).policy.number == "RX501.105"
    gate = next(one.id for one in criteria(key) if one.kind == "score")
    assert held(key, gate, f"scores: [{scores}]").verdict is verdict


@pytest.mark.parametrize(
    ("received", "start", "key"),
    [
        ("2025-09-25", "2025-09-30", "esketamine-2025-05"),
        ("2025-09-25", "2025-10-01", "esketamine-2025-10"),  # of service, not of receipt
        ("2025-04-28", "2025-05-01", "esketamine-2025-05"),
        ("2025-04-28", "2025-04-30", "esketamine-2021"),
        ("2020-12-28", "2021-01-01", "esketamine-2021"),
        ("2020-12-28", "2020-12-31", "esketamine-2019"),
        ("2019-09-27", "2019-10-01", "esketamine-2019"),
    ],
)
def test_oddity_12_a_change_that_takes_effect_by_the_date_of_service(received: str, start: str, key: str) -> None:
    case = chart(
        f"""
        coverages: [{{payer: texas-medicaid}}]
        asks: [{{coverage: coverage-texas-medicaid, indication: trd, received: {received}, start: {start}}}]
        """
    )
    chosen = policy_for(case, case.asks[0], Workspace(None, None), date.fromisoformat(received))
    assert chosen.path.stem == key


def test_oddity_12_what_was_judged_says_by_which_version_to_the_letter() -> None:
    """The file's fingerprint goes with the result: a policy that is changed afterwards is seen to be another."""
    case = chart("coverages: [{payer: cigna}]\nasks: [{coverage: coverage-cigna, indication: trd}]")
    loaded = policy_for(case, case.asks[0], Workspace(None, None), AS_OF)
    said = report(assess(case, case.asks[0], loaded, AS_OF))["policy"]
    assert (said["number"], said["sha256"]) == ("Psychiatry - Spravato", sha256(loaded.path.read_bytes()))


NOW = "current_medicines: [{medicine: %s, dose: 200 mg, as_of: 2026-11-20, continues: yes%s}]"


def test_oddity_13_the_oral_antidepressant() -> None:
    none = f"complete: [{{list: current_medicines, up_to: 2026-11-20, {DOCTOR}}}]"
    assert not any("oral" in one.id for one in criteria(CIGNA))  # not asked
    assert held(STATE_MEDICAID, "oral-antidepressant", none).verdict is NO  # required
    assert held(TEXAS, "monotherapy", none).verdict is YES  # not for this indication
    assert held(TEXAS, "oral-antidepressant", none, indication="mdsi").verdict is NO  # for that one


@pytest.mark.parametrize(
    ("medicine", "verdict"),
    [(NOW % ("sertraline", ""), YES), (NOW.replace(", dose: 200 mg", "") % ("sertraline", ""), OPEN)],
)
def test_oddity_13_it_must_be_named(medicine: str, verdict: Verdict) -> None:
    assert judged("oral_antidepressant: {named: true}", medicine).verdict is verdict


@pytest.mark.parametrize(("change", "verdict"), [("started", YES), ("optimized", YES), ("unchanged", NO), ("~", OPEN)])
def test_oddity_13_it_must_be_newly_started_or_optimized(change: str, verdict: Verdict) -> None:
    facts = NOW % ("sertraline", f", change: {change}")
    assert held(QUALCHOICE, "oral-antidepressant", facts, indication="mdsi").verdict is verdict


@pytest.mark.parametrize(
    ("row", "medicine", "verdict"),
    [
        ("sertraline", "sertraline", NO),
        ("sertraline", "escitalopram", YES),
        ("citalopram", "escitalopram", OPEN),  # whether these are two medicines, the policy does not say
        ("desvenlafaxine", "venlafaxine", OPEN),
        ("citalopram, improvement_percent: 60", "escitalopram", YES),
        ("sertraline, improvement_percent: 60", "sertraline", YES),  # it was taken before, and had helped
        ("sertraline, end: {ongoing_as_of: 2026-11-20}, ended_because: []", "sertraline", NO),  # counted as failed
        ("sertraline, end: {ongoing_as_of: 2026-11-20}, ended_because: [], improvement_percent: 60", "sertraline", YES),
    ],
)
def test_oddity_13_the_list_of_failures_and_the_list_of_what_is_taken_are_checked_against_each_other(
    row: str, medicine: str, verdict: Verdict
) -> None:
    """Whatever counts as failed is not what goes on beside esketamine, and the other way round."""
    new = next(one.id for one in criteria(QUALCHOICE) if one.kind == "oral_antidepressant")
    facts = f"{trials(row, 'bupropion XL')}\n{NOW % (medicine, ', unchanged_since: 2026-09-01')}"
    assert held(QUALCHOICE, new, facts).verdict is verdict
    if medicine == "sertraline":
        counted = {YES: NO, NO: YES}[verdict]
        assert held(QUALCHOICE, "two-antidepressants", facts).verdict is counted


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
    ("payer", "stance", "outcome"),
    [
        ("bcbsms", "not_medically_necessary", "not_covered"),
        ("original-medicare", "billing_only", "no_pa_needed"),  # nothing is sent by a billing article
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


@pytest.mark.parametrize(
    ("start", "stem", "oral"),
    [(date(2025, 1, 20), "spravato-before-2025", True), (date(2025, 1, 21), "spravato", False)],
)
def test_oddity_22_the_label_that_stands_in_is_the_one_of_the_day_of_service(
    start: date, stem: str, oral: bool
) -> None:
    """Since 21 January 2025 an oral antidepressant may be left out; that it was asked before is marked as inferred."""
    (loaded,) = in_force(policies_of("aetna", [PAYERS]), AS_OF)
    ask = chart().asks[0].model_copy(update={"start": start})
    instead = by_label(loaded, ask, Workspace(None, None), start)
    assert instead.path.stem == stem
    asked = [one for one in criteria(f"label/{stem}") if one.kind == "oral_antidepressant"]
    assert [one.completeness for one in asked] == (["assumed"] if oral else [])


def test_oddity_22_by_a_billing_article_nobody_says_that_nothing_need_be_authorized() -> None:
    (medicare,) = in_force(policies_of("original-medicare", [PAYERS]), AS_OF)
    told = as_text(medicare)
    assert "No criteria for an authorization were seen, only how it is billed." in told
    assert "No authorization is needed" not in told


def test_oddity_23_another_approved_indication_is_no_way_for_a_request_that_is_made_for_these() -> None:
    """Two antidepressants are asked for one indication; who has one, and asks for that, does not meet another."""
    one = chart(f"{trials('sertraline')}\ndiagnoses: [{{code: F33.2, primary: yes}}]")
    found = judge(one, shipped(BCBSND))
    assert found.verdict is NO
    (choice,) = [each for each in found.root.walk() if each.id == "indicated"] if found.root else []
    assert [child.verdict for child in choice.children] == [NO, NO, NO]


def test_oddity_23_an_age_outside_the_label_with_support() -> None:
    child = "patient: {birth_date: 2010-05-17}"
    supported = f"attestations: [{{states: age_outside_label_supported, answer: yes, {DOCTOR}}}]"
    assert held(BCBSND, "adult", child).verdict is NO
    assert held(BCBSND, "age-supported", child).verdict is OPEN
    assert held(BCBSND, "age-supported", f"{child}\n{supported}").verdict is YES


def test_oddity_23_individual_consideration() -> None:
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


def test_oddity_27_secondary_sources_conflict_and_the_payer_has_to_say() -> None:
    """A clinic counts five forms of augmentation, a summary lists four: what is none of the four may be the fifth."""
    facts = "augmentations: [{medicine: %s, start: 2025-02-03, end: 2025-05-11, response: none, constant_dose: 200 mg}]"
    closed = f"complete: [{{list: augmentations, up_to: 2026-11-20, {DOCTOR}}}]"
    four, five = "augmentation-of-four-forms", "augmentation-of-five-forms"
    assert (criterion(CAREFIRST, four).source, criterion(CAREFIRST, five).source) == ("summary", "clinic")

    lamotrigine = f"{facts % 'lamotrigine'}\n{closed}"
    assert held(CAREFIRST, four, lamotrigine).verdict is NO
    assert held(CAREFIRST, five, lamotrigine).verdict is OPEN
    whole = judge(chart(lamotrigine), shipped(CAREFIRST))
    disputed = next(one for one in whole.root.walk() if one.id == "augmentation")
    assert (disputed.node, disputed.verdict, {gap.owner for gap in disputed.gaps}) == ("disputed", OPEN, {"billing"})

    known = facts.replace("dose: 200", "dose: 900") % "lithium carbonate"
    for reading in (four, five):
        assert held(CAREFIRST, reading, f"{known}\n{closed}").verdict is YES


@pytest.mark.parametrize(("born", "verdict"), [("1960-01-01", YES), ("1980-05-17", OPEN), ("2010-05-17", NO)])
def test_oddity_27_what_is_disputed_is_decided_where_all_sources_agree(born: str, verdict: Verdict) -> None:
    """One source says 18, another 50."""
    two = "- {id: d, disputed: [{id: a, says: one, age: {at_least: 18}}, {id: b, says: two, age: {at_least: 50}}]}"
    found = judge(chart(f"patient: {{birth_date: {born}}}"), policy(two))
    assert found.verdict is verdict
    asked = ["from the payer: which reading holds (one or: two)"] if verdict is OPEN else []
    assert [gap.needed for gap in found.gaps] == asked


def test_oddity_27_each_criterion_says_where_it_was_read() -> None:
    """Of one policy some were read on the payer's own page, some on a sister's that is assumed to say the same."""
    assert (criterion(HIGHMARK, "adult").source, criterion(HIGHMARK, "augmentation").source) == ("page", "sister")
    assert criterion(HIGHMARK, "augmentation").completeness == "assumed"
    assert {one.source for one in criteria("bcbsnd/esketamine-2019")} == {"earlier", "page"}
    assert {criterion("bcbsnd/esketamine-2019", name).source for name in ("rems", "monitoring")} == {"earlier"}
