"""What is asked for, held against what is granted: the policy's period and quantity, and the insurer's own word."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.chart.ask import Period, Regimen
from priorauth.chart.coverage import Verification
from priorauth.policy.envelope import Quantity
from tests.request.in_short import codes_of

FOUR_WEEKS = Period(weeks=4)
LABELED = Regimen(dose_mg=84, first_dose_mg=56, maintenance_every_weeks=2)


class TestThePeriod:
    def test_the_policys_period_needs_none_from_the_practice(self, priced):
        request = priced(period=None, policy_period=Period(months=1))
        assert (request.period_from, str(request.period)) == ("policy", "1 month")
        assert request.totals.sessions == 9  # March 2 to April 1: 31 days, so week 5 begins

    def test_the_practices_period_is_said_to_be_its_own(self, priced):
        request = priced(period=Period(weeks=8))
        assert request.period_from == "practice"
        assert "period_by_practice" in codes_of(request.notes)

    def test_more_than_the_policy_grants_is_priced_for_what_it_grants(self, priced):
        request = priced(period=Period(months=6), policy_period=FOUR_WEEKS)
        assert request.totals.sessions == 8
        assert "period_shortened" in codes_of(request.warnings)


class TestQuantity:
    @pytest.mark.parametrize(
        ("allowed", "regimen", "text"),
        [
            ({"devices": 23}, LABELED, "8 sessions: 1 × 2 + 7 × 3 = 23 devices, just the 23 allowed."),
            ({"devices": 24}, LABELED, "8 sessions: 1 × 2 + 7 × 3 = 23 devices, 1 fewer than the 24 allowed."),
            (
                {"devices": 23},
                Regimen(dose_mg=84),
                "8 sessions: 8 × 3 = 24 devices, 1 more than the 23 allowed. "
                "They cover the first 7, until March 23, 2026.",
            ),
            (
                {"devices": 1},
                LABELED,
                "8 sessions: 1 × 2 + 7 × 3 = 23 devices, 22 more than the 1 allowed. They cover no session.",
            ),
            ({"kits": 8}, LABELED, "8 sessions: 1 × 1 + 7 × 1 = 8 kits, just the 8 allowed."),
            (
                {"kits": 7},
                LABELED,
                "8 sessions: 1 × 1 + 7 × 1 = 8 kits, 1 more than the 7 allowed. "
                "They cover the first 7, until March 23, 2026.",
            ),
            ({"sessions": 8}, LABELED, "8 sessions: 1 × 1 + 7 × 1 = 8 sessions, just the 8 allowed."),
            ({"mg": 644}, LABELED, "8 sessions: 1 × 56 + 7 × 84 = 644 mg, just the 644 allowed."),
            ({"mg": 643}, Regimen(dose_mg=56), "8 sessions: 8 × 56 = 448 mg, 195 fewer than the 643 allowed."),
        ],
    )
    def test_it_is_held_against_the_plan_with_the_arithmetic(self, priced, allowed, regimen, text):
        request = priced(period=FOUR_WEEKS, regimen=regimen, limit=Quantity(**allowed))
        assert str(request.quantity) == text
        assert ("more_than_one_authorization_covers" in codes_of(request.warnings)) is (" more than" in text)

    @pytest.mark.parametrize(
        ("allowed", "text"),
        [
            ({"devices": 6}, "2 sessions within 7 days: 2 × 3 = 6 devices, just the 6 allowed."),
            (
                {"devices": 5},
                "2 sessions within 7 days: 2 × 3 = 6 devices, 1 more than the 5 allowed. They cover the first 2, "
                "until March 5, 2026.",
            ),
            ({"mg": 168}, "2 sessions within 7 days: 2 × 84 = 168 mg, just the 168 allowed."),
            (
                {"mg": 167},
                "2 sessions within 7 days: 2 × 84 = 168 mg, 1 more than the 167 allowed. They cover the first 2, "
                "until March 5, 2026.",
            ),
        ],
    )
    def test_within_a_week_the_fullest_seven_days_count(self, priced, allowed, text):
        assert str(priced(period=FOUR_WEEKS, limit=Quantity(**allowed, per_days=7)).quantity) == text

    def test_23_devices_for_three_months_are_used_up_with_induction(self, priced):
        limit = priced(period=Period(months=3), limit=Quantity(devices=23)).quantity
        assert (limit.needed, limit.over, limit.sessions_covered) == (44, 21, 8)  # 1 × 2 + 14 × 3
        assert limit.covered_until == date(2026, 3, 26)

    def test_without_a_limit_or_a_plan_there_is_no_comparison(self, priced):
        assert priced().quantity is None
        assert priced(regimen=None, limit=Quantity(devices=23)).quantity is None


class TestWhatTheInsurerSaid:
    @pytest.mark.parametrize(
        ("verified", "changed", "warnings"),
        [
            ({"benefit": "medical"}, {}, set()),
            ({"benefit": "pharmacy"}, {}, {"benefit_not_as_verified"}),
            ({"benefit": "medical"}, {"benefit": "pharmacy", "acquisition": None}, {"benefit_not_as_verified"}),
            # the drug on the pharmacy benefit, its administration asked for on the medical one
            ({"benefit": "pharmacy"}, {"acquisition": "specialty_pharmacy"}, set()),
            ({"mandated_pharmacy": "Northern Specialty"}, {}, {"pharmacy_mandated"}),
            ({"mandated_pharmacy": "Northern Specialty"}, {"acquisition": "specialty_pharmacy"}, set()),
            ({}, {}, set()),
        ],
    )
    def test_a_request_that_goes_another_way_is_warned_of(self, priced, verified, changed, warnings):
        said = Verification(on=date(2026, 2, 20), by="M. Ruiz", **verified)
        assert codes_of(priced(verification=said, **changed).warnings) == warnings
