"""What a plan for off-label ketamine lacks, what is to be looked at, and when it may go out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.chart.chart import Case
from priorauth.determination.cases import laid_over
from priorauth.documents.letter import samples
from priorauth.intake.practice import resolved
from priorauth.offlabel.prepared import prepare
from priorauth.offlabel.report import stance
from priorauth.reading import validated
from priorauth.yamltree import Document, read
from tests.command import CHARTS
from tests.spec.builders import tree

if TYPE_CHECKING:
    from priorauth.offlabel.prepared import Prepared

AS_OF = date(2026, 11, 20)
WORKSPACE = samples.practice()


def plan(text: str = "", case: str = "case-22", **over: str) -> Prepared:
    """The plan of an example, with ``text`` laid over it and the keys of ``over`` over the chart."""
    document = read(CHARTS / case / "chart.yaml")
    chart = laid_over(document.tree, {key: tree(value) for key, value in over.items()})
    if text:
        chart = {**chart, "ketamine_plans": [laid_over(chart["ketamine_plans"][0], tree(text))]}
    made = Document(Path("chart.yaml"), chart, {})
    assert WORKSPACE.practice
    known = validated(Case, made)
    known = known.changed(care_team=resolved(known.care_team, WORKSPACE.practice, made))
    return prepare(known, known.ketamine_plans[0], WORKSPACE, AS_OF)


SIGNED = "sign_off: {by: 'Imogen T. Ashgrove, MD', on: 2026-11-20}"


def test_a_whole_plan_lacks_the_signature_only() -> None:
    assert plan().needs == ()
    assert not plan().ready
    assert plan(SIGNED).ready


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("{evaluation: null}", "the evaluation before the course"),
        ("{reassess_after: null}", "after which session the course is judged"),
        ("{outcome_scale: null}", "the scale by which the course is judged"),
        ("{outcome_scale: PHQ-9}", "a PHQ-9 score before the course"),
        ("{watches: []}", "what is watched in each session"),
        ("{mood_stabilizer: null}", "the mood stabilizer that is taken"),
        ("{mania_screen: null}", "a screening for mania and its result"),
        ("{rationale: null}", "the prescriber's own words: why ketamine for this patient"),
        ("{start: null}", "the first day of the course"),
        ("{treats: ptsd}", "a diagnosis of post-traumatic stress disorder with its code"),
    ],
)
def test_what_is_missing_is_named(text: str, needed: str) -> None:
    assert needed in [gap.needed for gap in plan(text).needs]


def test_a_mood_stabilizer_that_does_not_go_on_is_none() -> None:
    lithium = "[{id: lithium, medicine: lithium, as_of: 2026-11-12, purpose: other, continues: no}]"
    assert [gap.needed for gap in plan(current_medicines=lithium).needs] == ["that the mood stabilizer goes on"]


@pytest.mark.parametrize(
    ("screen", "missing"),
    [
        ("result: negative", []),
        ("result: positive", ["the prescriber's judgement of the positive screening for mania"]),
        ("result: positive, judgement: A single item; no hypomania by interview.", []),
    ],
)
def test_a_positive_screening_for_mania_waits_for_the_prescribers_judgement(screen: str, missing: list[str]) -> None:
    screened = plan(f"{{mania_screen: {{on: 2026-11-12, by: 'Imogen T. Ashgrove, MD', {screen}}}}}")
    assert [gap.needed for gap in screened.needs] == missing


def test_a_session_by_another_route_than_planned_is_told() -> None:
    given = "[{on: 2026-11-16, dose_mg: 40, route: intravenous, services: [{service: injection}]}]"
    told = plan(ketamine_sessions=given).cautions
    assert "In the session of 2026-11-16 the route was intravenous, and the plan is intramuscular." in told
    assert (
        "96372 is an injection under the skin or into a muscle, and the session of 2026-11-16 was intravenous." in told
    )


def test_only_bipolar_depression_needs_a_mood_stabilizer_and_a_screening() -> None:
    anxious = plan(
        "{treats: anxiety, mood_stabilizer: null, mania_screen: null, outcome_scale: GAD-7}",
        diagnoses="[{code: F41.1, primary: yes}]",
        scores="[{instrument: GAD-7, on: 2026-11-12, total: 17}]",
    )
    assert anxious.needs == ()


@pytest.mark.parametrize(
    ("safety", "missing"),
    [
        ("{pregnancy: no}", []),
        ("{pregnancy: null}", ["the answer about pregnancy"]),
        ("{hypersensitivity: null}", ["the answer about hypersensitivity to esketamine, ketamine or an excipient"]),
        ("{aneurysmal_vascular_disease: null}", []),
    ],
)
def test_only_what_bears_on_ketamine_is_asked(safety: str, missing: list[str]) -> None:
    """Of the questions of Spravato's label, those about blood vessels are not asked here."""
    assert [gap.needed for gap in plan(safety=safety).needs] == missing


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("{dose_mg_per_kg: 0.5, dose_up_to_mg_per_kg: 1.0}", False),
        ("{dose_mg_per_kg: 0.49}", True),
        ("{dose_up_to_mg_per_kg: 1.01}", True),
        ("{route: intravenous, dose_mg_per_kg: 0.5, dose_up_to_mg_per_kg: 0.75}", False),
        ("{route: intravenous, dose_mg_per_kg: 0.5, dose_up_to_mg_per_kg: 0.76}", True),
    ],
)
def test_a_dose_outside_what_is_described_is_told(text: str, warned: bool) -> None:
    assert any(one.startswith("The dose is outside") for one in plan(text).cautions) is warned


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("{sessions: 6, sessions_up_to: 8}", False),
        ("{sessions: 5, sessions_up_to: 8, reassess_after: 5}", True),
        ("{sessions: 6, sessions_up_to: 9}", True),
    ],
)
def test_a_course_of_another_length_is_told(text: str, warned: bool) -> None:
    assert any(one.startswith("A first course is described") for one in plan(text).cautions) is warned


def test_the_code_of_an_injection_is_of_injections_only() -> None:
    told = plan("{route: sublingual}").cautions
    assert "96372 is an injection under the skin or into a muscle, and the plan gives another route." in told


def test_beside_a_request_for_spravato_it_is_told() -> None:
    both = plan(asks="[{coverage: coverage-cigna, indication: trd}]")
    assert any(one.startswith("Spravato is asked for too") for one in both.cautions)


def test_the_signature_is_the_prescribers_and_later_than_the_facts() -> None:
    assert not plan("sign_off: {by: Odette Ledgerly, on: 2026-11-20}").signed
    assert not plan("sign_off: {by: 'Imogen T. Ashgrove, MD', on: 2026-11-11}").signed  # the score is of the 12th
    assert plan("sign_off: {by: 'Imogen T. Ashgrove, MD', on: 2026-11-12}").signed
    assert not plan("sign_off: {by: 'Imogen T. Ashgrove, MD', on: 2026-11-21}").signed


@pytest.mark.parametrize(
    ("payer", "route", "told"),
    [
        ("cigna", "intramuscular", "Cigna Ketamine: not covered (unverified)"),
        ("aetna", "intramuscular", "Aetna CPB 0938: investigational (unverified)"),
        ("bcbsal", "intravenous", "Blue Cross and Blue Shield of Alabama MP-446: investigational (unverified)"),
        # A policy about infusions says nothing of an injection into a muscle.
        (
            "bcbsal",
            "intramuscular",
            "no policy of Blue Cross and Blue Shield of Alabama on it is known: presume investigational or silent",
        ),
    ],
)
def test_the_payers_stance_is_of_the_route(payer: str, route: str, told: str) -> None:
    assert stance(plan(f"{{coverage: c, route: {route}}}", coverages=f"[{{id: c, payer: {payer}}}]")) == told


def test_a_payer_that_covers_infusions_for_depression_is_asked_by_its_criteria() -> None:
    """Policy 087 of BCBS Massachusetts covers intravenous ketamine for TRD, and no other route or disorder."""
    of = {"coverages": "[{id: c, payer: bcbsma}]", "diagnoses": "[{code: F33.2, primary: yes}]"}
    assert plan("{coverage: c, treats: trd, route: intravenous}", **of).covered is not None
    assert plan("{coverage: c, treats: trd, route: intramuscular}", **of).covered is None
    assert plan("{coverage: c, treats: bipolar_depression, route: intravenous}", **of).covered is None
