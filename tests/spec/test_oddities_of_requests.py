"""Oddities 16, 19, 20 and 21 of payers' policies: the indication as a choice, renewal, units of quantity, proof."""

from __future__ import annotations

import pytest

from priorauth.chart.ask import Indication, Phase
from priorauth.determination.routes import routes
from priorauth.logic.verdict import Verdict
from priorauth.policy.envelope import Quantity
from priorauth.policy.model import Indicated
from priorauth.request.enclosures import not_enclosed
from priorauth.request.quantities import held_against
from tests.request.test_quantities import induction
from tests.spec.builders import AS_OF, chart, judge, policy, read_from, tree
from tests.spec.criteria.builders import DOCTOR
from tests.spec.shipped_policies import (
    BCBSND,
    CIGNA,
    MEDICAL_MUTUAL,
    QUALCHOICE,
    STATE_MEDICAID,
    TRIPLE_S,
    UHC,
    criteria,
    criterion,
    held,
    shipped,
)

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED
INDICATIONS: tuple[Indication, ...] = ("trd", "mdsi")


def test_oddity_16_one_insurer_has_no_criteria_of_its_own_for_it() -> None:
    """Its one list names both indications; what stands beside them is asked of either."""
    both = {one.id for one in criteria(BCBSND)}
    assert {"trd-diagnosis", "named-mdsi"} <= both
    assert {"adult", "specialist", "oral-antidepressant"} <= both & {one.id for one in criteria(BCBSND, "mdsi")}


def test_oddity_16_another_approves_it_for_twelve_months() -> None:
    year = shipped(UHC).rules("mdsi", "initial")
    assert year is not None
    assert str(year.authorization) == "12 months"


@pytest.mark.parametrize(("phase", "said"), [("initial", False), ("continuation", True)])
def test_oddity_16_a_third_renews_it_for_a_new_episode_only_and_that_is_said(phase: Phase, said: bool) -> None:
    case = chart(
        """
        coverages: [{payer: state-medicaid-unnamed}]
        asks: [{coverage: coverage-state-medicaid-unnamed, indication: mdsi}]
        """
    )
    ask = case.asks[0].model_copy(update={"phase": phase})
    warned = {one.code: one.text for one in judge(case, shipped(STATE_MEDICAID), ask=ask).warnings}
    assert ("for a new episode only" in warned.get("no_renewal", "")) is said


def test_oddity_16_the_longer_approval_only_if_both_sets_are_met() -> None:
    """A month for the one; what is asked of the other is asked besides, and the note calls it another request."""
    asked = {indication: {one.id for one in criteria(STATE_MEDICAID, indication)} for indication in INDICATIONS}
    month = shipped(STATE_MEDICAID).rules("mdsi", "initial")
    assert month is not None
    assert str(month.authorization) == "1 month"
    assert "two-antidepressants" in asked["trd"] - asked["mdsi"]
    assert "immediate" in asked["mdsi"] - asked["trd"]
    assert "Longer only if" in (criterion(STATE_MEDICAID, "dose", "mdsi").note or "")


def test_oddity_16_the_indication_is_a_choice_and_the_consequences_of_either_are_shown() -> None:
    facts = """
        diagnoses: [{code: F33.2, primary: yes}]
        suicide_assessments: [{on: 2026-11-20, ideation: yes}]
        safety:
          {aneurysmal_vascular_disease: no, arteriovenous_malformation: no, intracerebral_hemorrhage: no,
           hypersensitivity: no}
    """
    case, rules = chart(facts), policy("- {age: {at_least: 18}}")
    half, once = shipped(CIGNA).indications["trd"], shipped(STATE_MEDICAID).indications["mdsi"]
    assert once.initial is not None
    initial = rules.indications["trd"].initial
    once = Indicated(initial=initial, continuation=once.continuation, renewal="new_episode_only")
    half = Indicated(initial=initial, continuation=half.continuation, renewal=half.renewal)
    both = rules.model_copy(update={"indications": {"trd": half, "mdsi": once}})
    found = routes(case, case.asks, {"trd": read_from(both), "mdsi": read_from(both)}, (), AS_OF)
    assert [one.state for one in found.routes[:2]] == ["open", "open"]
    (told,) = found.warnings
    assert told == (
        "Both indications are open. TRD: authorization length not seen, renewal not seen; "
        "MDSI: authorization length not seen, renewal new episode only."
    )


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


@pytest.mark.parametrize(("denied", "verdict"), [("2026-04-13", NO), ("2026-04-14", YES)])
def test_oddity_19_treatment_that_began_after_a_denial_does_not_count(denied: str, verdict: Verdict) -> None:
    facts = f"""
        authorizations: [{{payer: payer, product: Spravato, from: 2026-06-01, until: 2026-09-30}}]
        denials: [{{payer: payer, product: Spravato, on: {denied}}}]
        sessions: [{{on: 2026-04-13, dose_mg: 56, supply: practice_stock}}]
        complete: [{{list: denials, up_to: 2026-11-20, {DOCTOR}}}]
    """
    assert held(BCBSND, "approved-before", facts, phase="continuation").verdict is verdict


def test_oddity_19_who_was_approved_by_another_payer_is_new_to_this_one() -> None:
    facts = f"""
        authorizations: [{{payer: another, product: Spravato, from: 2026-04-01, until: 2026-09-30}}]
        sessions: [{{on: 2026-04-13, dose_mg: 56, supply: practice_stock}}]
        complete: [{{list: denials, up_to: 2026-11-20, {DOCTOR}}}]
    """
    assert held(BCBSND, "approved-before", facts, phase="continuation").verdict is not YES


TREATED = """
    asks: [{coverage: coverage-payer, indication: trd, phase: continuation}]
    sessions: [{on: 2026-08-03, dose_mg: 56}]
    scores: [{instrument: MADRS, on: 2026-08-01, total: %s}, {instrument: MADRS, on: 2026-11-12, total: %s}]
"""


@pytest.mark.parametrize(("before", "now", "verdict"), [(36, 4, YES), (27, 36, NO), (28, 4, YES)])
def test_oddity_19_a_gate_of_severity_asked_again_reads_the_baseline(before: int, now: int, verdict: Verdict) -> None:
    """28 are asked: a responder, with 4 of 60 points now, goes on meeting it; who never had 28 never did."""
    asked = tree(
        """
        initial:
          all_of:
            - {id: severe, says: MADRS, source: page, score: {any_of: [{instrument: MADRS, total: {at_least: 28}}]}}
        continuation: {all_of: [{id: again, says: As at first, source: page, remeets: {phase: initial}}]}
        """
    )
    rules = policy("- {age: {at_least: 18}}")
    again = rules.model_copy(update={"indications": {"trd": Indicated.model_validate(asked)}})
    assert judge(chart(TREATED % (before, now)), again).verdict is verdict


SWITCHED = """
    sessions: [{on: 2026-10-26, dose_mg: 56}, {on: 2026-11-16, dose_mg: 84}]
    scores: [{instrument: PHQ-9, on: 2026-10-25, total: %s}, {instrument: PHQ-9, on: 2026-11-12, total: %s}]
"""


@pytest.mark.parametrize(("before", "now", "verdict"), [(16, 4, OPEN), (16, 16, YES), (15, 4, NO)])
def test_oddity_19_a_new_payer_mid_course_is_asked_which_score_it_reads(
    before: int, now: int, verdict: Verdict
) -> None:
    """More than 15 are asked. A responder is no failure of the gate, and the gate says nothing of a baseline."""
    assert held(QUALCHOICE, "phq-9", SWITCHED % (before, now)).verdict is verdict


def test_oddity_19_who_asks_again_at_renewal_asks_all_but_of_the_days_before_treatment() -> None:
    """Of MDSI too: whom it has helped is no longer in danger, and was when treatment began."""
    again = {one.id for one in criteria(MEDICAL_MUTUAL, phase="continuation")}
    asked = {one.id for one in criteria(MEDICAL_MUTUAL) if one.kind != "available"}
    assert {f"initial-{one}" for one in asked} <= again
    safe_now = """
        sessions: [{on: 2026-08-03, dose_mg: 84}]
        suicide_assessments: [{on: 2026-08-02, ideation: yes}, {on: 2026-11-12, ideation: no, behavior: no}]
    """
    safe_then = safe_now.replace("2026-08-02, ideation: yes", "2026-08-02, ideation: no, behavior: no")
    for facts, verdict in ((safe_now, YES), (safe_then, NO), ("", OPEN)):
        found = held(MEDICAL_MUTUAL, "initial-acute", facts, indication="mdsi", phase="continuation")
        assert found.verdict is verdict


@pytest.mark.parametrize(
    ("limit", "fits"),
    [
        ({"devices": 23}, True),  # of 28 mg: 1 × 2 + 7 × 3
        ({"devices": 22}, False),
        ({"kits": 8}, True),  # of 56 or of 84 mg, one a session
        ({"kits": 7}, False),
        ({"sessions": 8}, True),
        ({"sessions": 7}, False),
        ({"mg": 644}, True),  # 56 + 7 × 84
        ({"mg": 643}, False),
        ({"mg": 168, "per_days": 7}, True),  # 2 × 84 a week
        ({"mg": 167, "per_days": 7}, False),
        ({"packs": 6, "devices_per_pack": 1, "per_days": 7}, True),  # 2 × 3 a week
        ({"packs": 5, "devices_per_pack": 1, "per_days": 7}, False),
        ({"packs": 4, "devices_per_pack": 2, "per_days": 7}, True),  # 3 devices begin a second pack of 2
        ({"packs": 3, "devices_per_pack": 2, "per_days": 7}, False),
    ],
)
def test_oddity_20_one_induction_in_every_unit_that_payers_count_in(limit: dict[str, int], fits: bool) -> None:
    """Of 56 mg first, and of 84 mg seven times."""
    assert (held_against(Quantity(**limit), induction(56, 84)).over <= 0) is fits


@pytest.mark.parametrize(
    ("key", "indication", "length", "quantity"),
    [
        (TRIPLE_S, "trd", "28 days", None),
        (STATE_MEDICAID, "mdsi", "1 month", "8 kits"),
        (QUALCHOICE, "trd", "3 months", "23 devices"),
    ],
)
def test_oddity_20_days_months_and_units_are_kept_as_the_payer_has_them(
    key: str, indication: Indication, length: str, quantity: str | None
) -> None:
    rules = shipped(key).rules(indication, "initial")
    assert rules is not None
    assert str(rules.authorization) == length
    assert (str(rules.quantity) if rules.quantity else None) == quantity


def test_oddity_20_a_pack_is_the_payers_own_unit_and_says_what_it_holds() -> None:
    assert str(Quantity(packs=6, devices_per_pack=1, per_days=7)) == "6 packs (of 1 device) in 7 days"
    with pytest.raises(ValueError, match="how many devices of 28 mg one holds"):
        Quantity(packs=6)


@pytest.mark.parametrize(("first", "fits"), [(56, True), (84, False)])
def test_oddity_20_23_devices_are_an_induction_only_if_the_first_dose_is_56_mg(first: int, fits: bool) -> None:
    rules = shipped(QUALCHOICE).rules("trd", "initial")
    assert rules is not None
    assert rules.quantity is not None
    assert (held_against(rules.quantity, induction(first, 84)).over <= 0) is fits


NOTE = "exhibits: [{id: n, file: a.pdf, kind: chart_note, title: t}]"


@pytest.mark.parametrize(
    ("formulary", "level", "facts", "wanting"),
    [
        ("formulary", "{level: attest}", "", 0),
        ("non_formulary", "{level: submit, items: [chart_notes]}", "", 1),
        ("non_formulary", "{level: submit, items: [chart_notes]}", NOTE, 0),
    ],
)
def test_oddity_21_a_word_suffices_on_formulary_and_records_are_wanted_off_it(
    formulary: str, level: str, facts: str, wanting: int
) -> None:
    """The verdict is the same: it is the proof that differs."""
    identity = f"{{formulary: {formulary}}}"
    rules, case = policy("- {age: {at_least: 18}}", documentation=level, policy=identity), chart(facts)
    assert judge(case, rules).verdict is YES
    assert len(list(not_enclosed(rules.documentation, case))) == wanting


@pytest.mark.parametrize(("proof", "on_record"), [("records", True), ("attestation", False), ("unstated", False)])
def test_oddity_21_of_one_criterion_too(proof: str, on_record: bool) -> None:
    rules = policy(f"- {{age: {{at_least: 18}}, proof: {proof}}}")
    (found,) = judge(chart(), rules).criteria
    assert (found.verdict, found.records_wanted) == (YES, on_record)


def test_oddity_21_what_never_was_no_record_shows() -> None:
    """QualChoice wants an earlier response documented; that esketamine was never given is stated."""
    never = f"complete: [{{list: spravato_sessions, up_to: 2026-11-20, {DOCTOR}}}]"
    given = "sessions: [{on: 2026-03-02, dose_mg: 56}]"
    scores = "scores: [{instrument: PHQ-9, on: 2026-03-02, total: 20}, {instrument: PHQ-9, on: 2026-03-30, total: 5}]"
    for facts, on_record in ((never, False), (f"{given}\n{scores}", True)):
        found = judge(chart(facts), shipped(QUALCHOICE))
        wanted = next(one for one in found.criteria if one.id == "prior-exposure")
        assert (wanted.verdict, wanted.records_wanted) == (YES, on_record)


@pytest.mark.parametrize(
    ("effect", "said"), [("returned", "or it returns the request unread"), ("denied", "or it denies the request")]
)
def test_oddity_21_what_comes_of_a_form_without_chart_notes_is_said(effect: str, said: str) -> None:
    asked = policy(
        "- {age: {at_least: 18}}", documentation=f"{{level: submit, items: [chart_notes], if_missing: {effect}}}"
    )
    (text,) = not_enclosed(asked.documentation, chart())
    assert text == f"chart notes, which the payer wants enclosed, {said}"
