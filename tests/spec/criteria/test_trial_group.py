"""Bundles of trials: three antidepressants, or two and an augmentation.

A trial here is 58 days long (2025-02-03 to 2025-04-01), without response, and both lists are complete, where a test
does not say otherwise.
"""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.criteria.builders import DOCTOR, judged, owners

THREE_OR_TWO_AND_ONE = "any_of: [{antidepressants: 3}, {antidepressants: 2, augmentations: 1}]"
FAILED = "{non_response: {words: [none, partial]}}"
USUAL = "start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg"


def group(more: str = "", bundles: str = THREE_OR_TWO_AND_ONE, antidepressant: str = FAILED) -> str:
    return f"trial_group: {{{bundles}, antidepressant: {antidepressant}, augmentation: {FAILED}{more}}}"


def taken(trials: str, added: str = "", *, complete: bool = True) -> str:
    """Medicines by name: "sertraline duloxetine", and what was added: "lithium:sertraline" (alongside sertraline).

    A question mark after a name: its effect is not known.
    """
    told, augmented = [], []
    for name in trials.split():
        response = "unknown" if name.endswith("?") else "none"
        plain = name.rstrip("?")
        told.append(f"{{id: {plain}, medicine: {plain}, {USUAL}, response: {response}}}")
    for name in added.split():
        response = "unknown" if name.endswith("?") else "none"
        agent, _, partner = name.rstrip("?").partition(":")
        beside = f", alongside: {partner}" if partner else ""
        augmented.append(f"{{id: added-{agent}, medicine: {agent}, {USUAL}, response: {response}{beside}}}")
    lists = ["antidepressant_trials", "augmentations"] if complete else []
    stated = ", ".join(f"{{list: {one}, up_to: 2026-11-20, {DOCTOR}}}" for one in lists)
    return f"trials: [{', '.join(told)}]\naugmentations: [{', '.join(augmented)}]\ncomplete: [{stated}]"


@pytest.mark.parametrize(
    ("trials", "added", "is_open", "is_closed"),
    [
        ("sertraline duloxetine mirtazapine", "", "met", "met"),
        ("sertraline duloxetine", "lithium", "met", "met"),
        ("sertraline duloxetine", "", "not_documented", "not_met"),
        ("sertraline", "lithium aripiprazole", "not_documented", "not_met"),
        ("sertraline duloxetine mirtazapine?", "", "not_documented", "not_documented"),
        ("sertraline duloxetine mirtazapine?", "lithium", "met", "met"),  # without the third
        ("sertraline duloxetine?", "lithium", "not_documented", "not_documented"),
        ("", "", "not_documented", "not_met"),
    ],
)
def test_three_antidepressants_or_two_and_an_augmentation(
    trials: str, added: str, is_open: str, is_closed: str
) -> None:
    assert judged(group(), taken(trials, added, complete=False)).verdict == is_open
    assert judged(group(), taken(trials, added)).verdict == is_closed


@pytest.mark.parametrize(
    ("classes", "trials", "verdict"),
    [
        ("any", "sertraline escitalopram", "met"),
        ("2", "sertraline escitalopram", "not_met"),
        ("2", "sertraline duloxetine", "met"),
        ("each_different", "sertraline escitalopram", "not_met"),
        ("each_different", "sertraline duloxetine", "met"),
        ("2", "sertraline escitalopram duloxetine", "met"),
    ],
)
def test_of_so_many_classes(classes: str, trials: str, verdict: str) -> None:
    rule = group(bundles=f"any_of: [{{antidepressants: 2, classes: {classes}}}]")
    assert judged(rule, taken(trials)).verdict == verdict


@pytest.mark.parametrize(
    ("added", "anywhere", "alongside"),
    [
        ("lithium:sertraline", "met", "met"),
        ("lithium", "met", "not_documented"),  # added to what?
    ],
)
def test_the_augmentation_alongside_one_of_the_trials_that_count(added: str, anywhere: str, alongside: str) -> None:
    facts = taken("sertraline duloxetine", added)
    assert judged(group(), facts).verdict == anywhere
    assert judged(group(", alongside: true"), facts).verdict == alongside


@pytest.mark.parametrize(
    ("reuse", "verdict"), [("allowed", "met"), ("forbidden", "not_met"), ("unclear", "not_documented")]
)
def test_whether_one_medicine_may_be_trial_and_augmentation(reuse: str, verdict: str) -> None:
    """Duloxetine failed alone, and later beside sertraline."""
    found = judged(group(f", reuse: {reuse}"), taken("sertraline duloxetine", "duloxetine:sertraline"))
    assert found.verdict == verdict
    assert owners(found) == ({"billing"} if verdict == "not_documented" else set())


def test_the_sentence_names_the_bundles_and_shows_the_arithmetic() -> None:
    rule = group(antidepressant="{weeks: {at_least: 6}, non_response: {words: [none, partial]}}")
    found = judged(rule, taken("sertraline duloxetine", "lithium"))
    because = found.facts.because
    assert because.startswith("3 antidepressants or 2 antidepressants and 1 augmentation: one of these is documented:")
    assert because.count("58 days, 42 required") == 2


def test_it_rests_on_the_courses_of_the_bundle_and_on_no_other() -> None:
    found = judged(group(), taken("sertraline duloxetine trazodone?", "lithium"))
    assert {one.item for one in found.evidence} == {"sertraline", "duloxetine", "added-lithium"}


# Whatever is taken, it agrees with trying every selection in every world of what is uncertain.

MEDICINES = ["sertraline", "escitalopram", "duloxetine", "mirtazapine"]
CLASS = {"sertraline": "SSRI", "escitalopram": "SSRI", "duloxetine": "SNRI", "mirtazapine": "mirtazapine"}
AGENTS = ["lithium", "aripiprazole", "duloxetine"]


def naive(trials: dict[str, bool], added: dict[str, bool], *, reuse: bool) -> bool:
    """Three of them, or two of two classes with something added to one of those two: sertraline, always."""
    failed = [name for name, did in trials.items() if did]
    agents = [name for name, did in added.items() if did]
    if len(failed) >= 3:
        return True
    for size in range(2, len(failed) + 1):
        for chosen in combinations(failed, size):
            fitting = [one for one in agents if reuse or one not in chosen]
            if len({CLASS[one] for one in chosen}) >= 2 and "sertraline" in chosen and fitting:
                return True
    return False


def worlds(known: dict[str, bool | None]) -> list[dict[str, bool]]:
    made: list[dict[str, bool]] = [{}]
    for name, did in known.items():
        made = [{**one, name: way} for one in made for way in ([did] if did is not None else [True, False])]
    return made


courses = st.sampled_from([True, None])


@settings(max_examples=60, deadline=None)
@given(
    trials=st.dictionaries(st.sampled_from(MEDICINES), courses, max_size=4),
    added=st.dictionaries(st.sampled_from(AGENTS), courses, max_size=2),
    reuse=st.booleans(),
)
def test_it_agrees_with_trying_every_selection_in_every_world(
    trials: dict[str, bool | None], added: dict[str, bool | None], reuse: bool
) -> None:
    """``None``: whether it failed is not known."""
    if "sertraline" not in trials:
        added = {}  # nothing to add it to
    bundles = "any_of: [{antidepressants: 3}, {antidepressants: 2, classes: 2, augmentations: 1}]"
    rule = group(f", alongside: true, reuse: {'allowed' if reuse else 'forbidden'}", bundles)
    names = " ".join(f"{name}{'' if did else '?'}" for name, did in trials.items())
    agents = " ".join(f"{name}:sertraline{'' if did else '?'}" for name, did in added.items())
    outcomes = {naive(one, other, reuse=reuse) for one in worlds(trials) for other in worlds(added)}
    expected = {True: "met", False: "not_met"}[outcomes.pop()] if len(outcomes) == 1 else "not_documented"
    orders = list(permutations(names.split()))[:3]  # the first is the given one
    found = [judged(rule, taken(" ".join(order), agents)) for order in orders]
    assert {one.verdict for one in found} == {expected}
    assert len({one.facts.because for one in found}) == 1  # the order in the file is nothing
