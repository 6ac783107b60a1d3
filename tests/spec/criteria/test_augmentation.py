"""What was added to an antidepressant and failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from priorauth.policy.criteria.failed_antidepressants import TrialsWanted
from priorauth.policy.view import View
from priorauth.reading import validated
from priorauth.yamltree import Document
from tests.spec.builders import AS_OF, chart, tree
from tests.spec.criteria.builders import (
    DOCTOR,
    augmentations_asked,
    courses,
    criterion,
    judged,
    owners,
)

ARIPIPRAZOLE = "medicine: aripiprazole, constant_dose: 5 mg"
LITHIUM = "medicine: lithium, constant_dose: 900 mg"


@pytest.mark.parametrize(
    ("agents", "medicine", "verdict"),
    [
        ("[]", "aripiprazole", "met"),
        ("[]", "lamotrigine", "met"),
        ("[second_generation_antipsychotic]", "Rexulti", "met"),
        ("[second_generation_antipsychotic]", "lithium", "not_met"),
        ("[lithium]", "Lithobid", "met"),
        ("[thyroid_hormone]", "Cytomel", "met"),
        ("[buspirone]", "buspirone", "met"),
        ("[antidepressant]", "aripiprazole", "not_met"),
        ("[other]", "lamotrigine", "met"),
    ],
)
def test_the_agents_that_count(agents: str, medicine: str, verdict: str) -> None:
    facts = courses(f"medicine: {medicine}", listed="augmentations")
    assert judged(augmentations_asked(f"agents: {agents}"), facts).verdict == verdict


@pytest.mark.parametrize(
    ("medicine", "partner", "verdict"),
    [
        ("mirtazapine", "sertraline", "met"),
        ("nortriptyline", "sertraline", "met"),
        ("fluoxetine", "sertraline", "not_met"),  # which acts alike
        ("mirtazapine", None, "not_documented"),  # added to what?
    ],
)
def test_a_second_antidepressant_acts_differently_from_the_first(
    medicine: str, partner: str | None, verdict: str
) -> None:
    trial = f"trials: [{{id: t, medicine: {partner}, start: 2025-01-06, end: 2025-04-01}}]" if partner else ""
    row = f"medicine: {medicine}{', alongside: t' if partner else ''}"
    facts = courses(row, listed="augmentations", more=trial)
    assert judged(augmentations_asked("agents: [antidepressant]"), facts).verdict == verdict


@pytest.mark.parametrize(
    ("rows", "is_open", "is_closed"),
    [
        ([ARIPIPRAZOLE], "not_documented", "not_met"),
        ([ARIPIPRAZOLE, "medicine: Abilify, constant_dose: 10 mg"], "not_documented", "not_met"),  # one agent
        ([ARIPIPRAZOLE, LITHIUM], "met", "met"),
    ],
)
def test_so_many_agents(rows: list[str], is_open: str, is_closed: str) -> None:
    for complete, verdict in ((False, is_open), (True, is_closed)):
        facts = courses(*rows, listed="augmentations", complete=complete)
        assert judged(augmentations_asked(count=2), facts).verdict == verdict


@pytest.mark.parametrize(
    ("medicine", "dose", "verdict"),
    [
        ("aripiprazole", "1 mg", "not_met"),
        ("aripiprazole", "2 mg", "not_documented"),  # the label's lowest dose; most reviewers accept 5 mg
        ("aripiprazole", "5 mg", "met"),
        ("lithium", "900 mg", "not_documented"),  # its level proves the trial, not its dose
    ],
)
def test_an_augmenting_dose_is_another_than_an_antidepressants(medicine: str, dose: str, verdict: str) -> None:
    facts = courses(f"medicine: {medicine}, constant_dose: {dose}", listed="augmentations")
    found = judged(augmentations_asked("weeks: {at_least: 6}, dose: generally_accepted"), facts)
    assert found.verdict == verdict
    assert owners(found) == ({"billing"} if verdict == "not_documented" else set())


@pytest.mark.parametrize(
    ("onset", "verdict"), [("2025-02-03", "met"), ("2025-02-04", "not_documented"), ("2025-04-02", "not_met")]
)
def test_in_the_current_episode(onset: str, verdict: str) -> None:
    facts = courses(ARIPIPRAZOLE, listed="augmentations", more=f"episode: {{onset: {onset}}}")
    assert judged(augmentations_asked("in_current_episode: yes"), facts).verdict == verdict


@pytest.mark.parametrize(("onset", "verdict"), [("2025-02-19", "met"), ("2025-02-20", "not_documented")])
def test_of_one_begun_before_the_onset_the_days_in_the_episode_count(onset: str, verdict: str) -> None:
    """From 19 February to 1 April there are 42 days."""
    facts = courses(f"{ARIPIPRAZOLE}, episode: current", listed="augmentations", more=f"episode: {{onset: {onset}}}")
    assert judged(augmentations_asked("in_current_episode: yes, weeks: {at_least: 6}"), facts).verdict == verdict


def test_to_what_it_was_added_is_the_prescribers_to_say() -> None:
    rule = augmentations_asked("alongside_a_trial: yes")
    found = judged(rule, courses(ARIPIPRAZOLE, listed="augmentations"))
    assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})
    trial = "trials: [{id: t, medicine: Lexapro, start: 2025-01-06, end: 2025-04-01, response: none}]"
    found = judged(rule, courses(f"{ARIPIPRAZOLE}, alongside: t", listed="augmentations", more=trial))
    assert found.verdict == "met"
    assert "added to escitalopram" in found.facts.because


@pytest.mark.parametrize(
    ("said", "answer", "verdict"),
    [
        ("waives", "yes", "met"),
        ("waives", "no", "not_met"),
        ("not_stated", "yes", "not_documented"),
        ("not_stated", "no", "not_met"),
    ],
)
def test_that_all_are_contraindicated_waives_where_the_policy_says_so(said: str, answer: str, verdict: str) -> None:
    stated = f"attestations: [{{states: all_augmenting_agents_contraindicated, answer: {answer}, {DOCTOR}}}]"
    facts = courses(listed="augmentations", more=stated)
    assert judged(augmentations_asked(f"all_contraindicated: {said}"), facts).verdict == verdict


TWO = validated(TrialsWanted, Document(Path("policy.yaml"), tree("{count: 2, non_response: {words: [none]}}"), {}))


@pytest.mark.parametrize(
    ("reuse", "others", "verdict", "owner"),
    [
        ("allowed", 1, "met", set()),
        ("forbidden", 1, "not_met", set()),
        ("unclear", 1, "not_documented", {"billing"}),
        ("forbidden", 2, "met", set()),  # two others failed: nothing is counted twice
        ("unclear", 2, "met", set()),
        ("unclear", 0, "met", set()),  # too few failed anyway: it is not by this course that they are counted
    ],
)
def test_one_course_that_is_told_as_a_trial_and_as_augmentation(
    reuse: str, others: int, verdict: str, owner: set[str]
) -> None:
    """Two antidepressants are asked besides. Mirtazapine was added to sertraline, and is told among the trials too."""
    row = "start: 2025-02-03, end: 2025-04-01, response: none"
    failed = ["medicine: sertraline, constant_dose: 100 mg", "medicine: bupropion XL, constant_dose: 300 mg"][:others]
    trials = [f"{{id: other-{n}, {one}, {row}}}" for n, one in enumerate(failed)]
    mirtazapine = f"medicine: mirtazapine, constant_dose: 45 mg, {row}"
    twin = f"{{id: twin, {mirtazapine}}}"
    lists = ", ".join(
        f"{{list: {one}, up_to: 2026-11-20, {DOCTOR}}}" for one in ("antidepressant_trials", "augmentations")
    )
    facts = chart(
        f"""
        trials: [{", ".join([*trials, twin])}]
        augmentations: [{{id: added, {mirtazapine}}}]
        complete: [{lists}]
        """
    )
    view = View(facts, facts.asks[0], AS_OF, AS_OF, failures=(TWO,))
    found = criterion(augmentations_asked(f"reuse: {reuse}")).judge(view)
    assert (found.verdict, owners(found)) == (verdict, owner)
