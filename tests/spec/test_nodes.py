"""Logic that looks beyond its parts: what the world has, a payer's own words, criteria that are asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.logic.verdict import Verdict
from priorauth.policy.model import Policy
from priorauth.reading import validated
from priorauth.yamltree import Document
from tests.spec.builders import ENVELOPE, chart, judge, policy, tree

if TYPE_CHECKING:
    from priorauth.determination.determine import Determination

from pathlib import Path

YES, NO, OPEN, NONE = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED, Verdict.NOT_APPLICABLE
DOCTOR = "by: Dr. Example, on: 2026-11-20"


class TestIfAvailable:
    RULES = """
        - {id: adult, age: {at_least: 18}}
        - {if_available: {resource: psychotherapy, then: {id: therapy, psychotherapy: {outcome: tried}}}}
    """
    OUT_OF_REACH = f"attestations: [{{states: psychotherapy_unavailable, answer: yes, {DOCTOR}}}]"
    WITHIN_REACH = OUT_OF_REACH.replace("answer: yes", "answer: no")
    TRIED = "psychotherapies: [{kind: CBT, start: 2025-01-06, end: 2025-05-02, outcome: inadequate}]"
    NEVER = f"complete: [{{list: psychotherapies, up_to: 2026-11-20, {DOCTOR}}}]"

    @pytest.mark.parametrize(
        ("facts", "verdict"),
        [
            (OUT_OF_REACH, YES),  # nothing is asked
            (TRIED, YES),  # it was there
            (f"{WITHIN_REACH}\n{NEVER}", NO),
            (f"{OUT_OF_REACH}\n{NEVER}", YES),
            (NEVER, OPEN),  # was it within reach?
            (WITHIN_REACH, OPEN),  # was it tried?
            ("", OPEN),
        ],
    )
    def test_asked_only_where_the_world_has_it(self, facts: str, verdict: Verdict) -> None:
        judged = judge(chart(facts), policy(self.RULES))
        assert judged.verdict is verdict
        assert any(gap.decisive for gap in judged.gaps) == (verdict is OPEN)


class TestDefinedAs:
    RULES = """
        - id: resistant
          defined_as:
            term: treatment-resistant depression
            means:
              any_of: [{id: young, age: {less_than: 18}}, {id: grown, age: {at_least: %s}}]
    """

    @pytest.mark.parametrize(("age", "verdict"), [(46, YES), (47, NO)])
    def test_it_holds_where_what_it_means_holds(self, age: int, verdict: Verdict) -> None:
        """The patient is 46."""
        assert judge(chart(), policy(self.RULES % age)).verdict is verdict

    def test_the_tree_says_the_payers_word(self) -> None:
        root = judge(chart(), policy(self.RULES % 46)).root
        assert root is not None
        told = [(one.node, one.says) for one in root.walk()][1]
        assert told == ("defined_as", "“treatment-resistant depression” as this policy means it")


class TestRemeets:
    """The criteria of the initial request, asked again at renewal."""

    INITIAL = """
        - id: severe
          says: x
          source: page
          score: {any_of: [{instrument: PHQ-9, total: {at_least: 20}}], within_days: 14}
        - {id: unknown-before, says: x, source: page, age: {less_than: 18}}
    """
    CHART = """
        asks: [{coverage: coverage-payer, indication: trd, phase: continuation}]
        sessions: [{on: 2026-05-04, dose_mg: 56}]
        scores:
          - {instrument: PHQ-9, on: 2026-04-30, total: %s}
          - {instrument: PHQ-9, on: 2026-11-12, total: 4}
    """

    def judged(self, baseline: int, left_out: str = "[unknown-before]") -> Determination:
        rules = {
            "initial": {"all_of": tree(self.INITIAL)},
            "continuation": {"all_of": tree(f"- remeets: {{phase: initial, except: {left_out}}}")},
        }
        document = Document(Path("payer/policy.yaml"), {**tree(ENVELOPE), "indications": {"trd": rules}}, {})
        return judge(chart(self.CHART % baseline), validated(Policy, document))

    @pytest.mark.parametrize(("baseline", "verdict"), [(20, YES), (19, NO)])
    def test_severity_is_read_from_before_treatment_however_long_ago(self, baseline: int, verdict: Verdict) -> None:
        """A responder has 4 points now and would fail the gate."""
        assert self.judged(baseline).verdict is verdict

    def test_what_the_policy_leaves_out_is_not_asked(self) -> None:
        assert self.judged(20, "[]").verdict is NO

    def test_the_criteria_are_told_apart_by_their_ids(self) -> None:
        assert [one.id for one in self.judged(20).criteria] == ["initial-severe"]
