"""The request in lines: which code, how many units, from when to when, and the visits beside them."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.ask import Period, Regimen
from priorauth.logic.days import Stretch
from priorauth.request.codebook import Habit
from tests.request.in_short import coded, codes_of, needed

FOUR_WEEKS = Period(weeks=4)
KIT_56, KIT_84 = "50458002802", "50458002803"
BOUGHT = {"benefit": "medical", "acquisition": "buy_and_bill"}
DELIVERED = {"benefit": "medical", "acquisition": "specialty_pharmacy"}
DISPENSED = {"benefit": "pharmacy", "acquisition": "specialty_pharmacy"}

# The labelled induction: one session at 56 mg and seven at 84 mg.
MILLIGRAMS = [("J0013", 56, "mg"), ("J0013", 588, "mg")]
VISITS_WITH_DRUG = [("G2082", 1, "visit"), ("G2083", 7, "visit")]
KITS = [(None, 1, "kit"), (None, 7, "kit")]


class TestWhichLines:
    @pytest.mark.parametrize(
        ("line_of_business", "supply", "patient_status", "expected"),
        [
            # Original Medicare and who follows it: one code for visit and drug, for established patients
            ("medicare_ffs", BOUGHT, "established", VISITS_WITH_DRUG),
            ("medicare_ffs", BOUGHT, "new", []),
            ("medicare_advantage", BOUGHT, "established", VISITS_WITH_DRUG),
            ("military", BOUGHT, "established", VISITS_WITH_DRUG),
            # elsewhere the drug in milligrams, whoever the patient is
            ("commercial", BOUGHT, "established", MILLIGRAMS),
            ("commercial", BOUGHT, "new", MILLIGRAMS),
            ("exchange", BOUGHT, "established", MILLIGRAMS),
            ("self_funded", BOUGHT, "established", MILLIGRAMS),
            ("federal_employees", BOUGHT, "established", MILLIGRAMS),
            ("medicaid_ffs", BOUGHT, "established", MILLIGRAMS),
            ("medicaid_mco", BOUGHT, "established", MILLIGRAMS),
            # what a pharmacy supplies is never under a code of the practice's, whoever pays
            ("medicare_ffs", DELIVERED, "established", KITS),
            ("medicare_ffs", DISPENSED, "established", KITS),
            ("commercial", DELIVERED, "new", KITS),
            ("commercial", DISPENSED, "established", KITS),
            (None, DISPENSED, "established", KITS),
        ],
    )
    def test_by_line_of_business_supply_and_patient(self, priced, line_of_business, supply, patient_status, expected):
        request = priced(line_of_business, **supply, patient_status=patient_status, period=FOUR_WEEKS)
        assert coded(request) == expected

    def test_each_line_carries_the_kit_of_its_dose(self, priced):
        lines = priced(period=FOUR_WEEKS).lines
        assert [(line.dose_mg, line.kits, line.ndc11) for line in lines] == [(56, 1, KIT_56), (84, 7, KIT_84)]

    def test_at_84_mg_throughout_medicare_has_one_line(self, priced):
        regimen = Regimen(dose_mg=84, starts_in_week=9, maintenance_every_weeks=1)
        request = priced("medicare_ffs", phase="continuation", regimen=regimen, period=FOUR_WEEKS)
        assert coded(request) == [("G2083", 4, "visit")]

    def test_a_new_patient_of_medicare_leaves_a_question_and_no_line(self, priced):
        request = priced("medicare_ffs", patient_status="new", period=FOUR_WEEKS)
        assert "G2082 and G2083 are for established patients only" in needed(request)
        assert request.lines == ()
        assert request.totals.sessions == 8  # the plan stands; how the first session is billed is open

    def test_a_pharmacys_kits_have_no_place_of_service_and_are_not_billed_by_the_practice(self, priced):
        for line in priced(**DELIVERED).lines:
            assert line.billed_by == "pharmacy"
            assert line.place_of_service is None

    def test_what_the_practice_bills_has_the_sites_place_of_service(self, priced):
        request = priced()
        assert {line.place_of_service for line in (*request.lines, *request.visits)} == {"11"}


class TestHowCertain:
    @pytest.mark.parametrize(
        ("line_of_business", "certain", "word"),
        [
            ("medicare_ffs", True, "Original Medicare takes"),
            ("medicare_advantage", False, "Assumed"),
            ("commercial", False, "Most commercial payers"),
            ("exchange", False, "Assumed"),
            ("self_funded", False, "Assumed"),
            ("federal_employees", False, "Assumed"),
            ("medicaid_ffs", False, "are said to"),
            ("medicaid_mco", False, "are said to"),
            ("military", False, "Ask this region's contractor"),
        ],
    )
    def test_only_what_a_source_says_of_all_of_a_line_of_business_is_certain(
        self, priced, line_of_business, certain, word
    ):
        for line in priced(line_of_business).lines:
            assert line.certain is certain
            assert word in line.note
            assert line.sources

    def test_a_payers_own_word_goes_before_its_line_of_business(self, priced):
        habit = Habit(
            convention="visit_with_drug", standing="known", note="This payer takes G2082 and G2083.", sources=("S52",)
        )
        request = priced("commercial", payer_habit=habit, period=FOUR_WEEKS)
        assert coded(request) == [("G2082", 1, "visit"), ("G2083", 7, "visit")]
        assert all(line.certain and line.note == habit.note for line in request.lines)
        assert priced(None, payer_habit=habit).needs == ()


class TestTheCodeOfTheDayOfService:
    @pytest.mark.parametrize(
        ("start", "days", "expected"),
        [
            ("2025-12-31", 1, [("S0013", 56, "mg")]),
            ("2026-01-01", 1, [("J0013", 56, "mg")]),
            ("2025-12-31", 4, [("S0013", 56, "mg"), ("J0013", 84, "mg")]),  # December 31 and January 3
            ("2025-12-28", 4, [("S0013", 56, "mg"), ("S0013", 84, "mg")]),  # December 28 and 31
        ],
    )
    def test_december_31_2025_is_the_last_day_of_s0013(self, priced, start, days, expected):
        assert coded(priced(start=date.fromisoformat(start), period=Period(days=days))) == expected

    def test_a_request_across_the_change_is_split_at_january_1(self, priced):
        request = priced(start=date(2025, 12, 15), period=FOUR_WEEKS)
        before, after = Stretch(date(2025, 12, 15), date(2025, 12, 31)), Stretch(date(2026, 1, 1), date(2026, 1, 11))
        # 15, 18, 22, 25 and 29 December; 1, 5 and 8 January
        assert [(line.code, line.units, line.sessions, line.service) for line in request.lines] == [
            ("S0013", 56, 1, before),
            ("S0013", 336, 4, before),
            ("J0013", 252, 3, after),
        ]
        assert request.totals.mg == 56 + 336 + 252

    @pytest.mark.parametrize(("start", "warned"), [("2025-12-03", False), ("2025-12-05", True), ("2026-01-01", False)])
    def test_the_change_is_warned_of_only_where_the_period_crosses_it(self, priced, start, warned):
        request = priced(start=date.fromisoformat(start), period=FOUR_WEEKS)
        assert ("code_change" in codes_of(request.warnings)) is warned

    def test_the_warning_says_that_authorizations_may_have_to_be_issued_again(self, priced):
        (warning,) = priced(start=date(2025, 12, 15)).warnings
        assert "Authorizations issued on S0013 may need to be re-issued under J0013" in warning.text

    def test_medicares_codes_and_a_pharmacys_kits_do_not_change(self, priced):
        for changed in ({"line_of_business": "medicare_ffs"}, {"acquisition": "specialty_pharmacy"}):
            request = priced(**changed, start=date(2025, 12, 15), period=FOUR_WEEKS)
            assert len(request.lines) == 2
            assert request.warnings == ()

    @pytest.mark.parametrize(("last", "warned"), [("2026-12-31", False), ("2027-01-01", True)])
    def test_service_past_the_day_to_which_the_codes_were_confirmed_is_warned_of(self, priced, last, warned):
        start = date.fromordinal(date.fromisoformat(last).toordinal() - 27)
        assert ("codes_not_confirmed" in codes_of(priced(start=start, period=FOUR_WEEKS).warnings)) is warned
        assert priced(start=start, period=FOUR_WEEKS, **DISPENSED).warnings == ()


class TestOfficeVisits:
    NEW, ESTABLISHED = ("99202", "99203", "99204", "99205"), ("99212", "99213", "99214", "99215")

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, [(ESTABLISHED, 8)]),
            ({"patient_status": "new"}, [(NEW, 1), (ESTABLISHED, 7)]),
            ({"patient_status": "new", "period": Period(days=1)}, [(NEW, 1)]),
            (DELIVERED, [(ESTABLISHED, 8)]),
            ({"line_of_business": "medicare_ffs"}, []),  # the visit is in the code
            (DISPENSED, []),  # another ask, on the medical benefit
        ],
    )
    def test_they_stand_beside_the_drug_as_a_family_of_levels(self, priced, changed, expected):
        request = priced(**{"period": FOUR_WEEKS, **changed})
        assert [(visits.codes, visits.count) for visits in request.visits] == expected

    def test_time_beside_the_visit_is_a_note_and_no_line(self, priced):
        request = priced()
        assert "beside_the_visit" in codes_of(request.notes)
        assert not {"99415", "99416", "99417", "G2212", "T1503"} & {line.code for line in request.lines}
        assert "beside_the_visit" not in codes_of(priced("medicare_ffs").notes)

    def test_how_ndc_quantities_are_counted_is_said_where_the_practice_bills_them(self, priced):
        assert "ndc_quantity" in codes_of(priced().notes)
        assert "ndc_quantity" not in codes_of(priced(**DELIVERED).notes)


asks_of_any_kind = st.fixed_dictionaries(
    {
        "start": st.dates(date(2025, 6, 1), date(2026, 6, 1)),
        "period": st.one_of(
            st.integers(1, 400).map(lambda days: Period(days=days)),
            st.integers(1, 13).map(lambda months: Period(months=months)),
        ),
        "regimen": st.builds(
            Regimen,
            dose_mg=st.sampled_from([56, 84]),
            first_dose_mg=st.sampled_from([None, 56, 84]),
            maintenance_every_weeks=st.sampled_from([1, 2]),
            starts_in_week=st.integers(1, 40),
        ),
        "acquisition": st.sampled_from(["buy_and_bill", "specialty_pharmacy"]),
        "patient_status": st.sampled_from(["new", "established"]),
        "line_of_business": st.sampled_from(["commercial", "medicaid_ffs", "medicare_ffs", "military"]),
    }
)


@given(asks_of_any_kind)
def test_lines_hold_just_the_sessions_of_the_plan_however_they_are_split(priced, given_ask):
    request = priced(**given_ask)
    assert request.totals.mg == sum(session.mg for session in request.sessions) == request.totals.devices * 28
    assert sum(part.devices for part in request.phases) == request.totals.devices
    if not request.lines:  # Medicare or military, and a new patient
        assert given_ask["patient_status"] == "new"
        return
    assert sum(line.sessions for line in request.lines) == request.totals.sessions
    assert sum(line.mg for line in request.lines) == request.totals.mg
    by_ndc = sorted((line.ndc11, line.kits) for line in request.lines)
    kits = [(ndc, sum(count for _, count in same)) for ndc, same in groupby(by_ndc, key=lambda one: one[0])]
    assert kits == [(kit.ndc11, kit.count) for kit in request.totals.kits]
    counted = {"mg": request.totals.mg, "visit": request.totals.sessions, "kit": request.totals.sessions}
    assert sum(line.units for line in request.lines) == counted[request.lines[0].unit]
    for line in request.lines:
        assert request.service.first <= line.service.first <= line.service.last <= request.service.last


@given(asks_of_any_kind)
def test_each_session_is_billed_under_the_code_of_its_day(priced, given_ask):
    request = priced(**{**given_ask, "line_of_business": "commercial", "acquisition": "buy_and_bill"})
    for code, on in (("S0013", lambda day: day <= date(2025, 12, 31)), ("J0013", lambda day: day >= date(2026, 1, 1))):
        planned = sum(session.mg for session in request.sessions if on(session.on))
        assert sum(line.units for line in request.lines if line.code == code) == planned
