"""An appeal answers the reason given with what the chart holds, or asks for it, and promises nothing."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from priorauth.chart.treatment import DenialReason
from priorauth.documents.content import Content, plain_text, spans_of
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.trial_run import sparse
from tests.documents.letters.laid_over import letters, told, workspace

PAYERS = {"case-01": "cigna", "case-04": "cigna", "case-05": "carefirst", "case-20": "bcbsnd", "case-21": "carefirst"}
WORDS_ALONE = {"neuromodulation_first"}
"""What the label does not ask needs no fact of the patient."""


def written(case: str, *kinds: str, changed: Any = None, kind: str = "appeal", **more: Any) -> Content:
    denial = {"payer": PAYERS[case], "product": "Spravato", "on": "2026-11-13", "reason": "no", "kinds": list(kinds)}
    one = {
        "case": case,
        "kind": kind,
        "with": {"denials": [{**denial, **more.pop("denial", {})}], **more.pop("over", {})},
        **more,
    }
    judged = gallery.about(kind, one, workspace(), **({"changed": changed} if changed else {}))
    (letter,) = gallery.written(kind, one, judged, workspace())
    return letter.content


def answer(case: str, *kinds: str, **more: Any) -> str:
    text = told(written(case, *kinds, **more)).split("Answer to the reason given\n\n")[1]
    return text.split("\n\nAcute suicidal")[0].split("\n\nDiagnosis and severity")[0]


@pytest.mark.parametrize("case", ["case-01", "case-05", "case-20", "case-21"])
@pytest.mark.parametrize("changed", [None, sparse], ids=["complete", "sparse"])
@pytest.mark.parametrize("reason", get_args(DenialReason))
def test_under_each_answer_stands_a_fact_of_the_chart_or_what_is_to_be_confirmed(
    case: str, changed: Any, reason: str
) -> None:
    content = written(case, reason, changed=changed)
    spans = list(spans_of(content))
    begins = next(place for place, span in enumerate(spans) if span.text == "Answer to the reason given")
    ends = next(place for place, span in enumerate(spans) if span.text == "Diagnosis and severity")
    denial = f"denial-{PAYERS[case]}-2026-11-13"
    held = [span for span in spans[begins:ends] if span.to_confirm or set(span.evidence) - {denial}]
    assert held or reason in WORDS_ALONE


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("quantity", "21 sessions: 1 at 56 mg (2 devices of 28 mg each), and 20 at 84 mg (3 devices of 28 mg each)"),
        ("quantity", "They need 62 devices, 1,736 mg in all."),
        ("rems", "The patient was enrolled on November 13, 2026."),
        ("vascular_risk", "no arteriovenous malformation"),
        ("vascular_risk", "Blood pressure was 122/78 mmHg"),
        ("wrong_indication", "twice weekly in weeks 1 to 4 (8 sessions)"),
        ("site", "Lanternfield Psychiatry, Wickham Ferry is certified in the Spravato REMS"),
        ("code_mismatch", "J0013"),
        ("no_authorization", "from December 1, 2026 to May 31, 2027"),
    ],
)
def test_what_the_request_and_the_chart_hold_is_told_there(reason: str, said: str) -> None:
    assert said in answer("case-01", reason)


def test_the_plan_in_devices_adds_up() -> None:
    """1 at 2 devices and 20 at 3: 62 devices of 28 mg are 1,736 mg."""
    assert 1 * 2 + 20 * 3 == 62
    assert 62 * 28 == 1736


def test_no_response_is_answered_with_scores_and_not_with_statements() -> None:
    said = answer("case-21", "no_response")
    assert "MADRS was 36 on April 30, 2026, before treatment, and 10 on November 10, 2026: 72.2% lower" in said
    assert "states" not in said


@pytest.mark.parametrize("reason", ["oral_antidepressant", "number_of_trials", "step_therapy", "trial_too_short"])
def test_acute_suicidality_is_never_argued_as_treatment_resistance(reason: str) -> None:
    text = told(written("case-20", reason))
    assert "treatment-resistant" not in text
    assert "Treatment history" not in text
    assert "Acute suicidal ideation or behavior" in text


def test_for_acute_suicidality_the_label_asks_for_an_oral_antidepressant() -> None:
    said = answer("case-20", "oral_antidepressant")
    assert "the label asks for Spravato together with an oral antidepressant" in said
    assert "Mirtazapine 30 mg a day is taken now" in said
    taken_out = {"current_medicines": []}
    assert "[TO CONFIRM: the oral antidepressant" in answer("case-20", "oral_antidepressant", over=taken_out)


def test_a_criterion_that_is_not_met_is_said_to_be_so_with_what_the_chart_holds() -> None:
    said = answer("case-04", "number_of_trials")
    assert "The chart holds two trials of antidepressants: sertraline (SSRI)" in said
    assert said.count("is not met by what is documented, and this letter does not say otherwise") == 2
    assert not any(part.lstrip().startswith("(") for part in said.split("\n\n"))


def test_each_criterion_is_told_once_however_many_reasons_it_answers() -> None:
    said = answer("case-05", "number_of_trials", "step_therapy", "criteria_not_met")
    assert said.count("Two antidepressant trials did not bring enough relief") == 1


def test_a_later_denial_of_another_medicine_is_not_answered() -> None:
    other = {"payer": "cigna", "product": "Caplyta", "on": "2026-11-18", "reason": "not on the formulary"}
    own = {"payer": "cigna", "product": "Spravato (esketamine)", "on": "2026-11-13", "kinds": ["quantity"]}
    text = told(written("case-01", over={"denials": [own, other]}))
    assert "decision of November 13, 2026" in text
    assert "formulary" not in text


MEDICAID = {"payer": "cigna", "plan": "Health Plan", "state": "MA", "member_id": "TEST-MA-0001"}


@pytest.mark.parametrize(
    ("line", "refused", "title", "office"),
    [
        ("medicaid_mco", {}, "Appeal of a denial, first level", "Appeals Department"),
        ("medicaid_mco", {"of": "first_level_appeal"}, "Request for a hearing: Medicaid fair hearing", ""),
        (
            "medicaid_mco",
            {"of": "first_level_appeal", "final": "yes"},
            "Request for a hearing: Medicaid fair hearing",
            "",
        ),
        ("medicaid_ffs", {}, "Request for a hearing: MassHealth Board of Hearings", ""),
        ("commercial", {"of": "second_level_appeal"}, "Request for an external review", ""),
        ("federal_employees", {}, "Appeal of a denial, first level", "Appeals Department"),
        (
            "federal_employees",
            {"of": "first_level_appeal"},
            "Request for a review by the U.S. Office of Personnel Management",
            "",
        ),
    ],
)
def test_what_others_hear_is_not_sent_to_the_payer(line: str, refused: dict[str, str], title: str, office: str) -> None:
    over = {"coverages": [{**MEDICAID, "line_of_business": line}]}
    text = told(written("case-01", "rems", denial=refused, over=over))
    assert title in text
    assert ("Appeals Department" in text) is bool(office)
    assert ("the office to which the notice sends this" in text) is not bool(office)


@pytest.mark.parametrize(
    ("line", "notice", "said"),
    [
        ("medicare_ffs", None, "after the notice. It may be made until March 13, 2027: 120 days"),
        ("medicaid_mco", None, "By the rule as the practice knows it, it may be made until January 12, 2027: 60 days"),
        ("medicaid_ffs", None, "[TO CONFIRM: until which day it may be made, by the notice of the denial"),
        (
            "federal_employees",
            None,
            "By the rule as the practice knows it, it may be made until May 13, 2027: 6 months",
        ),
        ("medicaid_ffs", "2027-01-10", "It may be made until January 10, 2027, as the notice says"),
    ],
)
def test_a_day_is_told_as_far_as_its_source_goes(line: str, notice: str | None, said: str) -> None:
    over = {"coverages": [{**MEDICAID, "line_of_business": line}]}
    denial = {"appeal_by": notice} if notice else {}
    assert said in told(written("case-01", "rems", denial=denial, over=over))


@pytest.mark.parametrize(("line", "asked"), [("federal_employees", True), ("commercial", False)])
def test_the_patients_written_consent_is_asked_for_where_the_rule_wants_it(line: str, asked: bool) -> None:
    over = {"coverages": [{**MEDICAID, "line_of_business": line}]}
    text = told(written("case-01", "rems", denial={}, over=over))
    assert ("patient’s specific written consent to this appeal is enclosed" in text) is asked


@pytest.mark.parametrize(("now", "argued"), [("18", True), ("19", False), ("36", False), ("40", False)])
def test_what_stopping_would_risk_is_asked_of_a_response(now: str, argued: bool) -> None:
    """From 36 to 18 is half, a response; to 19 it is 47 percent, a partial one."""
    scores = [
        {"id": "m1", "instrument": "MADRS", "on": "2026-04-30", "total": "36", "baseline": "yes"},
        {"id": "m2", "instrument": "MADRS", "on": "2026-11-10", "total": now},
    ]
    for kind, heading in (("continuation", "What stopping would risk"), ("transition", "What a break would risk")):
        text = told(written("case-21", kind=kind, over={"scores": scores}))
        assert (heading in text) is argued
        assert ("SUSTAIN" in text) is argued
    assert ("SUSTAIN" in told(written("case-21", "no_response", over={"scores": scores}))) is argued


def test_one_scale_that_shows_no_response_speaks_against_another_that_shows_one() -> None:
    scores = [
        {"id": "m1", "instrument": "MADRS", "on": "2026-04-30", "total": "36", "baseline": "yes"},
        {"id": "m2", "instrument": "MADRS", "on": "2026-11-10", "total": "10"},
        {"id": "p1", "instrument": "PHQ-9", "on": "2026-04-30", "total": "20", "baseline": "yes"},
        {"id": "p2", "instrument": "PHQ-9", "on": "2026-11-10", "total": "20"},
    ]
    assert "What stopping would risk" not in told(written("case-21", kind="continuation", over={"scores": scores}))


def test_the_brief_begins_with_what_bears_on_the_denial_and_names_dose_and_frequency() -> None:
    brief = told(written("case-05", "psychotherapy", kind="peer-to-peer"))
    facts = brief.split("\nFacts\n\n")[1]
    assert "psychotherapy" in facts.splitlines()[0]
    assert "84 mg once weekly" in brief
    without = told(written("case-05", kind="peer-to-peer", over={"denials": []})).split("\nFacts\n\n")[1]
    assert "antidepressants" in without.splitlines()[0]


def test_an_appeal_answers_the_reason_given_and_no_other() -> None:
    text = plain_text(letters("appeal")[0].content)
    answer = text.split("Answer to the reason given")[1].split("Diagnosis and severity")[0]
    assert "The days at an adequate dose are counted from the dates in the record" in answer
    assert "Cognitive behavioral therapy was begun" in answer
    assert "substance" not in answer
