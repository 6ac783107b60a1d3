"""What holds of every determination, whatever the chart: learning more never overturns what was decided."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priorauth.logic.verdict import Verdict
from tests.spec.builders import AS_OF, chart_of, judge, policy

if TYPE_CHECKING:
    from priorauth.determination.determine import Determination

    Facts = dict[str, Any]

POLICIES = {
    "each of a different class, in this episode": policy("""
        - failed_antidepressants:
            {count: 2, classes: each_different, weeks: {at_least: 6}, dose: therapeutic,
             non_response: {improvement: {at_most: 25}}, in_current_episode: all}
        - any_of:
          - {augmentation: {count: 1, weeks: {at_least: 4}, dose: therapeutic, non_response: {words: [none, partial]}}}
          - {psychotherapy: {outcome: inadequate, in_current_episode: true}}
        - {psychosis: {history: allowed_if_benefit_outweighs}}
        - {pdmp: {unless_unavailable: true}}
    """),
    "tiers, one of them in this episode": policy("""
        - failed_antidepressants:
            count: 2
            fails_by:
              - {response: {words: [none]}, dose: minimum, weeks: {at_least: 4}}
              - {response: {words: [none, partial]}, dose_limiting_side_effects: true}
              - {response: {words: [partial]}, dose: maximum, weeks: {at_least: 8}}
            therapy_change: true
            in_current_episode: 1
        - {prescriber: {roles: [psychiatrist], consultation: accepted}}
        - {rems: {site: true, patient: planned}}
    """),
    "the highest dose, in five years": policy("""
        - failed_antidepressants:
            {count: 2, classes: 2, class_list: pharmacologic, weeks: {at_least: 8}, dose: maximum_tolerated_labeled,
             non_response: {words: [none, partial]}, intolerance: counts_as_failure,
             within: {years: 5, measured_at: unclear}}
        - {substance_use: {excluded: [moderate, severe], unless: [in_treatment]}}
        - {oral_antidepressant: {stable_weeks: {at_least: 2}, continued: true}}
    """),
    "side effects excepted": policy("""
        - failed_antidepressants:
            {count: 2, related: same, weeks: {more_than: 4}, time: consecutive, tolerated_gap_days: 3,
             dose: floor_and_ceiling, non_response: {words: [none, partial]}, intolerance: waives_duration}
        - {diagnosis: {codes: [F33], manuals: [DSM-5-TR], by_mental_health_professional: true}}
    """),
    "a bundle, its second antidepressant beside one of the trials": policy("""
        - trial_group:
            any_of: [{antidepressants: 3}, {antidepressants: 2, classes: 2, augmentations: 1}]
            antidepressant: {weeks: {at_least: 4}, or_judged_sufficient: {not_below_weeks: 2}, in_current_episode: 1,
                             non_response: {words: [none, partial]}, intolerance: waives_duration}
            augmentation: {weeks: {at_least: 4}, non_response: {words: [none, partial]}}
            reuse: unclear
        - if_available: {resource: psychotherapy, then: {psychotherapy: {outcome: tried}}}
    """),
    "one fewer for each that was not tolerated": policy("""
        - failed_antidepressants:
            {count: 2, weeks: {at_least: 6}, non_response: {words: [none, partial]}, intolerance: waives_trial,
             from: {classes: [SSRI, SNRI, bupropion]}}
        - {oral_antidepressant: {named: true, not_among_trials: true}}
    """),
}

# Charts in which everything is known, and what may be left out of them or said less exactly.

DOSES = {
    "sertraline": (25, 50, 200),
    "escitalopram": (5, 10, 20),
    "citalopram": (10, 20, 40),
    "venlafaxine": (37.5, 75, 225),
    "bupropion XL": (150, 300, 450),
    "mirtazapine": (7.5, 15, 45),
}


@st.composite
def known_trials(draw: st.DrawFn, number: int) -> Facts:
    medicine = draw(st.sampled_from(sorted(DOSES)))
    # The look-back of five years reaches to 20 November 2021, the episode begins in 2025.
    start = draw(st.sampled_from([date(2021, 9, 20), date(2024, 11, 20), date(2025, 6, 2), date(2026, 8, 3)]))
    end = start + timedelta(days=draw(st.sampled_from([13, 27, 28, 41, 42, 55, 56, 100])))
    doses = draw(st.lists(st.sampled_from(DOSES[medicine]), min_size=1, max_size=2))
    raised = [start, start + timedelta(days=draw(st.integers(1, 13)))]
    reason = draw(st.sampled_from(["lack_of_effect", "side_effects", "cost_or_access"]))
    limiting = draw(st.booleans())
    effects = [
        {"effect": "nausea", "severity": draw(st.sampled_from(["mild", "severe"])), "dose_limiting": _yes(limiting)}
    ]
    trial: Facts = {
        "id": f"trial-{number}",
        "medicine": medicine,
        "start": str(start),
        "end": str(end),
        "steps": [{"dose": str(dose), "from": str(day)} for dose, day in zip(doses, raised, strict=False)],
        "response": draw(st.sampled_from(["none", "partial", "response"])),
        "ended_because": reason,
        "adverse_effects": effects if reason == "side_effects" else [],
        "highest_tolerated": _yes(draw(st.booleans())),
        "therapy_changed": "yes",
        "episode": "current" if start >= date(2025, 1, 15) else "earlier",
    }
    if draw(st.booleans()):
        trial["interruptions"] = [{"from": str(start + timedelta(days=10)), "until": str(start + timedelta(days=12))}]
    return trial


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


@st.composite
def known_charts(draw: st.DrawFn) -> Facts:
    """Charts that leave nothing open: every list is complete, every question answered."""
    lists = ["antidepressant_trials", "augmentations", "psychotherapies", "current_medicines", "consultations"]
    answer = st.booleans().map(_yes)
    lithium = {"medicine": "lithium", "start": "2025-06-02", "end": "2025-06-29"}
    lithium_steps = [{"dose": "900", "from": "2025-06-02"}]
    therapy = {"id": "cbt", "kind": "CBT", "end": "2025-10-01", "episode": "current"}
    address = {"street": "x", "city": "x", "state": "MD", "zip": "21201"}
    return {
        "trials": [draw(known_trials(number)) for number in range(draw(st.integers(0, 3)))],
        "augmentations": [
            {**draw(known_trials(9)), "id": "augmentation", **lithium, "steps": lithium_steps, "interruptions": []}
            for _ in range(draw(st.integers(0, 1)))
        ],
        "psychotherapies": [
            {
                **therapy,
                "start": draw(st.sampled_from(["2024-11-20", "2025-06-02"])),
                "outcome": draw(st.sampled_from(["inadequate", "response"])),
            }
            for _ in range(draw(st.integers(0, 1)))
        ],
        "current_medicines": [
            {
                "medicine": "vortioxetine",
                "dose": "20 mg",
                "as_of": str(AS_OF),
                "continues": draw(answer),
                "unchanged_since": str(AS_OF - timedelta(days=draw(st.sampled_from([12, 13, 60])))),
            }
            for _ in range(draw(st.integers(0, 1)))
        ],
        "episode": {"onset": "2025-01-15"},
        "diagnoses": [
            {"code": "F33.2", "primary": "yes", "criteria": "DSM-5-TR", "by_mental_health_professional": draw(answer)}
        ],
        "safety": {
            "history_of_psychosis": draw(answer),
            "psychosis_benefit_outweighs_risk": draw(answer),
            "substance_use_disorder": "no",
        },
        "care_team": {
            "prescriber": {"name": "x", "role": draw(st.sampled_from(["psychiatrist", "other_physician"]))},
            "site": {"name": "x", "address": address, "rems": {"certified": draw(answer)}},
        },
        "rems": {"enrolled_on": "2026-11-12"},
        "pdmp": [{"on": "2026-11-12"}],
        "complete": [{"list": name, "up_to": str(AS_OF), "by": "x", "on": str(AS_OF)} for name in lists],
    }


def _wider(draw: st.DrawFn, day: str) -> str:
    return day[: draw(st.sampled_from([10, 10, 7, 4]))]


def _blurred_course(draw: st.DrawFn, course: Facts) -> Facts:
    blurred = dict(course)
    for field in ("response", "highest_tolerated", "therapy_changed", "episode"):
        if draw(st.booleans()):
            blurred.pop(field)
    if course["ended_because"] != "side_effects" and draw(st.booleans()):
        blurred.pop("ended_because")
    blurred["adverse_effects"] = [
        {key: value for key, value in effect.items() if key == "effect" or draw(st.booleans())}
        for effect in course["adverse_effects"]
    ]
    steps = [{**step, "from": _wider(draw, step["from"])} for step in course["steps"]]
    if any(len(one["from"]) > len(other["from"]) for one, other in pairwise(steps)):
        steps = course["steps"]  # a later step may not be told as if it could have come first
    match draw(st.sampled_from(["steps", "exact", "max", "nothing"])):
        case "steps":
            blurred["steps"] = steps
        case "max":
            blurred["max_dose"] = str(max(float(step["dose"]) for step in blurred.pop("steps")))
        case "nothing":
            blurred.pop("steps")
    blurred["end"] = draw(st.sampled_from([course["end"], _wider(draw, course["end"]), "unknown"]))
    if "steps" not in blurred or blurred["steps"] == course["steps"]:
        blurred["start"] = _wider(draw, course["start"])
    if "steps" not in blurred and draw(st.booleans()):
        blurred.pop("start")
    return blurred


@st.composite
def blurred_charts(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """A chart in which everything is known, and the same with some of it left out or told less exactly."""
    known = draw(known_charts())
    blurred = {
        **known,
        "trials": [_blurred_course(draw, trial) for trial in known["trials"]],
        "augmentations": [_blurred_course(draw, trial) for trial in known["augmentations"]],
        "complete": [one for one in known["complete"] if draw(st.booleans())],
        "psychotherapies": [
            {key: value for key, value in one.items() if key in ("id", "kind") or draw(st.booleans())}
            for one in known["psychotherapies"]
        ],
        "current_medicines": [
            {key: value for key, value in one.items() if key in ("medicine", "as_of", "dose") or draw(st.booleans())}
            for one in known["current_medicines"]
        ],
        "diagnoses": [
            {key: value for key, value in one.items() if key in ("code", "primary") or draw(st.booleans())}
            for one in known["diagnoses"]
        ],
        "safety": {key: value for key, value in known["safety"].items() if draw(st.booleans())},
        "care_team": {key: value for key, value in known["care_team"].items() if draw(st.booleans())},
    }
    for alone in ("rems", "pdmp", "episode"):
        if draw(st.booleans()):
            blurred.pop(alone)
    if "episode" in blurred:
        blurred["episode"] = {"onset": _wider(draw, "2025-01-15")}
    return known, blurred


def judged(facts: Facts, name: str) -> Determination:
    return judge(chart_of(facts), POLICIES[name])


def verdicts(facts: Facts, name: str) -> dict[str, Verdict]:
    """The verdict of each node, by its place in the tree."""
    root = judged(facts, name).root
    assert root is not None
    return {f"{number} {one.id}": one.verdict for number, one in enumerate(root.walk())}


@pytest.mark.parametrize("name", POLICIES)
@settings(max_examples=30)
@given(charts=blurred_charts())
def test_learning_a_fact_never_changes_a_verdict_that_was_decided(name: str, charts: tuple[Facts, Facts]) -> None:
    known, blurred = charts
    after = verdicts(known, name)
    for node, before in verdicts(blurred, name).items():
        assert not before.decided or after[node] is before, node


@pytest.mark.parametrize("name", POLICIES)
@settings(max_examples=30)
@given(facts=known_charts(), random=st.randoms())
def test_the_order_of_facts_does_not_matter(name: str, facts: Facts, random: Any) -> None:
    shuffled = {
        key: random.sample(value, len(value)) if isinstance(value, list) else value for key, value in facts.items()
    }
    one, other = judged(facts, name), judged(shuffled, name)
    assert (one.verdict, one.root, one.gaps, one.eligible) == (other.verdict, other.root, other.gaps, other.eligible)


@pytest.mark.parametrize("name", POLICIES)
@settings(max_examples=30)
@given(charts=blurred_charts())
def test_whatever_is_not_documented_says_what_is_missing(name: str, charts: tuple[Facts, Facts]) -> None:
    found = judged(charts[1], name)
    for criterion in found.criteria:
        assert bool(criterion.gaps) == (criterion.verdict is Verdict.NOT_DOCUMENTED), criterion.because
    assert any(gap.decisive for gap in found.gaps) == (found.verdict is Verdict.NOT_DOCUMENTED)


@pytest.mark.parametrize("name", POLICIES)
@settings(max_examples=30)
@given(facts=known_charts())
def test_what_is_met_rests_on_evidence_that_is_in_the_chart(name: str, facts: Facts) -> None:
    chart = chart_of(facts)
    known = {*chart.by_id, "patient", "prescriber", "site", "pharmacy"}
    for criterion in judge(chart, POLICIES[name]).criteria:
        items = {one.item for one in criterion.evidence}
        assert all(item in known or item.startswith("safety.") for item in items)
        assert criterion.verdict is not Verdict.MET or items
        assert (criterion.proof is None) == (not items)
