"""Sessions of a period: how many, when, at which dose."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.ask import Period, Regimen
from priorauth.request.periods import service_days
from priorauth.request.plan import planned

LABELED = Regimen(dose_mg=84, first_dose_mg=56, maintenance_every_weeks=2)


def codes_of(remarks):
    return {remark.code for remark in remarks}


def needed(request):
    return "; ".join(gap.needed for gap in request.needs)


@pytest.mark.parametrize(
    ("period", "regimen", "sessions", "devices"),
    [
        # 8 in weeks 1-4, 4 in weeks 5-8, then by the regimen
        ({"weeks": 4}, LABELED, 8, 23),  # first dose 56 mg and seven at 84 mg: 1 × 2 + 7 × 3
        ({"days": 28}, LABELED, 8, 23),
        ({"weeks": 4}, Regimen(dose_mg=84), 8, 24),  # all at 84 mg: 8 × 3
        ({"weeks": 4}, Regimen(dose_mg=56), 8, 16),
        ({"weeks": 8}, LABELED, 12, 35),
        ({"days": 29}, LABELED, 9, 26),  # day 29 is the first of week 5
        ({"days": 57}, LABELED, 13, 38),  # day 57 is the first of week 9
        ({"weeks": 12}, Regimen(dose_mg=56, maintenance_every_weeks=1), 16, 32),
        ({"weeks": 12}, Regimen(dose_mg=56, maintenance_every_weeks=2), 14, 28),  # weeks 9 and 11
        ({"weeks": 13}, Regimen(dose_mg=56, maintenance_every_weeks=2), 15, 30),  # and 13
        ({"days": 1}, LABELED, 1, 2),
        ({"days": 3}, LABELED, 1, 2),
        ({"days": 4}, LABELED, 2, 5),  # the second session of a week is three days after the first
    ],
)
def test_sessions_and_devices_from_the_first_week_on(priced, period, regimen, sessions, devices):
    request = priced(period=Period(**period), regimen=regimen)
    assert (request.totals.sessions, request.totals.devices) == (sessions, devices)


@pytest.mark.parametrize(
    ("starts_in_week", "every", "period", "weeks_of_treatment"),
    [
        (3, 1, {"weeks": 4}, [3, 3, 4, 4, 5, 6]),
        (5, 1, {"weeks": 3}, [5, 6, 7]),
        (8, 2, {"weeks": 4}, [8, 9, 11]),
        (9, 2, {"weeks": 4}, [9, 11]),
        (10, 2, {"weeks": 4}, [10, 12]),  # the first day of service is a session
        (30, 1, {"weeks": 2}, [30, 31]),
    ],
)
def test_a_request_that_begins_later_goes_on_where_treatment_stands(
    priced, starts_in_week, every, period, weeks_of_treatment
):
    regimen = Regimen(dose_mg=84, maintenance_every_weeks=every, starts_in_week=starts_in_week)
    request = priced(period=Period(**period), regimen=regimen, phase="continuation")
    assert [session.week for session in request.sessions] == weeks_of_treatment
    assert request.sessions[0].on == request.service.first


def test_the_days_follow_from_the_first_day_and_the_spacing(priced):
    request = priced(period=Period(weeks=5))
    assert [session.on.isoformat() for session in request.sessions] == [
        *("2026-03-02", "2026-03-05"),
        *("2026-03-09", "2026-03-12"),
        *("2026-03-16", "2026-03-19"),
        *("2026-03-23", "2026-03-26"),
        "2026-03-30",
    ]
    assert "plan_not_appointments" in codes_of(request.notes)


def test_each_phase_is_summed_by_itself(priced):
    request = priced(period=Period(months=3))
    summed = [(part.phase, part.frequency, part.sessions, part.mg, part.devices) for part in request.phases]
    assert summed == [
        ("induction", "twice weekly", 8, 644, 23),
        ("weekly", "once weekly", 4, 336, 12),
        ("maintenance", "every 2 weeks", 3, 252, 9),
    ]
    assert [(part.first_week, part.last_week) for part in request.phases] == [(1, 4), (5, 8), (9, 13)]


@pytest.mark.parametrize(("days", "missing"), [(56, False), (57, True)])
def test_the_frequency_from_week_9_on_is_asked_for_once_the_period_reaches_it(priced, days, missing):
    request = priced(period=Period(days=days), regimen=Regimen(dose_mg=84, first_dose_mg=56))
    assert ("the frequency from week 9 on: once weekly or every 2 weeks" in needed(request)) is missing
    assert (request.totals is None) is missing
    assert (request.lines == ()) is missing
    assert [gap.owner for gap in request.needs] == (["prescriber"] if missing else [])


def test_a_continuation_does_not_begin_in_week_1_because_nobody_said_otherwise(priced):
    silent = Regimen(dose_mg=84, maintenance_every_weeks=1)
    request = priced(phase="continuation", regimen=silent)
    assert "the week of treatment in which this continuation begins" in needed(request)
    assert request.sessions == ()
    again_from_week_1 = Regimen(dose_mg=84, maintenance_every_weeks=1, starts_in_week=1)
    assert len(priced(phase="continuation", regimen=again_from_week_1).sessions) == 12


def test_a_first_dose_other_than_the_labels_is_counted_as_planned_and_warned_of(priced):
    request = priced(period=Period(weeks=4), regimen=Regimen(dose_mg=84))
    assert [session.mg for session in request.sessions] == [84] * 8
    (warning,) = request.warnings
    assert warning.code == "first_dose_differs_from_label"
    assert "planned at 84 mg; the label's first dose is 56 mg" in warning.text


def test_the_first_dose_belongs_to_the_first_session_ever(priced):
    regimen = Regimen(dose_mg=84, first_dose_mg=56, starts_in_week=2)
    request = priced(period=Period(weeks=1), regimen=regimen)
    assert [session.mg for session in request.sessions] == [84, 84]
    assert codes_of(request.warnings) == {"first_dose_not_used"}


class TestAcuteSuicidalIdeation:
    """The other indication: 84 mg twice weekly for four weeks, and no labeled schedule after them."""

    def test_four_weeks_at_84_mg_are_24_devices_without_a_warning(self, priced):
        request = priced(indication="mdsi", period=Period(weeks=4), regimen=Regimen(dose_mg=84))
        assert request.totals.devices == 24
        assert request.warnings == ()
        assert "schedule_ends" not in codes_of(request.notes)

    def test_a_longer_period_plans_nothing_after_week_4_and_says_so(self, priced):
        request = priced(indication="mdsi", period=Period(days=29), regimen=Regimen(dose_mg=84))
        assert request.totals.sessions == 8
        (note,) = (note for note in request.notes if note.code == "schedule_ends")
        assert "no session is planned after March 26, 2026" in note.text

    def test_the_fourth_week_is_the_last_that_can_be_planned(self, priced):
        request = priced(indication="mdsi", phase="continuation", regimen=Regimen(dose_mg=84, starts_in_week=4))
        assert [session.week for session in request.sessions] == [4, 4]

    def test_a_first_dose_below_the_labels_is_warned_of(self, priced):
        (warning,) = priced(indication="mdsi", period=Period(weeks=4), regimen=Regimen(dose_mg=56)).warnings
        assert "planned at 56 mg; the label's first dose is 84 mg" in warning.text

    def test_a_request_from_week_5_on_needs_a_schedule_from_the_prescriber(self, priced):
        regimen = Regimen(dose_mg=84, starts_in_week=5)
        request = priced(indication="mdsi", phase="continuation", regimen=regimen)
        assert "the schedule from week 5 on" in needed(request)
        assert request.sessions == ()


@given(
    start=st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    days=st.integers(1, 400),
    starts_in_week=st.integers(1, 60),
    every=st.sampled_from([1, 2]),
)
def test_a_longer_period_only_adds_sessions_and_none_lies_outside(an_ask, start, days, starts_in_week, every):
    regimen = Regimen(dose_mg=84, first_dose_mg=56, maintenance_every_weeks=every, starts_in_week=starts_in_week)
    asked = an_ask(start=start, regimen=regimen)
    service = service_days(start, Period(days=days))
    sessions = planned(asked, service).sessions
    assert sessions[0].on == start
    assert all(service.first <= session.on <= service.last for session in sessions)
    assert [session.on for session in sessions] == sorted({session.on for session in sessions})
    shorter = planned(asked, service_days(start, Period(days=max(1, days - 1)))).sessions
    assert sessions[: len(shorter)] == shorter
