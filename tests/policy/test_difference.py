"""What changed between two policies, in words."""

from __future__ import annotations

from priorauth.policy.difference import differences
from tests.spec.builders import policy

TWO = (
    "{id: two, failed_antidepressants: {count: 2, classes: each_different, weeks: {at_least: 6}, "
    "non_response: {improvement: {at_most: 25}}}}"
)
ORAL = "{id: oral-antidepressant, oral_antidepressant: {continued: true}}"


def told(old: str, new: str) -> list[str]:
    return [f"{one.where}: {one}" for one in differences(policy(old), policy(new))]


def test_nothing_changed() -> None:
    assert told(f"[{TWO}]", f"[{TWO}]") == []


def test_a_number_changed() -> None:
    changed = TWO.replace("at_least: 6", "at_least: 8")
    assert told(f"[{TWO}]", f"[{changed}]") == ["TRD initial: two, weeks per trial: at least 6 → at least 8"]


def test_an_operator_is_a_change_too() -> None:
    changed = TWO.replace("at_least: 6", "more_than: 6")
    assert told(f"[{TWO}]", f"[{changed}]") == ["TRD initial: two, weeks per trial: at least 6 → more than 6"]


def test_something_is_no_longer_asked_and_something_new_is() -> None:
    assert told(f"[{TWO}, {ORAL}]", f"[{TWO}, {{age: {{at_least: 18}}}}]") == [
        "TRD initial: age: not mentioned → required",
        "TRD initial: oral antidepressant: required → no longer mentioned",
    ]


def test_a_criterion_under_another_id_goes_on_where_its_kind_leaves_no_doubt() -> None:
    renamed = TWO.replace("id: two", "id: three").replace("count: 2", "count: 3")
    assert told(f"[{TWO}]", f"[{renamed}]") == ["TRD initial: three, number of trials: 2 → 3"]


def test_what_joins_criteria_is_told_by_what_it_joins() -> None:
    either = f"[{{id: either, any_of: [{TWO}, {ORAL}]}}]"
    both = f"[{{id: either, any_of: [{TWO}]}}, {ORAL}]"
    assert told(either, both) == ["TRD initial: either, which: no longer oral antidepressant"]


def test_a_key_that_has_no_words_of_its_own_is_told_as_it_is_written() -> None:
    before, after = "[{rems: {site: true}}]", "[{rems: {site: true, pharmacy: true}}]"
    assert told(before, after) == ["TRD initial: rems, pharmacy: not asked → asked"]


UNSEEN = "{id: rest, not_seen: the last page}"


def test_where_the_old_text_was_cut_off_nobody_says_that_something_is_new() -> None:
    """It may have been asked before, where nobody read."""
    old = policy(f"[{TWO}, {UNSEEN}]", completeness="partial")
    new = policy(f"[{TWO}, {{age: {{at_least: 18}}}}]")
    assert [str(one) for one in differences(old, new) if one.where] == [
        "age: not seen in what was known of the old text → required",
        "rest: known to exist, not seen → nothing is left unseen",
    ]


def test_where_the_new_text_is_cut_off_nobody_says_that_something_is_gone() -> None:
    old = policy(f"[{TWO}, {ORAL}]")
    new = policy(f"[{TWO}, {UNSEEN}]", completeness="partial")
    assert [str(one) for one in differences(old, new) if one.where] == [
        "rest: not mentioned → known to exist, not seen",
        "oral antidepressant: required → not seen in what is known of the new text",
    ]


def test_the_ways_to_fail_are_told_one_by_one() -> None:
    way = (
        "{id: two, failed_antidepressants: {count: 2, fails_by: [{response: {words: [none]}, dose: minimum, "
        "weeks: {at_least: %s}}, {response: {words: [none, partial]}, dose_limiting_side_effects: true}]}}"
    )
    second = "no response or a partial one, with dose-limiting side effects"
    assert told(f"[{way % 4}]", f"[{way % 6}]") == [
        "TRD initial: two, ways to fail: now also no response, at the minimum dose, for at least 6 weeks",
        "TRD initial: two, ways to fail: no longer no response, at the minimum dose, for at least 4 weeks",
    ]
    assert any(second in one for one in told(f"[{TWO}]", f"[{way % 4}]"))
