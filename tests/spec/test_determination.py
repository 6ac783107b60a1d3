"""From a chart and a policy to a determination: verdict, reasons, evidence, what is missing and who has it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from priorauth.determination.determine import Dates
from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict
from tests.spec.builders import AS_OF, chart, judge, policy, without_criteria

if TYPE_CHECKING:
    from priorauth.determination.determine import Determination
    from priorauth.logic.finding import Finding

YES, NO, OPEN, NONE = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED, Verdict.NOT_APPLICABLE

# Criteria of which the verdict is plain: the patient was born in 1980, and nothing else is in the chart.
WORDS = {
    "ADULT": "{id: adult, age: {at_least: 18}}",  # met
    "GROWN": "{id: grown, age: {at_least: 40}}",  # met
    "CHILD": "{id: child, age: {less_than: 18}}",  # not met
    "MINOR": "{id: minor, age: {less_than: 21}}",  # not met
    "CHECKED": "{id: checked, pdmp: {}}",  # not documented
    "URGENT": "{id: urgent, attested: [urgent]}",  # not documented
    "LATER": "{id: later, dose_limit: {mg_per_week: 168, until_week: 4}}",  # does not apply from week 9 on
}
FROM_WEEK_9 = """
asks:
  - coverage: coverage-payer
    indication: trd
    regimen: {dose_mg: 84, maintenance_every_weeks: 1, starts_in_week: 9}
"""


def found(criteria: str, text: str = "", as_of: date = AS_OF, **envelope: str) -> Determination:
    """The determination under a policy that asks for ``criteria``, in which the words above stand for themselves."""
    spelled = re.sub("[A-Z]{5,}", lambda word: WORDS.get(word[0], word[0]), criteria)
    return judge(chart(text), policy(f"[{spelled}]", **envelope), as_of)


def node(judged: Determination, name: str) -> Finding:
    assert judged.root is not None
    return next(one for one in judged.root.walk() if one.id == name)


def missing(judged: Determination) -> list[tuple[str, bool]]:
    """By criterion, whether each gap alone keeps the whole from being decided."""
    return [(gap.criterion, gap.decisive) for gap in judged.gaps]


def path(judged: Determination) -> set[str]:
    """The criteria on which the verdict of the whole rests."""
    return {one.id for one in judged.criteria if one.on_winning_path}


class TestTheWhole:
    @pytest.mark.parametrize(
        ("criteria", "verdict"),
        [
            ("ADULT", YES),
            ("ADULT, CHECKED", OPEN),
            ("ADULT, CHILD", NO),
            ("CHILD, CHECKED", NO),  # one certain "no" is "no", whatever else is missing
            ("{any_of: [CHILD, ADULT]}", YES),
            ("{any_of: [CHILD, CHECKED]}", OPEN),
            ("{none_of: [CHILD]}", YES),
            ("{none_of: [CHECKED, ADULT]}", NO),
            ("{at_least: {k: 2, of: [ADULT, CHILD, CHECKED]}}", OPEN),
            ("{at_least: {k: 2, of: [ADULT, CHILD]}}", NO),
            ("{unless: {base: CHILD, waiver: ADULT}}", YES),
            ("{unless: {base: CHILD, waiver: CHECKED}}", OPEN),
            ("{when: {if: ADULT, then: CHILD}}", NO),
            ("ADULT, {when: {if: MINOR, then: CHILD}}", YES),
            ("{when: {if: CHECKED, then: ADULT}}", OPEN),
            ("{unclear: [ADULT, GROWN]}", YES),  # each reading holds
            ("{unclear: [ADULT, CHILD]}", OPEN),
            ("{disputed: [CHILD, MINOR]}", NO),
        ],
    )  # fmt: skip
    def test_the_verdict_follows_the_truth_tables(self, criteria: str, verdict: Verdict) -> None:
        assert found(criteria).verdict is verdict

    def test_the_tree_has_the_policys_nodes_in_its_order(self) -> None:
        judged = found("ADULT, {id: either, any_of: [CHILD, CHECKED]}")
        assert judged.root is not None
        told = [(one.id, one.node, one.verdict) for one in judged.root.walk()]
        assert told == [
            ("all", "all_of", OPEN),
            ("adult", "criterion", YES),
            ("either", "any_of", OPEN),
            ("child", "criterion", NO),
            ("checked", "criterion", OPEN),
        ]
        assert node(judged, "either").because == "Of 2: 1 not met, 1 not documented."
        assert [one.id for one in judged.criteria] == ["adult", "child", "checked"]

    def test_each_finding_says_why_with_the_numbers(self) -> None:
        assert node(found("ADULT"), "adult").because == "46 years old on 2026-11-20; at least 18 required."


class TestWhatIsMissing:
    def test_what_would_change_the_whole_is_decisive(self) -> None:
        assert missing(found("ADULT, CHECKED")) == [("checked", True)]

    def test_of_several_each_is(self) -> None:
        assert missing(found("CHECKED, URGENT")) == [("checked", True), ("urgent", True)]

    def test_beside_a_certain_no_a_gap_is_told_but_decides_nothing(self) -> None:
        assert missing(found("CHILD, CHECKED")) == [("checked", False)]

    def test_what_is_not_needed_is_not_asked_for(self) -> None:
        assert missing(found("{any_of: [ADULT, CHECKED]}")) == []
        assert missing(found("{at_least: {k: 1, of: [CHECKED, ADULT]}}")) == []

    def test_what_may_replace_a_no_is_decisive(self) -> None:
        assert missing(found("{any_of: [CHILD, CHECKED]}")) == [("checked", True)]

    def test_where_readings_differ_the_payer_is_asked(self) -> None:
        judged = found("{id: two-ways, unclear: [ADULT, CHILD]}")
        (gap,) = judged.gaps
        assert (gap.criterion, gap.owner, gap.decisive) == ("two-ways", "billing", True)
        assert "from the payer: which reading holds" in gap.needed

    def test_each_gap_has_somebody_who_can_fill_it(self) -> None:
        judged = found("CHECKED, URGENT, {psychotherapy: {outcome: tried}}, {rems: {patient: enrolled}}")
        assert [(gap.criterion, gap.owner) for gap in judged.gaps] == [
            ("checked", "prescriber"),
            ("urgent", "prescriber"),
            ("psychotherapy", "therapist"),
            ("rems", "rems"),
        ]


class TestTheWinningPath:
    @pytest.mark.parametrize(
        ("criteria", "carries"),
        [
            ("ADULT, CHECKED", {"checked"}),  # open because of this one
            ("ADULT, CHILD, CHECKED", {"child"}),  # not met because of this one
            ("ADULT, {any_of: [CHILD, GROWN]}", {"adult", "grown"}),
            ("{any_of: [GROWN, ADULT]}", {"grown"}),  # one is enough
            ("{any_of: [CHILD, CHECKED]}", {"checked"}),
            ("{none_of: [CHILD, MINOR]}", {"child", "minor"}),
            ("{none_of: [CHECKED, ADULT]}", {"adult"}),
            ("{unclear: [ADULT, CHILD]}", {"adult", "child"}),
            ("{when: {if: ADULT, then: GROWN}}", {"adult", "grown"}),
            ("{unless: {base: CHILD, waiver: ADULT}}", {"adult"}),
        ],
    )
    def test_it_is_what_the_verdict_rests_on(self, criteria: str, carries: set[str]) -> None:
        assert path(found(criteria)) == carries


class TestAPathway:
    CRITERIA = """
        {id: usual, age: {less_than: 18}}, CHECKED,
        {id: emergency, pathway: {replaces: [usual], by: {id: stated, attested: [urgent, cannot_care_for_self]}}}
    """
    PDMP = "pdmp: [{on: 2026-11-12}]"
    ONE = "{states: urgent, answer: yes, by: x, on: 2026-11-12}"
    BOTH = f"{ONE}, {{states: cannot_care_for_self, answer: yes, by: x, on: 2026-11-12}}"

    def test_it_takes_the_place_of_what_it_replaces_and_of_nothing_else(self) -> None:
        assert found(self.CRITERIA, f"attestations: [{self.BOTH}]\n{self.PDMP}").verdict is YES
        assert found(self.CRITERIA, f"attestations: [{self.BOTH}]").verdict is OPEN

    def test_half_of_it_asks_for_the_other_half(self) -> None:
        judged = found(self.CRITERIA, f"attestations: [{self.ONE}]\n{self.PDMP}")
        assert judged.verdict is OPEN
        assert missing(judged) == [("stated", True)]

    def test_nobody_is_asked_to_state_what_nobody_invoked(self) -> None:
        judged = found(self.CRITERIA, self.PDMP)
        assert judged.verdict is NO
        assert missing(judged) == []

    def test_a_pathway_that_nobody_invoked_makes_no_other_gap_decisive(self) -> None:
        """The usual way is not met: whether the PDMP was checked changes nothing."""
        judged = found(self.CRITERIA)
        assert judged.verdict is NO
        assert missing(judged) == [("checked", False)]


class TestAPolicyThatWasNotSeenWhole:
    @pytest.mark.parametrize(
        ("completeness", "said"),
        [("partial", "the rest of the policy was not seen"), ("assumed", "part of the policy is assumed")],
    )
    def test_it_never_yields_a_plain_met(self, completeness: str, said: str) -> None:
        judged = found("ADULT", completeness=completeness)
        assert judged.verdict is OPEN
        assert judged.root is not None
        assert (judged.root.verdict, judged.root.because) == (OPEN, f"All 1 known criteria met; {said}.")
        (gap,) = judged.gaps
        assert (gap.owner, gap.decisive) == ("billing", True)
        assert said in gap.needed

    def test_it_does_not_say_that_all_are_met_where_an_alternative_is_not(self) -> None:
        judged = found("{any_of: [CHILD, ADULT]}", completeness="partial")
        assert judged.root is not None
        assert "All" not in judged.root.because
        assert "1 of 2" in judged.root.because

    @pytest.mark.parametrize(("criterion", "verdict"), [("CHILD", NO), ("CHECKED", OPEN)])
    def test_what_is_missing_or_fails_is_told_as_it_is(self, criterion: str, verdict: Verdict) -> None:
        partial, complete = found(criterion, completeness="partial"), found(criterion)
        assert partial.verdict is complete.verdict is verdict
        assert partial.gaps == complete.gaps


class TestOutcomes:
    def test_a_rule_that_does_not_apply_is_left_out_and_alone_reads_as_met(self) -> None:
        assert found("LATER, CHECKED", FROM_WEEK_9).verdict is OPEN
        judged = found("LATER", FROM_WEEK_9)
        assert judged.verdict is YES
        assert judged.root is not None
        assert judged.root.verdict is NONE
        assert [one.code for one in judged.warnings] == ["nothing_applies"]

    def test_no_criteria_were_seen_for_what_is_asked(self) -> None:
        asks = "asks: [{coverage: coverage-payer, indication: mdsi}]"
        judged = found("ADULT", asks)
        assert (judged.outcome, judged.verdict, judged.root, judged.criteria) == ("no_criteria", None, None, ())

    @pytest.mark.parametrize(
        ("stance", "outcome"),
        [
            ("no_pa_needed", "no_pa_needed"),
            ("not_medically_necessary", "not_covered"),
            ("investigational", "not_covered"),
            ("not_covered", "not_covered"),
            ("covered_per_label", "no_criteria"),
            ("criteria_not_seen", "no_criteria"),
            ("silent", "no_criteria"),
        ],
    )
    def test_where_a_policy_states_no_criteria_nothing_is_judged(self, stance: str, outcome: str) -> None:
        judged = judge(chart(), without_criteria(stance))
        assert (judged.outcome, judged.verdict, judged.gaps, judged.eligible) == (outcome, None, (), None)


class TestDays:
    @pytest.mark.parametrize(
        ("ask", "service_start", "policy_date"),
        [
            ("", AS_OF, AS_OF),
            (", start: 2026-12-01", date(2026, 12, 1), AS_OF),
            (", start: 2026-01-01", AS_OF, AS_OF),  # never before as-of
            (", received: 2026-11-25", AS_OF, date(2026, 11, 25)),
        ],
    )
    def test_the_days_of_an_ask(self, ask: str, service_start: date, policy_date: date) -> None:
        asked = chart(f"asks: [{{coverage: coverage-payer, indication: trd{ask}}}]").asks[0]
        assert Dates.of(asked, AS_OF) == Dates(AS_OF, service_start, policy_date)
        assert Dates.of(asked, AS_OF).judged_on == AS_OF

    def test_a_service_already_given_is_judged_by_what_was_known_when_it_began(self) -> None:
        late = "coverage: coverage-payer, indication: trd, start: 2026-01-01, retroactive: {reason: emergency}"
        dates = Dates.of(chart(f"asks: [{{{late}}}]").asks[0], AS_OF)
        assert (dates.service_start, dates.judged_on) == (date(2026, 1, 1), date(2026, 1, 1))

    @pytest.mark.parametrize(
        ("text", "criterion", "known", "before"),
        [
            ("pdmp: [{on: 2026-11-12}]", "CHECKED", YES, OPEN),
            ("attestations: [{states: urgent, answer: yes, by: x, on: 2026-11-12}]", "URGENT", YES, OPEN),
            (
                "scores: [{instrument: PHQ-9, on: 2026-11-12, total: 20}]",
                "{score: {any_of: [{instrument: PHQ-9, total: {more_than: 15}}]}}",
                YES,
                OPEN,
            ),
            (
                "safety: {history_of_psychosis: {answer: no, on: 2026-11-12}}",
                "{psychosis: {history: excluded}}",
                YES,
                OPEN,
            ),
            ("rems: {enrolled_on: 2026-11-12}", "{rems: {patient: enrolled}}", YES, OPEN),
            (
                "trials: [{medicine: sertraline, start: 2026-01-05, end: 2026-11-12, response: none}]",
                "{failed_antidepressants: {count: 1, non_response: {words: [none]}}}",
                YES,
                OPEN,
            ),
            (
                "complete: [{list: antidepressant_trials, up_to: 2026-11-12, by: x, on: 2026-11-12}]",
                "{failed_antidepressants: {count: 1, weeks: {at_least: 6}, non_response: {words: [none]}}}",
                NO,
                OPEN,
            ),
        ],
    )
    def test_what_was_written_down_later_is_invisible(
        self, text: str, criterion: str, known: Verdict, before: Verdict
    ) -> None:
        assert found(criterion, text, date(2026, 11, 12)).verdict is known
        assert found(criterion, text, date(2026, 11, 11)).verdict is before


class TestProof:
    EXHIBITS = "exhibits: [{id: note, file: a.pdf, kind: chart_note, title: t}]"

    def test_a_fact_with_a_page_stands_on_it(self) -> None:
        text = f"pdmp: [{{on: 2026-11-12, shown_in: [{{exhibit: note, page: 2}}]}}]\n{self.EXHIBITS}"
        finding = node(found("CHECKED", text), "checked")
        assert finding.proof is Proof.EXHIBIT
        assert [(one.item, one.exhibit, one.page) for one in finding.evidence] == [("pdmp-2026-11-12", "note", 2)]

    def test_a_fact_without_one_was_only_entered(self) -> None:
        finding = node(found("CHECKED", "pdmp: [{on: 2026-11-12}]"), "checked")
        assert finding.proof is Proof.ENTERED_ONLY
        assert [(one.item, one.exhibit) for one in finding.evidence] == [("pdmp-2026-11-12", None)]

    def test_of_several_facts_the_weakest_counts(self) -> None:
        criteria = "{attested: [urgent, cannot_care_for_self]}"
        shown = "shown_in: [{exhibit: note}], by: x, on: 2026-11-12, answer: yes"
        text = f"""
            attestations:
              - {{states: urgent, {shown}}}
              - {{states: cannot_care_for_self, by: x, on: 2026-11-12, answer: yes}}
            {self.EXHIBITS}
        """
        assert node(found(criteria, text), "attested").proof is Proof.ATTESTATION

    def test_without_a_fact_there_is_no_proof(self) -> None:
        assert node(found("CHECKED"), "checked").proof is None

    def test_that_a_payer_wants_records_leaves_the_verdict(self) -> None:
        judged = found("{id: checked, proof: records, pdmp: {}}", "pdmp: [{on: 2026-11-12}]")
        assert judged.verdict is YES
        assert node(judged, "checked").records_wanted
