"""What changed between two policies, in words."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import BadInput
from priorauth.policy.difference import differences
from priorauth.policy.model import Policy
from priorauth.reading import validated
from priorauth.yamltree import Document, parse, read
from tests.command import ROOT
from tests.spec.builders import ENVELOPE, policy, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.yamltree import Tree

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
    assert told(f"[{TWO}]", f"[{renamed}]") == [
        "TRD initial: three, id in the file: two → three",
        "TRD initial: three, number of trials: 2 → 3",
    ]


def test_what_joins_criteria_is_told_by_what_it_joins() -> None:
    either = f"[{{id: either, any_of: [{TWO}, {ORAL}]}}]"
    both = f"[{{id: either, any_of: [{TWO}]}}, {ORAL}]"
    assert told(either, both) == [
        "TRD initial: oral antidepressant: one of these → required",
        "TRD initial: either, which: no longer oral antidepressant",
    ]


def test_what_is_asked_and_what_is_only_allowed_are_told_each_in_its_words() -> None:
    before, after = "[{rems: {site: true}}]", "[{rems: {site: true, pharmacy: true}}]"
    assert told(before, after) == ["TRD initial: REMS, the pharmacy: not asked → asked"]
    before, after = "[{pdmp: {}}]", "[{pdmp: {unless_unavailable: true}}]"
    assert told(before, after) == ["TRD initial: PDMP, lifted where there is none: no → yes"]


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
        "TRD initial: two, ways to fail: no response, at the minimum dose, for at least 4 weeks → at least 6",
    ]
    assert any(second in one for one in told(f"[{TWO}]", f"[{way % 4}]"))


def of_envelope(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return [str(one) for one in differences(policy(f"[{TWO}]", **old), policy(f"[{TWO}]", **new))]


@pytest.mark.parametrize(
    ("key", "before", "after", "said"),
    [
        ("submission", "{fax: 1}", "{fax: 2}", "fax: 1 → 2"),
        ("submission", "{form: F}", "{form: F, form_required: true}", "the payer's own form and no other"),
        ("documentation", "{level: attest}", "{level: submit}", "documentation: attest → submit"),
        (
            "documentation",
            "{level: submit, items: [chart_notes]}",
            "{level: submit, items: [chart_notes, labs]}",
            "to be enclosed: now also labs",
        ),
        ("exception_route", "ask", "write", "way for those who miss a criterion: ask → write"),
    ],
)
def test_how_a_request_is_sent_and_what_goes_with_it(key: str, before: str, after: str, said: str) -> None:
    (one,) = of_envelope({key: before}, {key: after})
    assert one.startswith(said)


def test_documents_that_were_never_spoken_of() -> None:
    assert of_envelope({}, {"documentation": "{level: submit, items: [labs]}"}) == [
        "documentation: not mentioned → submit",
        "to be enclosed: not mentioned → labs",
    ]


def test_what_must_show_it() -> None:
    proven = TWO.replace("{id: two", "{id: two, proof: records")
    assert told(f"[{TWO}]", f"[{proven}]") == ["TRD initial: two, what must show it: not mentioned → records"]
    assert told(f"[{proven}]", f"[{TWO}]") == ["TRD initial: two, what must show it: records → not mentioned"]


def test_what_a_route_stands_in_place_of() -> None:
    route = "{id: route, pathway: {replaces: [%s], by: {age: {at_least: 65}}}}"
    assert told(f"[{TWO}, {ORAL}, {route % 'two'}]", f"[{TWO}, {ORAL}, {route % 'oral-antidepressant'}]") == [
        "TRD initial: route, in place of: two → oral antidepressant"
    ]


def with_renewal(renewal: str, asked_again: str) -> Policy:
    """A policy with a renewal, in which the initial criteria are asked again."""
    adult = {"id": "adult", "says": "An adult", "source": "page", "age": {"at_least": "18"}}
    again = tree(f"[{{id: again, remeets: {asked_again}}}]")
    indicated = {"renewal": renewal, "initial": {"all_of": [adult]}, "continuation": {"all_of": again}}
    return validated(Policy, Document(Path("p.yaml"), {**tree(ENVELOPE), "indications": {"trd": indicated}}, {}))


def test_whether_it_can_be_renewed_and_what_is_not_asked_again() -> None:
    old = with_renewal("new_episode_only", "{phase: initial, except: [adult]}")
    new = with_renewal("allowed", "{phase: initial}")
    assert [f"{one.where}: {one}" for one in differences(old, new)] == [
        "TRD: renewal: new episode only → allowed",
        "TRD continuation: again, not asked again: adult → not mentioned",
    ]


class TestHowCriteriaAreJoined:
    @pytest.mark.parametrize("name", ["id: either, ", ""])
    def test_one_of_them_becomes_all_of_them(self, name: str) -> None:
        joined = f"[{{{name}%s: [{TWO}, {ORAL}]}}]"
        title = "either" if name else "two, oral antidepressant"
        assert told(joined % "any_of", joined % "all_of") == [
            f"TRD initial: {title}, how they are joined: one of these → all of these"
        ]

    def test_one_of_them_becomes_each_of_them(self) -> None:
        assert told(f"[{{any_of: [{TWO}, {ORAL}]}}]", f"[{TWO}, {ORAL}]") == [
            "TRD initial: two, oral antidepressant: one of these → required"
        ]

    def test_each_of_them_becomes_one_of_them(self) -> None:
        assert told(f"[{TWO}, {ORAL}]", f"[{{any_of: [{TWO}, {ORAL}]}}]") == [
            "TRD initial: two, oral antidepressant: required → one of these"
        ]

    def test_what_was_one_of_several_was_never_required(self) -> None:
        assert told(f"[{{id: either, any_of: [{TWO}, {ORAL}]}}]", f"[{{id: either, any_of: [{TWO}]}}]") == [
            "TRD initial: either, which: no longer oral antidepressant",
            "TRD initial: oral antidepressant: one of these → no longer mentioned",
        ]

    def test_how_many_are_enough(self) -> None:
        some = f"[{{id: some, at_least: {{k: %s, of: [{TWO}, {ORAL}]}}}}]"
        assert told(some % 1, some % 2) == ["TRD initial: some, how many are enough: 1 → 2"]

    def test_two_that_have_no_names_are_told_each(self) -> None:
        """Both stand in one place and are of one kind."""
        pair = "{{any_of: [{{id: {0}-a, age: {{at_least: {1}}}}}, {{id: {0}-b, rems: {{site: true}}}}]}}"
        before = f"[{pair.format('x', 18)}, {pair.format('y', 18)}]"
        after = f"[{pair.format('x', 21)}, {pair.format('y', 65)}]"
        assert told(before, after) == [
            "TRD initial: x a, age: at least 18 → at least 21",
            "TRD initial: y a, age: at least 18 → at least 65",
        ]


class TestWhatGoesOnWhat:
    def test_another_name_is_told_as_no_more_than_that(self) -> None:
        renamed = TWO.replace("id: two", "id: three")
        assert told(f"[{{any_of: [{TWO}, {ORAL}]}}]", f"[{{any_of: [{renamed}, {ORAL}]}}]") == [
            "TRD initial: three, id in the file: two → three"
        ]

    def test_two_of_one_kind_that_have_nothing_in_common_are_no_pair(self) -> None:
        before, after = "[{id: young, age: {less_than: 18}}]", "[{id: old, age: {at_least: 65}}]"
        assert told(before, after) == [
            "TRD initial: old: not mentioned → required",
            "TRD initial: young: required → no longer mentioned",
        ]

    def test_one_name_for_another_kind_of_thing(self) -> None:
        before, after = "[{id: it, says: It, age: {at_least: 18}}]", "[{id: it, says: It, rems: {site: true}}]"
        assert told(before, after) == ["TRD initial: it, what is asked: age → REMS"]


def test_another_bound_on_one_scale_is_told_of_that_scale() -> None:
    gates = (
        "[{score: {any_of: [{instrument: PHQ-9, total: {at_least: %s}}, {instrument: MADRS, total: {at_least: 28}}]}}]"
    )
    assert told(gates % 10, gates % 12) == [
        "TRD initial: score, scores that are enough: PHQ-9 at least 10 → at least 12"
    ]


SHIPPED = ["cigna/psychiatry-spravato", "carefirst/2889-a", "label/spravato", "bcbsnd/esketamine"]


def otherwise(part: Tree, whole: Tree | None = None) -> Iterator[Tree]:
    """The whole file again and again, each time with one field left out, or one number or yes-or-no changed."""
    whole = part if whole is None else whole
    keys = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else []
    for key in keys:
        value = part[key]
        turned = {"true": "false", "false": "true"}.get(str(value).lower())
        if turned or str(value).isdecimal():
            part[key] = turned or str(int(value) + 1)
            yield deepcopy(whole)
            part[key] = value
        elif isinstance(value, dict | list):
            yield from otherwise(value, whole)
        if isinstance(part, dict):
            kept = dict(part)
            del part[key]
            yield deepcopy(whole)
            part.clear()
            part.update(kept)


@pytest.mark.parametrize("name", SHIPPED)
def test_whatever_field_differs_is_told(name: str) -> None:
    document = read(ROOT / "payers" / f"{name}.yaml")
    old = validated(Policy, document)
    tried, silent = 0, []
    for changed in otherwise(deepcopy(document.tree)):
        try:
            new = validated(Policy, Document(Path("changed.yaml"), changed, {}))
        except BadInput:
            continue  # that field cannot be left out
        if new != old:
            tried += 1
            if not differences(old, new):
                silent.append(new)
    assert tried > 10
    assert silent == []


def edited(name: str, *changes: tuple[str, str]) -> list[str]:
    """What is told of a shipped policy after changes such as a person makes by hand."""
    path = ROOT / "payers" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    new = validated(Policy, parse(text.encode(), path))
    return [f"{one.where}: {one}" for one in differences(validated(Policy, read(path)), new)]


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (
            "highmark/i-212",
            "effective: {from: 2024-08-05",
            "effective: {from: 2025-01-01",
            ": in force: from 2024-08-05 → from 2025-01-01",
        ),
        (
            "bcbsma/087-esketamine",
            "shared_with: [ketamine_iv]",
            "shared_with: []",
            ": also for: ketamine infusions → not mentioned",
        ),
        (
            "qualchoice/bi734",
            "total: {more_than: 15}",
            "total: {at_least: 15}",
            "TRD initial: PHQ-9, scores that are enough: PHQ-9 more than 15 → at least 15",
        ),
        (
            "texas-medicaid/esketamine-2021",
            "lines: [medicaid_ffs]",
            "lines: [medicaid_ffs, medicaid_mco]",
            ": lines of business: now also Medicaid managed care",
        ),
        (
            "bcbsms/l-5-01-537",
            "stance: not_medically_necessary",
            "stance: silent",
            ": coverage: Not covered: not medically necessary → No written policy is known",
        ),
    ],
)
def test_a_change_by_hand_is_told_in_words(name: str, before: str, after: str, said: str) -> None:
    assert edited(name, (before, after)) == [said]


def test_criteria_that_were_read_in_another_source_are_told_together() -> None:
    """The short name in the file stays what it was: its title says what was read."""
    asked = "[{id: a, age: {at_least: 18}}, {id: b, rems: {site: true}}]"
    title = {"sources": "{page: {kind: own_page, title: T, retrieved: 2026-11-20}}"}
    other = {"sources": "{page: {kind: notice, title: A notice, retrieved: 2026-11-21}}"}
    assert [f"{one.where}: {one}" for one in differences(policy(asked, **title), policy(asked, **other))] == [
        "TRD initial: a, b, read in: T → A notice",
        "sources: “A notice”: not mentioned → notice; retrieved 2026-11-21",
        "sources: “T”: own page; retrieved 2026-11-20 → not mentioned",
    ]


class TestWhatDependsOnSomethingElse:
    OLD = "[{id: sud, unless: {base: {id: none, age: {at_least: 18}}, waiver: {id: treated, rems: {site: true}}}}]"

    def test_what_lifted_it_is_gone(self) -> None:
        assert told(self.OLD, "[{id: sud, all_of: [{id: none, age: {at_least: 18}}]}]") == [
            "TRD initial: sud, how they are joined: asked, unless something else lifts it → all of these",
            "TRD initial: treated: lifts: none → no longer mentioned",
        ]

    def test_what_is_asked_and_what_lifts_it_change_places(self) -> None:
        turned = (
            "[{id: sud, unless: {waiver: {id: none, age: {at_least: 18}}, base: {id: treated, rems: {site: true}}}}]"
        )
        assert told(self.OLD, turned) == [
            "TRD initial: sud, what is asked: none → treated",
            "TRD initial: sud, what lifts it: treated → none",
        ]

    def test_what_was_required_is_asked_under_a_condition(self) -> None:
        adult = "{id: adult, age: {at_least: 18}}"
        when = f"{{id: labelled, when: {{if: {{id: use, indication: {{any_of: [trd]}}}}, then: {adult}}}}}"
        assert told(f"[{adult}]", f"[{when}]") == [
            "TRD initial: adult: required → asked if: use",
            "TRD initial: use: not mentioned → the condition of: adult",
        ]

    @pytest.mark.parametrize(
        ("nested", "said"),
        [
            ("{id: it, unclear: [{id: x, rems: {site: true}}, {id: y, rems: {pharmacy: true}}]}", "one reading of: it"),
            ("{id: it, disputed: [{id: x, rems: {site: true}}, {id: y, rems: {}}]}", "what one source says of: it"),
            ("{any_of: [{all_of: [{id: x, rems: {site: true}}, {id: y, rems: {}}]}]}", "together, one of these"),
            ("{id: it, pathway: {replaces: [two], by: {id: x, rems: {site: true}}}}", "another way: it"),
        ],
    )
    def test_what_a_new_part_is_to_the_whole(self, nested: str, said: str) -> None:
        assert f"TRD initial: x: not mentioned → {said}" in told(f"[{TWO}]", f"[{TWO}, {nested}]")
