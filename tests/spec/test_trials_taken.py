"""How much of a trial was taken: adherence as it is stated, and what was dispensed."""

from __future__ import annotations

import pytest

from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict
from tests.spec.trial_rule import CLOSED, LEXAPRO, SEVERE, SHORT, SIX_WEEKS, found, needed, verdict

YES, OPEN = Verdict.MET, Verdict.NOT_DOCUMENTED


class TestAdherence:
    """Of 58 days under a policy that says nothing of adherence: what payers call poor (under 80 percent) is asked."""

    FILL = "fills: [{medicine: Lexapro, on: 2025-02-03, days_supply: %s}]"

    @pytest.mark.parametrize(
        ("told", "result"),
        [
            ("adherence: {percent: 80}", YES),
            ("adherence: {percent: 79}", OPEN),
            ("adherence: {percent: 30}", OPEN),
            ("adherence: {adequate: yes}", YES),
            ("adherence: {adequate: no}", OPEN),
            ("adherence: {percent: 95, adequate: no}", OPEN),
            ("ended_because: non_adherence", OPEN),
            ("ended_because: non_adherence, adherence: {percent: 95}", YES),  # taken until then
            ("ended_because: lack_of_effect", YES),
        ],
    )
    def test_what_was_hardly_taken_does_not_count_without_a_question(self, told: str, result: Verdict) -> None:
        assert verdict(f"{{{LEXAPRO}, response: none, {told}}}") is result

    @pytest.mark.parametrize(
        ("told", "asked"),
        [
            (
                "adherence: {percent: 30}",
                "whether escitalopram was taken enough to be a trial: 30 percent taken (stated)",
            ),
            (
                "adherence: {percent: 95, adequate: no}",
                "which adherence is right for escitalopram: 95 percent taken (stated) but adherence not adequate",
            ),
            (
                "ended_because: non_adherence",
                "how much of escitalopram was taken before it was ended for non-adherence",
            ),
        ],
    )
    def test_the_question_has_the_words_of_the_chart(self, told: str, asked: str) -> None:
        assert needed(found(f"{{{LEXAPRO}, response: none, {told}}}")) == [asked]

    @pytest.mark.parametrize(
        ("percent", "days", "result"),
        [
            (95, 47, YES),  # 47 of 58 are 81 percent
            (95, 46, OPEN),  # 79
            (60, 58, OPEN),
        ],
    )
    def test_stated_adherence_and_fills_on_two_sides_are_a_conflict(
        self, percent: int, days: int, result: Verdict
    ) -> None:
        trial = f"{{{LEXAPRO}, response: none, adherence: {{percent: {percent}}}}}"
        judged = found(trial, more=f"{CLOSED}\n{self.FILL % days}")
        assert judged.verdict is result
        if result is OPEN:
            assert needed(judged) == [
                f"which adherence is right for escitalopram: {percent} percent taken (stated) but "
                f"{days * 100 // 58} percent of days covered by fills ({days} of 58)"
            ]

    def test_fills_alone_are_held_against_the_days_asked_for(self) -> None:
        """46 of 58 days are under 80 percent, and four more than the 42 that are asked for."""
        assert verdict(f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\n{self.FILL % 46}") is YES

    def test_a_trial_that_side_effects_ended_is_not_asked_how_much_of_it_was_taken(self) -> None:
        rule = f"count: 1, intolerance: counts_as_failure, {SIX_WEEKS}"
        assert verdict(f"{{{SHORT}, {SEVERE}, adherence: {{percent: 30}}}}", rule) is YES


class TestFills:
    FILL = "fills: [{medicine: Lexapro, on: 2025-02-03, days_supply: %s}]"

    @pytest.mark.parametrize(("days", "result"), [(58, YES), (42, YES), (41, OPEN), (30, OPEN)])
    def test_fills_that_do_not_bear_out_the_time_are_a_conflict(self, days: int, result: Verdict) -> None:
        judged = found(f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\n{self.FILL % days}")
        assert judged.verdict is result
        if result is OPEN:
            assert needed(judged) == [
                f"the pharmacy's record or an explanation: escitalopram, pharmacy fills cover {days} of 58 days"
            ]

    @pytest.mark.parametrize(
        ("fills", "result"),
        [
            ("days_supply: 58, quantity: 58, strength_mg: 20", YES),
            ("days_supply: 58, quantity: 58, strength_mg: 10", YES),  # another dose than stated, and enough
            ("days_supply: 58, quantity: 58, strength_mg: 5", OPEN),
            ("days_supply: 58, quantity: 116, strength_mg: 5", YES),  # two of 5 mg
            ("days_supply: 58, strength_mg: 5", YES),  # how many a day is not known
        ],
    )
    def test_a_dose_dispensed_that_is_less_than_the_rule_asks_for_is_a_conflict(
        self, fills: str, result: Verdict
    ) -> None:
        judged = found(
            f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\nfills: [{{medicine: Lexapro, on: 2025-02-03, {fills}}}]"
        )
        assert judged.verdict is result
        if result is OPEN:
            assert needed(judged) == [
                "which dose of escitalopram is right: 20 mg as stated, or "
                "5 mg as dispensed on 2025-02-03 (58 of 5 mg for 58 days)"
            ]

    @pytest.mark.parametrize(("days", "result"), [(16, YES), (17, OPEN)])
    def test_it_touches_only_the_days_it_is_for(self, days: int, result: Verdict) -> None:
        """Of 58 days, 42 must be left beside those of the low dose."""
        low = f"{{medicine: Lexapro, on: 2025-02-03, days_supply: {days}, quantity: {days}, strength_mg: 5}}"
        rest = "{id: rest, medicine: Lexapro, on: 2025-03-01, days_supply: 58, quantity: 58, strength_mg: 20}"
        all_days = "{id: more, medicine: Lexapro, on: 2025-02-20, days_supply: 58}"
        more = f"{CLOSED}\nfills: [{low}, {rest}, {all_days}]"
        assert verdict(f"{{{LEXAPRO}, response: none}}", more=more) is result

    @pytest.mark.parametrize(("days", "proof"), [(58, Proof.FILLS), (57, Proof.ENTERED_ONLY)])
    def test_fills_that_cover_every_day_are_its_proof(self, days: int, proof: Proof) -> None:
        judged = found(f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\n{self.FILL % days}")
        assert judged.criteria[0].proof is proof
