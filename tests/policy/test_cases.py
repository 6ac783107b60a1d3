"""The cases beside each policy: small charts, and the verdicts to which the policy's source leads."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.determination.cases import laid_over, load_cases, run_cases
from priorauth.errors import BadInput
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.load import Loaded, load_policy, payers_folders, policy_files
from priorauth.policy.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from priorauth.yamltree import Tree

    WithCase = Callable[[str], Loaded]

POLICIES = [path for path in policy_files(payers_folders(None)) if load_policy(path).policy.indications]
every_policy = pytest.mark.parametrize("path", POLICIES, ids=lambda path: f"{path.parent.name}/{path.stem}")


@every_policy
def test_the_cases_beside_each_policy_hold(path: Path) -> None:
    number, surprises = run_cases(load_policy(path))
    told = "\n".join(f'- case "{one.case}": {one.text}' for one in surprises)
    assert not surprises, f"{len(surprises)} surprises in {number} cases of {path.stem}:\n{told}"


@every_policy
def test_each_criterion_is_expected_met_not_met_and_not_documented(path: Path) -> None:
    loaded = load_policy(path)
    expected = {
        (criterion, verdict)
        for case in load_cases(loaded.cases_path)[0].cases
        for criterion, verdict in case.expect.items()
    }
    wanted = {
        (node.id, verdict)
        for indicated in loaded.policy.indications.values()
        for rules in (indicated.initial, indicated.continuation)
        for part in (rules.all_of if rules else ())
        for node in walk(part)
        if isinstance(node, Criterion) and not node.id.endswith("-available")
        for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED)
        if verdict not in node.unreachable
    }
    assert wanted <= expected


class TestAWrongExpectationIsReported:
    """On a copy of a policy that asks for an age of 18 or more, with a base chart of someone who is 42."""

    @pytest.fixture
    def with_case(self, tmp_path: Path) -> WithCase:
        shipped = next(path for path in POLICIES if path.parent.name == "cigna")
        (tmp_path / "cigna").mkdir()
        copy = tmp_path / "cigna" / shipped.name
        shutil.copy(shipped, copy)
        base, _ = load_policy(shipped).cases_path.read_text(encoding="utf-8").split("\ncases:\n")

        def make(case: str) -> Loaded:
            loaded = load_policy(copy)
            loaded.cases_path.write_text(f"{base}\ncases:\n  - {case}\n", encoding="utf-8")
            return loaded

        return make

    @pytest.mark.parametrize(
        ("case", "told"),
        [
            ("expect: {adult: not_met}", ["for criterion adult, expected not_met, got met", "42 years old"]),
            ("expect: {pdmp: not_documented}", ["for criterion pdmp, expected not_documented, got met"]),
            ("expect: {no-such-thing: met}", ["there is no criterion no-such-thing"]),
            ("verdict: not_met", ["for the whole, expected not_met, got met"]),
            ("eligible_from: never", ["expected eligible from never, got 2026-11-20"]),
            ("with: {pdmp: []}, eligible_from: 2026-11-20", ["expected eligible from 2026-11-20, got never"]),
        ],
    )
    def test_with_what_came_instead(self, with_case: WithCase, case: str, told: list[str]) -> None:
        number, surprises = run_cases(with_case(f"{{name: a wrong one, {case}}}"))
        assert (number, [one.case for one in surprises]) == (1, ["a wrong one"])
        assert all(words in surprises[0].text for words in told), surprises[0].text

    def test_and_a_right_one_is_not(self, with_case: WithCase) -> None:
        right = "{name: a right one, expect: {adult: met, pdmp: met}, verdict: met, eligible_from: 2026-11-20}"
        assert run_cases(with_case(right)) == (1, [])

    def test_a_mistake_in_a_chart_names_the_case_and_not_the_patient(self, with_case: WithCase) -> None:
        with pytest.raises(BadInput, match='case "born when"') as error:
            run_cases(with_case("{name: born when, with: {patient: {birth_date: in spring}}}"))
        assert "in spring" not in str(error.value)
        assert "Sampleton" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "made"),
    [
        ({}, {"a": "1", "list": [{"id": "x", "n": "1"}, {"id": "y", "n": "2"}]}),
        ({"a": "2"}, {"a": "2", "list": [{"id": "x", "n": "1"}, {"id": "y", "n": "2"}]}),
        ({"a": None}, {"list": [{"id": "x", "n": "1"}, {"id": "y", "n": "2"}]}),
        ({"list": []}, {"a": "1", "list": []}),
        ({"list": {"y": {"n": "3"}}}, {"a": "1", "list": [{"id": "x", "n": "1"}, {"id": "y", "n": "3"}]}),
        ({"list": {"y": {"n": None}}}, {"a": "1", "list": [{"id": "x", "n": "1"}, {"id": "y"}]}),
        ({"list": {"x": None}}, {"a": "1", "list": [{"id": "y", "n": "2"}]}),
        (
            {"list": {"z": {"n": "3"}}},
            {"a": "1", "list": [{"id": "x", "n": "1"}, {"id": "y", "n": "2"}, {"id": "z", "n": "3"}]},
        ),
    ],
    ids=[
        "nothing is changed",
        "a value takes the value's place",
        "null takes a key away",
        "a list takes the list's place",
        "a group laid over a list changes the item of that id",
        "and takes a key of it away",
        "or the item itself",
        "an unknown id is a new item",
    ],
)
def test_a_change_is_laid_over_the_base(change: Tree, made: Tree) -> None:
    base: Tree = {"a": "1", "list": [{"id": "x", "n": "1"}, {"id": "y", "n": "2"}]}
    assert laid_over(base, change) == made
